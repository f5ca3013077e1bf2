/**
 * The classes of assembly/records.ts as TypeScript: names, types and offsets of their fields in bytes. The offsets are worked out
 * here and compared with the compiler's own.
 */
import { compileAssembly } from './compile-module.mjs'

const sizes = { i32: 4, u32: 4, f32: 4, usize: 4, f64: 8 }

/** Records with their fields. Fields are aligned to their own size, as the compiler does. */
export function readRecords(source) {
  return [...source.matchAll(/export class (\w+) \{\n([\s\S]*?)\n\}/g)].map(([, name, body]) => {
    let end = 0
    const fields = [...body.matchAll(/^ {2}(\w+): (\w+)/gm)].map(([, field, type]) => {
      const size = sizes[type]
      if (size === undefined) throw new Error(`unknown type of ${name}.${field}: ${type}`)
      const offset = Math.ceil(end / size) * size
      end = offset + size
      return { field, type, offset }
    })
    // offsetof<Class>() of the compiler is the end of the last field; records in a row follow it.
    return { name, fields, size: end }
  })
}

/** TypeScript that exports one layout for each record. */
export function recordLayouts(records) {
  const layouts = records.map(({ name, fields, size }) => {
    const constant = `${name[0].toLowerCase()}${name.slice(1)}Layout`
    const names = fields.map(({ field }) => `'${field}'`).join(' | ')
    const lines = fields.map(({ field, type, offset }) => `    ${field}: { type: '${type}', offset: ${offset} },`)
    return (
      `export const ${constant}: { readonly size: number; readonly fields: Readonly<Record<${names}, Field>> } = {\n` +
      `  size: ${size},\n  fields: {\n${lines.join('\n')}\n  },\n}\n`
    )
  })
  return (
    `/** A number in a record. */\nexport interface Field {\n  readonly type: 'i32' | 'u32' | 'f32' | 'usize' | 'f64'\n` +
    `  readonly offset: number\n}\n${layouts.join('')}`
  )
}

/** Throws when the compiler lays a record out in another way. */
export async function checkRecords(packageFolder, records) {
  const questions = records.flatMap(({ name, fields, size }) => [
    { what: `size of ${name}`, expression: `offsetof<${name}>()`, expected: size },
    ...fields.map(({ field, offset }) => ({
      ...{ what: `${name}.${field}`, expression: `offsetof<${name}>('${field}')`, expected: offset },
    })),
  ])
  const source =
    `import { ${records.map(({ name }) => name).join(', ')} } from './records'\n` +
    questions.map(({ expression }, k) => `export function answer${k}(): usize { return ${expression} }\n`).join('')
  const binary = await compileAssembly(packageFolder, 'assembly/layout-questions.ts', {
    written: new Map([['assembly/layout-questions.ts', source]]),
  })
  const { exports } = (await WebAssembly.instantiate(binary, {})).instance
  for (const [k, { what, expected }] of questions.entries()) {
    const found = exports[`answer${k}`]()
    if (found !== expected)
      throw new Error(`${what}: the compiler says ${found}, assembly/records.ts reads as ${expected}`)
  }
}
