/** The linear assignment problem: each row gets a column of its own so that the costs add up to the least. Exact. */
import type { Matrix } from '@digon/matrix'

/**
 * The column of each row, by shortest augmenting paths (Jonker and Volgenant, 1987): rows² × columns steps.
 *
 * @param costs `[row, column]`, finite, with no more rows than columns.
 */
export function cheapestAssignment({ rows, columns, values }: Matrix): Int32Array {
  const rowPrices = new Float64Array(rows)
  const columnPrices = new Float64Array(columns)
  const rowOfColumn = new Int32Array(columns).fill(-1)
  for (let start = 0; start < rows; start++) {
    // Dijkstra over columns, by costs that the prices make ≥ 0, from the free row to the nearest free column.
    const distance = new Float64Array(columns).fill(Number.POSITIVE_INFINITY)
    const before = new Int32Array(columns).fill(-1)
    const done = new Uint8Array(columns)
    let [row, column, reached] = [start, -1, 0]
    do {
      let next = -1
      for (let j = 0; j < columns; j++) {
        if (done[j] === 1) continue
        const through = reached + values[row * columns + j]! - rowPrices[row]! - columnPrices[j]!
        if (through < distance[j]!) {
          distance[j] = through
          before[j] = column
        }
        if (next < 0 || distance[j]! < distance[next]!) next = j
      }
      reached = distance[next]!
      done[next] = 1
      column = next
      row = rowOfColumn[column]!
    } while (row >= 0)
    rowPrices[start]! += reached
    for (let j = 0; j < columns; j++) {
      const owner = rowOfColumn[j]!
      if (done[j] === 0 || distance[j]! >= reached) continue
      columnPrices[j]! += distance[j]! - reached
      if (owner >= 0) rowPrices[owner]! += reached - distance[j]!
    }
    // Turn the path round: every column on it goes to the row before it.
    while (column >= 0) {
      const previous = before[column]!
      rowOfColumn[column] = previous < 0 ? start : rowOfColumn[previous]!
      column = previous
    }
  }
  const columnOfRow = new Int32Array(rows)
  for (const [column, row] of rowOfColumn.entries()) if (row >= 0) columnOfRow[row] = column
  return columnOfRow
}
