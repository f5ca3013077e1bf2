/** Everything that can be set. Native controls throughout, so that the keyboard works as everywhere. */
import type { JSX } from 'preact'
import { type Engine, engines, type Speed } from '../laboratory/settings.js'
import type { Bench } from '../state/bench.js'
import { ProbabilitySlider } from './probability-slider.js'
import { SeedField } from './seed-field.js'

export function Controls({ bench }: { bench: Bench }): JSX.Element {
  return (
    <form class="controls" onSubmit={(event) => event.preventDefault()}>
      <Buttons bench={bench} />
      <SpeedSelect bench={bench} />
      <SeedField bench={bench} />
      <EngineSelect bench={bench} />
      <ProbabilitySlider bench={bench} />
    </form>
  )
}

function Buttons({ bench }: { bench: Bench }): JSX.Element {
  const ready = bench.opened.value !== undefined
  const playing = bench.playing.value
  return (
    <div class="buttons">
      <button type="button" class="primary" disabled={!ready} onClick={() => (playing ? bench.pause() : bench.play())}>
        {playing ? 'Pause' : 'Play'}
      </button>
      <button type="button" disabled={!ready || playing} onClick={() => bench.step(1)}>
        Step
      </button>
      <button type="button" disabled={!ready || playing} onClick={() => bench.step(100)}>
        100 steps
      </button>
      <button type="button" disabled={!ready} onClick={() => bench.reset()}>
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

function SpeedSelect({ bench }: { bench: Bench }): JSX.Element {
  return (
    <label>
      <span>Speed</span>
      <select value={bench.speed.value} onChange={(event) => bench.changeSpeed(event.currentTarget.value as Speed)}>
        {Object.entries(speedLabels).map(([speed, label]) => (
          <option key={speed} value={speed}>
            {label}
          </option>
        ))}
      </select>
    </label>
  )
}

function EngineSelect({ bench }: { bench: Bench }): JSX.Element {
  return (
    <label>
      <span>Engine</span>
      <select value={bench.engine.value} onChange={(event) => bench.changeEngine(event.currentTarget.value as Engine)}>
        {engines.map((engine) => (
          <option key={engine}>{engine}</option>
        ))}
      </select>
    </label>
  )
}
