import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { nodeFileSystem } from './file-system.js'
import { makeFolder } from './make-folder.js'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'digon-folder-'))
})
afterEach(() => rm(folder, { recursive: true }))

test('a folder is made with those above it, and says which', async () => {
  expect(await makeFolder(join(folder, 'a', 'b'))).toEqual([join(folder, 'a'), join(folder, 'a', 'b')])
  expect(await makeFolder(join(folder, 'a', 'b'))).toEqual([])
  await symlink('a', join(folder, 'link'))
  expect(await makeFolder(join(folder, 'link', 'c'))).toEqual([join(folder, 'link', 'c')])
  expect((await stat(join(folder, 'a', 'c'))).isDirectory()).toBe(true)
})

test('whatever stands in its place is refused with its path, as wrong input', async () => {
  await writeFile(join(folder, 'file'), '')
  await symlink('file', join(folder, 'link'))
  for (const name of ['file', 'link']) {
    const path = join(folder, name)
    await expect(makeFolder(path)).rejects.toMatchObject({
      category: 'input',
      message: `cannot write ${path}: a file stands where a folder should be; choose another folder`,
    })
  }
})

test('where it cannot be made the folders above it go again', async () => {
  const failing = {
    ...nodeFileSystem,
    makeDirectory: (path: string) =>
      path.endsWith('b') && existsSync(join(path, '..'))
        ? Promise.reject(Object.assign(new Error('full'), { code: 'ENOSPC' }))
        : mkdir(path).then(() => undefined),
  }
  await expect(makeFolder(join(folder, 'x', 'a', 'b'), { fileSystem: failing })).rejects.toMatchObject({
    category: 'resources',
    reason: 'the disk is full',
  })
  expect(await readdir(folder)).toEqual([])
})
