import fc from 'fast-check'
import { type ColumnSource, parquetWriteBuffer } from 'hyparquet-writer'
import { describe, expect, test } from 'vitest'
import { type HistoryEntry, keptLoss, readHistory, writeHistory } from './history-file.js'
import { InvalidFileError } from './invalid-file.js'

const history: fc.Arbitrary<HistoryEntry[]> = fc
  .tuple(fc.integer({ min: 1, max: 4 }), fc.uniqueArray(fc.integer({ min: 0, max: 2 ** 40 }), { maxLength: 20 }))
  .chain(([members, steps]) => {
    const list = (number: fc.Arbitrary<number>) =>
      fc.array(number, { minLength: members, maxLength: members }).map((numbers) => new Float64Array(numbers))
    return fc.tuple(
      ...steps
        .sort((a, b) => a - b)
        .map((step) =>
          fc.record({ step: fc.constant(step), losses: list(fc.float()), learningRates: list(fc.double()) }),
        ),
    )
  })

test('a history is read back exactly, NaN and infinite losses included', async () => {
  await fc.assert(
    fc.asyncProperty(history, async (written) => {
      expect(await readHistory(writeHistory(written), 'x')).toEqual(written)
    }),
    { seed: 1, numRuns: 100 },
  )
})

test('a history of many row groups keeps its order, and gives the same bytes twice', async () => {
  const written = Array.from({ length: 3000 }, (_, k) => ({
    step: k * 7,
    losses: new Float64Array([Math.fround(1 / (k + 1)), k, -k]),
    learningRates: new Float64Array([1e-3, 0.5, 0.1 * k]),
  }))
  const bytes = writeHistory(written)
  expect(writeHistory(written)).toEqual(bytes)
  expect(await readHistory(bytes, 'x')).toEqual(written)
})

test('a history inside a larger buffer is read', async () => {
  const bytes = writeHistory([{ step: 0, losses: new Float64Array([2]), learningRates: new Float64Array([3]) }])
  const larger = new Uint8Array(bytes.length + 20)
  larger.set(bytes, 5)
  const [entry] = await readHistory(larger.subarray(5, 5 + bytes.length), 'x')
  expect(entry).toEqual({ step: 0, losses: new Float64Array([2]), learningRates: new Float64Array([3]) })
})

test('steps that do not ascend and entries of unequal size are refused', () => {
  const entry = { step: 3, losses: new Float64Array(2), learningRates: new Float64Array(2) }
  expect(() => writeHistory([entry, entry])).toThrow('invalid step: 3; expected an integer > 3')
  expect(() => writeHistory([{ ...entry, step: -1 }])).toThrow('invalid step: -1')
  expect(() => writeHistory([entry, { ...entry, step: 4, losses: new Float64Array(1) }])).toThrow(
    'at step 4: expected 2',
  )
})

test('losses are rounded to float32, and a row of many members takes little more than the 4 bytes of its loss', async () => {
  const rates = new Float64Array([0.001, 0.01, 0.1])
  for (const [memberCount, most] of [
    [1, 12.5],
    [256, 5.5],
    [3000, 6.5],
  ] as const) {
    const written = Array.from({ length: 60_000 / memberCount }, (_, k) => ({
      step: 10 * k,
      losses: Float64Array.from({ length: memberCount }, (__, member) => 1 / (3 + k + member)),
      learningRates: Float64Array.from({ length: memberCount }, (__, member) => rates[member % 3]!),
    }))
    const bytes = writeHistory(written)
    const rowCount = written.length * memberCount
    expect(bytes.length / rowCount, `${memberCount} members`).toBeLessThan(most)
    expect((await readHistory(bytes, 'x')).map(({ losses }) => losses)).toEqual(
      written.map(({ losses }) => losses.map(Math.fround)),
    )
  }
})

test('a finite loss beyond the range of float32 stays finite', () => {
  expect([1e300, -1e300, 3.4e38, 0.1].map(keptLoss)).toEqual([
    3.4028234663852886e38,
    -3.4028234663852886e38,
    Math.fround(3.4e38),
    Math.fround(0.1),
  ])
  expect([Number.NaN, Number.POSITIVE_INFINITY].map(keptLoss)).toEqual([Number.NaN, Number.POSITIVE_INFINITY])
})

describe('a file that is no history is refused', () => {
  const columns = (change: Record<string, Partial<ColumnSource> | undefined> = {}): ColumnSource[] => {
    const whole: ColumnSource[] = [
      { name: 'member', type: 'INT32', data: new Int32Array([0, 1, 0, 1]) },
      { name: 'step', type: 'INT64', data: new BigInt64Array([0n, 0n, 5n, 5n]) },
      { name: 'loss', type: 'DOUBLE', data: new Float64Array([1, 2, 3, 4]) },
      { name: 'learningRate', type: 'DOUBLE', data: new Float64Array([1, 1, 1, 1]) },
    ]
    return whole
      .filter(({ name }) => !(name in change) || change[name] !== undefined)
      .map((column) => ({ ...column, nullable: false, encoding: 'PLAIN', ...change[column.name] }))
  }
  const file = (columnData: ColumnSource[], codec: 'UNCOMPRESSED' | 'SNAPPY' = 'UNCOMPRESSED'): Uint8Array =>
    new Uint8Array(parquetWriteBuffer({ columnData, codec }))
  const whole = file(columns())
  const cases: readonly [what: string, bytes: Uint8Array, message: string][] = [
    ['nothing', new Uint8Array(0), 'not a complete Parquet file'],
    ['noise', new Uint8Array(1000).fill(7), 'not a complete Parquet file'],
    ['a file cut off', whole.subarray(0, whole.length - 9), 'not a complete Parquet file'],
    ['a file cut off in front', whole.subarray(60), 'x.parquet: invalid'],
    ['a missing column', file(columns({ loss: undefined })), 'columns: member INT32, step INT64, learningRate DOUBLE'],
    ['a column of another type', file(columns({ loss: { type: 'INT32' } })), 'loss INT32'],
    ['a compressed file', file(columns(), 'SNAPPY'), 'codec: SNAPPY; expected UNCOMPRESSED'],
    [
      'members out of order',
      file(columns({ member: { data: new Int32Array([1, 0, 0, 1]) } })),
      'row 0: expected member 0',
    ],
    [
      'a member too few',
      file(columns({ member: { data: new Int32Array([0, 1, 0, 0]) } })),
      'row 3: expected member 1 of step 5',
    ],
    ['steps that go back', file(columns({ step: { data: new BigInt64Array([5n, 5n, 0n, 0n]) } })), 'row 2.step: 0'],
    ['a negative step', file(columns({ step: { data: new BigInt64Array([-1n, -1n, 0n, 0n]) } })), 'row 0.step: -1'],
  ]
  test.each(cases)('%s', async (_, bytes, message) => {
    await expect(readHistory(bytes, 'x.parquet')).rejects.toThrow(message)
    await expect(readHistory(bytes, 'x.parquet')).rejects.toThrow(InvalidFileError)
  })

  test('one that an earlier version wrote, with plain doubles, is not', async () => {
    const [first, second] = await readHistory(whole, 'x')
    expect(first).toEqual({ step: 0, losses: new Float64Array([1, 2]), learningRates: new Float64Array([1, 1]) })
    expect(second).toEqual({ step: 5, losses: new Float64Array([3, 4]), learningRates: new Float64Array([1, 1]) })
  })

  test('more rows than there are bytes for, as a small file can claim', async () => {
    const data = Array.from({ length: 100_000 }, () => 0)
    const small = columns().map((column) => {
      return { ...column, encoding: undefined, data: column.name === 'step' ? data.map(BigInt) : data }
    })
    const bytes = file(small)
    expect(bytes.length).toBeLessThan(20_000)
    await expect(readHistory(bytes, 'x')).rejects.toThrow(/x: invalid row count: 100000; expected at most \d+ in/)
  })

  test('bytes changed at random give an error of the format or a history, never another failure', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 }),
        async (changes) => {
          const bytes = whole.slice()
          for (const [at, byte] of changes) bytes[at] = byte
          await readHistory(bytes, 'x').catch((error: unknown) => expect(error).toBeInstanceOf(InvalidFileError))
        },
      ),
      { seed: 3, numRuns: 500 },
    )
  })
})
