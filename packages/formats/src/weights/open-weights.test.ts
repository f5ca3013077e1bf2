import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { InvalidFileError } from '../invalid-file.js'
import { writeNpz } from '../npz.js'
import { openWeights } from './open-weights.js'

/** Files made by fixtures/weights/make.py with numpy and torch. */
const folder = join(import.meta.dirname, '..', '..', 'fixtures', 'weights')

interface Expected {
  readonly weights?: number[][][]
  readonly outputWeights?: number[][][]
  readonly bias?: number[][]
  readonly hiddenBias?: number[][]
  readonly hiddenActivation?: string
  readonly options?: { readonly featuresAxis: 0 | 1 }
  readonly note?: string
  readonly dictionary?: number[][]
  readonly encoder?: number[][]
  readonly form?: string
  readonly refused?: string
}
const expected = JSON.parse(readFileSync(join(folder, 'expected.json'), 'utf8')) as Record<string, Expected>
const open = (name: string, options?: { readonly featuresAxis: 0 | 1 }) =>
  openWeights(new Uint8Array(readFileSync(join(folder, name))), name, options)

test('every file in the folder has its expectation', () => {
  const files = readdirSync(folder).filter((name) => name !== 'make.py' && name !== 'expected.json')
  expect(files.sort()).toEqual(Object.keys(expected).sort())
})

const models = Object.entries(expected).filter(([, { weights }]) => weights !== undefined)
test.each(models)('the weights of %s are those that numpy and torch saved', (name, entry) => {
  const opened = open(name, entry.options)
  if (opened.kind !== 'model') return expect.unreachable()
  const nested = (tensor: { shape: readonly number[]; values: ArrayLike<number> } | undefined) =>
    tensor && { shape: tensor.shape, values: Array.from(tensor.values) }
  const flat = (rows: readonly (readonly (readonly number[] | number)[])[] | undefined) =>
    rows && { shape: shapeOf(rows), values: rows.flat(2) }
  const { weights, outputWeights, bias, hiddenBias, ...others } = opened.parameters
  expect(others).toEqual({})
  expect(nested(weights)).toEqual(flat(entry.weights))
  expect(nested(outputWeights)).toEqual(flat(entry.outputWeights))
  expect(nested(bias)).toEqual(flat(entry.bias))
  expect(nested(hiddenBias)).toEqual(flat(entry.hiddenBias))
  expect(opened.hiddenActivation).toBe(entry.hiddenActivation)
  const [members, features, dimensions] = weights!.shape
  expect(opened.reading).toContain(`read W as ${features} features × ${dimensions} dimensions, ${members} member`)
  if (entry.note !== undefined) expect([opened.reading, ...opened.notes].join('; ')).toContain(entry.note)
})

function shapeOf(rows: unknown): number[] {
  return Array.isArray(rows) ? [rows.length, ...shapeOf(rows[0])] : []
}

const dictionaries = Object.entries(expected).filter(([, { dictionary }]) => dictionary !== undefined)
test.each(dictionaries)('the dictionary of %s is turned to latents in rows', (name, entry) => {
  const opened = open(name)
  if (opened.kind !== 'dictionary') return expect.unreachable()
  expect(opened.decoder.shape).toEqual(shapeOf(entry.dictionary))
  expect(Array.from(opened.decoder.values)).toEqual(entry.dictionary!.flat())
  expect(Array.from(opened.encoder.values)).toEqual(entry.encoder!.flat())
  expect(opened.form).toBe(entry.form)
  expect(opened.reading).toContain('read a dictionary of 4 latents in 3 dimensions')
})

const refused = Object.entries(expected).filter(([, entry]) => entry.refused !== undefined)
test.each(refused)('%s is refused with a sentence', (name, entry) => {
  try {
    open(name)
    expect.unreachable()
  } catch (error) {
    expect(error).toBeInstanceOf(InvalidFileError)
    expect((error as Error).message).toContain(entry.refused)
    expect((error as Error).message).toContain(name)
  }
})

test.each(models.filter(([, { options }]) => options !== undefined))(
  '%s has nothing that tells which axis is the features, so it is refused with the option that says it',
  (name) => {
    expect(() => open(name)).toThrow('--features-axis 0 or 1')
  },
)

test('an axis that contradicts the bias is refused', () => {
  expect(() => open('official.npz', { featuresAxis: 1 })).toThrow('the bias says that axis 0 is the features')
})

test('weights that are not finite are read as they are, and a tied model stays tied', () => {
  const W = { shape: [2, 3, 1], values: new Float32Array([1, 2, 3, 4, Number.NaN, 6]) }
  const opened = openWeights(writeNpz({ W, b_final: { shape: [2, 3], values: new Float32Array(6) } }), 'x.npz')
  expect(opened).toMatchObject({ kind: 'model', parameters: { weights: W } })
  expect(Object.keys((opened as { parameters: object }).parameters)).toEqual(['weights', 'bias'])
})
