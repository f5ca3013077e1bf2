import { readFileSync } from 'node:fs'
import { inspect } from 'node:util'
import { expect, test } from 'vitest'
import * as dictionaries from './index.js'

test('the program in the README prints what the README says', () => {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')
  const program = /```js\n([\s\S]*?)```/.exec(readme)![1]!
  const printed = /```text\n([\s\S]*?)```/.exec(readme)![1]!
  const lines: string[] = []
  const packages: Record<string, unknown> = { '@digon/dictionaries': dictionaries }
  const body = program.replace(/^import (\{.*\}) from '(.*)'$/gm, "const $1 = packages['$2']")
  new Function('packages', 'console', body)(packages, {
    log: (...values: unknown[]) => lines.push(values.map((value) => inspect(value)).join(' ')),
  })
  expect(`${lines.join('\n')}\n`).toBe(printed)
})
