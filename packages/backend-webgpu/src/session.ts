/** One ensemble being trained on a device: submissions of many steps, abort, snapshots, loss of the device. */
import type { SparseBatch } from '@digon/data'
import { DeviceLostError, type Evaluation, type Parameters, type Progress, type Snapshot } from '@digon/model'
import { type AutoencoderEnsemble, coefficientTable, progressOf, type SessionWork } from '@digon/model/engine'
import { type ComputeDevice, DeviceFailure } from './compute-device.js'
import { DeviceFaultError } from './errors.js'
import { evaluateBatches } from './evaluation.js'
import type { MemberGroup, MemberProgress } from './member-group.js'
import { type MemberState, snapshotOf } from './member-state.js'
import { fromBlocks, type ParameterLayout } from './parameter-layout.js'
import { evaluationPipelines } from './pipelines.js'

/** How long a submission should keep the device busy: long against its own cost, short for an abort and for other work. */
const submissionInMilliseconds = 30

export interface SessionParts {
  readonly device: ComputeDevice
  readonly ensemble: AutoencoderEnsemble
  readonly layout: ParameterLayout
  readonly groups: readonly MemberGroup[]
  /** Shared by the groups. */
  readonly rows: GPUBuffer
  /** Steps that the table of coefficients has room for. */
  readonly stepsPerTable: number
  /** The state at the beginning. */
  readonly snapshot: Snapshot
  /** How old the last snapshot read back may become while training. */
  readonly snapshotIntervalInMilliseconds: number
}

export class WebgpuSession implements SessionWork {
  readonly #parts: SessionParts
  #step: number
  #stepsPerSubmission = 1
  #lastSnapshot: Snapshot
  #lastSnapshotTime = performance.now()

  constructor(parts: SessionParts) {
    this.#parts = parts
    this.#step = parts.snapshot.step
    this.#lastSnapshot = parts.snapshot
  }

  async evaluate(batches: readonly SparseBatch[], wantsGradients: boolean): Promise<Evaluation> {
    const { device, ensemble, layout, groups } = this.#parts
    const pipelines = await evaluationPipelines(device, ensemble)
    return evaluateBatches(device, pipelines, { ensemble, layout, groups, batches, wantsGradients })
  }

  async parameters(): Promise<Parameters> {
    const states = await this.#readStates(1)
    return fromBlocks(
      this.#parts.layout,
      states.map(({ blocks }) => blocks[0]!),
    )
  }

  async snapshot(): Promise<Snapshot> {
    const step = this.#step
    const snapshot = snapshotOf(this.#parts.layout, step, await this.#readStates(3))
    this.#lastSnapshot = snapshot
    this.#lastSnapshotTime = performance.now()
    return structuredClone(snapshot)
  }

  free(): void {
    const { device, groups, rows } = this.#parts
    for (const group of groups) group.destroy()
    device.destroyBuffer(rows)
  }

  /** A failure of the device as the caller should see it; any other failure as it is. */
  explain(error: unknown): unknown {
    if (!(error instanceof DeviceFailure)) return error
    const { kind, reason, failedAt } = error.failure
    const snapshot = structuredClone(this.#lastSnapshot)
    const lostError = kind === 'lost' ? DeviceLostError : DeviceFaultError
    return new lostError('webgpu', reason, snapshot, Math.max(0, failedAt - this.#lastSnapshotTime) / 1000)
  }

  async advance(steps: number, signal: AbortSignal | undefined): Promise<Progress> {
    const { device, stepsPerTable, snapshotIntervalInMilliseconds } = this.#parts
    let running: Promise<void> | undefined
    let lastDone = performance.now()
    for (let left = steps; left > 0; ) {
      signal?.throwIfAborted()
      const fitting = Math.min(left, this.#stepsPerSubmission, stepsPerTable)
      this.#submit(fitting)
      left -= fitting
      if (left === 0) break
      // One submission waits on the device while another runs, so that it never idles.
      const next = device.done()
      next.catch(() => undefined)
      await running
      running = next
      const now = performance.now()
      if (now - lastDone < submissionInMilliseconds / 2) this.#stepsPerSubmission = Math.min(fitting * 2, stepsPerTable)
      else if (now - lastDone > submissionInMilliseconds * 2)
        this.#stepsPerSubmission = Math.max(1, Math.floor(fitting / 2))
      lastDone = now
      if (now - this.#lastSnapshotTime > snapshotIntervalInMilliseconds) await this.snapshot()
    }
    // Calls of a few steps each never come to the line above.
    if (performance.now() - this.#lastSnapshotTime > snapshotIntervalInMilliseconds) await this.snapshot()
    return progressOf(this.#step, await this.#readProgress())
  }

  /** Sends steps to the device. */
  #submit(steps: number): void {
    const { device, ensemble, groups } = this.#parts
    if (device.failure) throw new DeviceFailure(device.failure)
    const firstStep = this.#step
    for (const group of groups) {
      const members = Array.from({ length: group.range.count }, (_, own) => group.range.first + own)
      group.prepare(firstStep, coefficientTable(ensemble, { members, firstStep, steps, leading: 'step' }))
    }
    device.submit((pass) => {
      for (let step = 0; step < steps; step++) for (const group of groups) group.encodeStep(pass)
    })
    this.#step += steps
  }

  async #readProgress(): Promise<MemberProgress[]> {
    const { device, groups } = this.#parts
    const contents = await device.read(groups.map((group) => group.progressRange()))
    return groups.flatMap((group, index) => group.progressFrom(contents[index]!))
  }

  /** The members' current blocks. @param mostBlocks 1 for parameters alone, 3 for the moments as well. */
  async #readStates(mostBlocks: number): Promise<MemberState[]> {
    const { device, groups, layout } = this.#parts
    const { parameterCount } = layout
    const ranges = groups.map((group) => [
      group.progressRange(),
      ...group.state.slice(0, mostBlocks).map((buffer) => ({
        buffer,
        byteLength: 2 * 4 * parameterCount * group.range.count,
      })),
    ])
    const contents = await device.read(ranges.flat())
    let place = 0
    return groups.flatMap((group, index) => {
      const own = contents.slice(place, place + ranges[index]!.length)
      place += own.length
      return group.progressFrom(own[0]!).map(({ current, loss, divergedStep }, member): MemberState => {
        const start = (2 * member + current) * parameterCount
        const blocks = own.slice(1).map((bytes) => new Float32Array(bytes).slice(start, start + parameterCount))
        return { blocks, loss, divergedStep }
      })
    })
  }
}
