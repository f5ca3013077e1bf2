import { spawnSync } from 'node:child_process'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeAll, expect, test } from 'vitest'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')

// What a program imports is what a build made; `npm install` and `npm start` make it, and after a change of the sources nobody has.
beforeAll(() => {
  const filters = ['backend-wasm', 'metrics'].map((name) => `--filter=@digon/${name}`)
  const args = [join(root, 'scripts', 'turbo.mjs'), 'build', ...filters]
  const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' })
  expect({ status }, stderr).toEqual({ status: 0 })
}, 300_000)

test("the README's first program runs as pasted into the root of a clone", () => {
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
