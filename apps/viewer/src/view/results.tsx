/** What training shows: where it is, the feature vectors of the chosen restart and of all, the losses, the numbers. */
import type { JSX } from 'preact'
import { describeShapes } from '../state/describe-shapes.js'
import type { Store } from '../state/store.js'
import type { Frame } from '../trainer/frame.js'
import type { Opened } from '../worker/training.js'
import { FeaturePlane } from './feature-plane.js'
import { LossCurves } from './loss-curves.js'
import { NumbersTable } from './numbers-table.js'
import { RestartPicker } from './restart-picker.js'

export function Results({ store }: { store: Store }): JSX.Element {
  const frame = store.frame.value
  const opened = store.opened.value
  if (frame === undefined || opened === undefined) {
    const failed = store.problem.value !== undefined
    return <p>{failed ? 'No engine is running. Choose another one above.' : 'The engine is loading…'}</p>
  }
  const selected = store.selected.value
  const restart = frame.restarts[selected]!
  const shape = describeShapes(restart)
  return (
    <>
      <StatusLine frame={frame} opened={opened} />
      <div class="results">
        <section aria-labelledby="vectors">
          <h2 id="vectors">Feature vectors of restart {selected + 1}</h2>
          <FeaturePlane restart={restart} title={`Feature vectors of restart ${selected + 1}: ${shape}`} />
          <p class="shape" aria-hidden="true">
            {shape}
          </p>
          <RestartPicker store={store} frame={frame} />
        </section>
        <section aria-labelledby="loss">
          <h2 id="loss">Loss</h2>
          <LossCurves points={store.history.value.points} selected={selected} />
          <p class="caption">
            Expected loss, computed exactly from the weights: the noise of the batches is not in it.
          </p>
          <NumbersTable restart={restart} name={`Restart ${selected + 1} in numbers`} />
        </section>
      </div>
    </>
  )
}

function StatusLine({ frame, opened }: { frame: Frame; opened: Opened }): JSX.Element {
  return (
    <p class="status">
      step <strong>{frame.step.toLocaleString('en')}</strong> · engine <strong>{opened.engine}</strong> ({opened.device}
      )
      {opened.passedOver.map(({ name, reason }) => (
        <span key={name}>{`; ${name} cannot run here: ${reason}`}</span>
      ))}
    </p>
  )
}
