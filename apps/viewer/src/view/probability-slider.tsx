/** How often features are active: a logarithmic slider over round numbers; acts while it is moved, also during training. */
import type { JSX } from 'preact'
import type { Store } from '../state/store.js'
import { positionOf, probabilities, sparsityOf } from './probability-scale.js'

export function ProbabilitySlider({ store }: { store: Store }): JSX.Element {
  const { probability } = store.settings.value
  return (
    <label class="slider">
      <span>
        Probability p = <strong>{probability}</strong> <small>(sparsity S = {sparsityOf(probability)})</small>
      </span>
      <input
        type="range"
        min="0"
        max={probabilities.length - 1}
        step="1"
        value={positionOf(probability)}
        aria-label="Probability p"
        aria-valuetext={String(probability)}
        disabled={store.opened.value === undefined}
        onInput={(event) => store.changeProbability(probabilities[event.currentTarget.valueAsNumber]!)}
      />
      <span class="scale" aria-hidden="true">
        <span>0.01</span>
        <span>0.1</span>
        <span>1</span>
      </span>
    </label>
  )
}
