import { readdirSync, readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { writeNpy, writeNpz, writeTable } from '@digon/formats'
import fc from 'fast-check'
import { renderToString } from 'preact-render-to-string'
import { expect, test } from 'vitest'
import { MemberPanel, TablePanel } from './member-panel.js'
import type { Opened, OpenedWeightsFacts, ReadingOptions } from './opened.js'
import { createOpeningService } from './opening-service.js'

const folder = join(import.meta.dirname, '..', '..', '..', '..', '..', 'packages', 'formats', 'fixtures', 'weights')
const expected = JSON.parse(readFileSync(join(folder, 'expected.json'), 'utf8')) as Record<
  string,
  { readonly options?: ReadingOptions }
>
const files = readdirSync(folder)
  .filter((name) => name !== 'make.py' && name !== 'expected.json')
  .map((name) => ({ name, bytes: new Uint8Array(readFileSync(join(folder, name))), options: expected[name]?.options }))

/** Opens, measures and draws as the page does. */
async function drawn(name: string, bytes: Uint8Array, options?: ReadingOptions): Promise<string> {
  const service = createOpeningService()
  const opened: Opened = await service.open('A', name, bytes, options)
  if (opened.kind === 'table') return renderToString(<TablePanel name="A" opened={opened} />)
  const view = await service.view('A', opened.memberCount - 1)
  return renderToString(<MemberPanel name="A" opened={opened} view={view} onMember={() => {}} />)
}

/** What people see: the panel, or a message. */
async function shown(name: string, bytes: Uint8Array, options?: ReadingOptions): Promise<string> {
  try {
    return await drawn(name, bytes, options)
  } catch (failure) {
    // Errors that the packages raise on purpose have a name of their own; any other is a fault of ours.
    expect(['InvalidFileError', 'ShapeError'], String((failure as Error).stack)).toContain((failure as Error).name)
    return (failure as Error).message
  }
}

test('every kind of weights file that the field writes is opened, measured and drawn, or refused with a reason', async () => {
  let opened = 0
  for (const { name, bytes, options } of files) {
    const text = await shown(name, bytes, options)
    expect(text.length, name).toBeGreaterThan(20)
    if (text.includes('dimensions per feature')) opened++
  }
  expect(files.length).toBeGreaterThan(30)
  expect(opened).toBeGreaterThan(files.length * 0.7)
}, 120_000)

test('500 broken files give a picture or a message, never nothing, and no markup of theirs', async () => {
  const change = fc.record({ at: fc.nat(), byte: fc.nat(255) })
  const small = files.filter(({ bytes }) => bytes.length < 20_000)
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...small),
      fc.array(change, { maxLength: 6 }),
      fc.nat(),
      async (file, changes, cut) => {
        const bytes = file.bytes.slice(0, cut % 3 === 0 ? cut % file.bytes.length : undefined)
        for (const { at, byte } of changes) if (bytes.length > 0) bytes[at % bytes.length] = byte
        const text = await shown('<img src=x onerror=alert(1)>', bytes)
        expect(text.length).toBeGreaterThan(10)
        if (text.startsWith('<section')) expect(text).not.toContain('<img')
      },
    ),
    { seed: 13, numRuns: 500 },
  )
}, 120_000)

/** No bias says which axis is the features. */
const rowsAreFeatures = { featuresAxis: 0 } as const
const square = { shape: [4, 2], values: Float64Array.of(1, 0, 0, 1, -1, 0, 0, -1) }

test('the numbers of known weights: two digons in a plane', async () => {
  const service = createOpeningService()
  const opened = (await service.open('A', 'square.npy', writeNpy(square), rowsAreFeatures)) as OpenedWeightsFacts
  expect(opened).toMatchObject({ kind: 'model', memberCount: 1, featureCount: 4, hiddenSize: 2 })
  const view = await service.view('A', 0)
  expect(view).toMatchObject({
    represented: 4,
    frobeniusSquared: 4,
    dimensionsPerFeature: 0.5,
    product: 'WᵀW',
    gramSize: 4,
  })
  expect(view.norms).toEqual([1, 1, 1, 1])
  expect(view.interferences).toEqual([1, 1, 1, 1])
  expect(view.dimensionalities).toEqual([0.5, 0.5, 0.5, 0.5])
  expect(view.shapes).toEqual(['digon: features 0, 2', 'digon: features 1, 3'])
  expect(view.gram.slice(0, 4)).toEqual([1, 0, -1, 0])
})

test('of neurons behind a ReLU W⁺·V is shown: the judged model that computes absolute values passes on all three features', async () => {
  const file = new URL('../../../../../examples/weights/absolute-value.safetensors', import.meta.url)
  const service = createOpeningService()
  await service.open('A', 'absolute-value.safetensors', new Uint8Array(await readFile(file)))
  const { represented, product, gram, gramSize } = await service.view('A', 0)
  expect({ represented, product, gramSize }).toEqual({ represented: 3, product: 'W⁺·V', gramSize: 3 })
  for (const diagonal of [gram[0]!, gram[4]!, gram[8]!]) expect(diagonal).toBeCloseTo(1, 3)
})

test('a matrix without a bias is refused until someone says which axis is the features', async () => {
  const service = createOpeningService()
  await expect(service.open('A', 'square.npy', writeNpy(square))).rejects.toThrow('no bias tells which axis')
})

test('a solution is recognized when it is turned, mirrored, and its features are in another order', async () => {
  const rows = [
    [1, 0],
    [0.2, 0.9],
    [-0.7, 0.4],
    [-0.3, -0.8],
  ]
  const [cosine, sine] = [Math.cos(0.7), Math.sin(0.7)]
  const turned = rows.map(([x, y]) => [cosine * x! - sine * y!, -(sine * x! + cosine * y!)])
  const reordered = [2, 0, 3, 1].map((feature) => turned[feature]!)
  const npy = (of: number[][]) => writeNpy({ shape: [4, 2], values: Float64Array.from(of.flat()) })
  const service = createOpeningService()
  await service.open('A', 'a.npy', npy(rows), rowsAreFeatures)
  await service.open('B', 'b.npy', npy(turned), rowsAreFeatures)
  const same = await service.compare(0, 0)
  expect(same.asTheyAre).toBeGreaterThan(0.5)
  expect(same.turned).toBeLessThan(1e-12)
  await service.open('B', 'b.npy', npy(reordered), rowsAreFeatures)
  const shuffled = await service.compare(0, 0)
  expect(shuffled.turned).toBeGreaterThan(0.5)
  expect(shuffled.reordered!.distance).toBeLessThan(1e-12)
  expect(shuffled.reordered!.order).toEqual([2, 0, 3, 1])
  await service.open('B', 'b.npz', writeNpz({ W: square }), rowsAreFeatures)
  expect((await service.compare(0, 0)).reordered!.distance).toBeGreaterThan(0.1)
})

test('models of different sizes are not compared, and say so; nothing is compared with nothing', async () => {
  const service = createOpeningService()
  await service.open('A', 'a.npy', writeNpy(square), rowsAreFeatures)
  await expect(service.compare(0, 0)).rejects.toThrow('nothing is open in B')
  await service.open('B', 'b.npy', writeNpy({ shape: [5, 2], values: new Float64Array(10).fill(1) }), rowsAreFeatures)
  await expect(service.compare(0, 0)).rejects.toThrow('5 × 2; expected 4 × 2, as the weights')
})

test('a table of a sweep is shown with its rows and the range of each column', async () => {
  const bytes = await writeTable(
    [
      { name: 'probability', type: 'number' },
      { name: 'shape', type: 'text' },
    ],
    [{ probability: [0.5, 0.1, null], shape: ['digon', '<b>none</b>', null] }],
  )
  const opened = await createOpeningService().open('A', 'table.parquet', bytes)
  expect(opened).toMatchObject({
    kind: 'table',
    rowCount: 3,
    columns: [
      { name: 'probability', missing: 1, range: { least: 0.1, greatest: 0.5 } },
      { name: 'shape', missing: 1 },
    ],
    rows: [
      ['0.5', 'digon'],
      ['0.1', '<b>none</b>'],
      ['', ''],
    ],
  })
  expect(await drawn('table.parquet', bytes)).toContain('&lt;b>none')
})
