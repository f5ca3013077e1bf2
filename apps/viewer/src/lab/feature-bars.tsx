/** Every feature in two pictures: its length, colored by its interference with the others; and its share of a dimension. */
import type { FeatureSummary } from '@digon/metrics'
import type { JSX } from 'preact'
import { importances } from '../experiment/course.js'
import { featureColors } from '../pictures/feature-color.js'
import type { LabStore } from './store.js'
import { productOf, summarizeFrame } from './summarize-frame.js'

const height = 120
/** Lengths above this are cut off; a bar says so by touching the frame. */
const longest = 1.5

/** Dimensionalities of the regular shapes (paper §9). */
const rungs = [
  { at: 1, label: '1', side: 'left' },
  { at: 3 / 4, label: '3/4', side: 'left' },
  { at: 2 / 3, label: '2/3', side: 'right' },
  { at: 1 / 2, label: '1/2', side: 'left' },
  { at: 2 / 5, label: '2/5', side: 'right' },
] as const

export function NormBars({ store }: { store: LabStore }): JSX.Element | null {
  const features = featuresOf(store)
  if (features === undefined) return null
  const frame = store.shown.value!
  const norms = features.map(({ norm }) => norm)
  const shade = (value: number) => `var(--interference-${Math.round(Math.min(1, value) * 6)})`
  return (
    <figure class="lab-figure">
      <figcaption>
        Lengths {frame.outputWeights === undefined ? '‖W‖' : `√|${productOf(frame)}|`}{' '}
        <span class="quiet">{`colored by interference, from 0 to 1 and more${norms.some((norm) => norm > longest) ? `; bars are cut off at ${longest}` : ''}`}</span>{' '}
        <InterferenceKey />
      </figcaption>
      <svg
        class="lab-bars"
        viewBox={`0 0 ${features.length} ${height}`}
        preserveAspectRatio="none"
        role="img"
        aria-label="Lengths of all features; the numbers are in the table"
      >
        <path class="lab-rung" d={`M0 ${y(1)}H${features.length}`} />
        {features.map(({ norm, interference }, feature) => (
          <rect
            key={feature}
            x={feature + 0.12}
            y={y(Math.min(norm, longest))}
            width={0.76}
            height={Math.max(0, height - y(Math.min(norm, longest)))}
            fill={shade(interference)}
            {...hovering(store, feature)}
          />
        ))}
      </svg>
    </figure>
  )
}

const y = (norm: number) => height - (norm / longest) * height

function InterferenceKey(): JSX.Element {
  return (
    <svg class="lab-key" viewBox="0 0 7 1" preserveAspectRatio="none" aria-hidden="true">
      {[0, 1, 2, 3, 4, 5, 6].map((shade) => (
        <rect key={shade} x={shade} width="1" height="1" fill={`var(--interference-${shade})`} />
      ))}
    </svg>
  )
}

export function DimensionLadder({ store }: { store: LabStore }): JSX.Element | null {
  const features = featuresOf(store)
  if (features === undefined) return null
  const colors = featureColors(importances(store.moment.value.settings))
  const percent = (share: number) => `${(96 - 90 * Math.min(1, share)).toFixed(2)}%`
  return (
    <figure class="lab-figure">
      <figcaption>
        Dimensionality <span class="quiet">share of a dimension that a feature has</span>
      </figcaption>
      <svg class="lab-ladder" role="img" aria-label="Dimensionalities of all features; the numbers are in the table">
        {rungs.map(({ at, label, side }) => (
          <g key={label}>
            <line class="lab-rung" x1="11%" x2="89%" y1={percent(at)} y2={percent(at)} />
            <text
              class={side === 'left' ? 'lab-tick' : 'lab-tick lab-tick-right'}
              x={side === 'left' ? '9.5%' : '90.5%'}
              y={percent(at)}
              dy="0.35em"
            >
              {label}
            </text>
          </g>
        ))}
        {features.map(({ dimensionality }, feature) => (
          <circle
            key={feature}
            cx={`${(12 + (76 * (feature + 0.5)) / features.length).toFixed(2)}%`}
            cy={percent(dimensionality)}
            r={features.length > 40 ? 3 : 5}
            fill={colors[feature]}
            {...hovering(store, feature)}
          />
        ))}
      </svg>
    </figure>
  )
}

function featuresOf(store: LabStore): readonly FeatureSummary[] | undefined {
  const frame = store.shown.value
  return frame && summarizeFrame(frame, store.selected.value)?.features
}

function hovering(store: LabStore, feature: number) {
  const hovered = store.hovered.value
  return {
    opacity: hovered.length > 0 && !hovered.includes(feature) ? 0.3 : 1,
    onPointerEnter: () => {
      store.hovered.value = [feature]
    },
    onPointerLeave: () => {
      store.hovered.value = []
    },
  }
}
