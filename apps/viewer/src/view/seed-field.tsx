/** The seed: taken when the field is left or Enter is pressed; anything that is no seed is explained, and the old one stays. */
import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { parseSeed, seedRange } from '../state/address.js'
import type { Store } from '../state/store.js'

export function SeedField({ store }: { store: Store }): JSX.Element {
  const refused = useSignal(false)
  const take = (field: HTMLInputElement) => {
    const seed = parseSeed(field.value)
    refused.value = seed === undefined
    if (seed !== undefined) return store.changeSeed(seed)
    field.value = String(store.settings.value.seed)
  }
  return (
    <label class="seed">
      <span>Seed</span>
      <input
        type="number"
        min="0"
        max={Number.MAX_SAFE_INTEGER}
        step="1"
        value={store.settings.value.seed}
        disabled={store.opened.value === undefined}
        onChange={(event) => take(event.currentTarget)}
      />
      <span class="hint" role="status">
        {refused.value && `Not taken: a seed is ${seedRange}.`}
      </span>
    </label>
  )
}
