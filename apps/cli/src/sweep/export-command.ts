import { readTable, type Table, type TableValue, writeNpz } from '@digon/formats'
import { isFolder, openOutput, openRun } from '@digon/runs'
import { UsageError } from '../exit-code.js'
import { jsonText } from '../json-text.js'
import type { Terminal } from '../terminal.js'
import { isForeignFolder, type NamedWeightsOptions } from '../weights/open-named-weights.js'

export interface ExportOptions extends NamedWeightsOptions {
  readonly to: 'csv' | 'npz' | 'parquet' | 'torch'
  readonly out: string
  readonly json?: true
}

/** `digon export RUN`: the table of a finished sweep in another format; of anything else its weights. */
export async function exportCommand(directory: string, options: ExportOptions, terminal: Terminal): Promise<void> {
  const { to } = options
  const isRun = (await isFolder(directory)) && !(await isForeignFolder(directory))
  const run = isRun ? await openRun(directory) : undefined
  if (run?.record.spec.kind !== 'sweep') {
    if (to === 'parquet') throw new UsageError(`${directory} is not a sweep; only sweeps have a table`)
    const { exportWeights } = await import('../export/export-weights.js')
    return exportWeights(directory, { ...options, to }, terminal)
  }
  if (to === 'torch') throw new UsageError(`${directory} is a sweep; its table goes to csv, npz or parquet`)
  if (run.state !== 'finished') throw new UsageError(`${directory} is not finished, so it has no table yet`)
  const output = await openOutput(options.out)
  const bytes = await run.read('members.parquet')
  const table = await readTable(bytes, 'members.parquet')
  await output.write(encode(table, bytes, to), terminal.signal)
  const { rowCount: rows, columns } = table
  if (options.json) terminal.out(jsonText({ out: options.out, rows, columns: columns.map(({ name }) => name) }))
  else terminal.out(`${options.out}: ${rows} rows, ${columns.length} columns`)
}

function encode(table: Table, bytes: Uint8Array, to: Exclude<ExportOptions['to'], 'torch'>): Uint8Array | string {
  switch (to) {
    case 'parquet':
      return bytes
    case 'csv':
      return csv(table)
    case 'npz':
      return npz(table)
  }
}

/** RFC 4180: a header, commas, CRLF; text in quotes where it needs them, nothing where there is no value. */
function csv({ columns, rowCount, rows }: Table): string {
  const line = (values: readonly TableValue[]) => values.map(field).join(',')
  const lines = [line(columns.map(({ name }) => name))]
  for (let row = 0; row < rowCount; row++) lines.push(line(columns.map(({ name }) => rows[name]![row]!)))
  return `${lines.join('\r\n')}\r\n`
}

function field(value: TableValue): string {
  if (value === null) return ''
  const text = String(value)
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/** Columns of numbers and booleans as float64, NaN where there is no value; text has no place in the format's plain arrays. */
function npz({ columns, rowCount, rows }: Table): Uint8Array {
  const numeric = columns.filter(({ type }) => type !== 'text')
  const arrays = numeric.map(({ name }) => {
    const values = Float64Array.from(rows[name]!, (value) => (value === null ? Number.NaN : Number(value)))
    return [name, { shape: [rowCount], values }] as const
  })
  return writeNpz(Object.fromEntries(arrays))
}
