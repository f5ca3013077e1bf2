import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { CannotWriteError } from './cannot-write-error.js'
import { type FileSystem, nodeFileSystem } from './file-system.js'
import { isPartial, writeFileWhole } from './write-file-whole.js'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'digon-write-'))
})
afterEach(() => rm(folder, { recursive: true }))

/** A disk on which this call fails with this code. */
function failing(call: keyof FileSystem, code: string): FileSystem {
  const fail = (): Promise<never> => Promise.reject(Object.assign(new Error(`${code}: simulated`), { code }))
  return { ...nodeFileSystem, [call]: fail }
}

test('a file is written, text as UTF-8, and replaced as a whole, with nothing left beside it', async () => {
  const path = join(folder, 'a.txt')
  await writeFileWhole(path, 'Grüße')
  expect(await readFile(path)).toEqual(Buffer.from([0x47, 0x72, 0xc3, 0xbc, 0xc3, 0x9f, 0x65]))
  await writeFileWhole(path, new Uint8Array([1, 2]))
  expect([...(await readFile(path))]).toEqual([1, 2])
  expect(await readdir(folder)).toEqual(['a.txt'])
})

test('the new content stands in a hidden file until it is moved into place', async () => {
  const seen: string[] = []
  const watching: FileSystem = {
    ...nodeFileSystem,
    moveFile: async (from, to) => {
      seen.push(...(await readdir(folder)), await readFile(from, 'utf8'))
      await nodeFileSystem.moveFile(from, to)
    },
  }
  await writeFileWhole(join(folder, 'a.txt'), 'new', { fileSystem: watching })
  expect(seen[0]).toMatch(/^\.a\.txt\.[0-9a-f]{8}\.partial$/)
  expect(isPartial(seen[0]!)).toBe(true)
  expect(seen[1]).toBe('new')
})

test.each(['a.txt', '.lock', '.partial', 'a.12345678.partial', '.a.partial'])(
  '%s is not a half-written file',
  (name) => {
    expect(isPartial(name)).toBe(false)
  },
)

const remedies: readonly [call: keyof FileSystem, code: string, message: RegExp][] = [
  ['writeNewFile', 'ENOSPC', /^cannot write .*a\.txt: the disk is full; free some space or choose another folder$/],
  ['writeNewFile', 'EDQUOT', /: the disk is full; /],
  ['writeNewFile', 'EROFS', /: the file system is read-only; choose another folder$/],
  ['writeNewFile', 'EACCES', /: no permission; choose another folder or change its permissions$/],
  ['moveFile', 'EPERM', /: no permission; /],
  ['moveFile', 'EIO', /: EIO: simulated; choose another folder$/],
]
test.each(remedies)('%s failing with %s leaves the old file and nothing else', async (call, code, message) => {
  const path = join(folder, 'a.txt')
  await writeFile(path, 'old')
  const written = writeFileWhole(path, 'new', { fileSystem: failing(call, code) })
  await expect(written).rejects.toThrow(CannotWriteError)
  await expect(written).rejects.toThrow(message)
  await expect(written).rejects.toMatchObject({ path, cause: { code } })
  expect(await readFile(path, 'utf8')).toBe('old')
  expect(await readdir(folder)).toEqual(['a.txt'])
})

test('a missing folder, a file for a folder and a folder for a file are named', async () => {
  await expect(writeFileWhole(join(folder, 'none', 'a.txt'), '')).rejects.toThrow(
    `the folder ${join(folder, 'none')} does not exist; create it or choose another folder`,
  )
  await writeFile(join(folder, 'file'), '')
  await expect(writeFileWhole(join(folder, 'file', 'a.txt'), '')).rejects.toThrow(
    'a file stands where a folder should be',
  )
  await mkdir(join(folder, 'sub'))
  await expect(writeFileWhole(join(folder, 'sub'), '')).rejects.toThrow('a folder stands where a file should be')
  expect((await readdir(folder)).sort()).toEqual(['file', 'sub'])
})

test('a bug in between is not taken for a full disk', async () => {
  const broken = { ...nodeFileSystem, moveFile: () => Promise.reject(new TypeError('bug')) }
  await expect(writeFileWhole(join(folder, 'a.txt'), '', { fileSystem: broken })).rejects.toThrow(TypeError)
  expect(await readdir(folder)).toEqual([])
})
