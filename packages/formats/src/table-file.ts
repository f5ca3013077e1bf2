/**
 * Tables of results as Parquet: named columns of integers, numbers, text or booleans, each of which may be missing (null).
 * Without compression, so that the same table gives the same bytes and a reader can tell the size of what it unpacks. The file
 * carries a hash of itself, which is checked before it is parsed: the library can be sent round in circles by a damaged page.
 */
import { type FileMetaData, parquetMetadata, parquetReadObjects } from 'hyparquet'
import { ByteWriter, ParquetWriter, schemaFromColumnData } from 'hyparquet-writer'
import { InvalidFileError } from './invalid-file.js'
import { sha256 } from './sha256.js'

/** Name and type of a column. */
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

/** A table: columns of equal length. */
export interface Table {
  readonly columns: readonly TableColumn[]
  readonly rowCount: number
  readonly rows: TableRows
}

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
  const kvMetadata = [{ key: hashKey, value: noHash }]
  const empty = columns.map(({ name, type }) => ({ name, type: parquetTypes[type], nullable: true, data: [] }))
  const schema = schemaFromColumnData({ columnData: empty })
  const parquet = new ParquetWriter({ writer, schema, codec: 'UNCOMPRESSED', createdBy: 'digon', kvMetadata })
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
  await parquet.finish()
  const bytes = new Uint8Array(writer.getBuffer())
  const place = hashPlace(bytes)!
  bytes.set(new TextEncoder().encode(await sha256(bytes)), place)
  return bytes
}

/**
 * The table of a file that `writeTable` wrote.
 *
 * @param file the file's name, for the message.
 * @throws {InvalidFileError} when it is no such file, or was changed since.
 */
export async function readTable(bytes: Uint8Array, file: string): Promise<Table> {
  await checkHash(bytes, file)
  const buffer = new Uint8Array(bytes).buffer
  try {
    const metadata = parquetMetadata(buffer)
    const columns = columnsOf(metadata, bytes.length, file)
    const found = await parquetReadObjects({ file: buffer, metadata })
    if (found.length !== Number(metadata.num_rows)) {
      throw new InvalidFileError(file, 'rows', `${found.length}; the file declares ${metadata.num_rows}`)
    }
    const rows = Object.fromEntries(columns.map(({ name }) => [name, found.map((row) => toValue(row[name]))]))
    return { columns, rowCount: found.length, rows }
  } catch (cause) {
    if (cause instanceof InvalidFileError) throw cause
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new InvalidFileError(file, 'content', `not a complete Parquet file: ${reason}`, { cause })
  }
}

const hashKey = 'digon.sha256'
const noHash = '0'.repeat(64)

/** Where in the footer the hash stands; undefined when there is none. */
function hashPlace(bytes: Uint8Array): number | undefined {
  const key = new TextEncoder().encode(hashKey)
  // Between the key and its value: a field header and a length, a byte each.
  for (let at = bytes.length - key.length - noHash.length - 2; at >= 0; at--) {
    if (key.every((byte, index) => bytes[at + index] === byte)) return at + key.length + 2
  }
  return undefined
}

/** The hash is that of the file with zeros in its place. */
async function checkHash(bytes: Uint8Array, file: string): Promise<void> {
  const place = hashPlace(bytes)
  if (place === undefined) throw new InvalidFileError(file, 'content', 'not a complete table of Digon; it has no hash')
  const zeroed = bytes.slice()
  const found = new TextDecoder().decode(zeroed.subarray(place, place + noHash.length))
  zeroed.set(new TextEncoder().encode(noHash), place)
  const expected = await sha256(zeroed)
  if (found !== expected) throw new InvalidFileError(file, 'SHA-256', `${found}; expected ${expected}`)
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

function toBigInt(value: TableValue): bigint | null {
  return typeof value === 'number' ? BigInt(value) : null
}

function toValue(value: unknown): TableValue {
  if (typeof value === 'bigint') return Number(value)
  return typeof value === 'number' || typeof value === 'string' || typeof value === 'boolean' ? value : null
}
