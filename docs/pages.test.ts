/**
 * Every block of code on a page of the site is run, in the order of the page, in one folder: programs print what the page says,
 * commands of `digon` end with the exit code that the page says. A block whose first line is a comment with a file name is saved under it.
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { main } from '../apps/cli/src/main.js'
import { pages } from './site/pages.mjs'

const docs = dirname(fileURLToPath(import.meta.url))

interface Block {
  readonly language: string
  readonly text: string
  /** What the page says that it prints, where it says so. */
  readonly printed?: string | undefined
}

function blocksOf(file: string): Block[] {
  const text = readFileSync(join(docs, file), 'utf8')
  return [...text.matchAll(/^```(\w+)\n([\s\S]*?)^```(?:\s*^```text\n([\s\S]*?)^```)?/gm)]
    .map(([, language, body, printed]) => ({ language: language!, text: body!, printed }))
    .filter(({ language }) => language !== 'text' && language !== 'json')
}

/** Programs that a page may name and a test does not run: they install, build or open something. */
const otherPrograms = /^(npm|npx|git|cd) /

const hasTorch = spawnSync('python3', ['-c', 'import torch'], { env: pythonPath() }).status === 0
if (!hasTorch && (process.env.DIGON_REQUIRE ?? '').split(',').includes('torch')) throw new Error('python3 has no torch')

/** Debian's python3, which has torch, before another one. */
function pythonPath(): NodeJS.ProcessEnv {
  return { ...process.env, PATH: `/usr/bin:${process.env.PATH}` }
}

const written = pages
  .filter(({ category }) => category !== 'Reproduction')
  .map(({ file }) => ({ file, blocks: blocksOf(file) }))

test('pages have code to run', () => {
  expect(written.flatMap(({ blocks }) => blocks).length).toBeGreaterThan(25)
})

describe.each(written.filter(({ blocks }) => blocks.length > 0))('$file', ({ blocks }) => {
  const before = process.cwd()
  let folder = ''
  beforeEach(() => {
    // Inside this package, so that programs find the packages that they import.
    folder = mkdtempSync(join(docs, '.page-'))
    process.chdir(folder)
  })
  afterEach(() => {
    process.chdir(before)
    rmSync(folder, { recursive: true })
    vi.restoreAllMocks()
  })

  test('every block does what the page says', { timeout: 120_000 }, async ({ skip }) => {
    if (!hasTorch && blocks.some(({ language }) => language === 'python')) skip('python3 has no torch')
    for (const [index, block] of blocks.entries()) await run(block, index, folder)
  })
})

async function run({ language, text, printed }: Block, index: number, folder: string): Promise<void> {
  const name = /^(?:\/\/|#) (\S+\.\w+)\n/.exec(text)?.[1]
  if (name !== undefined) writeFileSync(join(folder, name), text)
  if (language === 'js') {
    const file = join(folder, name ?? `program-${index}.mjs`)
    writeFileSync(file, text)
    const lines: string[] = []
    const log = vi.spyOn(console, 'log').mockImplementation((...values) => void lines.push(values.join(' ')))
    await import(/* @vite-ignore */ pathToFileURL(file).href)
    log.mockRestore()
    if (printed !== undefined) expect(`${lines.join('\n')}\n`).toBe(printed)
  } else if (language === 'python') {
    const { status, stderr } = spawnSync('python3', [join(folder, name!)], {
      cwd: folder,
      env: pythonPath(),
      encoding: 'utf8',
    })
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  } else if (language === 'sh') {
    for (const line of text.trimEnd().split('\n')) await runCommand(line)
  } else if (language === 'ts') {
    expect(text).toContain('testBackend')
  } else {
    expect(language).toBe('yaml')
    expect(name, 'a YAML block begins with its file name').toBeDefined()
  }
}

async function runCommand(line: string): Promise<void> {
  if (otherPrograms.test(line)) return
  const [command, comment] = line.split(' # ')
  const [program, ...args] = command!.trim().split(/\s+/)
  expect(program, line).toBe('digon')
  const said: string[] = []
  const terminal = {
    out: (text: string) => void said.push(text),
    error: (text: string) => void said.push(text),
    signal: new AbortController().signal,
  }
  const code = await main(args, terminal)
  expect({ line, code, said: said.slice(-3) }).toEqual({
    line,
    code: Number(/exit code (\d+)/.exec(comment ?? '')?.[1] ?? 0),
    said: said.slice(-3),
  })
}
