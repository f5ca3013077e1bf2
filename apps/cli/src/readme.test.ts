import { readFileSync } from 'node:fs'
import * as backendWasm from '@digon/backend-wasm'
import * as metrics from '@digon/metrics'
import * as model from '@digon/model'
import { expect, test } from 'vitest'
import { digon } from './command-line.test-support.js'
import { exitCode } from './exit-code.js'

const readme = readFileSync(new URL('../../../README.md', import.meta.url), 'utf8')

test('the program at the top of the README prints what the README says', async () => {
  const program = /```js\n([\s\S]*?)```/.exec(readme)![1]!
  const [, line, times] = /It prints `(.*)` (\w+) times/.exec(readme)!
  const lines: string[] = []
  const packages: Record<string, unknown> = {
    '@digon/backend-wasm': backendWasm,
    '@digon/metrics': metrics,
    '@digon/model': model,
  }
  const body = program.replace(/^import (\{.*\}) from '(.*)'$/gm, "const $1 = packages['$2']")
  await new Function('packages', 'console', `return (async () => {${body}})()`)(packages, {
    log: (text: string) => lines.push(text),
  })
  expect(lines).toEqual(Array(times === 'three' ? 3 : Number(times)).fill(line))
})

test('every folder and file that the README links to exists', () => {
  const links = [...readme.matchAll(/\]\(((?!https?:)[^)]+)\)/g)].map((match) => match[1]!)
  expect(links.length).toBeGreaterThan(12)
  for (const link of links)
    expect(() => readFileSync(new URL(`../../../${link}`, import.meta.url))).not.toThrow(/ENOENT/)
})

test('the README of the command line names every command of --help, in its order, and every exit code', async () => {
  const text = readFileSync(new URL('../README.md', import.meta.url), 'utf8')
  const offered = [...(await digon(['--help'])).out.matchAll(/^ {2}([a-z]+) +(?:\[|[a-z])/gm)].map((match) => match[1]!)
  const [commands, codes] = text.split('| exit code') as [string, string]
  expect(offered.length).toBeGreaterThanOrEqual(11)
  expect([...commands.matchAll(/^\| `([a-z]+)`/gm)].map((match) => match[1]!)).toEqual(offered)
  expect([...codes.matchAll(/^\| (\d+) /gm)].map((match) => Number(match[1]))).toEqual(Object.values(exitCode))
})
