import { tfjs } from '@digon/backend-tfjs'
import { wasm } from '@digon/backend-wasm'
import { chooseBackend } from '@digon/model'
import { expose } from 'comlink'
import { type Frame, Laboratory } from '../laboratory/laboratory.js'
import { defaultSettings, ensembleFor, type Settings } from '../laboratory/settings.js'

/** The laboratory behind a message channel: the page stays responsive while models train here. */

let laboratory: Laboratory | undefined

const training = {
  /** Chooses a backend and sets up. @returns the backend's name and the first frame. */
  async open(settings: Settings): Promise<{ backend: string; frame: Frame }> {
    const { backend } = await chooseBackend([wasm(), tfjs('wasm'), tfjs('cpu')], ensembleFor(defaultSettings))
    laboratory = new Laboratory(backend, settings, () => performance.now())
    return { backend: backend.name, frame: await laboratory.reset(settings) }
  },
  reset: (settings: Settings): Promise<Frame> => opened().reset(settings),
  look: (): Promise<Frame> => opened().look(),
  step: (steps: number): Promise<Frame> => opened().step(steps),
  play: (show: (frame: Frame) => void): Promise<void> => opened().play(show),
  pause: (): void => opened().pause(),
  changeProbability: (probability: number): Promise<Frame> => opened().changeProbability(probability),
}

export type TrainingWorker = typeof training

expose(training)

function opened(): Laboratory {
  if (laboratory === undefined) throw new Error('the laboratory is not open yet')
  return laboratory
}
