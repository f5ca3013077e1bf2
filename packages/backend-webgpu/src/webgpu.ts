/** The backend: what it can run, and sessions on the device that all sessions of a realm share. */
import { type Backend, BackendUnavailableError, DeviceLostError, type OpenOptions, type Session } from '@digon/model'
import { type AutoencoderEnsemble, autoencoderToOpen, coefficientLength, createSession } from '@digon/model/engine'
import { DeviceFailure } from './compute-device.js'
import { DeviceFaultError } from './errors.js'
import { groupMembers, groupRowBytes, MemberGroup } from './member-group.js'
import { snapshotOf, startingStates, stateBlocks } from './member-state.js'
import { parameterLayout } from './parameter-layout.js'
import { stepPipelines } from './pipelines.js'
import { probeAdapter, startDevice } from './realm.js'
import { WebgpuSession } from './session.js'
import { supportFor } from './support.js'

const name = 'webgpu'

/** Room for the coefficients of many steps. */
const tableBytes = 1 << 20
const mostStepsPerTable = 256

/** Options of `webgpu`. */
export interface WebgpuOptions {
  /**
   * While training, the state is read back when the last one read is older than this many seconds, so that a lost device
   * costs no more work than that. > 0; default 10.
   */
  readonly snapshotIntervalInSeconds?: number
}

/**
 * The fused WebGPU engine, for every autoencoder ensemble whose single members fit a device's buffers.
 *
 * @throws {RangeError} when `snapshotIntervalInSeconds` is not a number > 0.
 */
export function webgpu(options: WebgpuOptions = {}): Backend {
  const { snapshotIntervalInSeconds = 10 } = options
  if (!(snapshotIntervalInSeconds > 0)) {
    throw new RangeError(`invalid snapshotIntervalInSeconds: ${snapshotIntervalInSeconds}; expected a number > 0`)
  }
  const backend: Backend = {
    name,
    arithmetic: 'float32',
    probe: probeAdapter,
    supports: supportFor,
    open: async (ensemble, openOptions = {}) => {
      const checked = autoencoderToOpen(backend, ensemble, openOptions)
      return open(checked, 1000 * snapshotIntervalInSeconds, openOptions)
    },
  }
  return backend
}

async function open(
  ensemble: AutoencoderEnsemble,
  snapshotIntervalInMilliseconds: number,
  { snapshot, signal }: OpenOptions,
): Promise<Session> {
  const layout = parameterLayout(ensemble.model)
  const step = snapshot?.step ?? 0
  const states = startingStates(ensemble, layout, snapshot)
  const first = snapshotOf(layout, step, states)
  const started = await startDevice()
  if ('reason' in started) throw new BackendUnavailableError([{ name, reason: started.reason }])
  const { device } = started
  try {
    const pipelines = await stepPipelines(device, ensemble)
    signal?.throwIfAborted()
    const ranges = groupMembers(ensemble, device.bufferLimit)
    const stepsPerTable = Math.min(
      mostStepsPerTable,
      Math.max(1, Math.floor(tableBytes / (4 * coefficientLength * ensemble.members.length))),
    )
    const rowBytes = Math.max(...ranges.map((range) => groupRowBytes(ensemble, range)))
    const stateBytes = 8 * stateBlocks(ensemble.optimizer) * layout.parameterCount * ensemble.members.length
    const rows = device.createBuffer(rowBytes)
    const groups: MemberGroup[] = []
    try {
      await device.withMemory(stateBytes + rowBytes, () => {
        const start = { states, step, stepsPerTable }
        for (const range of ranges) groups.push(new MemberGroup(device, pipelines, ensemble, range, start, rows))
      })
    } catch (error) {
      for (const group of groups) group.destroy()
      device.destroyBuffer(rows)
      throw error
    }
    const session = new WebgpuSession({
      device,
      ensemble,
      layout,
      groups,
      rows,
      stepsPerTable,
      snapshot: first,
      snapshotIntervalInMilliseconds,
    })
    return createSession(ensemble, session, { explain: (failure) => session.explain(failure) })
  } catch (error) {
    if (!(error instanceof DeviceFailure)) throw error
    const { kind, reason } = error.failure
    throw new (kind === 'lost' ? DeviceLostError : DeviceFaultError)(name, reason, first, 0)
  }
}
