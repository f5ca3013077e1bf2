/**
 * Records that host and shaders share. One description of the fields declares the struct in WGSL, and writes and reads the words
 * on the host, so the two cannot disagree. A record can also stand inside a table of words: then its fields have named offsets.
 */

const words = { u32: 1, f32: 1, 'vec2<u32>': 2 } as const

export type FieldType = keyof typeof words

/** Names and types, in their order in memory. */
export type Fields = Readonly<Record<string, FieldType>>

/** A record as a plain object. */
export type RecordOf<F extends Fields> = {
  readonly [Name in keyof F]: F[Name] extends 'vec2<u32>' ? readonly [number, number] : number
}

export interface Struct<F extends Fields> {
  /** Words of a record, with what WGSL leaves empty for alignment. */
  readonly length: number
  /** The declaration. @param overrides other WGSL types of the same size, for example `atomic<u32>`. */
  declaration(overrides?: { readonly [Name in keyof F]?: string }): string
  /** Constants with the offset of every field in words: `const planValueScale = 0u;` for field `valueScale` of `Plan`. */
  readonly offsets: string
  /** `[record, word]` */
  write(records: readonly RecordOf<F>[]): Uint32Array<ArrayBuffer>
  /** The records of such words. */
  read(bytes: ArrayBuffer): RecordOf<F>[]
}

/** @param name of the struct in WGSL, with a capital. */
export function struct<const F extends Fields>(name: string, fields: F): Struct<F> {
  const names = Object.keys(fields) as (keyof F & string)[]
  const offsets = new Map<keyof F, number>()
  let end = 0
  for (const field of names) {
    const start = aligned(end, words[fields[field]!])
    offsets.set(field, start)
    end = start + words[fields[field]!]
  }
  const length = aligned(end, Math.max(...names.map((field) => words[fields[field]!])))

  return {
    length,
    declaration: (overrides = {}) => {
      const lines = names.map((field) => `  ${field}: ${overrides[field] ?? fields[field]},\n`)
      return `\nstruct ${name} {\n${lines.join('')}}\n`
    },
    offsets: names.map((field) => `const ${lowered(name)}${raised(field)} = ${offsets.get(field)}u;\n`).join(''),
    write: (records) => {
      const integers = new Uint32Array(records.length * length)
      const floats = new Float32Array(integers.buffer)
      for (const [index, record] of records.entries()) {
        for (const field of names) {
          const place = index * length + offsets.get(field)!
          const value = record[field] as number | readonly [number, number]
          if (typeof value !== 'number') integers.set(value, place)
          else if (fields[field] === 'f32') floats[place] = value
          else integers[place] = value
        }
      }
      return integers
    },
    read: (bytes) => {
      const integers = new Uint32Array(bytes)
      const floats = new Float32Array(bytes)
      return Array.from({ length: Math.floor(integers.length / length) }, (_, index) => {
        const entries = names.map((field) => {
          const place = index * length + offsets.get(field)!
          const type = fields[field]
          if (type === 'vec2<u32>') return [field, [integers[place]!, integers[place + 1]!]]
          return [field, (type === 'f32' ? floats : integers)[place]!]
        })
        return Object.fromEntries(entries) as RecordOf<F>
      })
    },
  }
}

/** WGSL aligns a type to its size; of those here, a pair of words to two words. */
function aligned(start: number, size: number): number {
  return Math.ceil(start / size) * size
}

function lowered(name: string): string {
  return name[0]!.toLowerCase() + name.slice(1)
}

function raised(name: string): string {
  return name[0]!.toUpperCase() + name.slice(1)
}
