/** Time: play and pause, steps, back to any step that is remembered, the speed; and the probability, which acts while training goes on. */
import type { JSX } from 'preact'
import { densityAt } from '../experiment/course.js'
import { followsProbability } from '../experiment/feature-law.js'
import { type Speed, stepsPerSecond } from '../experiment/settings.js'
import { sparsityOf } from '../pictures/probability-scale.js'
import { ProbabilitySlider } from '../pictures/probability-slider.js'
import type { LabStore } from './store.js'

const speedLabels: Readonly<Record<Speed, string>> = {
  slow: `${stepsPerSecond.slow} steps/s`,
  normal: `${stepsPerSecond.normal} steps/s`,
  fast: `${stepsPerSecond.fast.toLocaleString('en')} steps/s`,
  fastest: 'as fast as it goes',
}

export function Transport({ store }: { store: LabStore }): JSX.Element {
  const ready = store.opened.value !== undefined
  const playing = store.playing.value
  return (
    <section class="lab-transport" aria-label="Time and probability">
      <div class="lab-buttons">
        <button
          type="button"
          class="primary lab-play"
          disabled={!ready}
          aria-keyshortcuts="Space"
          onClick={() => (playing ? store.pause() : store.play())}
        >
          {playing ? 'Pause' : 'Play'}
        </button>
        <button type="button" disabled={!ready || playing} onClick={() => store.step(1)}>
          Step
        </button>
        <button type="button" disabled={!ready || playing} onClick={() => store.step(100)}>
          100 steps
        </button>
        <button type="button" disabled={!ready} onClick={() => store.reset()}>
          Reset
        </button>
      </div>
      <Scrubber store={store} />
      <Density store={store} />
      <label class="lab-speed">
        <span>Speed</span>
        <select value={store.speed.value} onChange={(event) => store.changeSpeed(event.currentTarget.value as Speed)}>
          {Object.entries(speedLabels).map(([speed, label]) => (
            <option key={speed} value={speed}>
              {label}
            </option>
          ))}
        </select>
      </label>
    </section>
  )
}

function Scrubber({ store }: { store: LabStore }): JSX.Element {
  const { frames } = store.ring.value
  const last = frames.length - 1
  const at = store.lookedBack.value
  const step = store.shown.value?.step ?? 0
  const rate = store.stepsPerSecond.value
  return (
    // No label: its button would be what the label stands for, and the words above the slider would press it.
    <div class="lab-scrubber">
      <span>
        Step <strong>{step.toLocaleString('en')}</strong>{' '}
        {at === undefined ? (
          store.playing.value && rate !== undefined && <span class="quiet">{readable(rate)} steps/s</span>
        ) : (
          <>
            of {(store.frame.value?.step ?? 0).toLocaleString('en')} ·{' '}
            <button type="button" class="lab-inline" onClick={() => store.fork()}>
              go on from here
            </button>
          </>
        )}
      </span>
      <input
        type="range"
        min="0"
        max={Math.max(last, 1)}
        value={at ?? Math.max(last, 1)}
        disabled={last < 1}
        aria-label="Steps, to look back"
        aria-valuetext={`step ${step}`}
        onInput={async (event) => {
          const index = event.currentTarget.valueAsNumber
          if (store.playing.value) await store.pause()
          const newest = store.ring.value.frames.length - 1
          store.lookedBack.value = index >= newest ? undefined : index
        }}
      />
    </div>
  )
}

function Density({ store }: { store: LabStore }): JSX.Element {
  const { settings } = store.moment.value
  const { law, probability, activeCount } = settings
  if (!followsProbability(settings)) {
    const density = densityAt(store.moment.value).toPrecision(2)
    return (
      <p class="lab-probability">
        {law === 'exactly'
          ? `Exactly ${activeCount} features are active (p = ${density}).`
          : `The law says how often features are active: p = ${density} on average.`}
      </p>
    )
  }
  return (
    <ProbabilitySlider
      class="lab-probability"
      name="Probability p"
      probability={probability}
      disabled={store.opened.value === undefined || store.lookedBack.value !== undefined}
      onChange={(changed) => store.change({ probability: changed })}
      label={
        <>
          Probability p = <strong>{probability}</strong>{' '}
          <span class="quiet">sparsity S = {sparsityOf(probability)}</span>
        </>
      }
    />
  )
}

function readable(rate: number): string {
  return Number(rate.toPrecision(rate >= 1000 ? 2 : 1)).toLocaleString('en')
}
