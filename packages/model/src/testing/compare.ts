/**
 * The conformance suite's own assertions, so that it needs no test framework. Every one throws an `Error` that says what was
 * compared, where they differ and by how much. NaN equals nothing here, not even NaN.
 */
import type { Parameters } from '../parameters.js'

/** What passes as equal: |found − expected| ≤ relative × largest |expected| of the block + absolute. */
export interface Tolerance {
  readonly relative: number
  readonly absolute: number
}

type Numbers = ArrayLike<number>

export function assert(condition: boolean, message: string): asserts condition {
  if (!condition) throw new Error(message)
}

/** Numbers of one block (a tensor of one member, a list of losses) against those expected. */
export function assertClose(found: Numbers, expected: Numbers, tolerance: Tolerance, what: string): void {
  assert(found.length === expected.length, `${what}: ${found.length} numbers; expected ${expected.length}`)
  const limit = tolerance.relative * largest(expected) + tolerance.absolute
  for (let k = 0; k < expected.length; k++) {
    const error = Math.abs(found[k]! - expected[k]!)
    const subject = expected.length === 1 ? what : `${what}[${k}]`
    const close = error <= limit && error < Number.POSITIVE_INFINITY
    assert(close, `${subject}: ${found[k]}; expected ${expected[k]} within ${limit}, differs by ${error}`)
  }
}

/** The same bits, for float32 and float64 alike. */
export function assertSameBits(found: Numbers, expected: Numbers, what: string): void {
  assert(found.length === expected.length, `${what}: ${found.length} numbers; expected ${expected.length}`)
  for (let k = 0; k < expected.length; k++) {
    const same = Object.is(found[k], expected[k]) && !Number.isNaN(found[k])
    assert(same, `${what}[${k}]: ${found[k]}; expected the very same as ${expected[k]}`)
  }
}

/** Tensors by name, member by member: a small member must not hide behind a large one. */
export function assertParametersClose(
  found: Parameters,
  expected: Parameters,
  tolerance: Tolerance,
  what: string,
): void {
  eachMember(found, expected, what, (own, other, subject) => assertClose(own, other, tolerance, subject))
}

/** Tensors by name, the same bits. */
export function assertSameParameters(found: Parameters, expected: Parameters, what: string): void {
  eachMember(found, expected, what, assertSameBits)
}

/** The same names and shapes. */
export function assertSameShapes(found: Parameters, expected: Parameters, what: string): void {
  const names = Object.keys(expected).sort().join(', ')
  assert(Object.keys(found).sort().join(', ') === names, `${what}: tensors ${Object.keys(found)}; expected ${names}`)
  for (const [name, { shape }] of Object.entries(expected)) {
    const own = found[name]!
    assert(own.shape.join() === shape.join(), `${what}.${name}.shape: [${own.shape}]; expected [${shape}]`)
    const size = shape.reduce((product, length) => product * length, 1)
    assert(own.values.length === size, `${what}.${name}.values: ${own.values.length} numbers; expected ${size}`)
  }
}

/** The reason with which a promise rejects; fails when it does not. */
export async function rejectionOf(promise: Promise<unknown>, what: string): Promise<unknown> {
  try {
    await promise
  } catch (reason) {
    return reason
  }
  throw new Error(`${what}: succeeded; expected a rejection`)
}

/** Fails unless the promise rejects with an error of this name (by name: a page may hold two copies of a package). */
export async function assertRejects(promise: Promise<unknown>, errorName: string, what: string): Promise<void> {
  const reason = await rejectionOf(promise, what)
  const found = reason instanceof Error ? reason.name : String(reason)
  assert(found === errorName, `${what}: rejected with ${found} (${reason}); expected ${errorName}`)
}

function eachMember(
  found: Parameters,
  expected: Parameters,
  what: string,
  compare: (found: Numbers, expected: Numbers, subject: string) => void,
): void {
  assertSameShapes(found, expected, what)
  for (const [name, { shape, values }] of Object.entries(expected)) {
    const memberCount = shape[0]!
    const size = values.length / memberCount
    for (let member = 0; member < memberCount; member++) {
      const [start, end] = [member * size, (member + 1) * size]
      const own = found[name]!.values.subarray(start, end)
      compare(own, values.subarray(start, end), `${what}.${name}, member ${member}`)
    }
  }
}

function largest(numbers: Numbers): number {
  let size = 0
  for (let k = 0; k < numbers.length; k++) size = Math.max(size, Math.abs(numbers[k]!))
  return size
}
