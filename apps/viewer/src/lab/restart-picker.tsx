/** All restarts in small, with their losses; choosing one shows it large. */
import type { JSX } from 'preact'
import { importances } from '../experiment/course.js'
import { Plane } from '../pictures/plane.js'
import { frontTurn, project } from '../pictures/projection.js'
import { weightsOf } from '../training/frame.js'
import { restartColor, restartDash } from './restart-style.js'
import type { LabStore } from './store.js'

/** Losses this near to the lowest are as good as it. */
const likeness = 0.02

/** More pictures than these would be too small to see. */
const mostPictures = 8

export function RestartPicker({ store }: { store: LabStore }): JSX.Element | null {
  const frame = store.shown.value
  if (frame === undefined || frame.restarts === 1) return null
  const lowest = Math.min(...Array.from(frame.losses).filter(Number.isFinite))
  const shades = importances(store.moment.value.settings)
  return (
    <fieldset class="lab-restarts">
      <legend>
        Restarts <span class="quiet">from other random weights; ✓ within {100 * likeness} % of the lowest loss</span>
      </legend>
      {Array.from({ length: frame.restarts }, (_, restart) => (
        <label key={restart} class="lab-restart">
          <input
            type="radio"
            name="restart"
            checked={restart === store.selected.value}
            onChange={() => {
              store.selected.value = restart
            }}
          />
          {frame.restarts <= mostPictures && (
            <Plane points={project(weightsOf(frame, restart), frontTurn).points} importances={shades} />
          )}
          <svg class="lab-swatch" viewBox="0 0 40 4" preserveAspectRatio="none" aria-hidden="true">
            <path d="M0 2H40" stroke={restartColor(restart)} stroke-dasharray={restartDash(restart)} stroke-width="3" />
          </svg>
          <span>
            {restart + 1}: {lossText(frame.losses[restart]!)}
            {frame.diverged[restart] === 1
              ? ' ran away'
              : frame.losses[restart]! <= lowest * (1 + likeness)
                ? ' ✓'
                : ''}
          </span>
        </label>
      ))}
    </fieldset>
  )
}

function lossText(loss: number): string {
  return Number.isFinite(loss) ? loss.toPrecision(3) : '–'
}
