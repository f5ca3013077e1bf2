import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { describeFailure, exitCode } from './exit-code.js'

/** Every error class that a package exports says by its category how a command ends that meets it. */

const packages = join(dirname(fileURLToPath(import.meta.url)), '../../../packages')

interface Manifest {
  readonly name: string
  readonly exports: Readonly<Record<string, { readonly '@digon/source'?: string }>>
}

const entries = readdirSync(packages)
  .filter((folder) => existsSync(join(packages, folder, 'package.json')))
  .flatMap((folder) => {
    const text = readFileSync(join(packages, folder, 'package.json'), 'utf8')
    const { name, exports } = JSON.parse(text) as Manifest
    // Programs alone: `./package.json` is a file, `engine.wasm` of backend-wasm another.
    const programs = Object.entries(exports).filter(([, entry]) => entry['@digon/source']?.endsWith('.ts'))
    return programs.map(([subpath, { '@digon/source': source }]) => ({
      specifier: join(name, subpath),
      path: join(packages, folder, source!),
    }))
  })

type ErrorClass = new (...given: readonly unknown[]) => Error

/** Passes for any argument: every property and every call of it is itself again, and as text it is `anything`. */
const anything: unknown = new Proxy(() => anything, {
  get: (_, property) => (property === Symbol.toPrimitive ? () => 'anything' : anything),
})

async function errorClassesOf({ specifier, path }: (typeof entries)[number]): Promise<readonly [string, ErrorClass][]> {
  const exported = Object.entries((await import(path)) as Readonly<Record<string, unknown>>)
  return exported.flatMap(([name, value]): [string, ErrorClass][] =>
    typeof value === 'function' && value.prototype instanceof Error
      ? [[`${specifier}: ${name}`, value as ErrorClass]]
      : [],
  )
}

test('every exported error class of every package has a category, and a command that meets it the exit code of that', async () => {
  const classes = (await Promise.all(entries.map(errorClassesOf))).flat()
  const codes = {
    input: exitCode.usage,
    unavailable: exitCode.unavailable,
    resources: exitCode.unfinished,
    check: exitCode.fails,
  }
  for (const [name, ErrorClass] of classes) {
    const error = new ErrorClass(anything, anything, anything, anything) as Error & { readonly category?: string }
    expect(Object.keys(codes), `category of ${name}`).toContain(error.category)
    expect(describeFailure(error), name).toEqual({
      code: codes[error.category as keyof typeof codes],
      message: `error: ${error.message}`,
    })
  }
  const names = new Set(classes.map(([name]) => name.replace(/.*: /, '')))
  expect(names.size).toBeGreaterThanOrEqual(25)
  expect([...names]).toEqual(
    expect.arrayContaining(['WorkerLostError', 'DeviceFaultError', 'ShapeError', 'RunDamagedError']),
  )
})

test('what the system refuses is never called a bug, whichever call it was and whatever it says', () => {
  const codes = fc.constantFrom(
    'ENOSPC',
    'EMFILE',
    'EIO',
    'ENXIO',
    'EBUSY',
    'ELOOP',
    'EADDRNOTAVAIL',
    'EPERM',
    'EOTHER',
  )
  const failures = fc.record({ code: codes, syscall: fc.constantFrom('open', 'write', 'listen', 'spawn') })
  fc.assert(
    fc.property(failures, fc.option(fc.constant('/some/path'), { nil: undefined }), (failure, path) => {
      const thrown = Object.assign(new Error(`${failure.code}: because, ${failure.syscall}`), failure, { path })
      const { code, message } = describeFailure(thrown)
      expect(code).toBe(4)
      expect(message).toMatch(/^error: [^\n]*$/)
      expect(message).not.toContain('bug')
      if (path !== undefined && failure.code !== 'EMFILE') expect(message).toContain(path)
    }),
  )
})

test('an error without a category is called a bug, unless it says which value was out of its range', () => {
  expect(describeFailure(new TypeError('x is not a function'))).toEqual({
    code: 4,
    message: expect.stringMatching(/^error: x is not a function\nThis looks like a bug/),
  })
  expect(describeFailure(Object.assign(new Error('odd'), { category: 'toString' })).message).toMatch(/looks like a bug/)
  expect(describeFailure(new RangeError('invalid steps: 0; expected an integer ≥ 1')).code).toBe(2)
})
