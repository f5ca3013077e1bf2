import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const isBuilt = existsSync(join(root, 'packages', 'backend-wasm', 'dist', 'index.js'))

test.runIf(isBuilt)("the README's first program runs as pasted into the root of a clone", () => {
  const text = readFileSync(join(root, 'README.md'), 'utf8')
  const program = /^```js\n(.*?)^```/ms.exec(text)![1]!
  const promised = /It prints `([^`]+)` three times/.exec(text)![1]!
  const file = join(root, `first-program-${process.pid}.mjs`)
  writeFileSync(file, program)
  try {
    const { stdout, stderr } = spawnSync(process.execPath, [file], { cwd: root, encoding: 'utf8' })
    expect({ stdout, stderr }).toEqual({ stdout: `${promised}\n`.repeat(3), stderr: '' })
  } finally {
    rmSync(file)
  }
})
