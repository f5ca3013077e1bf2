/** The first page: the paper's introduction figure, live. */
import type { JSX } from 'preact'
import type { Bench } from '../state/bench.js'
import { Controls } from './controls.js'
import { Results } from './results.js'

export function Page({ bench }: { bench: Bench }): JSX.Element {
  return (
    <main>
      <header>
        <h1>Superposition, live</h1>
        <p>
          A model with only two dimensions learns to give back five features. Each arm is the direction that it gives to
          one feature; the darkest is the most important one. When features are rarely active together (small p), more
          than two of them fit.
        </p>
      </header>
      {bench.notes.map((note) => (
        <p key={note} class="note">
          {note}
        </p>
      ))}
      <Controls bench={bench} />
      <Problem bench={bench} />
      <p class="visually-hidden" role="status">
        {bench.announcement}
      </p>
      <Results bench={bench} />
    </main>
  )
}

function Problem({ bench }: { bench: Bench }): JSX.Element | null {
  if (bench.problem.value === undefined) return null
  return (
    <p class="problem" role="alert">
      <strong>This did not work:</strong> {bench.problem.value}
    </p>
  )
}
