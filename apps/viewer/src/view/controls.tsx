/** Everything that can be set. Native controls throughout, so that the keyboard works as everywhere. */
import type { JSX } from 'preact'
import type { Store } from '../state/store.js'
import { type Engine, engines, type Speed } from '../trainer/settings.js'
import { ProbabilitySlider } from './probability-slider.js'
import { SeedField } from './seed-field.js'

export function Controls({ store }: { store: Store }): JSX.Element {
  return (
    <form class="controls" onSubmit={(event) => event.preventDefault()}>
      <Buttons store={store} />
      <SpeedSelect store={store} />
      <SeedField store={store} />
      <EngineSelect store={store} />
      <ProbabilitySlider store={store} />
    </form>
  )
}

function Buttons({ store }: { store: Store }): JSX.Element {
  const ready = store.opened.value !== undefined
  const playing = store.playing.value
  return (
    <div class="buttons">
      <button type="button" class="primary" disabled={!ready} onClick={() => (playing ? store.pause() : store.play())}>
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
  )
}

const speedLabels: Readonly<Record<Speed, string>> = {
  slow: 'slow (10 steps/s)',
  normal: 'normal (60 steps/s)',
  fast: 'fast (600 steps/s)',
  fastest: 'as fast as it goes',
}

function SpeedSelect({ store }: { store: Store }): JSX.Element {
  return (
    <label>
      <span>Speed</span>
      <select value={store.speed.value} onChange={(event) => store.changeSpeed(event.currentTarget.value as Speed)}>
        {Object.entries(speedLabels).map(([speed, label]) => (
          <option key={speed} value={speed}>
            {label}
          </option>
        ))}
      </select>
    </label>
  )
}

function EngineSelect({ store }: { store: Store }): JSX.Element {
  return (
    <label>
      <span>Engine</span>
      <select value={store.engine.value} onChange={(event) => store.changeEngine(event.currentTarget.value as Engine)}>
        {engines.map((engine) => (
          <option key={engine}>{engine}</option>
        ))}
      </select>
    </label>
  )
}
