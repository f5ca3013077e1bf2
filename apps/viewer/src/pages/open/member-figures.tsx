/** The weights of a member in pictures: norms and interference, the Gram matrix, the plane of two dimensions. */
import { circleRadius, signedColors, tickLabels } from '@digon/plot'
import type { JSX } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import type { MemberView } from './opened.js'

/** More bars than this would be thinner than a pixel. */
const mostBars = 512

export interface BarsProps {
  readonly title: string
  /** `[feature]` */
  readonly values: readonly number[]
  /** Where the axis ends, unless a value is greater. */
  readonly end: number
}

/** One bar a feature, in their order. */
export function Bars({ title, values, end }: BarsProps): JSX.Element {
  const shown = values.slice(0, mostBars)
  const top = Math.max(end, ...shown.filter(Number.isFinite))
  const [width, height] = [Math.max(40, shown.length), 40]
  const bar = width / shown.length
  return (
    <figure>
      <svg
        class="bars"
        viewBox={`0 0 ${width} ${height}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={`${title}: from ${Math.min(...shown).toPrecision(3)} to ${Math.max(...shown).toPrecision(3)}`}
      >
        {shown.map((value, feature) => {
          const length = Number.isFinite(value) ? (height * Math.max(0, value)) / top : height
          return <rect key={feature} x={(feature + 0.1) * bar} y={height - length} width={0.8 * bar} height={length} />
        })}
      </svg>
      <figcaption>
        {title} <span class="quiet">{`axis from 0 to ${Number(top.toPrecision(3))}${firstOf(values.length)}`}</span>
      </figcaption>
    </figure>
  )
}

/** In words, that not all features are drawn. */
function firstOf(featureCount: number): string {
  return featureCount > mostBars ? `; the first ${mostBars} of ${featureCount.toLocaleString('en')} features` : ''
}

/** The Gram matrix as a picture of one pixel an entry: red for positive, blue for negative. */
export function GramMap({ view }: { view: MemberView }): JSX.Element {
  const canvas = useRef<HTMLCanvasElement>(null)
  const { gram, gramSize, featureCount, product: name } = view
  useEffect(() => {
    const context = canvas.current?.getContext('2d')
    if (!context) return
    const image = context.createImageData(gramSize, gramSize)
    for (const [k, value] of gram.entries()) image.data.set([...signedColor(value), 255], 4 * k)
    context.putImageData(image, 0, 0)
  }, [gram, gramSize])
  return (
    <figure>
      <canvas
        ref={canvas}
        class="gram"
        width={gramSize}
        height={gramSize}
        role="img"
        aria-label={`${name} of ${gramSize} features: ${offDiagonalInWords(gram, gramSize)}`}
      />
      <figcaption>
        {name}{' '}
        <span class="quiet">
          {`red is positive, blue negative, full at ±1${gramSize < featureCount ? `; the first ${gramSize} of ${featureCount.toLocaleString('en')} features` : ''}`}
        </span>
      </figcaption>
    </figure>
  )
}

function offDiagonalInWords(gram: readonly number[], size: number): string {
  const others = gram.filter((_, k) => Math.floor(k / size) !== k % size)
  if (others.length === 0) return 'a single entry'
  const [least, greatest] = others.reduce(([low, high], value) => [Math.min(low, value), Math.max(high, value)], [
    Number.POSITIVE_INFINITY,
    Number.NEGATIVE_INFINITY,
  ] as [number, number])
  return `entries off the diagonal from ${least.toPrecision(3)} to ${greatest.toPrecision(3)}`
}

const stops = signedColors.map((color) => [1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16)))

/** Between the colors of the palette, from −1 to 1. */
function signedColor(value: number): number[] {
  const place = ((Math.min(1, Math.max(-1, value)) + 1) / 2) * (stops.length - 1)
  const below = Math.min(stops.length - 2, Math.floor(place))
  return stops[below]!.map((channel, k) => channel + (place - below) * (stops[below + 1]![k]! - channel))
}

/** The feature vectors of a model with two dimensions. */
export function Plane({ view: { plane, norms } }: { view: MemberView }): JSX.Element {
  const reach = Math.max(1, ...norms.slice(0, mostBars)) * 1.15
  const radius = circleRadius(reach)
  return (
    <figure>
      <svg
        class="plane-of-weights"
        viewBox={`${-reach} ${-reach} ${2 * reach} ${2 * reach}`}
        role="img"
        aria-label={`${plane.length} feature vectors in two dimensions`}
      >
        <circle r={radius} />
        {plane.slice(0, mostBars).map(([x, y], feature) => (
          <g key={feature}>
            <line x2={x} y2={-y!} stroke-width={reach / 90} />
            <circle cx={x} cy={-y!} r={reach / 45} class="plane-tip" />
          </g>
        ))}
      </svg>
      <figcaption>
        Feature vectors{' '}
        <span class="quiet">{`the circle has radius ${tickLabels([radius])[0]}${firstOf(plane.length)}`}</span>
      </figcaption>
    </figure>
  )
}
