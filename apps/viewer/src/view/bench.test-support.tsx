import { render } from 'preact'
import { parseAddress } from '../state/address.js'
import { createStore, type Store } from '../state/store.js'
import type { Training } from '../worker/training.js'
import { Bench } from './bench.js'
import '../site/site.css'
import './style.css'

/** The page as the lab puts it together, on this training. */
export function mount(training: Training, query: string): { store: Store; unmount: () => void } {
  const store = createStore(training, {
    address: parseAddress(query),
    redrawInMilliseconds: () => 0,
    now: () => performance.now(),
  })
  const container = document.createElement('main')
  document.body.append(container)
  render(<Bench store={store} />, container)
  return {
    store,
    unmount: () => {
      render(null, container)
      container.remove()
    },
  }
}

/** The text of the first element that fits, without the white space at its ends. */
export function textOf(selector: string): string {
  return document.querySelector(selector)?.textContent?.trim() ?? ''
}

/** The step that the page shows; NaN while there is none. */
export function shownStep(): number {
  return Number.parseInt(textOf('.status strong').replaceAll(',', ''), 10)
}

/** A column of the table of numbers, 1 for the norms, 2 for the dimensionalities, 3 for the biases. */
export function column(number: 1 | 2 | 3): number[] {
  return Array.from(document.querySelectorAll(`tbody td:nth-child(${number + 1})`), (cell) =>
    Number(cell.textContent!.replace('−', '-')),
  )
}
