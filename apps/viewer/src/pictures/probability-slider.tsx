/** The control of the density: the probability that a feature is active, on a logarithmic scale of round numbers. */
import type { ComponentChildren, JSX } from 'preact'
import { positionOf, probabilities } from './probability-scale.js'

export interface ProbabilitySliderProps {
  /** In (0, 1]. */
  readonly probability: number
  readonly class: string
  /** What assistive technology calls it. */
  readonly name: string
  readonly disabled?: boolean
  readonly onChange: (probability: number) => void
  /** What stands over it, with the value. */
  readonly label: ComponentChildren
  /** What stands under it. */
  readonly children?: ComponentChildren
}

export function ProbabilitySlider(props: ProbabilitySliderProps): JSX.Element {
  const { probability, name, disabled, onChange, label, children } = props
  return (
    <label class={props.class}>
      <span>{label}</span>
      <input
        type="range"
        min="0"
        max={probabilities.length - 1}
        step="1"
        value={positionOf(probability)}
        aria-label={name}
        aria-valuetext={String(probability)}
        disabled={disabled}
        onInput={(event) => onChange(probabilities[event.currentTarget.valueAsNumber]!)}
      />
      {children}
    </label>
  )
}
