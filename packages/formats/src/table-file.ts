/**
 * Tables of results as Parquet: named columns of integers, numbers, text or booleans, each of which may be missing (null).
 * Without compression, so that the same table gives the same bytes and a reader can tell the size of what it unpacks. The footer has the
 * hash of all rows, and a file without it is not read: the decoder trusts what pages say of themselves, and would count to 2³¹ on one
 * changed byte.
 */
import { type FileMetaData, parquetMetadata, parquetReadObjects } from 'hyparquet'
import { ByteWriter, ParquetWriter, schemaFromColumnData } from 'hyparquet-writer'
import { InvalidFileError } from './invalid-file.js'
import { sha256 } from './sha256.js'

export interface TableColumn {
  /** No two columns have the same. */
  readonly name: string
  readonly type: TableType
}

/** `integer` is exact up to 2⁵³; `number` is float64. */
export type TableType = 'integer' | 'number' | 'text' | 'boolean'

/** Null where a row has no value. */
export type TableValue = number | string | boolean | null

/** Column name to its values, one per row. */
export type TableRows = Readonly<Record<string, readonly TableValue[]>>

export interface Table {
  readonly columns: readonly TableColumn[]
  readonly rowCount: number
  readonly rows: TableRows
}

/** In the footer: how many bytes of the file are rows, and their SHA-256. */
const rowsHashKey = 'digon.rows'

const parquetTypes = { integer: 'INT64', number: 'DOUBLE', text: 'STRING', boolean: 'BOOLEAN' } as const
const tableTypes: Readonly<Record<string, TableType>> = {
  INT64: 'integer',
  DOUBLE: 'number',
  BYTE_ARRAY: 'text',
  BOOLEAN: 'boolean',
}

/**
 * The bytes of a table.
 *
 * @param groups rows in pieces, each of which becomes a row group; taken one after the other.
 * @throws {RangeError} when a group lacks a column, or has one of another length than its first.
 */
export async function writeTable(
  columns: readonly TableColumn[],
  groups: Iterable<TableRows> | AsyncIterable<TableRows>,
): Promise<Uint8Array<ArrayBuffer>> {
  const writer = new ByteWriter()
  const empty = columns.map(({ name, type }) => ({ name, type: parquetTypes[type], nullable: true, data: [] }))
  const schema = schemaFromColumnData({ columnData: empty })
  const rowsHash = { key: rowsHashKey, value: '' }
  const parquet = new ParquetWriter({
    writer,
    schema,
    codec: 'UNCOMPRESSED',
    createdBy: 'digon',
    kvMetadata: [rowsHash],
  })
  for await (const rows of groups) {
    const rowCount = rows[columns[0]?.name ?? '']?.length ?? 0
    const columnData = columns.map(({ name, type }) => {
      const values = rows[name]
      if (values?.length !== rowCount) {
        throw new RangeError(`invalid column ${name}: ${values?.length ?? 'no'} values; expected ${rowCount}`)
      }
      return { name, data: type === 'integer' ? values.map(toBigInt) : [...values] }
    })
    await parquet.write({ columnData, rowGroupSize: Math.max(1, rowCount) })
  }
  const written = new Uint8Array(writer.getBuffer())
  rowsHash.value = `${written.length} ${await sha256(written)}`
  await parquet.finish()
  return new Uint8Array(writer.getBuffer())
}

/**
 * The table of a file that `writeTable` wrote.
 *
 * @param file the file's name, for the message.
 * @throws {InvalidFileError} when it is not Parquet, was changed, has other types of columns, is compressed, or claims more rows than bytes.
 */
export async function readTable(bytes: Uint8Array, file: string): Promise<Table> {
  const buffer = new Uint8Array(bytes).buffer
  try {
    const metadata = parquetMetadata(buffer)
    const columns = columnsOf(metadata, bytes.length, file)
    checkPlaces(metadata, await checkedLength(metadata, bytes, file), file)
    const found = await parquetReadObjects({ file: buffer, metadata })
    if (found.length !== Number(metadata.num_rows)) {
      throw new InvalidFileError(file, 'rows', `${found.length}; the file declares ${metadata.num_rows}`)
    }
    const rows = Object.fromEntries(columns.map(({ name }) => [name, found.map((row) => toValue(row[name]))]))
    return { columns, rowCount: found.length, rows }
  } catch (cause) {
    if (cause instanceof InvalidFileError) throw cause
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new InvalidFileError(file, 'content', `not a whole Parquet file: ${reason}`, { cause })
  }
}

function columnsOf({ schema, num_rows, row_groups }: FileMetaData, byteLength: number, file: string): TableColumn[] {
  const tooMany = [num_rows, ...row_groups.map((group) => group.num_rows)].find(
    (count) => count < 0n || count > BigInt(byteLength),
  )
  if (tooMany !== undefined) {
    throw new InvalidFileError(file, 'row count', `${tooMany}; expected at most ${byteLength} in ${byteLength} bytes`)
  }
  for (const { meta_data } of row_groups.flatMap((group) => group.columns)) {
    if (meta_data?.codec !== 'UNCOMPRESSED') {
      throw new InvalidFileError(file, 'codec', `${meta_data?.codec ?? 'missing'}; expected UNCOMPRESSED`)
    }
  }
  return schema.slice(1).map(({ name, type: found }) => {
    const type = tableTypes[String(found)]
    if (type !== undefined) return { name, type }
    throw new InvalidFileError(
      file,
      `column ${name}`,
      `of type ${found}; expected ${Object.keys(tableTypes).join(', ')}`,
    )
  })
}

/** Bytes of the rows, which have the hash that the footer says. */
async function checkedLength({ key_value_metadata }: FileMetaData, bytes: Uint8Array, file: string): Promise<number> {
  const said = key_value_metadata?.find(({ key }) => key === rowsHashKey)?.value
  const [length, hash] = /^(\d{1,15}) ([0-9a-f]{64})$/.exec(said ?? '')?.slice(1) ?? []
  if (length === undefined || Number(length) > bytes.length) {
    throw new InvalidFileError(file, 'hash of the rows', `${said ?? 'missing'}; expected a table that digon wrote`)
  }
  const found = await sha256(bytes.subarray(0, Number(length)))
  if (found !== hash) throw new InvalidFileError(file, 'hash of the rows', `${found}; expected ${hash}`)
  return Number(length)
}

/** Where the footer says that rows lie, and how many: all inside what was hashed. */
function checkPlaces({ row_groups }: FileMetaData, length: number, file: string): void {
  for (const { num_rows, columns } of row_groups) {
    for (const { meta_data } of columns) {
      const { num_values, data_page_offset, dictionary_page_offset, total_compressed_size } = meta_data!
      const start = dictionary_page_offset ?? data_page_offset
      const isInside = start >= 0n && total_compressed_size >= 0n && start + total_compressed_size <= BigInt(length)
      if (isInside && data_page_offset <= BigInt(length) && num_values === num_rows) continue
      const found = `${num_values} values at ${start} to ${start + total_compressed_size}`
      throw new InvalidFileError(file, 'column chunk', `${found}; expected ${num_rows} values in ${length} bytes`)
    }
  }
}

function toBigInt(value: TableValue): bigint | null {
  return typeof value === 'number' ? BigInt(value) : null
}

function toValue(value: unknown): TableValue {
  if (typeof value === 'bigint') return Number(value)
  return typeof value === 'number' || typeof value === 'string' || typeof value === 'boolean' ? value : null
}
