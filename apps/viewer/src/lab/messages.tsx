/** What people should know: what went wrong, what of the link was not used, what happened by itself, what can be brought back. */
import type { JSX } from 'preact'
import { densityAt } from '../experiment/course.js'
import type { LabStore } from './store.js'

/** More notes on an address than these would push the model out of sight. */
const mostNotes = 8

export function Messages({ store }: { store: LabStore }): JSX.Element {
  const frame = store.frame.value
  const undoable = store.undoable.value
  return (
    <>
      {store.notes.slice(0, mostNotes).map((note) => (
        <p key={note} class="lab-message lab-note">
          {note}
        </p>
      ))}
      {store.notes.length > mostNotes && (
        <p class="lab-message lab-note">{store.notes.length - mostNotes} further parts of the address were not used.</p>
      )}
      {store.problem.value !== undefined && (
        <p class="lab-message lab-problem" role="alert">
          <strong>This did not work:</strong> {store.problem.value}
          {frame === undefined && (
            <>
              {' '}
              <button type="button" onClick={() => store.start()}>
                Try again
              </button>
            </>
          )}
        </p>
      )}
      {store.notice.value !== undefined && <p class="lab-message lab-note">{store.notice}</p>}
      {undoable !== undefined && (
        <p class="lab-message lab-note">
          A new training began.{' '}
          <button type="button" onClick={() => store.undo()}>
            Bring back {undoable}
          </button>
        </p>
      )}
      <Hysteresis store={store} />
      <p class="visually-hidden" role="status">
        {store.announcement}
      </p>
    </>
  )
}

/** A fall by less is rounding. */
const leastFall = 1e-6

/** A model does not undo what it settled into while features were more often active. */
function Hysteresis({ store }: { store: LabStore }): JSX.Element | null {
  const densities = store.past.value.map(densityAt)
  const [highest, now] = [Math.max(...densities), densities.at(-1)!]
  if (store.shown.value === undefined || !(now < highest * (1 - leastFall))) return null
  return (
    <p class="lab-message lab-note">
      p fell from {readable(highest)} to {readable(now)} while this model trained. What it has settled into can hold it
      back (hysteresis): features that it gave up do not return by themselves, and a fresh start at this p may end with
      a lower loss.{' '}
      <span class="lab-buttons">
        <button type="button" onClick={() => store.resetHere()}>
          New weights at this p
        </button>
        <button type="button" onClick={() => store.act({ kind: 'nudge' })}>
          Nudge
        </button>
      </span>
    </p>
  )
}

function readable(density: number): number {
  return Number(density.toPrecision(3))
}
