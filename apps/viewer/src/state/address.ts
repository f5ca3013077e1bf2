/**
 * The page's address: `?seed=1&probability=0.1&engine=tfjs-wasm` opens the same start on the same engine. Values that make no
 * sense fall back to the defaults, with a note for people; other names are ignored.
 */
import { defaultSettings, type Engine, engines, leastProbability, type Settings } from '../trainer/settings.js'

export interface Address {
  readonly settings: Settings
  readonly engine: Engine
}

export interface ParsedAddress extends Address {
  /** One sentence for each value that could not be used. */
  readonly notes: readonly string[]
}

/** @param search as in `location.search`, with or without the question mark. */
export function parseAddress(search: string): ParsedAddress {
  const parameters = new URLSearchParams(search)
  const notes: string[] = []
  const read = <Value>(name: string, field: Field<Value>): Value => {
    const text = parameters.get(name)
    if (text === null) return field.fallback
    const value = field.parse(text)
    if (value !== undefined) return value
    const shown = text.length > 40 ? `${text.slice(0, 40)}…` : text
    notes.push(`The address asks for ${name} “${shown}”, which is not ${field.expected}; ${field.fallback} is used.`)
    return field.fallback
  }
  return {
    settings: { seed: read('seed', seedField), probability: read('probability', probabilityField) },
    engine: read('engine', engineField),
    notes,
  }
}

/** The query of an address that opens this again, question mark included. */
export function formatAddress({ settings: { seed, probability }, engine }: Address): string {
  const parameters = new URLSearchParams({ seed: String(seed), probability: String(probability) })
  if (engine !== 'automatic') parameters.set('engine', engine)
  return `?${parameters}`
}

/** A seed as people write it, or undefined. */
export function parseSeed(text: string): number | undefined {
  const seed = /^\d+$/.test(text) ? Number(text) : Number.NaN
  return Number.isSafeInteger(seed) ? seed : undefined
}

/** What a seed is, for messages. */
export const seedRange: string = `a whole number from 0 to ${Number.MAX_SAFE_INTEGER}`

interface Field<Value> {
  readonly fallback: Value
  readonly expected: string
  parse(text: string): Value | undefined
}

const seedField: Field<number> = { fallback: defaultSettings.seed, expected: seedRange, parse: parseSeed }

const probabilityField: Field<number> = {
  fallback: defaultSettings.probability,
  expected: `a number from ${leastProbability} to 1`,
  parse: (text) => {
    const probability = /^(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? Number(text) : Number.NaN
    return probability >= leastProbability && probability <= 1 ? probability : undefined
  },
}

const engineField: Field<Engine> = {
  fallback: 'automatic',
  expected: `one of ${engines.join(', ')}`,
  parse: (text) => engines.find((engine) => engine === text),
}
