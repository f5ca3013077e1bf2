/** The worker: the engines, and the training service behind a message channel, so that the page stays responsive. */
import { tfjs } from '@digon/backend-tfjs'
import { webgpu } from '@digon/backend-webgpu'
import type { Backend } from '@digon/model'
import { expose, type Remote, releaseProxy } from 'comlink'
import type { Frame } from '../trainer/frame.js'
import type { Engine } from '../trainer/settings.js'
import { fusedEngine } from './fused-engine.js'
import type { Training } from './training.js'
import { createTrainingService } from './training-service.js'

/** One thread: models this small train faster in this worker than across several. */
const fused = fusedEngine(1)

const backends: Readonly<Record<Engine, readonly Backend[]>> = {
  automatic: [fused, tfjs('wasm'), tfjs('cpu')],
  wasm: [fused],
  webgpu: [webgpu()],
  'tfjs-wasm': [tfjs('wasm')],
}

const service = createTrainingService((engine) => backends[engine], {
  now: () => performance.now(),
  wait: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
})

expose({
  ...service,
  play: async (options, show) => {
    try {
      await service.play(options, show)
    } finally {
      // Each time of playing has a channel of its own, which nobody else would close.
      ;(show as unknown as Remote<(frame: Frame) => void>)[releaseProxy]()
    }
  },
} satisfies Training)
