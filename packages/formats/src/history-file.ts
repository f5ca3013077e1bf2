/**
 * The training history as Parquet: one row per kept step and member, columns `member` (int32), `step` (int64), `loss` and
 * `learningRate` (double), steps ascending, members ascending within a step. Plain encoding without compression, so that
 * the same history gives the same bytes and a reader can tell the size of what it unpacks from the file's own size.
 */
import { type FileMetaData, parquetMetadata, parquetReadObjects } from 'hyparquet'
import { parquetWriteBuffer } from 'hyparquet-writer'
import { InvalidFileError } from './invalid-file.js'

/** What was kept of one step. */
export interface HistoryEntry {
  /** Counted from 0, an integer below 2⁵³. */
  readonly step: number
  /** `[member]`: loss on the step's batch, before its update. */
  readonly losses: Float64Array
  /** `[member]`: learning rate of the step, schedule included. */
  readonly learningRates: Float64Array
}

const columnNames = ['member', 'step', 'loss', 'learningRate'] as const
const columnTypes = ['INT32', 'INT64', 'DOUBLE', 'DOUBLE'] as const
const bytesPerRow = 4 + 8 + 8 + 8

/**
 * The bytes of a history file.
 *
 * @throws {RangeError} when steps do not ascend, or an entry has another number of members than the first.
 */
export function writeHistory(history: readonly HistoryEntry[]): Uint8Array<ArrayBuffer> {
  const memberCount = history[0]?.losses.length ?? 0
  const rowCount = history.length * memberCount
  const members = new Int32Array(rowCount)
  const steps = new BigInt64Array(rowCount)
  const losses = new Float64Array(rowCount)
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
    losses.set(entry.losses, row)
    learningRates.set(entry.learningRates, row)
  }
  const data = [members, steps, losses, learningRates]
  const buffer = parquetWriteBuffer({
    codec: 'UNCOMPRESSED',
    createdBy: 'digon',
    columnData: columnNames.map((name, column) => ({
      name,
      data: data[column]!,
      type: columnTypes[column]!,
      nullable: false,
      encoding: 'PLAIN',
    })),
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
  let rows: readonly Record<string, unknown>[]
  try {
    const metadata = parquetMetadata(buffer)
    checkMetadata(metadata, bytes.length, file)
    rows = await parquetReadObjects({ file: buffer, metadata, columns: [...columnNames] })
    if (rows.length !== Number(metadata.num_rows)) {
      throw new InvalidFileError(file, 'rows', `${rows.length}; the file declares ${metadata.num_rows}`)
    }
  } catch (cause) {
    if (cause instanceof InvalidFileError) throw cause
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new InvalidFileError(file, 'content', `not a complete Parquet file: ${reason}`, { cause })
  }
  return entriesOf(rows, file)
}

function checkMetadata(metadata: FileMetaData, byteLength: number, file: string): void {
  const columns = metadata.schema.slice(1).map(({ name, type }) => `${name} ${type}`)
  const expected = columnNames.map((name, column) => `${name} ${columnTypes[column]}`)
  if (columns.join() !== expected.join()) {
    throw new InvalidFileError(file, 'columns', `${columns.join(', ')}; expected ${expected.join(', ')}`)
  }
  const limit = Math.floor(byteLength / bytesPerRow)
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

function entriesOf(rows: readonly Record<string, unknown>[], file: string): HistoryEntry[] {
  const firstStep = rows[0]?.step
  const memberCount = rows.findIndex(({ step }) => step !== firstStep)
  const perStep = memberCount === -1 ? rows.length : memberCount
  const entries: HistoryEntry[] = []
  for (let start = 0; start < rows.length; start += perStep) {
    const losses = new Float64Array(perStep)
    const learningRates = new Float64Array(perStep)
    const step = Number(rows[start]!.step)
    if (!Number.isSafeInteger(step) || step <= (entries.at(-1)?.step ?? -1)) {
      throw new InvalidFileError(file, `row ${start}.step`, `${step}; expected ascending integers ≥ 0`)
    }
    for (let member = 0; member < perStep; member++) {
      const row = rows[start + member]
      if (row?.member !== member || Number(row.step) !== step) {
        throw new InvalidFileError(file, `row ${start + member}`, `expected member ${member} of step ${step}`)
      }
      losses[member] = Number(row.loss)
      learningRates[member] = Number(row.learningRate)
    }
    entries.push({ step, losses, learningRates })
  }
  return entries
}
