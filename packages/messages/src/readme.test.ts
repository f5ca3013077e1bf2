import { readFileSync } from 'node:fs'
import { inspect } from 'node:util'
import { expect, test } from 'vitest'
import * as messages from './index.js'

test('the program in the README prints what the README says', () => {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')
  const program = /```js\n([\s\S]*?)```/.exec(readme)![1]!
  const printed = /```text\n([\s\S]*?)```/.exec(readme)![1]!
  const lines: string[] = []
  const body = program.replace(/^import (\{.*\}) from '.*'$/gm, 'const $1 = messages')
  new Function('messages', 'console', body)(messages, { log: (value: unknown) => lines.push(inspect(value)) })
  expect(`${lines.join('\n')}\n`).toBe(printed)
})
