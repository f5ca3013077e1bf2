/** The address of a phase map: `?m=2&seed=3`. What cannot be used is said, and the default is taken. */
import { settingFields } from '../../experiment/settings-fields.js'
import type { MapSize } from '../../phase-map/map-plan.js'
import { shown, unknownNames } from '../../site/page-view.js'

export interface MapAddress {
  readonly size: MapSize
  readonly seed: number
}

/** More notes on names than these would push the map out of sight. */
const mostNotes = 5

const defaults: MapAddress = { size: 1, seed: 1 }

/** @param search as in `location.search`. Never throws. */
export function parseMapAddress(search: string): MapAddress & { readonly notes: readonly string[] } {
  const parameters = new URLSearchParams(search)
  const notes = unknownNames(parameters, 'the phase map', ['m', 'seed']).slice(0, mostNotes)
  const read = <Value>(name: string, expected: string, parse: (text: string) => Value | undefined, fallback: Value) => {
    const text = parameters.get(name)
    const value = text === null ? fallback : parse(text)
    if (value !== undefined) return value
    notes.push(`The address asks for ${name} ${shown(text!)}, which is not ${expected}; ${fallback} is used.`)
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
