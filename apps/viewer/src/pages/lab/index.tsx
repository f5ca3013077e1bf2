/** The laboratory: wires the worker, the store, the page and its address; nothing else happens here. */
import { effect } from '@preact/signals'
import type { JSX } from 'preact'
import { useEffect, useMemo, useState } from 'preact/hooks'
import { formatAddress, parseAddress } from '../../experiment/address.js'
import { type Hideable, hideable, Lab } from '../../lab/lab.js'
import { createLabStore, type LabStore } from '../../lab/store.js'
import type { Head } from '../../site/page.js'
import { useAddress } from '../../site/root.js'
import { connectTraining } from '../../training/connect.js'
import { startTrainingWorker } from '../../training/start-worker.js'
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
  const address = useAddress()
  const waiting = useMemo(() => storeOn({} as Training, ''), [])
  const [live, setLive] = useState<LabStore>()
  const [view, setView] = useState<{ hidden: ReadonlySet<Hideable>; embedded: boolean }>({
    hidden: new Set(),
    embedded: false,
  })
  useEffect(() => {
    const parameters = new URLSearchParams(location.search)
    const hidden = (parameters.get('hide') ?? '').split(',')
    setView({ hidden: new Set(hideable.filter((part) => hidden.includes(part))), embedded: parameters.has('embed') })
    const connection = connectTraining({ start: startTrainingWorker })
    const store = storeOn(connection.remote, location.search)
    setLive(store)
    void store.start()
    const end = keepAddress(store)
    return () => {
      end()
      connection.close()
    }
  }, [])
  return (
    <>
      <Lab store={live ?? waiting} hidden={view.hidden} />
      {view.embedded && live !== undefined && (
        <p class="lab-origin">
          <a href={address('lab/') + formatAddress(live.experiment.value)} target="_blank" rel="noopener">
            Open in the laboratory
          </a>
        </p>
      )}
    </>
  )
}

function storeOn(training: Training, query: string): LabStore {
  return createLabStore(training, {
    address: parseAddress(query),
    redrawInMilliseconds: () => (matchMedia('(prefers-reduced-motion: reduce)').matches ? calmRedrawInMilliseconds : 0),
    now: () => performance.now(),
  })
}

/** Keeps the page's address at what is seen, so that a reload loses nothing. @returns what ends it. */
function keepAddress(store: LabStore): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined
  const view = new URLSearchParams(location.search)
  const kept = ['embed', 'hide']
    .filter((name) => view.has(name))
    .map((name) => `&${name}=${encodeURIComponent(view.get(name)!)}`)
  const write = () => {
    timer = undefined
    history.replaceState(null, '', formatAddress(store.experiment.peek()) + kept.join(''))
  }
  const end = effect(() => {
    if (store.opened.value === undefined || store.experiment.value === undefined) return
    timer ??= setTimeout(write, addressDelayInMilliseconds)
  })
  return () => {
    clearTimeout(timer)
    end()
  }
}
