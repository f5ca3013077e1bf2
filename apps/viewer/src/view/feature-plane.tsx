/** The feature vectors of one model in the plane: a dot joined to the origin for each feature (paper §2). */
import type { JSX } from 'preact'
import type { RestartFrame } from '../trainer/frame.js'
import { featureColors } from './palette.js'

export interface FeaturePlaneProperties {
  readonly restart: RestartFrame
  /** What the picture shows, in words. Without it the picture is small, has no lettering, and is hidden from screen readers. */
  readonly title?: string
}

/** Half the width of the picture, in units of the weights. */
const edge = 1.5

/** Vectors shorter than this get no name: it would lie on the origin. */
const shortestNamed = 0.2

export function FeaturePlane({ restart, title }: FeaturePlaneProperties): JSX.Element {
  const features = featureColors.map((color, feature) => {
    const x = clamp(restart.weights[feature * 2]!)
    const y = -clamp(restart.weights[feature * 2 + 1]!)
    return { color, feature, x, y, length: Math.hypot(x, y) }
  })
  return (
    <svg
      class="plane"
      viewBox={`${-edge} ${-edge} ${2 * edge} ${2 * edge}`}
      role="img"
      aria-label={title}
      aria-hidden={title === undefined}
    >
      <circle class="guide" r="1" />
      <path class="axis" d={`M${-edge} 0H${edge}M0 ${-edge}V${edge}`} />
      {features.map(({ color, feature, x, y }) => (
        <line key={feature} x2={x} y2={y} stroke={color} stroke-width="0.04" />
      ))}
      {features.map(({ color, feature, x, y }) => (
        <circle key={feature} class="feature" cx={x} cy={y} r="0.075" fill={color} />
      ))}
      {title !== undefined && (
        <g>
          <text class="tick" x="1.02" y="0.13">
            1
          </text>
          {features
            .filter(({ length }) => length >= shortestNamed)
            .map(({ feature, x, y, length }) => (
              <text
                key={feature}
                class="feature-name"
                x={x * (1 + 0.17 / length)}
                y={y * (1 + 0.17 / length)}
                dy="0.35em"
              >
                {feature + 1}
              </text>
            ))}
        </g>
      )}
    </svg>
  )
}

function clamp(value: number): number {
  return Math.max(-edge, Math.min(edge, value))
}
