import { readTable, type SweepPlan, type Table, type TableRows, type TableValue, writeTable } from '@digon/formats'
import { cellAt, expandPlan } from '../expand.js'
import { coordinateValue, memberColumns } from '../member-columns.js'

/** A table with results that a test makes up, one function a column. */
export async function tableOf(
  plan: SweepPlan,
  results: Readonly<Record<string, (cell: ReturnType<typeof cellAt>) => TableValue>>,
): Promise<Table> {
  const sweep = expandPlan(plan)
  const cells = Array.from({ length: sweep.cellCount }, (_, index) => cellAt(plan, index))
  const columns = memberColumns(sweep)
  const rows: TableRows = Object.fromEntries(
    columns.map(({ name }) => {
      const coordinate = sweep.coordinates.find((each) => each.name === name)
      const known: Readonly<Record<string, (cell: ReturnType<typeof cellAt>) => TableValue>> = {
        cell: ({ index }) => index,
        restart: ({ restart }) => restart,
        status: () => 'done',
        represented: () => 1,
        ...(coordinate && { [name]: ({ coordinates }) => coordinateValue(coordinate, coordinates[name]!) }),
        ...results,
      }
      return [name, cells.map((cell) => known[name]?.(cell) ?? null)]
    }),
  )
  return readTable(await writeTable(columns, [rows]), 'members.parquet')
}
