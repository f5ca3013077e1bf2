/**
 * The part that loads tfjs; `tfjs.ts` imports it when a backend is first probed or opened. It starts devices, each once in a
 * realm, and opens sessions on them.
 */
import './register-gradients.js'
import { checkSnapshot, type Ensemble, type OpenOptions, type Probe, type Session } from '@digon/model'
import { createSession } from '@digon/model/engine'
import { getKernel, registerKernel, type Tensor, tidy, zeros } from '@tensorflow/tfjs-core'
import { type CustomForward, CustomModelError, type TensorHandle } from './custom-model.js'
import type { DeviceSettings, EngineDevice } from './devices/device.js'
import type { TfjsDevice } from './devices/device-name.js'
import { differentiate } from './differentiate.js'
import type { ModelGraph } from './graph.js'
import { lossScales, memberLosses } from './loss.js'
import { memberProduct } from './member-product.js'
import { modelGraph } from './model-graph.js'
import { inTurn, onEngine, quietly } from './realm.js'
import { TfjsSession } from './session.js'
import { Training } from './training.js'

/** A device that was started, or tried. */
interface StartedDevice {
  readonly device: EngineDevice
  readonly probe: Probe
}

const loaders: Readonly<Record<TfjsDevice, () => Promise<EngineDevice>>> = {
  cpu: async () => (await import('./devices/cpu.js')).cpu,
  wasm: async () => (await import('./devices/wasm.js')).wasm,
  webgpu: async () => (await import('./devices/webgpu.js')).webgpu,
}

const started = new Map<TfjsDevice, Promise<StartedDevice>>()

/** Starts the device when it is asked for first; the settings of that first time count. */
export function startDevice(name: TfjsDevice, settings: DeviceSettings): Promise<StartedDevice> {
  let start = started.get(name)
  if (!start) {
    start = inTurn(() =>
      quietly(async () => {
        const device = await loaders[name]()
        if (!getKernel(memberProduct, device.engineName)) registerKernel(device.memberProduct)
        return { device, probe: await device.start(settings) }
      }),
    )
    started.set(name, start)
  }
  return start
}

/** Opens a session on a device that is available, for an ensemble that is supported. */
export async function openSession<T extends TensorHandle>(
  device: EngineDevice,
  ensemble: Ensemble,
  forwards: Readonly<Record<string, CustomForward<T>>>,
  { snapshot, signal }: OpenOptions,
): Promise<Session> {
  if (snapshot) checkSnapshot(ensemble, snapshot)
  const graph = modelGraph(ensemble, forwards as unknown as Record<string, CustomForward<Tensor>>)
  const training = await onEngine(device.engineName, () => {
    signal?.throwIfAborted()
    const training = new Training(ensemble, device, graph, snapshot)
    try {
      if (ensemble.model.kind === 'custom') tryCustomModel(ensemble, graph, training)
    } catch (error) {
      training.free()
      throw error
    }
    return training
  })
  const session = createSession(ensemble, new TfjsSession(ensemble, graph, training, device.engineName))
  if (signal?.aborted) await session.dispose()
  signal?.throwIfAborted()
  return session
}

/** Runs a custom model forward and back on two empty samples, so that what is wrong with it comes out before training. */
function tryCustomModel(ensemble: Ensemble, graph: ModelGraph, training: Training): void {
  const { parameters } = training.state
  const { members, model } = ensemble
  try {
    tidy(() => {
      const input = zeros([members.length, 2, model.featureCount])
      const scales = lossScales(
        ensemble,
        members.map(() => 2),
      )
      differentiate(parameters, () => memberLosses(ensemble, graph, parameters, { input }, scales))
    })
  } catch (error) {
    const found = error instanceof Error ? error.message : String(error)
    if (model.kind !== 'custom' || !found.startsWith('Cannot compute gradient')) throw error
    throw new CustomModelError(model.name, found, 'operations that have a gradient', { cause: error })
  }
}
