import * as model from '@digon/model'
import { expect, test } from 'vitest'
import * as backend from './index.js'

test('the program in the README prints what the README says', async () => {
  const { default: readme }: { default: string } = await import('../README.md?raw' as string)
  const program = /```js\n([\s\S]*?)```/.exec(readme)![1]!
  const printed = /```text\n([\s\S]*?)```/.exec(readme)![1]!
  const lines: string[] = []
  const body = program
    .replace(/^import (\{.*\}) from '@digon\/backend-wasm'$/m, 'const $1 = backend')
    .replace(/^import (\{.*\}) from '@digon\/model'$/m, 'const $1 = model')
  const run = new Function('backend', 'model', 'console', `return (async () => {${body}})()`)
  await run(backend, model, { log: (line: string) => lines.push(line) })
  expect(`${lines.join('\n')}\n`).toBe(printed)
})
