/** Reads the classes of assembly/records.ts and writes their fields as TypeScript: name, type and offset in bytes. */

const sizes = { i32: 4, u32: 4, f32: 4, usize: 4, f64: 8 }

/** TypeScript that exports one layout for each class. Fields are aligned to their own size, as the compiler does. */
export function recordLayouts(source) {
  const layouts = [...source.matchAll(/export class (\w+) \{\n([\s\S]*?)\n\}/g)].map(([, name, body]) => {
    let offset = 0
    const lines = [...body.matchAll(/^ {2}(\w+): (\w+)$/gm)].map(([, field, type]) => {
      const size = sizes[type]
      if (size === undefined) throw new Error(`unknown type of ${name}.${field}: ${type}`)
      const start = Math.ceil(offset / size) * size
      offset = start + size
      return `    ${field}: { type: '${type}', offset: ${start} },`
    })
    // offsetof<Class>() of the compiler is the end of the last field; records in a row follow it.
    const constant = `${name[0].toLowerCase()}${name.slice(1)}Layout`
    const fields = `{\n${lines.join('\n')}\n  }`
    return `export const ${constant}: { readonly size: number; readonly fields: Readonly<Record<${fieldNames(body)}, Field>> } = {\n  size: ${offset},\n  fields: ${fields},\n}\n`
  })
  return `/** A number in a record. */\nexport interface Field {\n  readonly type: 'i32' | 'u32' | 'f32' | 'usize' | 'f64'\n  readonly offset: number\n}\n${layouts.join('')}`
}

function fieldNames(body) {
  return [...body.matchAll(/^ {2}(\w+): \w+$/gm)].map(([, field]) => `'${field}'`).join(' | ')
}
