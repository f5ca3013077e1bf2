/** Changes of a simulation's random numbers that faults are made of. */
import { normalsOf, type RandomStream } from '../vocabulary/random-stream.js'
import type { Fault } from './fault.js'

type ChangeStream = (stream: RandomStream) => RandomStream

/** A fault in tools that changes every stream by itself. */
export function everyStream(change: ChangeStream): Fault['tools'] & {} {
  return {
    streamOf:
      (streamOf) =>
      (...path) =>
        change(streamOf(...path)),
  }
}

/** Normal numbers times a factor; uniform ones stay. */
export function normalsTimes(factor: number): ChangeStream {
  return ({ uniform, normal }) => ({ uniform, normal: () => factor * normal() })
}

/** Every number twice. */
export function repeated({ uniform }: RandomStream): RandomStream {
  let kept: number | undefined
  return normalsOf(() => {
    const number = kept ?? uniform()
    kept = kept === undefined ? number : undefined
    return number
  })
}

/** Numbers in the middle of so many equal parts of (0, 1). */
export function rounded(count: number): ChangeStream {
  return ({ uniform }) => normalsOf(() => (Math.floor(uniform() * count) + 0.5) / count)
}
