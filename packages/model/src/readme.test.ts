import { expect, test } from 'vitest'
import * as model from './index.js'

test('the program in the README prints what the README says', async () => {
  const { default: readme }: { default: string } = await import('../README.md?raw' as string)
  const program = /```js\n([\s\S]*?)```/.exec(readme)![1]!
  const printed = /```text\n([\s\S]*?)```/.exec(readme)![1]!
  const lines: string[] = []
  const packages: Record<string, unknown> = { '@digon/model': model }
  const body = program.replace(/^import (\{.*\}) from '(.*)'$/gm, "const $1 = packages['$2']")
  await new Function('packages', 'console', `return (async () => {${body}})()`)(packages, {
    log: (...values: unknown[]) => lines.push(values.join(' ')),
  })
  expect(`${lines.join('\n')}\n`).toBe(printed)
})
