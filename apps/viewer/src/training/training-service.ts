/** Chooses engines and keeps the training, and the one before it. Runs in the worker; knows nothing of messages. */
import { type Backend, type BackendChoice, chooseBackend } from '@digon/model'
import { firstMoment } from '../experiment/course.js'
import type { Engine } from '../experiment/settings.js'
import { type Clock, Laboratory } from './laboratory.js'
import { lostDevice, type Opened, type Training } from './training.js'

export interface TrainingServiceOptions {
  /** The engines to try, in order of preference; loads them. */
  readonly backendsFor: (engine: Engine) => Promise<readonly Backend[]>
  /** Goes on when a device is lost. */
  readonly fallback: Backend
  readonly clock: Clock
}

/** A training with what is said of its engine. */
interface Held {
  readonly laboratory: Laboratory
  readonly choice: BackendChoice
}

export function createTrainingService({ backendsFor, fallback, clock }: TrainingServiceOptions): Training {
  let present: Held | undefined
  let previous: Held | undefined
  const held = (): Held => {
    if (present === undefined) throw new Error('no engine is open')
    return present
  }
  const choose = async (engine: Engine, settings: Laboratory['settings']) =>
    chooseBackend(await backendsFor(engine), [firstMoment(settings).ensemble], {
      // Who asks for an engine by name gets it, even on a processor that pretends to be a GPU: the page says so.
      allowSoftware: engine !== 'automatic',
    })
  const answer = async ({ laboratory, choice }: Held): Promise<Opened> => {
    const frame = await laboratory.pause()
    const { backend, passedOver } = choice
    const { settings, changes, engine } = laboratory
    const device = engine === backend.name ? choice.device.description : lostDevice(backend.name)
    return { engine, device, passedOver, settings, changes, frame }
  }
  /** What was trained is kept. A start without a step is not: several settings in a row must not push a trained model out. */
  const replace = async (next: Held): Promise<Opened> => {
    const before = present
    await before?.laboratory.pause()
    const isTrained = before !== undefined && before.laboratory.present.step > 0
    await (isTrained || previous === undefined ? previous : before)?.laboratory.dispose()
    if (isTrained || previous === undefined) previous = before
    present = next
    return answer(next)
  }
  return {
    open: async (engine, settings, changes) => {
      const choice = await choose(engine, settings)
      const options = { backend: choice.backend, fallback, clock }
      return replace({ laboratory: await Laboratory.open(options, settings, changes), choice })
    },
    changeEngine: async (engine) => {
      const { laboratory } = held()
      const choice = await choose(engine, laboratory.settings)
      const { step, changeCount } = laboratory.present
      const next = { laboratory: await laboratory.fork(step, changeCount, choice.backend), choice }
      present = next
      await laboratory.dispose()
      return answer(next)
    },
    fork: async (step, changeCount) => {
      const { laboratory, choice } = held()
      return replace({ laboratory: await laboratory.fork(step, changeCount), choice })
    },
    undo: async () => {
      if (previous === undefined) throw new Error('no earlier training is kept')
      await present?.laboratory.pause()
      ;[present, previous] = [previous, present]
      return answer(held())
    },
    step: async (steps) => held().laboratory.step(steps),
    play: async (options, show) => held().laboratory.play(options, show),
    pause: async () => held().laboratory.pause(),
    changeSpeed: async (speed) => held().laboratory.changeSpeed(speed),
    change: async (action) => held().laboratory.change(action),
    ping: async () => undefined,
  }
}
