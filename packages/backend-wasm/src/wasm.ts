/** The backend: what it can run, and sessions on it. */
import {
  type Backend,
  BackendUnavailableError,
  checkSnapshot,
  type Ensemble,
  type OpenOptions,
  type Session,
  type Support,
  UnsupportedEnsembleError,
} from '@digon/model'
import { engineModule, type Precision, refusal } from './engine-module.js'
import { openInlineLane } from './lane.js'
import { MemberGroup } from './member-group.js'
import { startingStates } from './member-states.js'
import type { AutoencoderEnsemble } from './place-shape.js'
import { chooseRoute } from './route.js'
import { WasmSession } from './session.js'
import { tensorLayout } from './tensor-layout.js'

const name = 'wasm'

export interface WasmOptions {
  /** Default `deterministic`: the same bits on every machine. `relaxed` is faster where the processor fuses operations. */
  readonly precision?: Precision
}

/** The fused engine, for every autoencoder ensemble. */
export function wasm(options: WasmOptions = {}): Backend {
  return wasmBackend({ precision: options.precision ?? 'deterministic', chooseRoute })
}

/** All that the backend leaves open, for tests and benches that force one of its ways. */
export interface Settings {
  readonly precision: Precision
  readonly chooseRoute: typeof chooseRoute
}

/** The backend with its choices handed in. */
export function wasmBackend(settings: Settings): Backend {
  const { precision } = settings
  return {
    name,
    probe: async () => {
      const reason = refusal(precision)
      if (reason !== undefined) return { available: false, reason }
      const description = `WASM ${precision === 'relaxed' ? 'relaxed ' : ''}SIMD`
      return { available: true, device: { description, kind: 'cpu', limits: { maxMemoryBytes: 2 ** 32 } } }
    },
    supports: (ensemble) => supportOf(ensemble),
    open: (ensemble, options = {}) => open(ensemble, settings, options),
  }
}

function supportOf({ model }: Ensemble): Support {
  if (model.kind === 'autoencoder') return { supported: true }
  const reason = `custom model ${model.name}: the kernels know autoencoders only; custom models run on tfjs backends`
  return { supported: false, reason }
}

async function open(ensemble: Ensemble, settings: Settings, { snapshot, signal }: OpenOptions): Promise<Session> {
  const { precision } = settings
  signal?.throwIfAborted()
  const support = supportOf(ensemble)
  if (!support.supported) throw new UnsupportedEnsembleError(name, support.reason)
  const reason = refusal(precision)
  if (reason !== undefined) throw new BackendUnavailableError([{ name, reason }])
  if (snapshot) checkSnapshot(ensemble, snapshot)
  const checked = ensemble as AutoencoderEnsemble
  const layout = tensorLayout(checked.model)
  const module = await engineModule(precision)
  signal?.throwIfAborted()
  const states = startingStates(checked, layout, snapshot)
  const divergedSteps = new Map(snapshot?.diverged.map(({ member, step }) => [member, step]))
  const members = checked.members.map((member, index) => ({
    member,
    route: settings.chooseRoute(checked.model, member, checked.batchSize),
    state: states[index]!,
    loss: Number.NaN,
    divergedStep: divergedSteps.get(index),
  }))
  const indices = members.map((_, index) => index)
  const group = await MemberGroup.open(checked, layout, indices, members, module, openInlineLane)
  return new WasmSession(checked, layout, [group], snapshot?.step ?? 0, members, 1)
}
