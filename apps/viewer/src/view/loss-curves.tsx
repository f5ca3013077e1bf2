/** Losses of all restarts over the steps, on a logarithmic axis; the selected one is drawn thick. */
import type { JSX } from 'preact'
import type { LossPoint } from '../state/loss-history.js'
import { lossAxis, placeOf, stepAxis } from './loss-axes.js'
import { restartStyles } from './palette.js'

const width = 520
const height = 260
const left = 56
const right = 26
const top = 30
const bottom = 46

/** Changes of the probability nearer than this are one: a slider was being moved. */
const nearestChanges = 8

/** Room that the label of a change takes, in the larger letters of small pages. */
const labelWidth = 90

export function LossCurves({ points, selected }: { points: readonly LossPoint[]; selected: number }): JSX.Element {
  const steps = stepAxis(points)
  const losses = lossAxis(points)
  const x = (step: number) => left + (step / steps.high) * (width - left - right)
  const y = (loss: number) => top + placeOf(loss, losses) * (height - top - bottom)
  const isAtEdge = points.some((point) => point.losses.some((loss) => !(loss > 0 && Number.isFinite(loss))))
  return (
    <>
      <svg
        class="curves"
        viewBox={`0 0 ${width} ${height}`}
        role="img"
        aria-label={`Losses of all restarts over ${points.at(-1)?.step ?? 0} steps; the present ones stand beside the restarts`}
      >
        {losses.ticks.map((loss) => (
          <g key={loss}>
            <line class="guide" x1={left} x2={width - right} y1={y(loss)} y2={y(loss)} />
            <text class="tick" x={left - 6} y={y(loss)} dy="0.35em" text-anchor="end">
              {loss}
            </text>
          </g>
        ))}
        {steps.ticks.map((step) => (
          <text key={step} class="tick" x={x(step)} y={height - bottom + 18} text-anchor="middle">
            {step.toLocaleString('en')}
          </text>
        ))}
        {probabilityChanges(points, x).map(({ at, probability, labeled }) => (
          <g key={at}>
            <line class="change" x1={at} x2={at} y1={top} y2={height - bottom} />
            {labeled && (
              <text class="tick" x={at} y={top - 7} text-anchor="middle">
                p = {probability}
              </text>
            )}
          </g>
        ))}
        <path class="axis" d={`M${left} ${top}V${height - bottom}H${width - right}`} />
        <text x={(left + width - right) / 2} y={height - 6} text-anchor="middle">
          step
        </text>
        <text x={left - 6} y={top - 14} text-anchor="end">
          loss
        </text>
        {restartStyles.map(({ color, dash }, restart) => (
          <path
            key={color}
            class="curve"
            d={path(points.map(({ step, losses }) => [x(step), y(losses[restart]!)]))}
            stroke={color}
            stroke-dasharray={dash}
            stroke-width={restart === selected ? 2.5 : 1.2}
          />
        ))}
      </svg>
      {isAtEdge && <p class="caption">A loss of 0 is drawn at the lower edge, one that is not finite at the upper.</p>}
    </>
  )
}

function path(corners: readonly (readonly [number, number])[]): string {
  return corners.map(([x, y], index) => `${index === 0 ? 'M' : 'L'}${x.toFixed(1)} ${y.toFixed(1)}`).join('')
}

interface ProbabilityChange {
  readonly at: number
  readonly probability: number
  /** Not when its label would run into that of a later change. */
  readonly labeled: boolean
}

function probabilityChanges(points: readonly LossPoint[], x: (step: number) => number): readonly ProbabilityChange[] {
  const changes: ProbabilityChange[] = []
  for (let index = points.length - 1; index > 0; index--) {
    const { step, probability } = points[index]!
    if (probability === points[index - 1]!.probability) continue
    const at = x(step)
    if (changes.some((later) => later.at - at < nearestChanges)) continue
    changes.push({ at, probability, labeled: !changes.some((later) => later.labeled && later.at - at < labelWidth) })
  }
  return changes
}
