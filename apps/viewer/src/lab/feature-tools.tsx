/** What can be done to the model as it is: to one feature, to all weights, and beside another model. */
import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { compareModels } from './compare.js'
import type { LabStore } from './store.js'

export function FeatureTools({ store }: { store: LabStore }): JSX.Element {
  const chosen = useSignal(0)
  const frame = store.shown.value
  const count = frame?.featureCount ?? 0
  const feature = Math.min(chosen.value, Math.max(count - 1, 0))
  const { pinned } = store.moment.value
  const isPinned = pinned.includes(feature)
  const idle = frame === undefined || store.lookedBack.value !== undefined
  return (
    <div class="lab-tools">
      <label>
        <span>Feature</span>
        <select
          value={feature}
          onChange={(event) => {
            chosen.value = Number(event.currentTarget.value)
            store.hovered.value = [chosen.value]
          }}
        >
          {Array.from({ length: count }, (_, index) => (
            <option key={index} value={index}>
              {store.labels.value[index]}
            </option>
          ))}
        </select>
      </label>
      <button type="button" disabled={idle} onClick={() => store.act({ kind: isPinned ? 'unpin' : 'pin', feature })}>
        {isPinned ? 'Unpin' : 'Pin'}
      </button>
      <button type="button" disabled={idle} onClick={() => store.act({ kind: 'clone', feature })}>
        Clone
      </button>
      <button type="button" disabled={idle || count < 2} onClick={() => store.act({ kind: 'delete', feature })}>
        Delete
      </button>
      <button
        type="button"
        disabled={idle}
        title="Adds small random numbers to all weights"
        onClick={() => store.act({ kind: 'nudge' })}
      >
        Nudge
      </button>
    </div>
  )
}

export function Compare({ store }: { store: LabStore }): JSX.Element {
  const frame = store.shown.value
  const kept = store.kept.value
  const restart = store.selected.value
  const comparison = frame === undefined ? undefined : compareModels(kept, frame, restart)
  const percent = (share: number) => `${(100 * share).toFixed(1)} %`
  return (
    <section class="lab-compare" aria-label="Compare">
      <button
        type="button"
        disabled={frame === undefined}
        onClick={() => {
          if (frame !== undefined) store.kept.value = { frame, restart }
        }}
      >
        {kept === undefined ? 'Keep this model as A' : 'Keep as the new A'}
      </button>
      {kept !== undefined && (
        <>
          <button
            type="button"
            onClick={() => {
              store.kept.value = undefined
            }}
          >
            Forget A
          </button>
          <p>
            A is restart {kept.restart + 1} at step {kept.frame.step.toLocaleString('en')} (dashed rings).{' '}
            {comparison === undefined
              ? 'This model has another shape, so the two do not compare.'
              : `This model is ${percent(comparison.turned)} away from it, once A is turned and mirrored onto it${
                  comparison.exchanged === undefined
                    ? ''
                    : `; ${percent(comparison.exchanged)} when features may change places`
                }.`}
          </p>
        </>
      )}
    </section>
  )
}
