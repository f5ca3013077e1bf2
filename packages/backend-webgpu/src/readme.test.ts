import { readFileSync } from 'node:fs'
import * as model from '@digon/model'
import { expect } from 'vitest'
import { testOnAdapter } from './adapter.test-support.js'
import * as backend from './index.js'

testOnAdapter('the program in the README prints what the README says', async () => {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')
  const program = /```js\n([\s\S]*?)```/.exec(readme)![1]!
  const printed = /```text\n([\s\S]*?)```/.exec(readme)![1]!
  const lines: string[] = []
  const packages = { '@digon/model': model, '@digon/backend-webgpu': backend }
  const body = program.replace(/^import (\{.*\}) from '(.*)'$/gm, "const $1 = packages['$2']")
  await new Function('packages', 'console', `return (async () => {${body}})()`)(packages, {
    log: (...values: unknown[]) => lines.push(values.join(' ')),
  })
  expect(`${lines.join('\n')}\n`).toBe(printed)
})
