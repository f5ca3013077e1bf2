/** Feature vectors of one model on the screen: a dot joined to the origin for each feature (paper §2). Shows; `arms.tsx` moves. */
import { circleRadius, planeReach } from '@digon/plot'
import type { ComponentChildren, JSX } from 'preact'
import { featureColors } from './feature-color.js'
import { namePlaces } from './name-places.js'
import type { Projection } from './projection.js'
import './pictures.css'

export interface PlaneProps {
  readonly points: Projection['points']
  /** `[feature]` */
  readonly importances: readonly number[]
  /** What the picture shows, in words. Without it the picture has no lettering and is hidden from screen readers. */
  readonly label?: string
  /** Features that are looked at elsewhere. Default none: all alike. */
  readonly hovered?: readonly number[]
  /** `[feature]`. Default: their numbers, counted from 1. */
  readonly names?: readonly string[]
  readonly pinned?: readonly number[]
  /** Vectors of another model, drawn as rings. */
  readonly ghosts?: Projection['points'] | undefined
  /** What lies over the picture: elements of an SVG without a viewBox. */
  readonly children?: (scale: PlaneScale) => ComponentChildren
}

export interface PlaneScale {
  /** Half the width of the picture in units of the weights. */
  readonly reach: number
  readonly colors: readonly string[]
}

/** Vectors that reach the frame would have half a dot. */
const roomForDots = 1.08

/** More names than this would lie on one another. */
const mostNames = 24

export function Plane(props: PlaneProps): JSX.Element {
  const { points, importances, label, hovered = [], names, pinned = [], ghosts = [], children } = props
  const reach = reachOf(points)
  const radius = circleRadius(reach)
  const colors = featureColors(importances)
  const order = [...points.keys()].sort((a, b) => points[a]!.depth - points[b]!.depth)
  const dotRadius = (points.length > 60 ? 0.02 : 0.036) * reach
  const faded = (feature: number) => (hovered.length > 0 && !hovered.includes(feature) ? 0.25 : 1)
  const percent = (value: number) => `${(50 + (50 * value) / reach).toFixed(2)}%`
  return (
    <svg
      class="plane"
      role={label === undefined || children !== undefined ? undefined : 'img'}
      aria-label={children === undefined ? label : undefined}
      aria-hidden={label === undefined}
    >
      <svg viewBox={`${-reach} ${-reach} ${2 * reach} ${2 * reach}`} width="100%" height="100%" aria-hidden="true">
        <path class="plane-axis" d={`M${-reach} 0H${reach}M0 ${-reach}V${reach}`} />
        <circle class="plane-circle" r={radius} />
        {ghosts.map(({ x, y }, feature) => (
          <circle key={feature} class="plane-ghost" cx={x} cy={-y} r={dotRadius * 1.35} />
        ))}
        {order.map((feature) => {
          const { x, y } = points[feature]!
          return (
            <g key={feature} opacity={faded(feature)}>
              <line class="plane-arm" x2={x} y2={-y} stroke={colors[feature]!} />
              <circle class="plane-dot" cx={x} cy={-y} r={dotRadius} fill={colors[feature]!} />
              {pinned.includes(feature) && <circle class="plane-pin" cx={x} cy={-y} r={dotRadius * 0.42} />}
            </g>
          )
        })}
      </svg>
      {children?.({ reach, colors })}
      {label !== undefined &&
        points.length <= mostNames &&
        namePlaces(points, reach).map(({ x, y }, feature) => (
          <text key={feature} class="plane-name" x={percent(x)} y={percent(-y)} dy="0.35em" opacity={faded(feature)}>
            {names?.[feature] ?? feature + 1}
          </text>
        ))}
    </svg>
  )
}

/** Steps of the scale, so that a picture does not breathe with every step. */
export function reachOf(points: Projection['points']): number {
  const values = Float64Array.from(points.flatMap(({ x, y }) => [roomForDots * x, roomForDots * y]))
  const areFinite = values.every(Number.isFinite)
  return areFinite ? planeReach([{ rows: points.length, columns: 2, values }]) : 1.5
}
