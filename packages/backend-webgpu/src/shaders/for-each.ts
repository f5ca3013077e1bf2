/** Code repeated for the places of a short axis, so that what it works on stands in registers and not in arrays. */

/** @param code gets the place, from 0 on. */
export function forEach(count: number, code: (place: number) => string): string {
  return Array.from({ length: count }, (_, place) => code(place)).join('\n    ')
}

/** The sum of terms, added in their order. @param count at least 1. */
export function sumOf(count: number, term: (place: number) => string): string {
  return Array.from({ length: count }, (_, place) => term(place)).join(' + ')
}
