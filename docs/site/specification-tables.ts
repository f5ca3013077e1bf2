/** Tables of the specification page, printed from the JSON Schema that the code prints from the schemas with which it checks. */

export interface Schema {
  readonly type?: string
  readonly const?: unknown
  readonly enum?: readonly unknown[]
  readonly description?: string
  readonly minimum?: number
  readonly maximum?: number
  readonly exclusiveMinimum?: number
  readonly exclusiveMaximum?: number
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly items?: Schema
  readonly oneOf?: readonly Schema[]
  readonly anyOf?: readonly Schema[]
}

/** A page with the text between `<!-- table: NAME -->` and `<!-- end -->` made anew. */
export function withTables(page: string, spec: Schema): string {
  const tables = tablesOf(spec)
  return page.replace(
    /(<!-- table: (.+) -->\n)[\s\S]*?(<!-- end -->)/g,
    (_, begin: string, name: string, end: string) => {
      const table = tables[name]
      if (table === undefined) throw new Error(`no table ${name}; there are ${Object.keys(tables).join(', ')}`)
      return `${begin}\n${table}\n\n${end}`
    },
  )
}

function tablesOf(spec: Schema): Readonly<Record<string, string>> {
  const fields = spec.properties!
  const member = fields.members!.anyOf!.find(({ type }) => type === 'object')!
  const optimizer = fields.optimizer!
  return {
    '.': fieldTable(spec),
    'model autoencoder': fieldTable(fields.model!.oneOf![0]!),
    members: fieldTable(member),
    initialization: table([
      ['`kind`', 'fields'],
      ...member.properties!.initialization!.oneOf!.map((option) => [
        `\`${option.properties!.kind!.const}\``,
        fieldsInWords(option),
      ]),
    ]),
    optimizer: fieldTable(optimizer),
    schedule: fieldTable(optimizer.properties!.schedule!),
  }
}

function fieldTable({ properties, required = [] }: Schema): string {
  const rows = Object.entries(properties!).map(([name, field]) => [
    `\`${name}\``,
    valuesInWords(field),
    [required.includes(name) ? '**required**' : '', field.description ?? ''].filter((part) => part !== '').join('; '),
  ])
  return table([['field', 'values', 'meaning'], ...rows])
}

/** Rows of cells as Markdown, columns aligned as the formatter of this repository aligns them. */
function table([head, ...rows]: readonly (readonly string[])[]): string {
  const widths = head!.map((_, column) => Math.max(...[head!, ...rows].map((cells) => cells[column]!.length)))
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column]!)).join(' | ')} |`
  return [line(head!), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n')
}

function fieldsInWords({ properties, required = [] }: Schema): string {
  return Object.entries(properties!)
    .filter(([name]) => name !== 'kind')
    .map(([name, field]) => {
      const description = required.includes(name) ? '' : `, ${field.description}`
      return `\`${name}\`: ${valuesInWords(field)}${description}`
    })
    .join('; ')
}

function valuesInWords(field: Schema): string {
  if (field.const !== undefined) return `\`${field.const}\``
  if (field.enum !== undefined) return field.enum.map((value) => `\`${value}\``).join(', ')
  const options = field.oneOf ?? field.anyOf
  if (options !== undefined) return [...new Set(options.map(valuesInWords))].join(', or ')
  if (field.type === 'array') return `a list of ${plural(field.items!)}`
  if (field.type === 'integer' || field.type === 'number') return numberInWords(field)
  if (field.type === 'boolean') return '`true`, `false`'
  return field.type === 'string' ? 'a text' : 'an object'
}

function plural(items: Schema): string {
  return { integer: 'integers', number: 'numbers', object: 'objects' }[items.type ?? ''] ?? 'values'
}

function numberInWords({ type, minimum, exclusiveMinimum, exclusiveMaximum }: Schema): string {
  const bounds = [
    minimum !== undefined && Math.abs(minimum) !== Number.MAX_SAFE_INTEGER ? `≥ ${minimum}` : '',
    exclusiveMinimum === undefined ? '' : `> ${exclusiveMinimum}`,
    exclusiveMaximum === undefined ? '' : `< ${exclusiveMaximum}`,
  ].filter((bound) => bound !== '')
  return [type === 'integer' ? 'an integer' : 'a number', bounds.join(' and ')].filter((part) => part !== '').join(' ')
}
