import type { JSX } from 'preact'
import type { Bench } from '../state/bench.js'

/** Play, pause, step, reset, seed and probability. Native controls throughout, so that the keyboard works as everywhere. */
export function Controls({ bench }: { bench: Bench }): JSX.Element {
  const ready = bench.frame.value !== undefined
  const playing = bench.playing.value
  const { seed, probability } = bench.settings.value
  return (
    <form class="controls" onSubmit={(event) => event.preventDefault()}>
      <div class="buttons">
        <button
          type="button"
          class="primary"
          disabled={!ready}
          onClick={() => (playing ? bench.pause() : bench.play())}
        >
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
      <label>
        <span>Seed</span>
        <input
          type="number"
          min="0"
          max={Number.MAX_SAFE_INTEGER}
          step="1"
          value={seed}
          disabled={!ready}
          onChange={(event) => {
            const chosen = event.currentTarget.valueAsNumber
            if (Number.isSafeInteger(chosen) && chosen >= 0) return bench.changeSeed(chosen)
            event.currentTarget.value = String(seed)
          }}
        />
      </label>
      <label class="slider">
        <span>
          Probability p = <output>{formatProbability(probability)}</output>
          <small> (sparsity S = {formatProbability(1 - probability)})</small>
        </span>
        <input
          type="range"
          min="-2"
          max="0"
          step="0.02"
          value={Math.log10(probability)}
          aria-valuetext={formatProbability(probability)}
          disabled={!ready}
          onInput={(event) => bench.changeProbability(probabilityOf(event.currentTarget.valueAsNumber))}
        />
      </label>
    </form>
  )
}

/** The slider is logarithmic: 0.01 to 1, rounded to three digits so that the number shown is the number used. */
export function probabilityOf(exponent: number): number {
  return Math.min(1, Math.max(0.01, Number((10 ** exponent).toPrecision(3))))
}

function formatProbability(value: number): string {
  return String(Number(value.toFixed(3)))
}
