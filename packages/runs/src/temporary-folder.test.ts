import { existsSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { withTemporaryFolder } from './temporary-folder.js'

test('a temporary folder is new and empty, and gone after the work, also after one that fails', async () => {
  const seen: string[] = []
  const work = async (directory: string): Promise<number> => {
    seen.push(directory)
    expect(readdirSync(directory)).toEqual([])
    writeFileSync(join(directory, 'file'), 'x')
    return 7
  }
  expect(await withTemporaryFolder(work)).toBe(7)
  const failing = withTemporaryFolder(async (directory) => {
    await work(directory)
    throw new Error('no luck')
  })
  await expect(failing).rejects.toThrow('no luck')
  expect(new Set(seen).size).toBe(2)
  expect(seen.filter((directory) => existsSync(directory))).toEqual([])
})
