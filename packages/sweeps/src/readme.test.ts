import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as formats from '@digon/formats'
import * as model from '@digon/model'
import * as runs from '@digon/runs'
import { expect, test } from 'vitest'
import * as figures from './figures/index.js'
import * as sweeps from './index.js'

test('the program in the README prints what the README says', async () => {
  const readme = await readFile(new URL('../README.md', import.meta.url), 'utf8')
  const [, program, printed] = /```js\n([\s\S]*?)```\n\n((?: {4}.*\n)+)/.exec(readme)!
  const folder = await mkdtemp(join(tmpdir(), 'digon-sweeps-'))
  const packages: Record<string, unknown> = {
    '@digon/formats': formats,
    '@digon/model': model,
    '@digon/runs': runs,
    '@digon/sweeps': sweeps,
    '@digon/sweeps/figures': figures,
  }
  const body = program!
    .replace(/^import (\{.*\}) from '(.*)'$/gm, "const $1 = packages['$2']")
    .replaceAll("'my-sweep'", JSON.stringify(join(folder, 'my-sweep')))
  const lines: string[] = []
  const log = (value: unknown) => lines.push(Array.isArray(value) ? JSON.stringify(value) : String(value))
  await new Function('packages', 'console', `return (async () => {${body}})()`)(packages, { log })
  expect(lines).toEqual(
    printed!
      .trimEnd()
      .split('\n')
      .map((line) => line.trim()),
  )
  await rm(folder, { recursive: true })
})
