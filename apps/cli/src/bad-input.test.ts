import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { digon } from './command-line.test-support.js'

/** Bad input costs one message, the right exit code, and nothing else. */

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'digon-cli-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function file(name: string, content: string | Uint8Array): string {
  const path = join(folder, name)
  writeFileSync(path, content)
  return path
}

async function refused(args: readonly string[], code: number, ...words: readonly (string | RegExp)[]): Promise<void> {
  const result = await digon(args)
  expect(result.out, 'nothing on stdout').toBe('')
  for (const word of words) expect(result.error).toMatch(word)
  expect(result.error, 'no stack trace').not.toMatch(/\n\s+at /)
  expect(result.code).toBe(code)
}

describe('usage', () => {
  test('no command at all shows the help and ends with 2', async () => {
    const { code, error, out } = await digon([])
    expect([code, out]).toEqual([2, ''])
    expect(error).toContain('Commands:')
  })
  test('a misspelled command or option is answered with the near one', async () => {
    await refused(['reproduec', 'intro'], 2, 'reproduce')
    await refused(['list', '--jsn'], 2, '--json')
  })
  test('an unknown experiment is answered with the near one, before any work', async () => {
    await refused(['reproduce', 'intr', '--out', join(folder, 'never')], 2, 'intr', 'intro')
    expect(existsSync(join(folder, 'never'))).toBe(false)
  })
  test('an unknown backend is answered with the near one, whatever the command', async () => {
    const spec = file(
      'whole.yaml',
      'model: {featureCount: 2, hiddenSize: 1}\nmembers: {seed: 1, data: {probability: 1}}\nsteps: 1\n',
    )
    await refused(['reproduce', 'intro', '--backend', 'tfjs-wsm'], 2, 'tfjs-wasm')
    await refused(['train', spec, '--backend', 'cuda'], 2, 'unknown backend: cuda', 'reference')
    await refused(['replay', spec, '--backend', 'cuda'], 2, 'unknown backend: cuda')
  })
  test.each(['-1', '1.5', 'NaN', '1e3', '9007199254740992', ''])('a seed of %s is refused', async (seed) => {
    await refused(['reproduce', 'intro', '--seed', seed], 2, 'integer')
  })
  test('an unknown preset is refused with the known ones', async () => {
    await refused(['reproduce', 'intro', '--preset', 'huge'], 2, 'quick', 'paper')
  })
})

describe('train specs', () => {
  const spec = (line: string) =>
    `model: { featureCount: 5, hiddenSize: 2 }\nmembers:\n  - seed: 1\n    ${line}\nsteps: 10\n`
  test.each([
    ['data: { probability: 1.2 }', '1.2'],
    ['data: { probability: -1 }', '-1'],
    ['data: { probability: .nan }', 'NaN'],
    ['data: { probability: 1.0e-12 }', '1e-12'],
    ['data: { probability: [0.1, 0.2] }', 'probability'],
    ['dat: { probability: 1 }', 'dat'],
  ])('%s is refused with its place', async (line, found) => {
    const path = file('wrong.yaml', spec(line))
    await refused(['train', path, '--out', join(folder, 'never')], 2, found, /wrong\.yaml:[34]:\d+/)
    expect(existsSync(join(folder, 'never'))).toBe(false)
  })
  test('malformed YAML is refused with line and column', async () => {
    await refused(['train', file('broken.yaml', 'model: { featureCount: 5\nsteps: [')], 2, /broken\.yaml:\d+:\d+/)
  })
  test('a hidden size of 0 and absurd sizes are refused', async () => {
    const zero = 'model: { featureCount: 5, hiddenSize: 0 }\nmembers: { seed: 1, data: { probability: 1 } }\nsteps: 1\n'
    await refused(['train', file('zero.yaml', zero)], 2, 'hiddenSize', /zero\.yaml:1:\d+/)
    await refused(
      ['train', file('huge.yaml', zero.replace('5, hiddenSize: 0', '1000000, hiddenSize: 1000000'))],
      2,
      /huge\.yaml/,
    )
  })
  test('a missing file is named', async () => {
    await refused(['train', join(folder, 'absent.yaml')], 2, 'absent.yaml')
  })
})

describe('weights files', () => {
  const safetensors = (header: string, length = BigInt(header.length), data = 0) => {
    const bytes = new Uint8Array(8 + header.length + data)
    new DataView(bytes.buffer).setBigUint64(0, length, true)
    bytes.set(new TextEncoder().encode(header), 8)
    return bytes
  }
  test.each([
    ['truncated', new Uint8Array([1, 2, 3])],
    ['header length', safetensors('{}', 10n ** 18n)],
    ['out of range', safetensors('{"W":{"dtype":"F32","shape":[1,2,2],"data_offsets":[0,16]}}')],
    [
      'overlapping',
      safetensors(
        '{"W":{"dtype":"F32","shape":[1,1,2],"data_offsets":[0,8]},"b_final":{"dtype":"F32","shape":[1,1],"data_offsets":[4,8]}}',
        undefined,
        8,
      ),
    ],
    ['deep', safetensors('['.repeat(100_000))],
  ])('a lying safetensors file (%s) is refused with its name', async (name, bytes) => {
    await refused(['analyze', file(`${name}.safetensors`, bytes)], 2, `${name}.safetensors`)
  })
})

describe('output folders', () => {
  const spec = 'model: { featureCount: 2, hiddenSize: 1 }\nmembers: { seed: 1, data: { probability: 1 } }\nsteps: 5\n'
  test('a folder that holds another run, or other files, is refused and left as it was', async () => {
    const path = file('spec.yaml', spec)
    const out = join(folder, 'run')
    expect((await digon(['train', path, '--out', out, '--backend', 'reference'])).code).toBe(0)
    const before = readdirSync(out).sort()
    const other = file('other.yaml', spec.replace('seed: 1', 'seed: 2'))
    await refused(['train', other, '--out', out, '--backend', 'reference'], 2, 'already holds', 'choose another folder')
    expect(readdirSync(out).sort()).toEqual(before)
    await refused(['train', path, '--out', folder, '--backend', 'reference'], 2, 'already holds')
  })
  test('a place that cannot be written is refused with 4 and nothing is left', async () => {
    const path = file('spec.yaml', spec)
    const blocked = file('blocked', '')
    await refused(['train', path, '--out', join(blocked, 'run'), '--backend', 'reference'], 4, 'blocked')
    // Root may write into read-only folders, so this half only counts for everyone else.
    if (process.getuid?.() !== 0) {
      const readOnly = join(folder, 'read-only')
      mkdirSync(readOnly)
      chmodSync(readOnly, 0o500)
      await refused(['train', path, '--out', join(readOnly, 'run'), '--backend', 'reference'], 4, 'read-only')
    }
  })
  test('Ctrl-C in the middle ends with 130 and leaves nothing of a run that had saved nothing', async () => {
    const path = file('long.yaml', spec.replace('steps: 5', 'steps: 100000'))
    const out = join(folder, 'stopped')
    const controller = new AbortController()
    const { InterruptedError } = await import('./terminal.js')
    setTimeout(() => controller.abort(new InterruptedError()), 300)
    const {
      code,
      error,
      out: printed,
    } = await digon(['train', path, '--out', out, '--backend', 'reference'], controller.signal)
    expect([code, printed]).toEqual([130, ''])
    expect(error).toContain('interrupted')
    expect(readdirSync(existsSync(out) ? out : folder).filter((name) => name.includes('.partial'))).toEqual([])
  })
})
