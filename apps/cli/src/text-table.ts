/** Aligned columns for people. Numbers are right-aligned by the caller's choice; no borders, no colors. */
export interface Column {
  readonly title: string
  readonly align?: 'left' | 'right'
  /** Longer cells are wrapped at spaces. Default: never. */
  readonly maximumWidth?: number
}

/** The table as lines joined by newlines, two spaces between columns, no trailing blanks. */
export function textTable(columns: readonly Column[], rows: readonly (readonly string[])[]): string {
  const wrapped = rows.map((cells) => cells.map((cell, i) => wrap(cell, columns[i]?.maximumWidth)))
  // Not by spreading: tables of a hundred thousand rows have more cells than a call takes arguments.
  const widths = columns.map((column, i) =>
    wrapped.reduce(
      (widest, cells) => (cells[i] ?? []).reduce((most, { length }) => Math.max(most, length), widest),
      column.title.length,
    ),
  )
  const line = (cells: readonly string[]) =>
    columns
      .map((column, i) => {
        const cell = cells[i] ?? ''
        return column.align === 'right' ? cell.padStart(widths[i]!) : cell.padEnd(widths[i]!)
      })
      .join('  ')
      .trimEnd()
  const lines = [line(columns.map((column) => column.title)), line(widths.map((width) => '─'.repeat(width)))]
  for (const cells of wrapped) {
    const height = Math.max(1, ...cells.map((cell) => cell.length))
    for (let i = 0; i < height; i++) lines.push(line(cells.map((cell) => cell[i] ?? '')))
  }
  return lines.join('\n')
}

/** A number in at most six significant digits, without a trailing tail of zeros. */
export function formatNumber(value: number): string {
  if (!Number.isFinite(value)) return String(value)
  if (Number.isInteger(value) && Math.abs(value) < 1e6) return String(value)
  return String(Number(value.toPrecision(Math.abs(value) < 1e-3 ? 3 : 5)))
}

function wrap(text: string, width = Number.POSITIVE_INFINITY): string[] {
  const lines: string[] = []
  for (const paragraph of text.split('\n')) {
    let current = ''
    for (const word of paragraph.split(' ')) {
      if (current !== '' && current.length + 1 + word.length > width) {
        lines.push(current)
        current = word
      } else {
        current = current === '' ? word : `${current} ${word}`
      }
    }
    lines.push(current)
  }
  return lines
}
