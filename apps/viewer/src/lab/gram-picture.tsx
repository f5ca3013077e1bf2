/** What every feature sends to every output (WᵀW in the paper's words), with the bias as a column of its own; red adds, blue takes away. */
import type { JSX, TargetedPointerEvent } from 'preact'
import { biasOf } from '../training/frame.js'
import type { LabStore } from './store.js'
import { productOf, sentOf } from './summarize-frame.js'

const shadeCount = 10

export function GramPicture({ store }: { store: LabStore }): JSX.Element | null {
  const frame = store.shown.value
  const restart = store.selected.value
  const sent = frame && sentOf(frame, restart)
  if (frame === undefined || sent === undefined) return null
  const n = frame.featureCount
  const bias = biasOf(frame, restart)
  const gap = Math.max(0.3, n * 0.03)
  const width = n + gap + Math.max(1, n * 0.06)
  const shades = shadesOf(sent.values, n, bias, gap, width - n - gap)
  const hovered = store.hovered.value
  const featureUnder = (event: TargetedPointerEvent<SVGSVGElement>) => {
    const { top, height } = event.currentTarget.getBoundingClientRect()
    const row = Math.floor(((event.clientY - top) / height) * n)
    store.hovered.value = row >= 0 && row < n ? [row] : []
  }
  return (
    <figure class="lab-figure">
      <figcaption>
        {productOf(frame)}, with the bias at the right <span class="quiet">red adds, blue takes away, full at ±1</span>
      </figcaption>
      <svg
        class="lab-gram"
        viewBox={`0 0 ${width} ${n}`}
        role="img"
        aria-label="What every feature sends to every output; the numbers are in the table"
        shape-rendering="crispEdges"
        onPointerMove={featureUnder}
        onPointerLeave={() => {
          store.hovered.value = []
        }}
      >
        <path class="lab-ground" d={`M0 0h${n}v${n}h${-n}zM${n + gap} 0H${width}v${n}H${n + gap}z`} />
        {shades.map(({ shade, path }) => (
          <path
            key={shade}
            class={shade > 0 ? 'lab-plus' : 'lab-minus'}
            fill-opacity={Math.abs(shade) / shadeCount}
            d={path}
          />
        ))}
        {hovered.map(
          (feature) => feature < n && <path key={feature} class="lab-row" d={`M0 ${feature}H${width}v1H0z`} />,
        )}
      </svg>
    </figure>
  )
}

function shadesOf(
  gram: ArrayLike<number>,
  n: number,
  bias: ArrayLike<number>,
  gap: number,
  biasWidth: number,
): readonly { readonly shade: number; readonly path: string }[] {
  const paths = new Map<number, string>()
  const add = (value: number, path: string) => {
    const shade = Math.round(Math.min(1, Math.max(-1, value)) * shadeCount)
    if (shade !== 0 && !Number.isNaN(shade)) paths.set(shade, (paths.get(shade) ?? '') + path)
  }
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) add(gram[i * n + j]!, `M${j} ${i}h1v1h-1z`)
    add(bias[i]!, `M${n + gap} ${i}h${biasWidth}v1h${-biasWidth}z`)
  }
  return Array.from(paths, ([shade, path]) => ({ shade, path }))
}
