/**
 * The training history as Parquet: one row per kept step and member, columns `member` (int32), `step` (int64), `loss` (float) and
 * `learningRate` (double), steps ascending, members ascending within a step. Members, steps and learning rates that repeat are stored
 * once, so that a row of many members takes little more than the 4 bytes of its loss. No smaller encoding is used that readers of
 * Parquet get wrong. Without compression, so that the same history gives the same bytes, and with plain losses, so that a reader can
 * tell the number of rows from the file's own size.
 */
import { type ColumnData, type FileMetaData, parquetMetadata, parquetRead } from 'hyparquet'
import { parquetWriteBuffer } from 'hyparquet-writer'
import { InvalidFileError } from './invalid-file.js'

/** What was kept of one step. */
export interface HistoryEntry {
  /** Counted from 0, an integer below 2⁵³. */
  readonly step: number
  /** `[member]`: loss on the step's batch, before its update; stored as float32. */
  readonly losses: Float64Array
  /** `[member]`: learning rate of the step, schedule included. */
  readonly learningRates: Float64Array
}

/** How each column is stored; steps and learning rates as the library chooses, once each where they repeat. */
const columns = [
  { name: 'member', type: 'INT32', encoding: 'RLE_DICTIONARY' },
  { name: 'step', type: 'INT64' },
  { name: 'loss', type: 'FLOAT', encoding: 'PLAIN' },
  { name: 'learningRate', type: 'DOUBLE' },
] as const
/** Losses were doubles once. */
const lossBytes: Readonly<Record<string, number>> = { FLOAT: 4, DOUBLE: 8 }

const largestFloat32 = 2 ** 128 - 2 ** 104

/** A loss as a history file keeps it: rounded to float32; a finite one stays finite. */
export function keptLoss(loss: number): number {
  if (!Number.isFinite(loss)) return loss
  return Math.fround(Math.min(Math.max(loss, -largestFloat32), largestFloat32))
}

/**
 * The bytes of a history file. Losses are rounded as `keptLoss` does.
 *
 * @throws {RangeError} when steps do not ascend, or an entry has another number of members than the first.
 */
export function writeHistory(history: readonly HistoryEntry[]): Uint8Array<ArrayBuffer> {
  const memberCount = history[0]?.losses.length ?? 0
  const rowCount = history.length * memberCount
  const members = new Int32Array(rowCount)
  const steps = new BigInt64Array(rowCount)
  const losses = new Float32Array(rowCount)
  const learningRates = new Float64Array(rowCount)
  let previous = -1
  for (const [index, entry] of history.entries()) {
    if (!Number.isSafeInteger(entry.step) || entry.step <= previous) {
      throw new RangeError(`invalid step: ${entry.step}; expected an integer > ${previous}`)
    }
    previous = entry.step
    if (entry.losses.length !== memberCount || entry.learningRates.length !== memberCount) {
      throw new RangeError(`invalid history at step ${entry.step}: expected ${memberCount} losses and learning rates`)
    }
    const row = index * memberCount
    for (let member = 0; member < memberCount; member++) members[row + member] = member
    steps.fill(BigInt(entry.step), row, row + memberCount)
    losses.set(entry.losses.map(keptLoss), row)
    learningRates.set(entry.learningRates, row)
  }
  const data = [members, steps, losses, learningRates]
  const buffer = parquetWriteBuffer({
    codec: 'UNCOMPRESSED',
    createdBy: 'digon',
    statistics: false,
    columnData: columns.map((column, index) => ({ ...column, data: data[index]!, nullable: false })),
  })
  return new Uint8Array(buffer)
}

/**
 * The history of a file that `writeHistory` wrote (or one with the same columns, types and order).
 *
 * @param file the file's name, for the message.
 * @throws {InvalidFileError} when it is not Parquet, has other columns, is compressed, claims more rows than it has bytes
 * for, or does not list members 0, 1, … for each of ascending steps.
 */
export async function readHistory(bytes: Uint8Array, file: string): Promise<readonly HistoryEntry[]> {
  // A buffer of its own: the library takes no views.
  const buffer = new Uint8Array(bytes).buffer
  let found: Columns
  try {
    const metadata = parquetMetadata(buffer)
    checkMetadata(metadata, bytes.length, file)
    found = await readColumns(buffer, metadata, file)
  } catch (cause) {
    if (cause instanceof InvalidFileError) throw cause
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new InvalidFileError(file, 'content', `not a complete Parquet file: ${reason}`, { cause })
  }
  return entriesOf(found, file)
}

/** Each `[row]`. */
type Columns = Readonly<Record<(typeof columns)[number]['name'], Float64Array>>

async function readColumns(buffer: ArrayBuffer, metadata: FileMetaData, file: string): Promise<Columns> {
  const rowCount = Number(metadata.num_rows)
  const empty = columns.map(({ name }) => [name, { values: new Float64Array(rowCount), count: 0 }] as const)
  const found = new Map<string, { readonly values: Float64Array; count: number }>(empty)
  const onChunk = ({ columnName, columnData, rowStart }: ColumnData): void => {
    const column = found.get(columnName)!
    const { length } = columnData
    if (rowStart + length > rowCount) return
    for (let row = 0; row < length; row++) column.values[rowStart + row] = Number(columnData[row])
    column.count += length
  }
  await parquetRead({ file: buffer, metadata, columns: [...found.keys()], onChunk })
  for (const [name, { count }] of found) {
    if (count !== rowCount) throw new InvalidFileError(file, name, `${count} rows; the file declares ${rowCount}`)
  }
  return Object.fromEntries([...found].map(([name, { values }]) => [name, values])) as Columns
}

function checkMetadata(metadata: FileMetaData, byteLength: number, file: string): void {
  const found = metadata.schema.slice(1).map(({ name, type }) => `${name} ${type}`)
  const loss = Object.keys(lossBytes).find((type) => found[2] === `loss ${type}`)
  const expected = columns.map(({ name, type }) => `${name} ${name === 'loss' ? (loss ?? type) : type}`)
  if (found.join() !== expected.join()) {
    throw new InvalidFileError(file, 'columns', `${found.join(', ')}; expected ${expected.join(', ')}`)
  }
  const limit = Math.floor(byteLength / lossBytes[loss!]!)
  const rowCounts = [metadata.num_rows, ...metadata.row_groups.map((group) => group.num_rows)]
  const tooMany = rowCounts.find((count) => count < 0n || count > BigInt(limit))
  if (tooMany !== undefined) {
    throw new InvalidFileError(file, 'row count', `${tooMany}; expected at most ${limit} in ${byteLength} bytes`)
  }
  for (const chunk of metadata.row_groups.flatMap((group) => group.columns)) {
    if (chunk.meta_data?.codec !== 'UNCOMPRESSED') {
      throw new InvalidFileError(file, 'codec', `${chunk.meta_data?.codec ?? 'missing'}; expected UNCOMPRESSED`)
    }
  }
}

function entriesOf({ member: members, step: steps, loss, learningRate }: Columns, file: string): HistoryEntry[] {
  const { length: rowCount } = members
  let perStep = 0
  while (perStep < rowCount && steps[perStep] === steps[0]) perStep++
  const entries: HistoryEntry[] = []
  for (let start = 0; start < rowCount; start += perStep) {
    const step = steps[start]!
    if (!Number.isSafeInteger(step) || step <= (entries.at(-1)?.step ?? -1)) {
      throw new InvalidFileError(file, `row ${start}.step`, `${step}; expected ascending integers ≥ 0`)
    }
    for (let member = 0; member < perStep; member++) {
      const row = start + member
      if (members[row] !== member || steps[row] !== step) {
        throw new InvalidFileError(file, `row ${row}`, `expected member ${member} of step ${step}`)
      }
    }
    const end = start + perStep
    entries.push({ step, losses: loss.slice(start, end), learningRates: learningRate.slice(start, end) })
  }
  return entries
}
