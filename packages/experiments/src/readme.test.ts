import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import * as experiments from './index.js'

test('the program in the README prints what the README says', async () => {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')
  const program = /```js\n([\s\S]*?)```/.exec(readme)![1]!
  const printed = /```text\n([\s\S]*?)```/.exec(readme)![1]!
  const lines: string[] = []
  const packages: Record<string, unknown> = { '@digon/experiments': experiments }
  const body = program.replace(/^import (\{.*\}) from '(.*)'$/gm, "const $1 = packages['$2']")
  const AsyncFunction = (async () => {}).constructor as FunctionConstructor
  await new AsyncFunction('packages', 'console', body)(packages, {
    log: (...values: unknown[]) => lines.push(values.join(' ')),
  })
  expect(`${lines.join('\n')}\n`).toBe(printed)
})
