import { chmod, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { InvalidFileError, type RunRecord, type RunRequest, runId } from '@digon/formats'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { CannotWriteError } from './cannot-write-error.js'
import { type CreatedRun, type CreateRunOptions, createRun } from './create-run.js'
import { type FileSystem, nodeFileSystem } from './file-system.js'
import { finishRun, type RunEnd } from './finish-run.js'
import { openRun } from './open-run.js'
import { RunExistsError } from './run-errors.js'

let folder = ''
let path = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'digon-run-'))
  path = join(folder, 'run')
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const spec = { kind: 'reproduce', experiments: ['intro'], preset: 'quick', seed: 7, seeds: 1 } as const
const request: RunRequest = { spec, backend: 'wasm', arithmetic: 'float32', streamVersion: 1 }
const packageVersions = { digon: '0.1.0' }
const options: CreateRunOptions = { packageVersions, leaseSeconds: 0.5 }

async function recordOf(directory: string): Promise<RunRecord> {
  return JSON.parse(await readFile(join(directory, 'run.json'), 'utf8')) as RunRecord
}

/** A finished run with these files. */
async function finish(run: CreatedRun, files: Readonly<Record<string, string>>, more: Partial<RunEnd> = {}) {
  return finishRun(run, {
    packageVersions,
    writeFiles: async (write) => {
      for (const [name, content] of Object.entries(files)) await write(name, content)
    },
    ...more,
  })
}

describe('a new run', () => {
  test('is recorded as running, then finished with the sizes and hashes of its files', async () => {
    const run = await createRun(path, request, options)
    expect(run.status).toBe('new')
    const begun = await recordOf(path)
    expect(begun).toMatchObject({ ...request, status: 'running', files: {}, finishedAt: null, seconds: 0 })
    expect((await openRun(path)).state).toBe('interrupted')
    const files = { 'b.txt': 'abc', 'sub/deep/a.txt': '' }
    await finish(run, files, { secondsByPart: () => ({ intro: 1.25, geometry: 0.5 }) })
    expect(await recordOf(path)).toEqual({
      ...request,
      schemaVersion: 2,
      id: await runId(request),
      packageVersions,
      status: 'finished',
      startedAt: begun.startedAt,
      finishedAt: expect.stringMatching(/^\d{4}-.*Z$/),
      seconds: 1.75,
      secondsByPart: { intro: 1.25, geometry: 0.5 },
      machine: expect.stringMatching(/., \d+ cores?$/),
      // The published SHA-256 of "abc" and of nothing.
      files: {
        'b.txt': { bytes: 3, sha256: 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad' },
        'sub/deep/a.txt': { bytes: 0, sha256: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855' },
      },
      // Of "{}".
      tasks: '44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a',
    })
    expect((await readdir(path)).sort()).toEqual(['b.txt', 'run.json', 'sub'])
  })

  test('takes an empty folder, hidden files in it notwithstanding', async () => {
    await writeFile(join(folder, '.gitkeep'), '')
    expect((await createRun(folder, request, options)).status).toBe('new')
  })

  test('is not written to through links', async () => {
    const run = await createRun(path, request, options)
    await symlink('..', join(path, 'out'))
    await writeFile(join(folder, 'x'), 'precious')
    await expect(finish(run, { 'out/x': '' })).rejects.toThrow(CannotWriteError)
    expect(await readFile(join(folder, 'x'), 'utf8')).toBe('precious')
    expect(await recordOf(path)).toMatchObject({ status: 'running' })
  })

  test('is running while a process holds a lease in it', async () => {
    const { store } = await createRun(path, request, options)
    await mkdir(join(path, 'intro'))
    const lease = await store.leases.take(join(path, 'intro', '.task.lease'))
    expect((await openRun(path)).state).toBe('running')
    await lease!.release()
    expect((await openRun(path)).state).toBe('interrupted')
  })
})

describe('the same asked again', () => {
  test('is recognized when it was finished, and nothing is touched', async () => {
    await finish(await createRun(path, request, options), { a: 'abc' })
    const before = await readFile(join(path, 'run.json'))
    const { kind, ...others } = spec
    const again = await createRun(path, { ...request, spec: { ...others, kind } }, options)
    expect(again.status).toBe('finished')
    await again.discard()
    expect(new TextDecoder().decode(await (await openRun(path)).read('a'))).toBe('abc')
    expect(await readFile(join(path, 'run.json'))).toEqual(before)
  })

  test('is resumed when it is not: it keeps when it began, and what a killed process left half-written goes', async () => {
    const { record } = await createRun(path, request, options)
    await mkdir(join(path, 'sub'))
    await writeFile(join(path, 'sub', '.c.0123abcd.partial'), 'half')
    const again = await createRun(path, request, options)
    expect(again).toMatchObject({ status: 'interrupted', record })
    await finish(again, { 'sub/a': 'abc' })
    expect(await readdir(join(path, 'sub'))).toEqual(['a'])
    expect(await recordOf(path)).toMatchObject({ startedAt: record.startedAt, status: 'finished' })
  })

  test('by many processes at once is one run, whose files one of them writes', async () => {
    const runs = await Promise.all(Array.from({ length: 4 }, () => createRun(path, request, options)))
    expect(runs.map(({ status }) => status).sort()).toEqual(['interrupted', 'interrupted', 'interrupted', 'new'])
    let written = 0
    const writeFiles: RunEnd['writeFiles'] = async (write) => {
      written++
      await write('a', 'abc')
    }
    const records = await Promise.all(runs.map((run) => finishRun(run, { packageVersions, writeFiles })))
    expect(written).toBe(1)
    for (const record of records) expect(record).toEqual(await recordOf(path))
  })

  test('is made again when a file is damaged since', async () => {
    await finish(await createRun(path, request, options), { whole: 'abc', damaged: 'abc' })
    await writeFile(join(path, 'damaged'), 'abd')
    const again = await createRun(path, request, options)
    expect(again.status).toBe('interrupted')
    expect(await recordOf(path)).toMatchObject({ status: 'running', files: {} })
    await finish(again, { whole: 'abc', damaged: 'abc' })
    expect((await createRun(path, request, options)).status).toBe('finished')
  })

  test('keeps the files that its record names, and brings back those that are missing', async () => {
    const files = new Map([['batches-1.safetensors', new Uint8Array([1, 2])]])
    await createRun(path, request, options, files)
    await rm(join(path, 'batches-1.safetensors'))
    await createRun(path, request, options, files)
    expect([...(await readFile(join(path, 'batches-1.safetensors')))]).toEqual([1, 2])
  })
})

describe('a folder that is taken is refused, and left as it is', () => {
  const changes: readonly [change: Partial<RunRequest>, message: RegExp][] = [
    [
      { spec: { ...spec, experiments: ['geometry', 'collapse'] } },
      /already holds another run \([0-9a-f]{12}, finished\), made with experiments intro instead of geometry \+ collapse; choose another/,
    ],
    [{ spec: { ...spec, seed: 8 } }, /made with seed 7 instead of 8; /],
    [
      { backend: 'x', arithmetic: 'float64' },
      /made with backend wasm instead of x, arithmetic float32 instead of float64; /,
    ],
  ]
  test.each(changes)('by another run: %j', async (change, message) => {
    const { id } = await finish(await createRun(path, request, options), { a: 'abc' })
    const before = await readFile(join(path, 'run.json'))
    const second = createRun(path, { ...request, ...change }, options)
    await expect(second).rejects.toThrow(RunExistsError)
    await expect(second).rejects.toThrow(message)
    await expect(second).rejects.toMatchObject({ directory: path, existingId: id })
    expect(await readFile(join(path, 'run.json'))).toEqual(before)
    expect((await readdir(path)).sort()).toEqual(['a', 'run.json'])
  })

  test('by files that are not a run', async () => {
    for (const name of ['a', 'b', 'c', 'd', 'e']) await writeFile(join(folder, name), '')
    await expect(createRun(folder, request, options)).rejects.toThrow(
      `${folder} already holds files that are not a run (a, b, c and 2 more); choose another folder, or move this one away`,
    )
    expect(await readdir(folder)).toEqual(['a', 'b', 'c', 'd', 'e'])
  })

  test('by a run.json that cannot be believed', async () => {
    await writeFile(join(folder, 'run.json'), '{"schemaVersion":3}')
    const creating = createRun(folder, request, options)
    await expect(creating).rejects.toThrow(InvalidFileError)
    await expect(creating).rejects.toThrow(`${join(folder, 'run.json')}: invalid schemaVersion: 3; expected 2 or 1`)
    expect(await readdir(folder)).toEqual(['run.json'])
  })
})

describe('a folder that cannot be made', () => {
  test('for want of its parent, unless parents are wanted', async () => {
    const deep = join(folder, 'none', 'deep', 'run')
    await expect(createRun(deep, request, options)).rejects.toThrow(
      `cannot write ${deep}: the folder ${join(folder, 'none', 'deep')} does not exist; create it or choose another folder`,
    )
    expect(await readdir(folder)).toEqual([])
    const run = await createRun(deep, request, { ...options, createParents: true })
    await run.discard()
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
      const created = await createRun(join(folder, 'above', 'run'), request, {
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

describe('discarding', () => {
  test('deletes what a new run made and nothing else', async () => {
    await mkdir(path)
    await writeFile(join(path, '.gitkeep'), '')
    const files = new Map([['batches-1.safetensors', new Uint8Array(1)]])
    const run = await createRun(path, request, options, files)
    await run.discard()
    expect(await readdir(path)).toEqual(['.gitkeep'])
  })

  test('keeps a run in which anybody has written something, or that was begun before', async () => {
    const run = await createRun(path, request, options)
    await (await createRun(path, request, options)).discard()
    expect(await readdir(path)).toEqual(['run.json'])
    await mkdir(join(path, 'intro'))
    await writeFile(join(path, 'intro', 'task.json'), '')
    await run.discard()
    expect((await readdir(path)).sort()).toEqual(['intro', 'run.json'])
  })
})
