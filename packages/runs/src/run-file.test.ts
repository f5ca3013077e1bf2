import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { InvalidFileError } from '@digon/formats'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { factsInside, readInside } from './run-file.js'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'digon-file-'))
  await mkdir(join(folder, 'run', 'sub'), { recursive: true })
  await writeFile(join(folder, 'secret'), 'secret')
  await writeFile(join(folder, 'run', 'a'), 'hello')
  await writeFile(join(folder, 'run', 'sub', 'b'), 'hello')
})
afterEach(() => rm(folder, { recursive: true }))

const helloHash = createHash('sha256').update('hello').digest('hex')

test('files inside are read, their size and hash known', async () => {
  const run = join(folder, 'run')
  expect(new TextDecoder().decode(await readInside(run, 'sub/b', { bytes: 5, sha256: helloHash }))).toBe('hello')
  expect(await factsInside(run, 'a')).toEqual({ bytes: 5, sha256: helloHash })
})

test('a large file is hashed in pieces', async () => {
  const bytes = Buffer.alloc(1 << 20, 7)
  await writeFile(join(folder, 'run', 'a'), bytes)
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  expect(await factsInside(join(folder, 'run'), 'a')).toEqual({ bytes: 1 << 20, sha256 })
})

test('a folder that is itself reached through a link is fine', async () => {
  await symlink(join(folder, 'run'), join(folder, 'link'))
  expect((await readInside(join(folder, 'link'), 'sub/b')).length).toBe(5)
})

describe('whatever the name says, nothing outside the folder is read', () => {
  const cases: readonly [what: string, path: string, reason: string][] = [
    ['the folder above', '../secret', 'leaves its folder'],
    ['a way down and up', 'sub/../../secret', 'leaves its folder'],
    ['an absolute path', '/etc/passwd', 'leaves its folder'],
    ['a link to a file', 'link', 'a symbolic link; expected a file'],
    ['a link to a folder', 'out/secret', 'goes through a symbolic link; expected plain folders'],
    ['a link to a folder inside', 'alias/b', 'goes through a symbolic link'],
    ['a folder', 'sub', 'a folder; expected a file'],
    ['a pipe, which would never end', 'pipe', 'a pipe; expected a plain file'],
    ['nothing', 'none', 'no such file'],
    ['nothing in no folder', 'none/none', 'no such file'],
    ['a file below a file', 'a/b', 'no such file'],
  ]
  beforeEach(async () => {
    await symlink('../secret', join(folder, 'run', 'link'))
    await symlink('..', join(folder, 'run', 'out'))
    await symlink('sub', join(folder, 'run', 'alias'))
    spawnSync('mkfifo', [join(folder, 'run', 'pipe')])
  })
  test.each(cases)('%s', async (_, path, reason) => {
    for (const read of [readInside, factsInside]) {
      const found = read(join(folder, 'run'), path)
      await expect(found).rejects.toThrow(InvalidFileError)
      await expect(found).rejects.toThrow(`${path}: invalid path: ${reason}`)
    }
  })
})

test('another size is refused before the file is read, another hash after', async () => {
  const run = join(folder, 'run')
  await expect(readInside(run, 'a', { bytes: 6 })).rejects.toThrow('a: invalid size: 5 bytes; expected 6')
  await expect(readInside(run, 'a', { maximumBytes: 4 })).rejects.toThrow(
    'a: invalid size: 5 bytes; expected at most 4',
  )
  await expect(factsInside(run, 'a', { bytes: 6 })).rejects.toThrow('a: invalid size: 5 bytes; expected 6')
  await expect(readInside(run, 'a', { sha256: 'ab' })).rejects.toThrow(`a: invalid SHA-256: ${helloHash}; expected ab`)
})
