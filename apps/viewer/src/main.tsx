import { proxy, wrap } from 'comlink'
import { render } from 'preact'
import { createBench, type Training } from './state/bench.js'
import { Page } from './view/page.js'
import './view/style.css'
import type { TrainingWorker } from './worker/training-worker.js'

/** Wires the worker, the state and the view; nothing else happens here. */
const worker = wrap<TrainingWorker>(
  new Worker(new URL('./worker/training-worker.ts', import.meta.url), { type: 'module' }),
)
const training: Training = {
  open: (settings) => worker.open(settings),
  reset: (settings) => worker.reset(settings),
  look: () => worker.look(),
  step: (steps) => worker.step(steps),
  play: (show) => worker.play(proxy(show)),
  pause: () => worker.pause(),
  changeProbability: (probability) => worker.changeProbability(probability),
}
const bench = createBench(training)
render(<Page bench={bench} />, document.getElementById('app')!)
await bench.open()
