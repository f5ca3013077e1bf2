import type { JSX } from 'preact'
import type { Frame } from '../laboratory/laboratory.js'
import { type Bench, bestRestart } from '../state/bench.js'
import { Controls } from './controls.js'
import { FeaturePlane } from './feature-plane.js'
import { LossCurves } from './loss-curves.js'
import { NumbersTable } from './numbers-table.js'
import { restartStyles } from './palette.js'

/** The first page: the paper's introduction figure, live. */
export function Page({ bench }: { bench: Bench }): JSX.Element {
  const frame = bench.frame.value
  return (
    <main>
      <header>
        <h1>Superposition, live</h1>
        <p>
          A model of five features and only two dimensions learns to give back its input. Each arm is the direction it
          gives one feature, the darkest the most important one. When features are rarely active together (small p),
          more than two of them fit.
        </p>
      </header>
      {bench.problem.value !== undefined && (
        <p class="problem" role="alert">
          {bench.problem.value}
        </p>
      )}
      <Controls bench={bench} />
      {frame === undefined ? <p>Loading the training engine…</p> : <Results bench={bench} frame={frame} />}
    </main>
  )
}

function Results({ bench, frame }: { bench: Bench; frame: Frame }): JSX.Element {
  const selected = bench.selected.value
  const restart = frame.restarts[selected]!
  const best = bestRestart(frame)
  return (
    <>
      <p class="status">
        step <strong>{frame.step.toLocaleString('en')}</strong>
        {Number.isFinite(restart.loss) && (
          <>
            {' · loss of the batch '}
            <strong>{restart.loss.toPrecision(3)}</strong>
          </>
        )}
        {` · engine ${bench.backend.value}`}
      </p>
      <div class="results">
        <section aria-label="Feature vectors">
          <h2>Feature vectors</h2>
          <FeaturePlane
            restart={restart}
            title={`Feature vectors of restart ${selected + 1}; the numbers stand in the table below`}
          />
          <div class="restarts" role="radiogroup" aria-label="Restart to look at">
            {frame.restarts.map((each, index) => (
              <label key={restartStyles[index]!.colour} class={index === selected ? 'restart selected' : 'restart'}>
                <input
                  type="radio"
                  name="restart"
                  checked={index === selected}
                  onChange={() => {
                    bench.selected.value = index
                  }}
                />
                <FeaturePlane restart={each} title={`Restart ${index + 1}`} />
                <span>
                  <svg class="swatch" viewBox="0 0 24 6" aria-hidden="true">
                    <path
                      d="M0 3H24"
                      stroke={restartStyles[index]!.colour}
                      stroke-dasharray={restartStyles[index]!.dash}
                      stroke-width="2.5"
                    />
                  </svg>
                  {each.diverged
                    ? `${index + 1}: diverged`
                    : `${index + 1}${index === best && frame.step > 0 ? ', lowest loss' : ''}`}
                </span>
              </label>
            ))}
          </div>
        </section>
        <section aria-label="Loss">
          <h2>Loss</h2>
          <LossCurves history={bench.history.value} selected={selected} />
          <NumbersTable restart={restart} />
        </section>
      </div>
    </>
  )
}
