import { expect, test } from 'vitest'
import * as model from './index.js'

const { default: readme }: { default: string } = await import('../README.md?raw' as string)
const programs = [...readme.matchAll(/```js\n([\s\S]*?)```\s*```text\n([\s\S]*?)```/g)]

test('the README has its programs: training, and stages', () => {
  expect(programs).toHaveLength(2)
})

test.each(programs.map(([, program, printed]) => [program!, printed!]))(
  'a program in the README prints what the README says',
  async (program, printed) => {
    const lines: string[] = []
    const packages: Record<string, unknown> = { '@digon/model': model }
    const body = program.replace(/^import (\{.*\}) from '(.*)'$/gm, "const $1 = packages['$2']")
    await new Function('packages', 'console', `return (async () => {${body}})()`)(packages, {
      log: (...values: unknown[]) => lines.push(values.join(' ')),
    })
    expect(`${lines.join('\n')}\n`).toBe(printed)
  },
)
