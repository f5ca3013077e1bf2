/** Numbers as people write them. */

/** A decimal number as people write it; undefined for anything else, not finite ones included. */
export function parseNumber(text: string): number | undefined {
  if (!/^-?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text)) return undefined
  const value = Number(text)
  return Number.isFinite(value) ? value : undefined
}

/** Numbers separated by spaces, as many as there are; undefined when one of them is none. */
export function parseNumbers(text: string): readonly number[] | undefined {
  const numbers = text.trim().split(/\s+/).map(parseNumber)
  return numbers.every((each) => each !== undefined) ? (numbers as number[]) : undefined
}
