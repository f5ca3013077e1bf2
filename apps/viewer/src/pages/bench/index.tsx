/** The page that measures the engines in the visitor's own browser, on the shapes and by the rules of `digon bench`. */
import { ensembleShapes } from '@digon/model/bench'
import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import type { Head } from '../../site/page.js'
import { PageNotes, useShownParts } from '../../site/page-notes.js'
import './bench.css'
import { benchDocument } from './bench-document.js'
import { EngineChoice, ShapeChoice } from './choices.js'
import { Results } from './results.js'
import { type BenchControl, useBench } from './use-bench.js'

export const head: Head = {
  title: 'How fast is this browser?',
  description:
    'Measures the engines of Digon in your own browser, WebAssembly and WebGPU, on the models of the paper. Nothing is sent anywhere.',
}

/** As `digon bench`. */
const turnInSeconds = 0.15

/** Of the shapes, those that take any engine no more than seconds. */
const shapesAtFirst = ['10 × (5, 2)', '10 × (20, 5)', '1 × (5, 2)', '100 × (2, 1)']

/** Parts that an address may leave out, as `hide=text,choices`: without `choices`, what is chosen at first is measured. */
const hideable = ['text', 'choices'] as const

export function Page(): JSX.Element {
  const { shows, notes } = useShownParts(hideable, 'this page', [])
  const bench = useBench(() => new Worker(new URL('./bench-worker.ts', import.meta.url), { type: 'module' }))
  const [shapes, setShapes] = useState<ReadonlySet<string>>(new Set(shapesAtFirst))
  const [chosen, setChosen] = useState<ReadonlySet<string>>()
  // A processor that pretends to be a GPU measures nothing worth knowing, and takes minutes.
  const runnable = bench.engines.filter(({ device }) => device !== undefined)
  const engines = chosen ?? new Set(runnable.filter(({ kind }) => kind !== 'software').map(({ id }) => id))
  const measuring = bench.state === 'measuring'
  return (
    <div class="wide-page bench">
      <h1>How fast is this browser?</h1>
      <PageNotes notes={notes} />
      {shows('text') && (
        <p class="lead">
          Training steps of each engine on models of the paper, with batches of 1024 samples, timed as{' '}
          <code>digon bench</code> does it: engines take turns, and the median of five turns counts. It is measured
          here, on this machine, when you press the button.
        </p>
      )}
      {shows('choices') && (
        <div class="bench-choices">
          <EngineChoice engines={bench.engines} chosen={engines} disabled={measuring} onChange={setChosen} />
          <ShapeChoice shapes={ensembleShapes} chosen={shapes} disabled={measuring} onChange={setShapes} />
        </div>
      )}
      <div class="bench-controls">
        {measuring ? (
          <button type="button" onClick={bench.stop}>
            Stop
          </button>
        ) : (
          <button
            type="button"
            class="primary"
            disabled={engines.size === 0 || shapes.size === 0 || runnable.length === 0}
            onClick={() => bench.start({ engines: [...engines], shapes: [...shapes], turnInSeconds })}
          >
            {bench.measured.length === 0 ? 'Measure' : 'Measure again'}
          </button>
        )}
        <p role="status" class="bench-status">
          {statusOf(bench, shapes.size)}
        </p>
      </div>
      {bench.problem !== undefined && (
        <p role="alert" class="problem">
          <strong>This did not work:</strong> {bench.problem}
        </p>
      )}
      {measuring && bench.turn && (
        <p class="bench-turn quiet" aria-hidden="true">
          {bench.turn.shape} · {bench.turn.engine}
          {bench.turn.round > 0 && ` · turn ${bench.turn.round} of 5`}
        </p>
      )}
      {bench.measured.length > 0 && <Results measured={bench.measured} document={() => documentOf(bench)} />}
    </div>
  )
}

function documentOf({ engines, measured }: BenchControl) {
  const facts = {
    userAgent: navigator.userAgent,
    cores: navigator.hardwareConcurrency,
    isolated: globalThis.crossOriginIsolated,
  }
  return benchDocument(facts, engines, measured)
}

/** Changes once a shape, so that it can be read aloud. */
function statusOf({ state, measured }: BenchControl, shapes: number): string {
  switch (state) {
    case 'looking':
      return 'Looking which engines run here…'
    case 'measuring':
      return `Measuring: ${measured.length} of ${shapes} done.`
    case 'ended':
      return 'Done.'
    case 'stopped':
      return `Stopped after ${measured.length} of ${shapes}.`
    default:
      return ''
  }
}
