/** The free bench: the paper's introduction figure, live. */
import type { JSX } from 'preact'
import type { Store } from '../state/store.js'
import { Controls } from './controls.js'
import { Results } from './results.js'

export function Bench({ store }: { store: Store }): JSX.Element {
  return (
    <div class="bench">
      <div class="introduction">
        <h1>Superposition, live</h1>
        <p>
          A model with only two dimensions learns to give back five features. Each arm is the direction that it gives to
          one feature; the darkest is the most important one. When features are rarely active together (small p), more
          than two of them fit.
        </p>
      </div>
      {store.notes.map((note) => (
        <p key={note} class="note">
          {note}
        </p>
      ))}
      <Controls store={store} />
      <Problem store={store} />
      <p class="visually-hidden" role="status">
        {store.announcement}
      </p>
      <Results store={store} />
    </div>
  )
}

function Problem({ store }: { store: Store }): JSX.Element | null {
  if (store.problem.value === undefined) return null
  return (
    <p class="problem" role="alert">
      <strong>This did not work:</strong> {store.problem.value}
    </p>
  )
}
