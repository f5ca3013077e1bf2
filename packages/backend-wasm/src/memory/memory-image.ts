/**
 * What the host puts into an engine's memory before it runs: tables, records and states, laid out behind each other from a
 * given address. The bytes are sent whole; scratch space that needs no contents lies before them and is never sent.
 */
import type { Field } from '../generated/record-layouts.js'

/** A class of assembly/records.ts: its size in bytes, and its fields. */
export interface RecordLayout<Name extends string> {
  readonly size: number
  readonly fields: Readonly<Record<Name, Field>>
}

type Table = Uint32Array | Float32Array | Float64Array

/** SIMD loads like to lie on their own size. */
const alignment = 16

export class MemoryImage {
  /** Address of the first byte. */
  readonly start: number
  #bytes = new Uint8Array(1 << 16)
  #length = 0

  /** @param start a multiple of 16. */
  constructor(start: number) {
    this.start = start
  }

  /** Address behind the last byte. */
  get end(): number {
    return this.start + this.#length
  }

  /** What was written so far, to be written at `start`. */
  bytes(): Uint8Array<ArrayBuffer> {
    return this.#bytes.slice(0, this.#length)
  }

  /** Makes room filled with zeros; says where. */
  reserve(byteLength: number): number {
    const address = this.end
    this.#length += Math.ceil(byteLength / alignment) * alignment
    if (this.#length > this.#bytes.length) {
      const larger = new Uint8Array(Math.max(this.#length, 2 * this.#bytes.length))
      larger.set(this.#bytes)
      this.#bytes = larger
    }
    return address
  }

  /** Copies a table; says where. */
  write(table: Table): number {
    const address = this.reserve(table.byteLength)
    this.#bytes.set(new Uint8Array(table.buffer, table.byteOffset, table.byteLength), address - this.start)
    return address
  }

  /** Records behind each other, as the kernels index them; says where. */
  writeRecords<Name extends string>(
    layout: RecordLayout<Name>,
    records: readonly Readonly<Record<Name, number>>[],
  ): number {
    const address = this.reserve(layout.size * records.length)
    const view = new DataView(this.#bytes.buffer, address - this.start, layout.size * records.length)
    for (const [index, record] of records.entries()) writeRecord(view, index * layout.size, layout, record)
    return address
  }
}

function writeRecord<Name extends string>(
  view: DataView,
  start: number,
  layout: RecordLayout<Name>,
  record: Readonly<Record<Name, number>>,
): void {
  for (const name of Object.keys(layout.fields) as Name[]) {
    const { type, offset } = layout.fields[name]
    const value = record[name]
    if (type === 'f32') view.setFloat32(start + offset, value, true)
    else if (type === 'f64') view.setFloat64(start + offset, value, true)
    else if (type === 'i32') view.setInt32(start + offset, value, true)
    else view.setUint32(start + offset, value, true)
  }
}
