import type { JSX } from 'preact'
import type { LossPoint } from '../state/bench.js'
import { restartStyles } from './palette.js'

/** Training losses of all restarts over the steps, on a logarithmic axis; the selected one drawn thick. */
export function LossCurves({ history, selected }: { history: readonly LossPoint[]; selected: number }): JSX.Element {
  const lastStep = Math.max(history.at(-1)?.step ?? 0, 100)
  const { low, high } = lossRange(history)
  const x = (step: number) => left + (step / lastStep) * (width - left - right)
  const y = (loss: number) => top + ((high - Math.log10(loss)) / (high - low)) * (height - top - bottom)
  const line = (restart: number) =>
    history
      .filter(({ losses }) => (losses[restart] ?? 0) > 0)
      .map(
        ({ step, losses }, index) =>
          `${index === 0 ? 'M' : 'L'}${x(step).toFixed(1)} ${y(losses[restart]!).toFixed(1)}`,
      )
      .join('')
  return (
    <svg
      class="curves"
      viewBox={`0 0 ${width} ${height}`}
      role="img"
      aria-label="Training loss of each restart over the steps"
    >
      {decades(low, high).map((exponent) => (
        <g key={exponent}>
          <line class="guide" x1={left} x2={width - right} y1={y(10 ** exponent)} y2={y(10 ** exponent)} />
          <text class="tick" x={left - 6} y={y(10 ** exponent) + 4} text-anchor="end">
            {String(Number((10 ** exponent).toPrecision(1)))}
          </text>
        </g>
      ))}
      <path class="axis" d={`M${left} ${top}V${height - bottom}H${width - right}`} />
      <text class="tick" x={left} y={height - bottom + 16} text-anchor="middle">
        0
      </text>
      <text class="tick" x={width - right} y={height - bottom + 16} text-anchor="end">
        {lastStep.toLocaleString('en')}
      </text>
      <text class="label" x={(left + width - right) / 2} y={height - 4} text-anchor="middle">
        step
      </text>
      <text class="label" transform={`translate(13 ${(top + height - bottom) / 2}) rotate(-90)`} text-anchor="middle">
        loss of the batch
      </text>
      {restartStyles.map(({ colour, dash }, restart) => (
        <path
          key={colour}
          d={line(restart)}
          fill="none"
          stroke={colour}
          stroke-dasharray={dash}
          stroke-width={restart === selected ? 2.5 : 1.2}
        />
      ))}
    </svg>
  )
}

const width = 520
const height = 240
const left = 58
const right = 12
const top = 10
const bottom = 36

/** The range of the axis as powers of ten, to the next half decade, at least one decade wide. */
function lossRange(history: readonly LossPoint[]): { low: number; high: number } {
  let low = Number.POSITIVE_INFINITY
  let high = Number.NEGATIVE_INFINITY
  for (const { losses } of history) {
    for (const loss of losses) {
      if (!(loss > 0)) continue
      low = Math.min(low, Math.log10(loss))
      high = Math.max(high, Math.log10(loss))
    }
  }
  if (low > high) return { low: -2, high: -1 }
  low = Math.floor(low * 2) / 2
  high = Math.ceil(high * 2) / 2
  return high - low >= 1 ? { low, high } : { low: low - 0.5, high: low + 0.5 }
}

function decades(low: number, high: number): number[] {
  const exponents: number[] = []
  for (let exponent = Math.ceil(low * 2) / 2; exponent <= high; exponent += 0.5) exponents.push(exponent)
  return exponents
}
