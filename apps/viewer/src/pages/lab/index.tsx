/** The laboratory: wires the worker, the store, the page and its address; nothing else happens here. */
import { effect } from '@preact/signals'
import type { JSX } from 'preact'
import { useEffect, useMemo, useState } from 'preact/hooks'
import { formatAddress, parseAddress } from '../../experiment/address.js'
import { pauseWhereHidden } from '../../lab/hidden-tab.js'
import { type Hideable, hideable, Lab } from '../../lab/lab.js'
import { leftFrom, rememberLeft } from '../../lab/left-page.js'
import { rememberChoices } from '../../lab/remembered-choices.js'
import { createLabStore, type LabStore } from '../../lab/store.js'
import type { Head } from '../../site/page.js'
import { pageView, viewOf } from '../../site/page-view.js'
import { connectTraining } from '../../training/start-worker.js'
import type { Training } from '../../training/training.js'

export const head: Head = {
  title: 'Laboratory of superposition',
  description:
    'Any number of features and dimensions, trained before your eyes: move vectors by hand, go back in time, and send what you see as a link that repeats it bit for bit.',
}

/** Who asked for less motion sees a picture a second. */
const calmRedrawInMilliseconds = 1000

/** Browsers refuse addresses that change too often. */
const addressDelayInMilliseconds = 1500

export function Page(): JSX.Element {
  const waiting = useMemo(() => storeOn({} as Training, ''), [])
  const [live, setLive] = useState<LabStore>()
  const [hidden, setHidden] = useState<ReadonlySet<Hideable>>(new Set())
  useEffect(() => {
    const left = leftFrom(location.search)
    if (left !== undefined) history.replaceState(null, '', left)
    const view = pageView(location.search, hideable)
    setHidden(view.hidden)
    const connection = connectTraining()
    const store = storeOn(connection.remote, location.search, view.notes)
    setLive(store)
    void store.start()
    const ends = [rememberChoices(store), keepAddress(store), pauseWhereHidden(store), () => connection.close()]
    return () => {
      for (const end of ends) end()
    }
  }, [])
  return <Lab store={live ?? waiting} hidden={hidden} />
}

function storeOn(training: Training, query: string, notes: readonly string[] = []): LabStore {
  const address = parseAddress(query)
  return createLabStore(training, {
    address: { ...address, notes: [...address.notes, ...notes] },
    redrawInMilliseconds: () => (matchMedia('(prefers-reduced-motion: reduce)').matches ? calmRedrawInMilliseconds : 0),
    now: () => performance.now(),
  })
}

/** Keeps the page's address at what is seen, so that a reload loses nothing. @returns what ends it. */
function keepAddress(store: LabStore): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined
  const view = viewOf(location.search)
  const now = () => formatAddress(store.experiment.peek()) + view
  const write = () => {
    timer = undefined
    history.replaceState(null, '', now())
  }
  const end = effect(() => {
    if (store.opened.value === undefined || store.experiment.value === undefined) return
    timer ??= setTimeout(write, addressDelayInMilliseconds)
  })
  // A reload comes sooner than the timer, and goes to the address that it found.
  const leave = () => {
    if (timer !== undefined) rememberLeft(location.search, now())
  }
  addEventListener('pagehide', leave)
  return () => {
    removeEventListener('pagehide', leave)
    clearTimeout(timer)
    end()
  }
}
