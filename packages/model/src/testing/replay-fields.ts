/** Typed reading of the fields of one JSON object in a file of recorded steps; what is wrong is named by case and path. */
import { foundText } from '@digon/messages'
import { sizeOf } from '../parameter-shapes.js'
import type { Parameters, Tensor } from '../parameters.js'
import { InvalidReplayError } from './invalid-replay-error.js'

export class ReplayFields {
  readonly #caseName: string
  readonly #path: string
  readonly #fields: Readonly<Record<string, unknown>>

  /**
   * @param path of the object inside the case; empty for the case itself.
   * @param known names of all fields it may have; without it, unknown fields are passed over.
   */
  constructor(caseName: string, path: string, json: unknown, known?: readonly string[]) {
    this.#caseName = caseName
    this.#path = path
    if (typeof json !== 'object' || json === null || Array.isArray(json)) {
      throw new InvalidReplayError(caseName, path || 'value', foundText(json), 'an object')
    }
    this.#fields = json as Readonly<Record<string, unknown>>
    const unknown = known && Object.keys(json).find((name) => !known.includes(name))
    if (unknown !== undefined) throw this.problem(unknown, 'unknown field', `one of ${known!.join(', ')}`)
  }

  problem(name: string, found: string, expected: string): InvalidReplayError {
    return new InvalidReplayError(this.#caseName, this.#pathOf(name), found, expected)
  }

  /** The field as it is, unchecked. */
  read(name: string): unknown {
    return this.#fields[name]
  }

  text(name: string): string {
    const value = this.read(name)
    if (typeof value !== 'string') throw this.problem(name, foundText(value), 'a text')
    return value
  }

  /** An integer ≥ 1. */
  count(name: string): number {
    const value = this.number(name)
    if (!Number.isSafeInteger(value) || value < 1) throw this.problem(name, String(value), 'an integer ≥ 1')
    return value
  }

  number(name: string): number {
    const value = this.read(name)
    if (typeof value !== 'number' || !Number.isFinite(value)) throw this.problem(name, foundText(value), 'a number')
    return value
  }

  /** A list of one entry or more. */
  list(name: string): readonly unknown[] {
    const value = this.read(name)
    if (!Array.isArray(value) || value.length === 0) throw this.problem(name, foundText(value), 'a list, not empty')
    return value
  }

  /** A list of `length` numbers. */
  numbers(name: string, length: number): Float64Array {
    return this.#checkNumbers(name, this.read(name), length)
  }

  /** A list of `count` lists of `length` numbers that float32 holds exactly. */
  samples(name: string, count: number, length: number): readonly Float64Array[] {
    const blocks = this.list(name)
    if (blocks.length !== count) throw this.problem(name, foundText(blocks), `a list of ${count}, one per step`)
    return blocks.map((block, index) => {
      const values = this.#checkNumbers(`${name}[${index}]`, block, length)
      const wrong = values.findIndex((value) => Math.fround(value) !== value)
      if (wrong >= 0) throw this.problem(`${name}[${index}][${wrong}]`, String(values[wrong]), 'a float32 number')
      return values
    })
  }

  /** An object of the given fields. */
  object(name: string, known: readonly string[]): ReplayFields {
    return new ReplayFields(this.#caseName, this.#pathOf(name), this.read(name), known)
  }

  /** Numbers for each of the names, as tensors of these shapes. */
  parameters(name: string, shapes: Readonly<Record<string, readonly number[]>>): Parameters {
    const fields = this.object(name, Object.keys(shapes))
    const parameters: Record<string, Tensor> = {}
    for (const [tensor, shape] of Object.entries(shapes)) {
      parameters[tensor] = { shape, values: fields.numbers(tensor, sizeOf(shape)) }
    }
    return parameters
  }

  #checkNumbers(name: string, value: unknown, length: number): Float64Array {
    if (!Array.isArray(value) || value.length !== length) {
      throw this.problem(name, foundText(value), `a list of ${length} numbers`)
    }
    const wrong = value.findIndex((entry) => typeof entry !== 'number' || !Number.isFinite(entry))
    if (wrong >= 0) throw this.problem(`${name}[${wrong}]`, foundText(value[wrong]), 'a number')
    return Float64Array.from(value as readonly number[])
  }

  #pathOf(name: string): string {
    return this.#path === '' ? name : `${this.#path}.${name}`
  }
}
