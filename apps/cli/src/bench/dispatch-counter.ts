/** Counts what any WebGPU engine of this process sends to a device, so that engines are compared by the same measure. */

type Dispatch = GPUComputePassEncoder['dispatchWorkgroups']

export interface DispatchCounter {
  /** Dispatches so far. */
  readonly count: () => number
  /** Ends counting. */
  readonly stop: () => void
}

/** @throws {TypeError} where WebGPU's classes are not loaded: a WebGPU engine has to be probed before. */
export function countDispatches(): DispatchCounter {
  const { GPUComputePassEncoder } = globalThis as unknown as {
    readonly GPUComputePassEncoder?: { readonly prototype: Record<string, Dispatch> }
  }
  if (GPUComputePassEncoder === undefined) {
    throw new TypeError('no WebGPU classes in this process; expected a WebGPU engine to be probed before counting')
  }
  const { prototype } = GPUComputePassEncoder
  const original = Object.fromEntries(
    ['dispatchWorkgroups', 'dispatchWorkgroupsIndirect'].map((name) => [name, prototype[name]!]),
  )
  let count = 0
  for (const [name, dispatch] of Object.entries(original)) {
    prototype[name] = function counted(this: GPUComputePassEncoder, ...given: Parameters<Dispatch>) {
      count++
      return dispatch.apply(this, given)
    }
  }
  return { count: () => count, stop: () => void Object.assign(prototype, original) }
}
