/** Losses of all restarts over the steps, both logarithmic; the restart that is looked at is drawn thick. */
import { tickLabels } from '@digon/plot'
import type { JSX } from 'preact'
import { featureLosses } from '../training/expected-losses.js'
import { biasOf, weightsOf } from '../training/frame.js'
import { lossAxes, lossPlace, stepLabel, stepPlace } from './loss-axes.js'
import type { LossHistory } from './loss-history.js'
import { restartColor, restartDash } from './restart-style.js'
import type { LabStore } from './store.js'
import { summarizeFrame } from './summarize-frame.js'

const width = 1000
const height = 500

export function LossChart({ store }: { store: LabStore }): JSX.Element | null {
  const frame = store.shown.value
  if (frame === undefined) return null
  const history = store.history.value
  const axes = lossAxes(history)
  const selected = store.selected.value
  const x = (step: number) => stepPlace(step, axes)
  const y = (loss: number) => lossPlace(loss, axes)
  const lossLabels = tickLabels(axes.losses.ticks)
  return (
    <figure class="lab-figure">
      <figcaption>
        Loss{' '}
        <span class="quiet">
          {frame.lossKind === 'expected' ? 'expected, exact from the weights' : 'of single batches'}, over steps
          {notAsItIs(history)}
        </span>
      </figcaption>
      <div class="lab-loss">
        {store.hovered.value.length > 0 && <HoveredShare store={store} features={store.hovered.value} />}
        <div class="lab-loss-scale" aria-hidden="true">
          <svg width="100%" height="100%" aria-hidden="true">
            {axes.losses.ticks.map((loss, tick) => (
              <text key={loss} class="lab-tick" x="100%" y={percent(y(loss))} dy="0.35em">
                {lossLabels[tick]}
              </text>
            ))}
          </svg>
        </div>
        <svg
          class="lab-curves"
          viewBox={`0 0 ${width} ${height}`}
          preserveAspectRatio="none"
          role="img"
          aria-label={`Losses of all restarts up to step ${frame.step}; the present ones stand beside the restarts`}
        >
          {axes.losses.ticks.map((loss) => (
            <path key={loss} class="lab-rung" d={`M0 ${y(loss) * height}H${width}`} />
          ))}
          {changeSteps(history).map((step) => (
            <path key={step} class="lab-change" d={`M${x(step) * width} 0V${height}`} />
          ))}
          {Array.from({ length: frame.restarts }, (_, restart) => (
            <path
              key={restart}
              class="lab-curve"
              d={curve(
                history,
                restart,
                (step) => x(step) * width,
                (loss) => y(loss) * height,
              )}
              stroke={restartColor(restart)}
              stroke-dasharray={restartDash(restart)}
              stroke-width={restart === selected ? 3 : 1.3}
            />
          ))}
          <path class="lab-now" d={`M${x(frame.step) * width} 0V${height}`} />
        </svg>
        <div class="lab-loss-steps" aria-hidden="true">
          <svg width="100%" height="100%" aria-hidden="true">
            {axes.steps.ticks.map((step) => (
              <text key={step} class="lab-tick" x={percent(x(step))} y="0.9em">
                {stepLabel(step)}
              </text>
            ))}
          </svg>
        </div>
      </div>
    </figure>
  )
}

/** What the features that are looked at add to the loss of the restart that is looked at. */
function HoveredShare({ store, features }: { store: LabStore; features: readonly number[] }): JSX.Element | null {
  const frame = store.shown.value
  const restart = store.selected.value
  if (frame === undefined || frame.lossKind !== 'expected' || summarizeFrame(frame, restart) === undefined) return null
  const losses = featureLosses(store.moment.value.ensemble, restart, weightsOf(frame, restart), biasOf(frame, restart))
  if (losses === undefined || features.some((feature) => feature >= losses.length)) return null
  const share = features.reduce((sum, feature) => sum + losses[feature]!, 0) / losses.reduce((a, b) => a + b)
  return (
    <span class="lab-share-of-loss">
      {' '}
      {features.length === 1
        ? `Feature ${store.labels.value[features[0]!]} makes`
        : `These ${features.length} features make`}{' '}
      {Math.round(100 * share)} % of it.
    </span>
  )
}

/** In words, what the axes have no place for. */
function notAsItIs(history: LossHistory): string {
  const losses = history.flatMap((point) => point.losses)
  return [
    history[0]?.step === 0 ? '; step 0 stands with step 1' : '',
    losses.some((loss) => loss <= 0) ? '; 0 is drawn at the lower edge' : '',
    losses.some((loss) => !Number.isFinite(loss)) ? '; what is not finite is drawn at the upper edge' : '',
  ].join('')
}

const percent = (place: number) => `${(100 * place).toFixed(2)}%`

function curve(
  history: LossHistory,
  restart: number,
  x: (step: number) => number,
  y: (loss: number) => number,
): string {
  return history
    .map(
      ({ step, losses }, index) => `${index === 0 ? 'M' : 'L'}${x(step).toFixed(1)} ${y(losses[restart]!).toFixed(1)}`,
    )
    .join('')
}

/** Steps from which on something was changed. */
function changeSteps(history: LossHistory): readonly number[] {
  return history
    .filter((point, index) => index > 0 && point.changeCount !== history[index - 1]!.changeCount)
    .map(({ step }) => step)
}
