/** The worker: engines, trainings and phase maps behind a message channel, so that the page stays responsive. */
import type { Backend } from '@digon/model'
import { nextTurn } from '@digon/model/engine'
import { expose, type Remote, releaseProxy } from 'comlink'
import type { Engine } from '../experiment/settings.js'
import { createMapService, type MapTraining } from '../phase-map/map-service.js'
import '../site/no-eval.js'
import { fusedEngine } from '../worker/fused-engine.js'
import type { Training } from './training.js'
import { createTrainingService } from './training-service.js'

/** One thread: models this small train faster in this worker than across several. */
const fused = fusedEngine(1)

/** The other engines load when somebody wants them. */
const tfjs = async (device: 'wasm' | 'cpu') => (await import('@digon/backend-tfjs')).tfjs(device)
const webgpu = async () => (await import('@digon/backend-webgpu')).webgpu()

async function backendsFor(engine: Engine): Promise<readonly Backend[]> {
  switch (engine) {
    case 'wasm':
      return [fused]
    case 'webgpu':
      return [await webgpu()]
    case 'tfjs-wasm':
      return [await tfjs('wasm')]
    case 'automatic':
      return (await fused.probe()).available ? [fused] : [fused, await tfjs('wasm'), await tfjs('cpu')]
  }
}

const now = () => performance.now()
/** Browsers make a timer of nothing wait for 4 ms. */
const wait = (milliseconds: number) =>
  milliseconds > 0 ? new Promise<void>((resolve) => setTimeout(resolve, milliseconds)) : nextTurn()
const training = createTrainingService({ backendsFor, fallback: fused, clock: { now, wait } })
const maps = createMapService(fused, { now, rest: () => wait(0) })

/** Each stream of frames has a channel of its own, which nobody else would close. */
function closing<Options, Value>(play: (options: Options, show: (value: Value) => void) => Promise<void>) {
  return async (options: Options, show: (value: Value) => void): Promise<void> => {
    try {
      await play(options, show)
    } finally {
      ;(show as unknown as Remote<(value: Value) => void>)[releaseProxy]()
    }
  }
}

expose({
  ...training,
  ...maps,
  play: closing(training.play),
  trainMap: closing(maps.trainMap),
} satisfies Training & MapTraining)
