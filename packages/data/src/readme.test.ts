import { expect, test } from 'vitest'
import * as data from './index.js'

test('the program in the README prints what the README says', async () => {
  const { default: readme }: { default: string } = await import('../README.md?raw' as string)
  const program = /```js\n([\s\S]*?)```/.exec(readme)![1]!
  const printed = /```text\n([\s\S]*?)```/.exec(readme)![1]!
  const lines: string[] = []
  const body = program.replace(/^import (\{.*\}) from '@digon\/data'$/m, 'const $1 = data')
  new Function('data', 'console', body)(data, { log: (line: string) => lines.push(line) })
  expect(`${lines.join('\n')}\n`).toBe(printed)
})
