/** All restarts in small, with their losses; choosing one shows it large. */
import type { JSX } from 'preact'
import { bestRestarts, likeness } from '../state/best-restarts.js'
import type { Store } from '../state/store.js'
import type { Frame } from '../trainer/frame.js'
import { FeaturePlane } from './feature-plane.js'
import { restartStyles } from './palette.js'

export function RestartPicker({ store, frame }: { store: Store; frame: Frame }): JSX.Element {
  const best = bestRestarts(frame)
  return (
    <fieldset class="restarts">
      <legend>Restarts from other random weights, with their losses</legend>
      {frame.restarts.map((restart, index) => {
        const { color, dash } = restartStyles[index]!
        return (
          <label key={color} class="restart">
            <input
              type="radio"
              name="restart"
              checked={index === store.selected.value}
              onChange={() => {
                store.selected.value = index
              }}
            />
            <FeaturePlane restart={restart} />
            <svg class="swatch" viewBox="0 0 32 6" aria-hidden="true">
              <path d="M0 3H32" stroke={color} stroke-dasharray={dash} stroke-width="3" />
            </svg>
            <span>
              {index + 1}: {restart.loss.toPrecision(3)}
            </span>
            <span class="mark">{restart.diverged ? 'diverged' : best.includes(index) && 'lowest'}</span>
          </label>
        )
      })}
      <p class="caption">Lowest: within {100 * likeness} % of the lowest loss.</p>
    </fieldset>
  )
}
