/** Between the contract's plain records and tensors: every parameter is one tensor with the member as leading axis. */
import type { Parameters, Tensor as PlainTensor } from '@digon/model'
import { type Tensor, tensor } from '@tensorflow/tfjs-core'
import type { NamedTensors } from './graph.js'

/** Copies of these numbers as tensors, in float32. The caller frees them. */
export function toTensors(parameters: Parameters): NamedTensors {
  return mapNamed(parameters, ({ values, shape }) => tensor(Float32Array.from(values), [...shape]))
}

/** Copies of the numbers of these tensors. */
export async function fromTensors(tensors: NamedTensors): Promise<Parameters> {
  const parameters: Record<string, PlainTensor> = {}
  for (const [name, source] of Object.entries(tensors)) {
    // The device may hand out its own memory, so the numbers are copied.
    const values = Float32Array.from((await source.data()) as Float32Array)
    parameters[name] = { shape: [...source.shape], values }
  }
  return parameters
}

export function freeAll(...groups: readonly NamedTensors[]): void {
  for (const group of groups) {
    for (const held of Object.values(group)) held.dispose()
  }
}

/** The same names with other values. */
export function mapNamed<From, To>(
  named: Readonly<Record<string, From>>,
  map: (value: From, name: string) => To,
): Record<string, To> {
  return Object.fromEntries(Object.entries(named).map(([name, value]) => [name, map(value, name)]))
}

/** One number per member as a tensor that multiplies tensors `[member, …]` of this rank. */
export function perMember(values: ArrayLike<number>, rank: number): Tensor {
  return tensor(Float32Array.from(values), [values.length, ...new Array<number>(rank - 1).fill(1)])
}
