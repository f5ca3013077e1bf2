/** Values of active features from 24-bit positions, for laws that are drawn in JavaScript; + − × ÷ √ only, so the bits are the same everywhere. */
import type { ValueLaw } from './law.js'
import { normalQuantile } from './normal-distribution.js'

/** Positions are integers from 0 up to this. */
const positions = 2 ** 24

/**
 * The value that stands at a 24-bit position, in float64 (batches round it to float32): the quantile of the law at
 * (position + ½) / 2²⁴, but for `unit`, `signed` and `constant`, which are those of STREAM.md.
 */
export function valueAtPosition(values: ValueLaw = { kind: 'unit' }): (position: number) => number {
  switch (values.kind) {
    case 'unit':
      return (position) => position / positions
    case 'signed':
      return (position) => (2 * position + 1 - positions) / positions
    case 'constant': {
      const constant = Math.fround(values.value) + 0
      return () => constant
    }
    case 'sign':
      return (position) => (position < positions / 2 ? -1 : 1)
    case 'range': {
      const { least, greatest } = values
      return (position) => least + ((position + 0.5) / positions) * (greatest - least)
    }
    case 'normal':
      return normalAt(values.mean, values.deviation)
    case 'folded-normal': {
      const normal = normalAt(values.mean, values.deviation)
      return (position) => Math.abs(normal(position))
    }
    case 'clipped-normal': {
      const normal = normalAt(values.mean, values.deviation)
      return (position) => Math.max(0, normal(position))
    }
  }
}

function normalAt(mean: number, deviation: number): (position: number) => number {
  return (position) => mean + deviation * normalQuantile((position + 0.5) / positions)
}
