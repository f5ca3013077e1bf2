import type { JSX } from 'preact'
import type { RestartFrame } from '../laboratory/laboratory.js'
import { importanceColours } from './palette.js'

/** The feature vectors of one model in the plane: a dot joined to the origin for each feature (paper §2). */
export function FeaturePlane({ restart, title }: { restart: RestartFrame; title: string }): JSX.Element {
  const features = importanceColours.map((colour, feature) => ({
    colour,
    feature,
    x: clamp(restart.weights[feature * 2] ?? 0),
    y: -clamp(restart.weights[feature * 2 + 1] ?? 0),
  }))
  return (
    <svg class="plane" viewBox={`${-edge} ${-edge} ${2 * edge} ${2 * edge}`} role="img" aria-label={title}>
      <circle class="guide" r="1" />
      <path class="axis" d={`M${-edge} 0H${edge}M0 ${-edge}V${edge}`} />
      <text class="tick" x="1.02" y="0.13">
        1
      </text>
      {features.map(({ colour, feature, x, y }) => (
        <line key={feature} x1="0" y1="0" x2={x} y2={y} stroke={colour} stroke-width="0.035" />
      ))}
      {features.map(({ colour, feature, x, y }) => (
        <circle key={feature} cx={x} cy={y} r="0.075" fill={colour} />
      ))}
      {features.map(({ colour, feature, x, y }) => {
        const length = Math.hypot(x, y)
        if (length < 0.2) return null
        return (
          <text
            key={feature}
            class="feature-name"
            x={x * (1 + 0.17 / length)}
            y={y * (1 + 0.17 / length) + 0.05}
            fill={colour}
          >
            {feature + 1}
          </text>
        )
      })}
    </svg>
  )
}

/** Half the width of the picture, in units of the weights. */
const edge = 1.5

function clamp(value: number): number {
  return Math.max(-edge, Math.min(edge, value))
}
