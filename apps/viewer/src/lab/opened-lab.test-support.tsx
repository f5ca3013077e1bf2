/** A laboratory in the page of a test, on the real worker, at the step that its address asks for. */
import { render } from 'preact'
import { afterEach, expect } from 'vitest'
import { parseAddress } from '../experiment/address.js'
import { connectTraining } from '../training/start-worker.js'
import type { Training } from '../training/training.js'
import type { Connection } from '../worker/connect.js'
import { Lab } from './lab.js'
import { createLabStore, type LabStore } from './store.js'
import '../site/site.css'

let end: () => void = () => undefined
afterEach(() => end())

/** One worker for all tests of a file: its program takes a second to load. */
let shared: Connection<Training> | undefined

/** @param own worker, which ends with the test. Default: the shared one. */
export async function openedLab(query: string, own?: Connection<Training>): Promise<LabStore> {
  end()
  shared ??= connectTraining()
  const connection = own ?? shared
  const store = createLabStore(connection.remote, {
    address: parseAddress(query),
    redrawInMilliseconds: () => 0,
    now: () => performance.now(),
  })
  const container = document.createElement('main')
  document.body.append(container)
  render(<Lab store={store} hidden={new Set()} />, container)
  end = () => {
    render(null, container)
    container.remove()
    void connection.remote.pause().catch(() => undefined)
    own?.close()
    end = () => undefined
  }
  await store.start()
  return store
}

/** The same, and nothing went wrong. */
export async function openedWell(query: string): Promise<LabStore> {
  const store = await openedLab(query)
  expect(store.problem.value).toBeUndefined()
  return store
}
