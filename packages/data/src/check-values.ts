/** Checks the values of a law: kinds, and numbers that float32 can hold. */
import { checkFields, checkRecord, refuse } from './check-fields.js'

/** @throws {InvalidLawError} naming the first wrong field of `values`. */
export function checkValues(found: unknown): void {
  const values = checkRecord(found, ['values'])
  switch (values.kind) {
    case 'unit':
    case 'signed':
    case 'sign':
      checkFields(values, ['values'], ['kind'])
      return
    case 'constant':
      checkFields(values, ['values'], ['kind', 'value'])
      checkNumber(values.value, 'value')
      return
    case 'range':
      checkFields(values, ['values'], ['kind', 'least', 'greatest'])
      checkNumber(values.least, 'least')
      checkNumber(values.greatest, 'greatest')
      if (!((values.greatest as number) > (values.least as number))) {
        refuse(['values', 'greatest'], values.greatest, `a number above least, which is ${values.least}`)
      }
      return
    case 'normal':
    case 'folded-normal':
    case 'clipped-normal':
      checkFields(values, ['values'], ['kind', 'mean', 'deviation'])
      checkNumber(values.mean, 'mean')
      checkNumber(values.deviation, 'deviation')
      if (!((values.deviation as number) > 0)) refuse(['values', 'deviation'], values.deviation, 'a number > 0')
      return
    default:
      refuse(
        ['values', 'kind'],
        values.kind,
        '"unit", "signed", "constant", "sign", "range", "normal", "folded-normal" or "clipped-normal"',
      )
  }
}

function checkNumber(found: unknown, field: string): void {
  const stored = typeof found === 'number' ? Math.fround(found) : Number.NaN
  if (!Number.isFinite(stored) || (stored === 0 && found !== 0)) {
    refuse(['values', field], found, 'a number that float32 can hold: 0, or of a size from 1.4e-45 to 3.4e38')
  }
}
