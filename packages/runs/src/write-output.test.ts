import { execFileSync } from 'node:child_process'
import {
  chmod,
  link,
  lstat,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  readlink,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { CannotWriteError } from './cannot-write-error.js'
import { openOutput } from './write-output.js'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'digon-output-'))
})
afterEach(() => rm(folder, { recursive: true }))

const write = async (path: string, content: string, inputs?: string[]) =>
  (await openOutput(path, inputs)).write(content)

test('however many links lead to it, the file at their end is replaced whole and every link stays', async () => {
  await mkdir(join(folder, 'a'))
  await mkdir(join(folder, 'b'))
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.record({ inside: fc.constantFrom('a', 'b'), absolute: fc.boolean() }), { maxLength: 5 }),
      fc.boolean(),
      async (links, exists) => {
        const end = join(folder, 'b', 'end')
        if (exists) await writeFile(end, 'older and longer')
        const made: [path: string, target: string][] = []
        let to = end
        for (const [index, { inside, absolute }] of links.entries()) {
          const path = join(folder, inside, `link-${index}`)
          const target = absolute ? to : join('..', to.slice(folder.length + 1))
          await symlink(target, path)
          made.push([path, target])
          to = path
        }
        await write(to, 'new')
        expect(await readFile(end, 'utf8')).toBe('new')
        expect((await lstat(end)).isFile()).toBe(true)
        for (const [path, target] of made) expect(await readlink(path)).toBe(target)
        const all = (await readdir(folder, { recursive: true })).length
        expect(all, 'two folders, the links, the file').toBe(2 + made.length + 1)
        for (const path of [end, ...made.map(([path]) => path)]) await rm(path)
      },
    ),
    { numRuns: 30 },
  )
})

test('who may read the file stays as it was', async () => {
  const path = join(folder, 'secret')
  await writeFile(path, 'old')
  for (const mode of [0o600, 0o640, 0o666]) {
    await chmod(path, mode)
    await write(path, 'new')
    expect((await stat(path)).mode & 0o777).toBe(mode)
  }
})

describe('what is no plain file is refused and stays what it was', () => {
  const kinds: readonly [kind: string, make: (path: string) => Promise<unknown> | unknown, reason: RegExp][] = [
    ['a pipe', (path) => execFileSync('mkfifo', [path]), /: it is a pipe; choose a plain file$/],
    ['a folder', (path) => mkdir(path), /: a folder stands where a file should be; /],
    ['a circle of links', (path) => symlink(path, path), /: symbolic links in a circle; /],
    ['a link to a device', (path) => symlink('/dev/null', path), /: it is a device; choose a plain file$/],
    ['a link to a socket', (path) => symlink(join(folder, 'socket'), path), /: it is a socket; /],
  ]
  test.each(kinds)('%s', async (_, make, reason) => {
    const socket = createServer()
    await new Promise<void>((resolve) => socket.listen(join(folder, 'socket'), resolve))
    const path = join(folder, 'out')
    await make(path)
    const before = [await lstat(path), await readdir(folder)] as const
    const opening = openOutput(path)
    await expect(opening).rejects.toThrow(CannotWriteError)
    await expect(opening).rejects.toThrow(reason)
    const after = [await lstat(path), await readdir(folder)] as const
    expect([after[0].ino, after[0].mode, after[1]]).toEqual([before[0].ino, before[0].mode, before[1]])
    socket.close()
  })

  test.skipIf(process.getuid?.() !== 0)('a device (made by root)', async () => {
    const path = join(folder, 'null')
    execFileSync('mknod', [path, 'c', '1', '3'])
    await expect(openOutput(path)).rejects.toThrow('it is a device')
    expect((await stat(path)).isCharacterDevice()).toBe(true)
  })

  test('one that came after the first look is seen as well', async () => {
    const path = join(folder, 'out')
    const output = await openOutput(path)
    execFileSync('mkfifo', [path])
    await expect(output.write('new')).rejects.toThrow('it is a pipe')
    expect((await lstat(path)).isFIFO()).toBe(true)
  })
})

test('the input is never the output, by whatever name', async () => {
  const input = join(folder, 'input')
  await writeFile(input, 'input')
  await symlink('input', join(folder, 'symbolic'))
  await link(input, join(folder, 'hard'))
  for (const name of ['input', './input', 'symbolic', 'hard']) {
    await expect(write(join(folder, name), 'new', [input])).rejects.toMatchObject({
      category: 'input',
      message: `cannot write ${join(folder, name)}: ${input} is read from it; choose another file`,
    })
  }
  expect(await readFile(input, 'utf8')).toBe('input')
})

test('what is aborted leaves the older file and nothing else', async () => {
  const path = join(folder, 'out')
  await writeFile(path, 'old')
  const output = await openOutput(path)
  await expect(output.write('new', AbortSignal.abort(new Error('stopped')))).rejects.toThrow('stopped')
  expect([await readFile(path, 'utf8'), await readdir(folder)]).toEqual(['old', ['out']])
})

test('a missing folder is refused before any work, with its name', async () => {
  await expect(openOutput(join(folder, 'none', 'out'))).rejects.toMatchObject({
    category: 'resources',
    reason: `the folder ${join(folder, 'none')} does not exist`,
  })
})
