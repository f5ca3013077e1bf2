/** Opens files and measures what is in them. Runs in the worker; knows nothing of messages. Nothing in a file is executed. */
import { type OpenedDictionary, type OpenedModel, openWeights, readTable, type TableValue } from '@digon/formats'
import { type Matrix, matrix } from '@digon/matrix'
import { memberWeights } from '@digon/model'
import { compareWeights } from './compare-weights.js'
import { viewMember } from './member-view.js'
import type { ColumnFacts, Opened, OpenedTableFacts, Opening, Slot } from './opened.js'

/** Rows of a table that are shown. */
const shownRows = 200

export function createOpeningService(): Opening {
  const models = new Map<Slot, OpenedModel>()
  const modelIn = (slot: Slot): OpenedModel => {
    const model = models.get(slot)
    if (model === undefined) throw new Error(`nothing is open in ${slot}`)
    return model
  }
  return {
    open: async (slot, file, bytes, options = {}) => {
      models.delete(slot)
      if (isParquet(bytes)) return tableFacts(file, bytes)
      const opened = openWeights(bytes, file, options)
      const model = opened.kind === 'dictionary' ? modelOf(opened) : opened
      const [memberCount, featureCount, hiddenSize] = model.parameters.weights!.shape as [number, number, number]
      models.set(slot, model)
      const { kind, reading, notes } = opened
      return { kind, file, reading, notes, memberCount, featureCount, hiddenSize } satisfies Opened
    },
    view: async (slot, member) => viewMember(modelIn(slot), member),
    compare: async (memberOfA, memberOfB) =>
      compareWeights(weightsOf(modelIn('A'), memberOfA), weightsOf(modelIn('B'), memberOfB)),
  }
}

/** A dictionary's latents as features: what each writes is its direction. */
function modelOf({ decoder, reading, notes }: OpenedDictionary): OpenedModel {
  const weights = { shape: [1, ...decoder.shape], values: decoder.values }
  return { kind: 'model', parameters: { weights }, hiddenActivation: 'identity', reading, notes }
}

function weightsOf({ parameters }: OpenedModel, member: number): Matrix {
  const { rows, columns, values } = memberWeights(parameters, member)
  return matrix(rows, columns, Float64Array.from(values))
}

function isParquet(bytes: Uint8Array): boolean {
  return String.fromCharCode(...bytes.subarray(0, 4)) === 'PAR1'
}

async function tableFacts(file: string, bytes: Uint8Array): Promise<OpenedTableFacts> {
  const { columns, rowCount, rows } = await readTable(bytes, file)
  const count = Math.min(shownRows, rowCount)
  return {
    kind: 'table',
    file,
    reading: `read a table of ${rowCount} rows and ${columns.length} columns`,
    notes: count < rowCount ? [`the first ${count} rows are shown`] : [],
    rowCount,
    columns: columns.map(({ name }) => columnFacts(name, rows[name]!)),
    rows: Array.from({ length: count }, (_, row) => columns.map(({ name }) => cellText(rows[name]![row]!))),
  }
}

function columnFacts(name: string, values: readonly TableValue[]): ColumnFacts {
  const numbers = Float64Array.from(values.filter((value) => typeof value === 'number')).sort()
  const missing = values.filter((value) => value === null).length
  if (numbers.length === 0) return { name, missing }
  const range = { least: numbers[0]!, median: numbers[numbers.length >> 1]!, greatest: numbers.at(-1)! }
  return { name, missing, range }
}

function cellText(value: TableValue): string {
  if (value === null) return ''
  return typeof value === 'number' ? String(Number(value.toPrecision(6))) : String(value)
}
