/** Wires the worker, the state, the view and the page's address; nothing else happens here. */
import { effect } from '@preact/signals'
import { render } from 'preact'
import { formatAddress, parseAddress } from './state/address.js'
import { createStore } from './state/store.js'
import { Page } from './view/page.js'
import './view/style.css'
import { connectTraining } from './worker/connect.js'
import { startTrainingWorker } from './worker/start-worker.js'

/** Who asked for less motion sees a picture a second. */
const calmRedrawInMilliseconds = 1000

/** Browsers refuse addresses that change too often; a moved slider would. */
const addressDelayInMilliseconds = 400

const store = createStore(connectTraining(startTrainingWorker()), {
  address: parseAddress(location.search),
  redrawInMilliseconds: () => (matchMedia('(prefers-reduced-motion: reduce)').matches ? calmRedrawInMilliseconds : 0),
  now: () => performance.now(),
})
const container = document.getElementById('app')!
container.replaceChildren()
render(<Page store={store} />, container)

let timer: ReturnType<typeof setTimeout>
effect(() => {
  const query = formatAddress({ settings: store.settings.value, engine: store.engine.value })
  clearTimeout(timer)
  timer = setTimeout(() => history.replaceState(null, '', query), addressDelayInMilliseconds)
})

await store.open()
