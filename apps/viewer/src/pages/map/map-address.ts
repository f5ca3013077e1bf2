/** The address of a phase map: `?m=2&seed=3`. What cannot be used is said, and the default is taken. */
import { settingFields } from '../../experiment/settings-fields.js'
import type { MapSize } from '../../phase-map/map-plan.js'

export interface MapAddress {
  readonly size: MapSize
  readonly seed: number
}

const defaults: MapAddress = { size: 1, seed: 1 }

/** @param search as in `location.search`. Never throws. */
export function parseMapAddress(search: string): MapAddress & { readonly notes: readonly string[] } {
  const parameters = new URLSearchParams(search)
  const notes: string[] = []
  const read = <Value>(name: string, expected: string, parse: (text: string) => Value | undefined, fallback: Value) => {
    const text = parameters.get(name)
    const value = text === null ? fallback : parse(text)
    if (value !== undefined) return value
    const shown = text!.length > 40 ? `${text!.slice(0, 40)}…` : text
    notes.push(`The address asks for ${name} “${shown}”, which is not ${expected}; ${fallback} is used.`)
    return fallback
  }
  const { seed } = settingFields
  return {
    size: read('m', '1 or 2', (text) => (text === '1' ? 1 : text === '2' ? 2 : undefined), defaults.size),
    seed: read('seed', seed.expected, (text) => seed.parse(text), defaults.seed),
    notes,
  }
}

/** The query of an address that opens this again, question mark included. */
export function formatMapAddress({ size, seed }: MapAddress): string {
  return `?m=${size}&seed=${seed}`
}
