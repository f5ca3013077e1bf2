import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as matrix from '@digon/matrix'
import { expect, test } from 'vitest'
import * as plot from './index.js'
import * as png from './png.js'
import * as svg from './svg.js'

test('the program in the README writes its files and prints what the README says', async () => {
  const readme = await readFile(new URL('../README.md', import.meta.url), 'utf8')
  const program = /```js\n([\s\S]*?)```/.exec(readme)![1]!
  const printed = /```text\n([\s\S]*?)```/.exec(readme)![1]!
  const folder = await mkdtemp(join(tmpdir(), 'digon-plot-'))
  const files = await import('node:fs/promises')
  const packages: Record<string, unknown> = {
    'node:fs/promises': {
      writeFile: (name: string, content: string | Uint8Array) => files.writeFile(join(folder, name), content),
    },
    '@digon/matrix': matrix,
    '@digon/plot': plot,
    '@digon/plot/png': png,
    '@digon/plot/svg': svg,
  }
  const body = program.replace(/^import (\{.*\}) from '(.*)'$/gm, "const $1 = packages['$2']")
  const lines: unknown[] = []
  await new Function('packages', 'console', `return (async () => {${body}})()`)(packages, {
    log: (line: unknown) => lines.push(line),
  })
  expect(`${lines.join('\n')}\n`).toBe(printed)
  expect((await readdir(folder)).sort()).toEqual(['square.png', 'square.svg', 'square.vl.json'])
  await rm(folder, { recursive: true })
})
