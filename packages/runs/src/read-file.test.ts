import { execFileSync } from 'node:child_process'
import { mkdir, mkdtemp, rm, symlink, truncate, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { CannotReadError } from './cannot-read-error.js'
import { isFolder, readNamedFile, readNamedText } from './read-file.js'

let folder = ''
const socket = createServer()
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'digon-read-'))
  await mkdir(join(folder, 'sub'))
  await writeFile(join(folder, 'file'), 'text')
  await symlink('file', join(folder, 'link'))
  await symlink('circle', join(folder, 'circle'))
  await symlink('gone', join(folder, 'dangling'))
  execFileSync('mkfifo', [join(folder, 'pipe')])
  await writeFile(join(folder, 'huge'), '')
  await truncate(join(folder, 'huge'), 2 ** 40)
  await new Promise<void>((resolve) => socket.listen(join(folder, 'socket'), resolve))
})
afterAll(async () => {
  socket.close()
  await rm(folder, { recursive: true })
})

const limit = { maximumBytes: 1000 }

test('any bytes up to the limit come back, through a link as well', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 100 }), async (bytes) => {
      await writeFile(join(folder, 'any'), bytes)
      expect([...(await readNamedFile(join(folder, 'any'), { maximumBytes: 100 }))]).toEqual([...bytes])
    }),
    { numRuns: 30 },
  )
  expect(await readNamedText(join(folder, 'link'), { maximumBytes: 4 })).toBe('text')
})

describe('anything but a plain file of bounded size is refused before it is read, with path and reason', () => {
  const cases: readonly [name: string, reason: string][] = [
    ['none', 'no such file or folder'],
    ['file/below', 'no such file or folder'],
    ['dangling', 'no such file or folder'],
    ['circle', 'symbolic links in a circle; expected a file'],
    ['sub', 'a folder; expected a file'],
    ['pipe', 'a pipe; expected a plain file'],
    ['socket', 'a socket; expected a plain file'],
    ['/dev/zero', 'a device; expected a plain file'],
    ['huge', '1099511627776 bytes; expected at most 1000'],
    ['n'.repeat(300), 'the name is too long'],
  ]
  test.each(cases)('%s', async (name, reason) => {
    const path = name.startsWith('/') ? name : join(folder, name)
    const reading = readNamedFile(path, limit)
    await expect(reading).rejects.toThrow(CannotReadError)
    await expect(reading).rejects.toMatchObject({ path, category: 'input', message: `cannot read ${path}: ${reason}` })
  })

  test('a file of the system that claims to be empty gives no more than that', async () => {
    expect(await readNamedFile('/proc/self/maps', limit)).toHaveLength(0)
  })
})

test('what the system refuses though it may be there is not called wrong input', async () => {
  const refused = Object.assign(new Error('EIO: i/o error, read'), { code: 'EIO' })
  const { cannotRead } = await import('./cannot-read-error.js')
  expect(cannotRead('f', refused)).toMatchObject({
    category: 'resources',
    message: 'cannot read f: EIO: i/o error, read',
  })
  const forbidden = Object.assign(new Error('EACCES'), { code: 'EACCES' })
  expect(cannotRead('f', forbidden)).toMatchObject({
    category: 'resources',
    reason: 'no permission; change its permissions',
  })
  expect(cannotRead('f', refused.cause)).toBeUndefined()
})

test('a folder is told from a file', async () => {
  expect([await isFolder(folder), await isFolder(join(folder, 'file'))]).toEqual([true, false])
  await expect(isFolder(join(folder, 'none'))).rejects.toThrow(CannotReadError)
})
