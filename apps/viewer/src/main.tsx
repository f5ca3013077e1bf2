/** Wires the worker, the state, the view and the page's address; nothing else happens here. */
import { effect } from '@preact/signals'
import { render } from 'preact'
import { formatAddress, parseAddress } from './state/address.js'
import { createBench } from './state/bench.js'
import { Page } from './view/page.js'
import './view/style.css'
import { connectTraining } from './worker/connect.js'
import { startTrainingWorker } from './worker/start-worker.js'

/** Who asked for less motion sees a picture a second. */
const calmRedrawInMilliseconds = 1000

/** Browsers refuse addresses that change too often; a moved slider would. */
const addressDelayInMilliseconds = 400

const bench = createBench(connectTraining(startTrainingWorker()), {
  address: parseAddress(location.search),
  redrawInMilliseconds: () => (matchMedia('(prefers-reduced-motion: reduce)').matches ? calmRedrawInMilliseconds : 0),
  now: () => performance.now(),
})
const place = document.getElementById('app')!
place.replaceChildren()
render(<Page bench={bench} />, place)

let timer: ReturnType<typeof setTimeout>
effect(() => {
  const query = formatAddress({ settings: bench.settings.value, engine: bench.engine.value })
  clearTimeout(timer)
  timer = setTimeout(() => history.replaceState(null, '', query), addressDelayInMilliseconds)
})

await bench.open()
