/** The free bench: wires the worker, the state, the view and the page's address; nothing else happens here. */
import { effect } from '@preact/signals'
import type { JSX } from 'preact'
import { useEffect, useMemo, useState } from 'preact/hooks'
import type { Head } from '../../site/page.js'
import { formatAddress, parseAddress } from '../../state/address.js'
import { createStore, type Store } from '../../state/store.js'
import { Bench } from '../../view/bench.js'
import '../../view/style.css'
import { connectTraining } from '../../worker/connect.js'
import { startTrainingWorker } from '../../worker/start-worker.js'
import type { Training } from '../../worker/training.js'

export const head: Head = {
  title: 'Superposition, live',
  description:
    'A model with two dimensions learns five features, before your eyes: play, pause, and change how often features are active.',
}

/** Who asked for less motion sees a picture a second. */
const calmRedrawInMilliseconds = 1000

/** Browsers refuse addresses that change too often; a moved slider would. */
const addressDelayInMilliseconds = 400

export function Page(): JSX.Element {
  const waiting = useMemo(() => storeOn({} as Training, ''), [])
  const [live, setLive] = useState<Store>()
  useEffect(() => {
    const store = storeOn(connectTraining(startTrainingWorker()), location.search)
    setLive(store)
    void store.open()
    return keepAddress(store)
  }, [])
  return <Bench store={live ?? waiting} />
}

function storeOn(training: Training, query: string): Store {
  return createStore(training, {
    address: parseAddress(query),
    redrawInMilliseconds: () => (matchMedia('(prefers-reduced-motion: reduce)').matches ? calmRedrawInMilliseconds : 0),
    now: () => performance.now(),
  })
}

/** Keeps the page's address up to date. @returns what ends it. */
function keepAddress(store: Store): () => void {
  let timer: ReturnType<typeof setTimeout>
  return effect(() => {
    const query = formatAddress({ settings: store.settings.value, engine: store.engine.value })
    clearTimeout(timer)
    timer = setTimeout(() => history.replaceState(null, '', query), addressDelayInMilliseconds)
  })
}
