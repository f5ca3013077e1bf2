import { chmod, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { InvalidFileError, type RunRecord, runId } from '@digon/formats'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { CannotWriteError } from './cannot-write-error.js'
import { type CreateRunOptions, createRun, findRun, type RunRequest } from './create-run.js'
import { type FileSystem, nodeFileSystem } from './file-system.js'
import { openRun } from './open-run.js'
import type { Run } from './run.js'
import { RunExistsError, RunLockedError } from './run-errors.js'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'digon-run-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const request: RunRequest = { spec: { kind: 'test', n: 5 }, seed: 7, backend: 'wasm', precision: 'float32' }
/** A clock that a test moves. */
let seconds = 0
const options: CreateRunOptions = {
  packageVersions: { digon: '0.1.0' },
  now: () => new Date(Date.UTC(2026, 0, 31, 12) + seconds * 1000),
}

/** The run that a fresh or interrupted folder gives. */
async function open(directory: string, more: Partial<CreateRunOptions> = {}, asked = request): Promise<Run> {
  const created = await createRun(directory, asked, { ...options, ...more })
  if (created.found === 'finished') throw new Error('the run is finished')
  return created.run
}

async function recordOf(directory: string): Promise<RunRecord> {
  return JSON.parse(await readFile(join(directory, 'run.json'), 'utf8')) as RunRecord
}

describe('a new run', () => {
  test('is recorded as running, then finished with the sizes and hashes of its files', async () => {
    seconds = 0
    const path = join(folder, 'run')
    const run = await open(path)
    expect(await recordOf(path)).toMatchObject({
      ...request,
      status: 'running',
      files: {},
      finishedAt: null,
      seconds: 0,
    })
    expect((await openRun(path)).state).toBe('running')
    await run.write('b.txt', 'abc')
    await run.write('sub/deep/a.txt', new Uint8Array())
    seconds = 2.5
    await run.finish()
    const record = await recordOf(path)
    expect(record).toEqual({
      ...request,
      schemaVersion: 1,
      streamVersion: 1,
      id: await runId({ ...request, streamVersion: 1 }),
      packageVersions: { digon: '0.1.0' },
      status: 'finished',
      startedAt: '2026-01-31T12:00:00.000Z',
      finishedAt: '2026-01-31T12:00:02.500Z',
      seconds: 2.5,
      secondsByPart: {},
      machine: expect.stringMatching(/., \d+ cores?$/),
      // The published SHA-256 of "abc" and of nothing.
      files: {
        'b.txt': 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
        'sub/deep/a.txt': 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
      },
      sizes: { 'b.txt': 3, 'sub/deep/a.txt': 0 },
    })
    expect((await readdir(path)).sort()).toEqual(['b.txt', 'run.json', 'sub'])
  })

  test('lists a file that was still being written when it was finished', async () => {
    const run = await open(join(folder, 'run'))
    const writing = run.write('sub/a', 'abc')
    expect((await run.finish()).sizes).toEqual({ 'sub/a': 3 })
    await writing
  })

  test('takes an empty folder, hidden files in it notwithstanding', async () => {
    await writeFile(join(folder, '.gitkeep'), '')
    const created = await createRun(folder, request, options)
    expect(created.found).toBe('new')
  })

  test('cannot be written to outside its folder, over its record, through links, or after its end', async () => {
    const run = await open(join(folder, 'run'))
    for (const path of ['../x', '/tmp/x', 'run.json', '.lock', 'a/../../x']) {
      await expect(run.write(path, '')).rejects.toThrow(InvalidFileError)
      await expect(run.remove(path)).rejects.toThrow(InvalidFileError)
    }
    await symlink('..', join(folder, 'run', 'out'))
    await writeFile(join(folder, 'x'), 'precious')
    await expect(run.write('out/x', '')).rejects.toThrow(CannotWriteError)
    await run.remove('out/x')
    expect(await readFile(join(folder, 'x'), 'utf8')).toBe('precious')
    await run.finish()
    await expect(run.write('a', '')).rejects.toThrow('a: the run has ended')
    expect(await readdir(folder)).toEqual(['run', 'x'])
  })
})

describe('the same asked again', () => {
  test('is recognized when it was finished, and nothing is touched', async () => {
    const path = join(folder, 'run')
    const run = await open(path)
    await run.write('a', 'abc')
    await run.finish()
    const before = await readFile(join(path, 'run.json'))
    const again = await createRun(path, { ...request, spec: { n: 5, kind: 'test' } }, options)
    expect(again.found).toBe('finished')
    if (again.found === 'finished') expect(new TextDecoder().decode(await again.folder.read('a'))).toBe('abc')
    expect(await readFile(join(path, 'run.json'))).toEqual(before)
  })

  test('goes on when it was stopped: files are there, half-written ones are gone, working time adds up', async () => {
    seconds = 0
    const path = join(folder, 'run')
    const first = await open(path)
    await first.write('sub/a', 'abc')
    await first.write('b', 'x')
    seconds = 3
    await first.stop({ keep: true })
    expect(await recordOf(path)).toMatchObject({ status: 'interrupted', seconds: 3 })
    await writeFile(join(path, 'sub', '.c.0123abcd.partial'), 'half')
    seconds = 100
    const second = await createRun(path, request, options)
    if (second.found !== 'interrupted') throw new Error(second.found)
    expect(await readdir(join(path, 'sub'))).toEqual(['a'])
    await second.run.keep('sub/a')
    await second.run.remove('b')
    seconds = 101
    const record = await second.run.finish()
    expect(record).toMatchObject({ startedAt: '2026-01-31T12:00:00.000Z', seconds: 4, sizes: { 'sub/a': 3 } })
  })

  test('goes on when its process was killed, which left a lock and the status running', async () => {
    const path = join(folder, 'run')
    await open(path)
    await writeFile(
      join(path, '.lock'),
      (await readFile(join(path, '.lock'), 'utf8')).replace(/"token":"./, '"token":"_'),
    )
    expect((await openRun(path)).state).toBe('interrupted')
    expect((await createRun(path, request, options)).found).toBe('interrupted')
  })

  test('keeps the seconds of its parts through a stop, and adds those of a second try', async () => {
    const path = join(folder, 'run')
    const run = await open(path)
    await run.addSeconds('intro/panels', 1.5)
    expect((await recordOf(path)).secondsByPart, 'written at once, should the process be killed').toEqual({
      'intro/panels': 1.5,
    })
    await run.stop({ keep: true })
    const again = await open(path)
    await again.addSeconds('intro/panels', 0.25)
    await again.addSeconds('intro', 0.5)
    const { secondsByPart } = await again.finish()
    expect(secondsByPart).toEqual({ 'intro/panels': 1.75, intro: 0.5 })
    expect((await openRun(path)).record.secondsByPart).toEqual(secondsByPart)
  })

  test('is found without being touched, and refused where another run or other files are', async () => {
    const path = join(folder, 'run')
    expect(await findRun(path, request)).toBeUndefined()
    expect(await readdir(folder)).toEqual([])
    const run = await open(path)
    await run.finish()
    expect(await findRun(path, request)).toMatchObject({ seed: 7, status: 'finished' })
    await expect(findRun(path, { ...request, seed: 8 })).rejects.toThrow(RunExistsError)
    await expect(findRun(folder, request)).rejects.toThrow('files that are no run (run)')
  })

  test('is refused while it is being written', async () => {
    const run = await open(join(folder, 'run'))
    await expect(createRun(join(folder, 'run'), request, options)).rejects.toThrow(RunLockedError)
    await run.write('a', 'x')
    await run.finish()
  })

  test('is made again when a file is damaged since: whole files stay, damaged ones are deleted', async () => {
    const path = join(folder, 'run')
    const run = await open(path)
    await run.write('whole', 'abc')
    await run.write('damaged', 'abc')
    await run.write('missing', 'abc')
    await run.finish()
    await writeFile(join(path, 'damaged'), 'abd')
    await rm(join(path, 'missing'))
    expect((await createRun(path, request, options)).found).toBe('interrupted')
    expect((await readdir(path)).filter((name) => !name.startsWith('.')).sort()).toEqual(['run.json', 'whole'])
  })
})

describe('a folder that is taken is refused, and left as it is', () => {
  const changes: readonly [change: Partial<RunRequest>, message: RegExp][] = [
    [
      { spec: { kind: 'test', n: 6 } },
      /already holds another run \([0-9a-f]{12}, finished\), made with another spec; choose another/,
    ],
    [{ seed: 8 }, /made with seed 7 instead of 8; /],
    [{ seed: null }, /made with seed 7 instead of null; /],
    [
      { backend: 'x', precision: 'float64' },
      /made with backend wasm instead of x, precision float32 instead of float64; /,
    ],
  ]
  test.each(changes)('by another run: %j', async (change, message) => {
    const path = join(folder, 'run')
    const run = await open(path)
    await run.write('a', 'abc')
    const { id } = await run.finish()
    const before = await readFile(join(path, 'run.json'))
    const second = createRun(path, { ...request, ...change }, options)
    await expect(second).rejects.toThrow(RunExistsError)
    await expect(second).rejects.toThrow(message)
    await expect(second).rejects.toMatchObject({ directory: path, existingId: id })
    expect(await readFile(join(path, 'run.json'))).toEqual(before)
    expect((await readdir(path)).sort()).toEqual(['a', 'run.json'])
  })

  test('by files that are no run', async () => {
    for (const name of ['a', 'b', 'c', 'd', 'e']) await writeFile(join(folder, name), '')
    await expect(createRun(folder, request, options)).rejects.toThrow(
      `${folder} already holds files that are no run (a, b, c and 2 more); choose another folder, or move this one away`,
    )
    expect(await readdir(folder)).toEqual(['a', 'b', 'c', 'd', 'e'])
  })

  test('by a run.json that cannot be believed', async () => {
    await writeFile(join(folder, 'run.json'), '{"schemaVersion":2}')
    await expect(createRun(folder, request, options)).rejects.toThrow(
      `${join(folder, 'run.json')}: invalid schemaVersion: 2; expected 1`,
    )
    expect(await readdir(folder)).toEqual(['run.json'])
  })
})

describe('a folder that cannot be made', () => {
  test('for want of its parent, unless parents are wanted', async () => {
    const path = join(folder, 'none', 'deep', 'run')
    await expect(createRun(path, request, options)).rejects.toThrow(
      `cannot write ${path}: the folder ${join(folder, 'none', 'deep')} does not exist; create it or choose another folder`,
    )
    expect(await readdir(folder)).toEqual([])
    const run = await open(path, { createParents: true })
    await run.stop({ keep: false })
    expect(await readdir(folder)).toEqual([])
  })

  test('because a file stands in its place, or above it', async () => {
    await writeFile(join(folder, 'file'), '')
    const message = 'a file stands where a folder should be'
    await expect(createRun(join(folder, 'file'), request, options)).rejects.toThrow(message)
    await expect(createRun(join(folder, 'file', 'run'), request, options)).rejects.toThrow(message)
    expect(await readdir(folder)).toEqual(['file'])
  })

  test('because its parent or itself is not ours to write', async () => {
    await mkdir(join(folder, 'run'))
    await chmod(join(folder, 'run'), 0o555)
    await chmod(folder, 0o555)
    // Root may write anywhere, so it becomes nobody for a while.
    const isRoot = process.getuid?.() === 0
    if (isRoot) process.seteuid?.(65534)
    try {
      for (const name of ['new', 'run']) {
        await expect(createRun(join(folder, name), request, options)).rejects.toThrow(
          /: no permission; choose another folder or change its permissions$/,
        )
      }
    } finally {
      if (isRoot) process.seteuid?.(0)
      await chmod(folder, 0o755)
    }
    expect(await readdir(join(folder, 'run'))).toEqual([])
  })

  const codes = [
    ['EROFS', 'the file system is read-only'],
    ['EACCES', 'no permission'],
    ['ENOSPC', 'the disk is full'],
  ] as const
  test.each(codes)('because of %s, at any of the calls that make it: nothing is left behind', async (code, reason) => {
    for (let failAt = 1; ; failAt++) {
      const calls = { count: 0 }
      const path = join(folder, 'above', 'run')
      const created = await createRun(path, request, {
        ...options,
        createParents: true,
        fileSystem: failingAt(failAt, code, calls),
      }).catch((error: unknown) => error)
      if (calls.count < failAt) {
        if (created instanceof Error) throw created
        break
      }
      expect(created).toBeInstanceOf(CannotWriteError)
      expect((created as Error).message).toContain(`${reason}; `)
      expect(await readdir(folder)).toEqual([])
    }
  })
})

/** A disk whose n-th change fails; deleting always works. */
function failingAt(failAt: number, code: string, calls: { count: number }): FileSystem {
  const fail = <Given extends readonly unknown[]>(work: (...given: Given) => Promise<void>) => {
    return (...given: Given): Promise<void> => {
      calls.count++
      if (calls.count !== failAt) return work(...given)
      return Promise.reject(Object.assign(new Error(`${code}: simulated`), { code }))
    }
  }
  return {
    ...nodeFileSystem,
    writeNewFile: fail(nodeFileSystem.writeNewFile),
    moveFile: fail(nodeFileSystem.moveFile),
    makeDirectory: fail(nodeFileSystem.makeDirectory),
  }
}

describe('stopping without keeping', () => {
  test('deletes what the run made and nothing else', async () => {
    const path = join(folder, 'run')
    await mkdir(path)
    await writeFile(join(path, '.gitkeep'), '')
    const run = await open(path)
    await run.write('a', 'x')
    await run.write('sub/deep/b', 'x')
    await writeFile(join(path, 'sub', 'precious'), 'not ours')
    await run.stop({ keep: false })
    expect((await readdir(path)).sort()).toEqual(['.gitkeep', 'sub'])
    expect(await readdir(join(path, 'sub'))).toEqual(['precious'])
  })

  test('keeps what an earlier session had begun', async () => {
    const path = join(folder, 'run')
    const first = await open(path)
    await first.write('a', 'x')
    await first.stop({ keep: true })
    await (await open(path)).stop({ keep: false })
    expect((await readdir(path)).sort()).toEqual(['a', 'run.json'])
    expect((await openRun(path)).state).toBe('interrupted')
  })

  test('waits for what is being written, and deletes that too', async () => {
    const path = join(folder, 'run')
    const run = await open(path)
    const writing = ['a', 'sub/b', 'sub/c'].map((name) => run.write(name, 'x'))
    await run.stop({ keep: false })
    await Promise.all(writing)
    expect(await readdir(folder)).toEqual([])
  })

  test('twice, or after the end, does nothing', async () => {
    const path = join(folder, 'run')
    const run = await open(path)
    await run.write('a', 'x')
    await run.finish()
    await run.stop({ keep: false })
    expect((await openRun(path)).state).toBe('finished')
  })
})
