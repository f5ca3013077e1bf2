/** The feature vectors of one model in the plane: a dot joined to the origin for each feature (paper §2). */
import type { JSX } from 'preact'
import type { RestartFrame } from '../trainer/frame.js'
import { armsOf } from './arms.js'
import { featureColors } from './palette.js'

export interface FeaturePlaneProperties {
  readonly restart: RestartFrame
  /** What the picture shows, in words. Without it the picture is small, has no lettering, and is hidden from screen readers. */
  readonly title?: string
}

/** Half the width of the picture, in units of its own; long vectors are made smaller, all by the same factor. */
const edge = 1.5

/** Vectors shorter than this get no name: it would lie on the origin. */
const shortestNamed = 0.2

export function FeaturePlane({ restart, title }: FeaturePlaneProperties): JSX.Element {
  const arms = armsOf(restart.weights)
  const features = featureColors.map((color, feature) => ({ color, feature, ...arms.ends[feature]! }))
  return (
    <svg
      class="plane"
      viewBox={`${-edge} ${-edge} ${2 * edge} ${2 * edge}`}
      role="img"
      aria-label={title}
      aria-hidden={title === undefined}
    >
      <circle class="guide" r={arms.circle.radius} />
      <path class="axis" d={`M${-edge} 0H${edge}M0 ${-edge}V${edge}`} />
      {features.map(({ color, feature, x, y }) => (
        <line key={feature} x2={x} y2={y} stroke={color} stroke-width="0.04" />
      ))}
      {features.map(({ color, feature, x, y }) => (
        <circle key={feature} class="feature" cx={x} cy={y} r="0.075" fill={color} />
      ))}
      {title !== undefined && (
        <g>
          <text class="tick" x={arms.circle.radius + 0.02} y="0.13">
            {arms.circle.label}
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
