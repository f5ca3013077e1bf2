/**
 * One GPU device with what the engine needs of it: counted buffers, cached pipelines, reading back, and noticing that it is
 * lost. All sessions of a realm share it; who trains what on it is not known here.
 */
import { DeviceMemoryError } from '@digon/model'
import type { BindingTable, Shader } from './layout/bindings.js'

/** The flags of WebGPU as numbers: in Node there are no globals for them. */
const mapRead = 0x1
const copySource = 0x4
const copyTarget = 0x8
const uniform = 0x40
const storage = 0x80
const mapForReading = 0x1
const computeStage = 0x4

/** Why a device is of no use any more. */
export interface Failure {
  readonly kind: 'lost' | 'fault'
  readonly reason: string
  /** Milliseconds of `performance.now()`. */
  readonly failedAt: number
}

/** Thrown by everything that waits for a device that has failed; sessions turn it into errors with their snapshot. */
export class DeviceFailure extends Error {
  override readonly name = 'DeviceFailure'
  constructor(readonly failure: Failure) {
    super(`WebGPU device failed: ${failure.reason}`)
  }
}

/** A range of a buffer to be read back. */
export interface Range {
  readonly buffer: GPUBuffer
  readonly byteLength: number
}

/** A shader that is compiled. */
export interface Pipeline<Name extends string> {
  readonly compute: GPUComputePipeline
  readonly bindings: BindingTable<Name>
}

/** A buffer for every variable. */
export type Buffers<Name extends string> = Readonly<Record<Name, GPUBuffer>>

let liveBufferCount = 0

/** Buffers that exist now, in this realm. */
export function countBuffers(): number {
  return liveBufferCount
}

export class ComputeDevice {
  readonly gpuDevice: GPUDevice
  /** Whether it is a processor that pretends to be a GPU: what is fast on it differs. */
  readonly emulated: boolean
  readonly #pipelines = new Map<string, Promise<Pipeline<string>>>()
  readonly #waiting = new Set<(reason: unknown) => void>()
  #failure: Failure | undefined
  #dispatchCount = 0

  constructor(gpuDevice: GPUDevice, emulated: boolean) {
    this.gpuDevice = gpuDevice
    this.emulated = emulated
    gpuDevice.addEventListener('uncapturederror', (event) => {
      this.#fail({ kind: 'fault', reason: event.error.message })
      // Not at once: Dawn waits for ever when a device is destroyed inside its own callback.
      setTimeout(() => gpuDevice.destroy())
    })
    gpuDevice.lost.then(({ message, reason }) => this.#fail({ kind: 'lost', reason: message || reason }))
  }

  get failure(): Failure | undefined {
    return this.#failure
  }

  /** Dispatches recorded so far. */
  get dispatchCount(): number {
    return this.#dispatchCount
  }

  /** Bytes that one buffer can have and one binding can show. */
  get bufferLimit(): number {
    const { maxBufferSize, maxStorageBufferBindingSize } = this.gpuDevice.limits
    return Math.min(maxBufferSize, maxStorageBufferBindingSize)
  }

  createBuffer(byteLength: number, kind: 'uniform' | 'storage' = 'storage'): GPUBuffer {
    const usage = (kind === 'uniform' ? uniform : storage) | copySource | copyTarget
    return this.#create(byteLength, usage)
  }

  destroyBuffer(buffer: GPUBuffer): void {
    buffer.destroy()
    liveBufferCount--
  }

  upload(buffer: GPUBuffer, words: Uint32Array<ArrayBuffer> | Float32Array<ArrayBuffer>): void {
    this.gpuDevice.queue.writeBuffer(buffer, 0, words)
  }

  /**
   * Runs work that makes buffers.
   *
   * @throws {DeviceMemoryError} when the device has not the memory for them.
   */
  async withMemory<T>(byteLength: number, work: () => T): Promise<T> {
    this.gpuDevice.pushErrorScope('out-of-memory')
    const result = work()
    const error = await this.wait(this.gpuDevice.popErrorScope())
    if (error) throw new DeviceMemoryError('webgpu', byteLength, error.message)
    return result
  }

  /** The pipeline of this shader; made once. */
  pipeline<Name extends string>(shader: Shader<Name>): Promise<Pipeline<Name>> {
    const known = this.#pipelines.get(shader.source)
    // Equal sources come with equal bindings.
    if (known !== undefined) return known as Promise<Pipeline<Name>>
    const made = this.wait(this.#createPipeline(shader))
    this.#pipelines.set(shader.source, made)
    return made
  }

  /** @param buffers by the names of the variables in the shader. */
  bindGroup<Name extends string>({ compute, bindings }: Pipeline<Name>, buffers: Buffers<Name>): GPUBindGroup {
    const entries = bindings.names.map((name, binding) => ({ binding, resource: { buffer: buffers[name] } }))
    return this.gpuDevice.createBindGroup({ layout: compute.getBindGroupLayout(0), entries })
  }

  dispatch(
    pass: GPUComputePassEncoder,
    pipeline: Pipeline<string>,
    bindings: GPUBindGroup,
    workgroups: readonly [x: number, y?: number],
  ): void {
    pass.setPipeline(pipeline.compute)
    pass.setBindGroup(0, bindings)
    pass.dispatchWorkgroups(...workgroups)
    this.#dispatchCount++
  }

  submit(encode: (pass: GPUComputePassEncoder) => void): void {
    const encoder = this.gpuDevice.createCommandEncoder()
    const pass = encoder.beginComputePass()
    encode(pass)
    pass.end()
    this.gpuDevice.queue.submit([encoder.finish()])
  }

  /** Settles when all that was submitted is done. */
  async done(): Promise<void> {
    await this.wait(this.gpuDevice.queue.onSubmittedWorkDone())
  }

  /** The contents of buffers after all that was submitted. */
  async read(ranges: readonly Range[]): Promise<ArrayBuffer[]> {
    const encoder = this.gpuDevice.createCommandEncoder()
    const copies = ranges.map(({ buffer, byteLength }) => {
      const copy = this.#create(byteLength, mapRead | copyTarget)
      encoder.copyBufferToBuffer(buffer, 0, copy, 0, byteLength)
      return copy
    })
    this.gpuDevice.queue.submit([encoder.finish()])
    try {
      await this.wait(Promise.all(copies.map((copy) => copy.mapAsync(mapForReading))))
      return copies.map((copy) => copy.getMappedRange().slice(0))
    } finally {
      for (const copy of copies) this.destroyBuffer(copy)
    }
  }

  /** Waits for the device, and no longer than it lives. @throws {DeviceFailure} */
  wait<T>(promise: Promise<T>): Promise<T> {
    if (this.#failure) {
      promise.catch(() => undefined)
      return Promise.reject(new DeviceFailure(this.#failure))
    }
    return new Promise<T>((resolve, reject) => {
      this.#waiting.add(reject)
      const settle = async (): Promise<void> => {
        try {
          resolve(await promise)
        } catch (error) {
          // A device that is lost refuses its work a moment before it says so itself.
          await new Promise((turn) => setTimeout(turn))
          reject(error)
        }
        this.#waiting.delete(reject)
      }
      void settle()
    })
  }

  #create(size: number, usage: number): GPUBuffer {
    const buffer = this.gpuDevice.createBuffer({ size: Math.max(16, Math.ceil(size / 4) * 4), usage })
    liveBufferCount++
    return buffer
  }

  async #createPipeline<Name extends string>({ source, entryPoint, bindings }: Shader<Name>): Promise<Pipeline<Name>> {
    const layout = this.gpuDevice.createBindGroupLayout({
      entries: bindings.kinds.map((kind, binding) => ({
        binding,
        visibility: computeStage,
        buffer: { type: kind === 'uniform' ? 'uniform' : kind === 'read' ? 'read-only-storage' : 'storage' },
      })),
    })
    const compute = await this.gpuDevice.createComputePipelineAsync({
      layout: this.gpuDevice.createPipelineLayout({ bindGroupLayouts: [layout] }),
      compute: { module: this.gpuDevice.createShaderModule({ code: source }), entryPoint },
    })
    return { compute, bindings }
  }

  #fail(cause: Omit<Failure, 'failedAt'>): void {
    if (this.#failure) return
    const failure = { ...cause, failedAt: performance.now() }
    this.#failure = failure
    for (const reject of this.#waiting) reject(new DeviceFailure(failure))
    this.#waiting.clear()
  }
}
