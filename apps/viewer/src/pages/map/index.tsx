/** The phase map as a page: both sizes, any seed, trained before the reader's eyes; a cell shows its vectors and opens in the laboratory. */
import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useEffect, useMemo } from 'preact/hooks'
import { cellAddress } from '../../phase-map/cell-address.js'
import { createMapState } from '../../phase-map/map-state.js'
import { PhaseMap } from '../../phase-map/phase-map.js'
import type { Head } from '../../site/page.js'
import { PageNotes, useShownParts } from '../../site/page-notes.js'
import { viewOf } from '../../site/page-view.js'
import { useAddress } from '../../site/root.js'
import { SeedField } from '../../site/seed-field.js'
import { connectTraining } from '../../training/start-worker.js'
import { CellView } from './cell-view.js'
import './map.css'
import { formatMapAddress, type MapAddress, parseMapAddress } from './map-address.js'

export const head: Head = {
  title: 'Phase map',
  description:
    'When does a feature share a dimension? 576 models that train in your browser, at every importance and density, with the boundaries of theory over them.',
}

/** Parts that an address may leave out, as `hide=text,cell`. */
const hideable = ['text', 'controls', 'cell'] as const

/** Cells change slowly enough for eyes at this rate. */
const frameInMilliseconds = 60

const sizes = [
  { size: 1, label: 'two features, one dimension' },
  { size: 2, label: 'three features, two dimensions' },
] as const

export function Page(): JSX.Element {
  const address = useAddress()
  const connection = useMemo(() => connectTraining(), [])
  const map = useMemo(
    () =>
      createMapState(connection.remote, {
        size: 1,
        seed: 1,
        frameEveryMilliseconds: () =>
          matchMedia('(prefers-reduced-motion: reduce)').matches ? Number.POSITIVE_INFINITY : frameInMilliseconds,
      }),
    [connection],
  )
  const view = useShownParts(hideable, 'the phase map')
  const notes = useSignal<readonly string[]>([])
  const train = (wanted: MapAddress): void => {
    map.cursor.value = undefined
    void map.train(wanted.size, wanted.seed)
  }
  useEffect(() => {
    const wanted = parseMapAddress(location.search)
    notes.value = wanted.notes
    train(wanted)
    return () => connection.close()
  }, [connection])
  const [size, seed] = [map.size.value, map.seed.value]
  const choose = (wanted: MapAddress): void => {
    history.replaceState(null, '', formatMapAddress(wanted) + viewOf(location.search))
    notes.value = []
    train(wanted)
  }
  const linkOf = (cell: number): string => address('lab/') + cellAddress(size, seed, cell, map.frame.value)
  return (
    <div class="wide-page map">
      <h1>When does a feature share a dimension?</h1>
      {view.shows('text') && (
        <p class="lead">
          Every cell is a model with one feature more than it has dimensions. The last feature is as important, and all
          are as often active, as the cell’s place says. It is ignored, kept in superposition, or given a dimension of
          its own; the dashed lines are where theory says that the best model changes.
        </p>
      )}
      <PageNotes notes={[...notes.value, ...view.notes]} />
      {view.shows('controls') && (
        <form class="map-controls" aria-label="Map" onSubmit={(event) => event.preventDefault()}>
          <label>
            <span>Models</span>
            <select
              value={size}
              onChange={(event) => choose({ seed, size: event.currentTarget.value === '2' ? 2 : 1 })}
            >
              {sizes.map((each) => (
                <option key={each.size} value={each.size}>
                  {each.label}
                </option>
              ))}
            </select>
          </label>
          <SeedField seed={seed} onChange={(chosen) => chosen !== undefined && choose({ size, seed: chosen })} />
          <button type="button" onClick={() => train({ size, seed })}>
            Train again
          </button>
        </form>
      )}
      {map.problem.value !== undefined && (
        <p class="problem" role="alert">
          <strong>This did not work:</strong> {map.problem.value}
        </p>
      )}
      <PhaseMap map={map} onOpen={(cell) => location.assign(linkOf(cell))} />
      {view.shows('cell') && <CellView map={map} linkOf={linkOf} />}
    </div>
  )
}
