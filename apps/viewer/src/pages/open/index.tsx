/** The page that opens weights: what given weights show, and how far two are from one another. Nothing leaves the browser. */
import type { JSX } from 'preact'
import type { Head } from '../../site/page.js'
import { PageNotes, useShownParts } from '../../site/page-notes.js'
import { valueInWords } from '../paper/claim-in-words.js'
import { DropPlace } from './drop-place.js'
import { MemberPanel, TablePanel } from './member-panel.js'
import type { Comparison, Slot } from './opened.js'
import './open.css'
import { type OpeningState, useOpening } from './use-opening.js'

export const head: Head = {
  title: 'Open weights',
  description:
    'Drop a file of weights and see norms, interference, dimensionality and shapes, or compare two. Nothing leaves your browser.',
}

/** Parts that an address may leave out, as `hide=text,compare`: without `compare` there is one place for a file. */
const hideable = ['text', 'compare'] as const

export function Page(): JSX.Element {
  const state = useOpening(() => new Worker(new URL('./open-worker.ts', import.meta.url), { type: 'module' }))
  const { shows, notes } = useShownParts(hideable, 'this page', [])
  const slots = shows('compare') ? (['A', 'B'] as const) : (['A'] as const)
  return (
    <div class="wide-page open">
      <h1>Open weights</h1>
      <PageNotes notes={notes} />
      {shows('text') && (
        <p class="lead">
          Weights of toy models from any program: safetensors, npz, npy, PyTorch files, the folder of a run, or the
          table of a sweep. They are read in this page and sent nowhere; nothing in them is executed.
        </p>
      )}
      <div class="drop-places">
        {slots.map((slot) => (
          <DropPlace
            key={slot}
            slot={slot}
            place={state.places[slot]}
            title={slot === 'A' ? 'A: drop a file here' : 'B: a second one, to compare'}
            onFiles={(files) => state.take(slot, files)}
            onRefused={(reason) => state.refuse(slot, reason)}
            onChoose={(path) => state.choose(slot, path)}
            onOptions={(options) => state.readAs(slot, options)}
          />
        ))}
      </div>
      <ComparisonPanel state={state} />
      <div class="opened">
        {slots.map((slot) => (
          <OpenedPanel key={slot} slot={slot} state={state} />
        ))}
      </div>
    </div>
  )
}

function OpenedPanel({ slot, state }: { slot: Slot; state: OpeningState }): JSX.Element | null {
  const { opened, view } = state.places[slot]
  if (opened === undefined) return null
  if (opened.kind === 'table') return <TablePanel name={slot} opened={opened} />
  if (view === undefined) return null
  return <MemberPanel name={slot} opened={opened} view={view} onMember={(member) => state.showMember(slot, member)} />
}

function ComparisonPanel({ state: { comparison, comparisonProblem } }: { state: OpeningState }): JSX.Element | null {
  if (comparisonProblem !== undefined) {
    return (
      <p class="problem" role="alert">
        <strong>A and B cannot be compared:</strong> {comparisonProblem}
      </p>
    )
  }
  if (comparison === undefined) return null
  const share = (distance: number): string =>
    `${valueInWords(distance)} (${valueInWords((100 * distance) / comparison.scale)} % of ‖B‖)`
  return (
    <section aria-labelledby="comparison" class="comparison">
      <h2 id="comparison">A against B</h2>
      <dl class="facts">
        <div>
          <dt>as they stand, ‖A − B‖</dt>
          <dd>{share(comparison.asTheyAre)}</dd>
        </div>
        <div>
          <dt>up to rotation, reflection and signs</dt>
          <dd>{share(comparison.turned)}</dd>
        </div>
        <div>
          <dt>also up to the order of features</dt>
          <dd>{comparison.reordered ? share(comparison.reordered.distance) : comparison.reorderRefusal}</dd>
        </div>
      </dl>
      <p>{verdictOf(comparison)}</p>
    </section>
  )
}

/** Rounding of float32 weights. */
const sameShare = 1e-5

function verdictOf({ asTheyAre, turned, reordered, scale }: Comparison): string {
  const isSame = (distance: number | undefined): boolean => distance !== undefined && distance <= sameShare * scale
  if (isSame(asTheyAre)) return 'They are the same weights.'
  if (isSame(turned)) return 'They are the same solution: one is the other, turned or mirrored.'
  if (isSame(reordered?.distance))
    return 'They are the same solution with features in another order, turned or mirrored.'
  return 'They are different solutions.'
}
