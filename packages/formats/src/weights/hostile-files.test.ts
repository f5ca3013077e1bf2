import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { zipSync } from 'fflate'
import { expect, test } from 'vitest'
import { InvalidFileError } from '../invalid-file.js'
import { writeNpy } from '../npy.js'
import { openWeights } from './open-weights.js'
import type { OpenOptions } from './opened-weights.js'

const folder = join(import.meta.dirname, '..', '..', 'fixtures', 'weights')
const files = readdirSync(folder)
  .filter((name) => name !== 'make.py' && name !== 'expected.json')
  .map((name) => ({ name, bytes: new Uint8Array(readFileSync(join(folder, name))) }))

/** Opens or refuses; anything else that is thrown is a fault. */
function outcome(bytes: Uint8Array, name = 'hostile', options: OpenOptions = {}): string {
  try {
    return openWeights(bytes, name, options).reading
  } catch (error) {
    expect(error).toBeInstanceOf(InvalidFileError)
    return (error as Error).message
  }
}

test('a file with changed, missing or foreign bytes is read or refused, never a crash', () => {
  const change = fc.record({ at: fc.nat(), byte: fc.nat(255) })
  fc.assert(
    fc.property(fc.constantFrom(...files), fc.array(change, { maxLength: 6 }), fc.nat(), (file, changes, cut) => {
      const bytes = file.bytes.slice(0, cut % 3 === 0 ? cut % file.bytes.length : undefined)
      for (const { at, byte } of changes) if (bytes.length > 0) bytes[at % bytes.length] = byte
      outcome(bytes)
    }),
    { seed: 14, numRuns: 500 },
  )
})

test('arbitrary bytes behind any beginning are read or refused', () => {
  const begins = [
    [],
    [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0],
    [0x50, 0x4b, 3, 4],
    [0x80, 2],
    [16, 0, 0, 0, 0, 0, 0, 0, 0x7b],
  ]
  fc.assert(
    fc.property(fc.constantFrom(...begins), fc.uint8Array({ maxLength: 200 }), (begin, rest) => {
      outcome(Uint8Array.from([...begin, ...rest]))
    }),
    { seed: 14, numRuns: 300 },
  )
})

/** A torch file with this pickle and one storage of 64 bytes. */
function torchFile(pickle: string | Uint8Array): Uint8Array {
  const bytes = typeof pickle === 'string' ? Uint8Array.from(pickle, (character) => character.charCodeAt(0)) : pickle
  return zipSync(
    { 'x/data.pkl': bytes, 'x/data/0': new Uint8Array(64), 'x/version': Uint8Array.of(51, 10) },
    { level: 9 },
  )
}
const unicode = (text: string) => `X${String.fromCharCode(text.length, 0, 0, 0)}${text}`
const uint = (value: number) =>
  `J${String.fromCharCode(value & 255, (value >> 8) & 255, (value >> 16) & 255, value >> 24)}`
const tensor = (offset: number, shape: readonly number[], strides: readonly number[]) =>
  `ctorch._utils\n_rebuild_tensor_v2\n((${unicode('storage')}ctorch\nFloatStorage\n${unicode('0')}${unicode('cpu')}${uint(16)}tQ` +
  `${uint(offset)}(${shape.map(uint).join('')}t(${strides.map(uint).join('')}t\x89}tR`
const stateDict = (value: string) => torchFile(`\x80\x02}${unicode('W')}${value}s.`)

test('a tensor of a torch file is read through its offset and strides', () => {
  expect(outcome(stateDict(tensor(2, [4, 3], [3, 1])), 'w.pt', { featuresAxis: 0 })).toContain(
    '4 features × 3 dimensions',
  )
})

const million = (value: number) => ({ pickle: String.fromCharCode(value).repeat(150_000) })
const hostile: readonly (readonly [what: string, bytes: () => Uint8Array, reason: RegExp])[] = [
  [
    'a tensor beyond its storage',
    () => stateDict(tensor(5, [4, 3], [3, 1])),
    /reaches number 16 of its storage, which has 16/,
  ],
  ['a tensor before its storage', () => stateDict(tensor(-1, [4, 3], [3, 1])), /offset -1; expected integers/],
  [
    '10⁹ numbers out of one by strides of 0',
    () => stateDict(tensor(0, [100_000, 10_000], [0, 0])),
    /more numbers than/,
  ],
  [
    'a shape beyond all integers',
    () => stateDict(tensor(0, [2 ** 30, 2 ** 30], [0, 0])),
    /expected integers ≥ 0|more numbers/,
  ],
  [
    'a global that opens programs',
    () => torchFile('\x80\x02cos\nsystem\nX\x02\0\0\0ls\x85R.'),
    /names "os.system", which is not loaded/,
  ],
  ['eval', () => torchFile('\x80\x02cbuiltins\neval\nX\x01\0\0\x001\x85R.'), /names "builtins.eval"/],
  [
    '150 000 dictionaries',
    () => torchFile(`\x80\x02${million(125).pickle}.`),
    /more than 100000 lists and dictionaries/,
  ],
  [
    '90 000 lists within one another',
    () => torchFile(`\x80\x02${']'.repeat(90_000)}${'a'.repeat(89_999)}.`),
    /no weight matrix/,
  ],
  ['a pickle that ends early', () => torchFile('\x80\x02}X\xff\xff\xff\x7f'), /ends in the middle/],
  [
    'a pickle that unpacks to a thousand times its size',
    () => torchFile(new Uint8Array(3e6)),
    /unpacks to .* expected at most/,
  ],
  [
    'an npz that unpacks to two hundred times its size',
    () => zipSync({ 'W.npy': new Uint8Array(4e7) }, { level: 1 }),
    /unpacks to .* expected at most/,
  ],
  [
    'more than 10 000 arrays',
    () => zipSync(Object.fromEntries(Array.from({ length: 10_001 }, (_, k) => [`${k}.npy`, new Uint8Array()]))),
    /more than 10000 entries/,
  ],
  [
    'a name outside its folder',
    () => zipSync({ '../W.npy': writeNpy({ shape: [1], values: new Float32Array(1) }) }),
    /"\.\.\/W\.npy": a name that leaves its folder/,
  ],
  ['an absolute name', () => zipSync({ '/etc/W.npy': new Uint8Array(1) }), /leaves its folder/],
  [
    'more than 10 000 tensors',
    () =>
      header(
        '{' +
          Array.from({ length: 10_001 }, (_, k) => `"${k}":{"dtype":"F32","shape":[0],"data_offsets":[0,0]}`).join() +
          '}',
      ),
    /more than 10000 tensors/,
  ],
  [
    'a header of 10 MB',
    () => header(`{"__metadata__":{"a":"${'x'.repeat(1e7)}"}}`),
    /header length: 10000025 bytes; expected at most 4000000/,
  ],
  [
    'a Git LFS pointer',
    () => new TextEncoder().encode('version https://git-lfs.github.com/spec/v1\noid sha256:0\n'),
    /a Git LFS pointer.*git lfs pull/,
  ],
  ['a web page', () => new TextEncoder().encode('<!DOCTYPE html><html>'), /a web page/],
  ['nothing', () => new Uint8Array(), /invalid file: empty/],
]

function header(json: string): Uint8Array {
  const text = new TextEncoder().encode(json)
  const bytes = new Uint8Array(8 + text.length)
  new DataView(bytes.buffer).setUint32(0, text.length, true)
  bytes.set(text, 8)
  return bytes
}

/** The outcome, which must take less than a second of computing and raise the process's peak by at most 64 MB beyond the file. */
function cheapOutcome(bytes: Uint8Array, name?: string): string {
  const peak = process.resourceUsage().maxRSS
  const begin = process.cpuUsage()
  const found = outcome(bytes, name)
  const { user, system } = process.cpuUsage(begin)
  expect((user + system) / 1000).toBeLessThan(1000)
  expect((process.resourceUsage().maxRSS - peak) * 1024).toBeLessThan(64e6 + bytes.length)
  return found
}

test.each(hostile)(
  'a file of %s is refused in a sentence, within a second and 64 MB beyond its size',
  (_, make, reason) => {
    expect(cheapOutcome(make())).toMatch(reason)
  },
)

test('over 40 files that numpy and torch made are opened or refused within a second and 64 MB beyond their size', () => {
  expect(files.length).toBeGreaterThan(40)
  for (const { name, bytes } of files) expect(cheapOutcome(bytes, name), name).not.toBe('')
})
