/**
 * The front page: the phenomenon in one view. The pictures are in the HTML already; once the program runs, both are trained anew
 * before the reader's eyes. Who asked for less motion keeps the finished pictures until they change something.
 */
import { nameShapes, productName } from '@digon/metrics'
import { useComputed, useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useEffect, useMemo } from 'preact/hooks'
import { formatAddress } from '../../experiment/address.js'
import { importances } from '../../experiment/course.js'
import type { Engine, Settings } from '../../experiment/settings.js'
import { cellAddress } from '../../phase-map/cell-address.js'
import { createMapState, type MapState } from '../../phase-map/map-state.js'
import { describeCell, describeMap } from '../../phase-map/map-text.js'
import { PhaseMap } from '../../phase-map/phase-map.js'
import { Plane } from '../../pictures/plane.js'
import { sparsityOf } from '../../pictures/probability-scale.js'
import { ProbabilitySlider } from '../../pictures/probability-slider.js'
import { frontTurn, project } from '../../pictures/projection.js'
import { PageNotes, useShownParts } from '../../site/page-notes.js'
import { pageView } from '../../site/page-view.js'
import { connectTraining } from '../../training/start-worker.js'
import { createDemonstration, type Demonstration, demonstrationSettings, demonstrationSteps } from './demonstration.js'
import './front.css'
import { recordedMap, recordedProbability, recordedSeed, recordedSize } from './recorded-picture.js'

/** Cells of a map change slowly enough for eyes at this rate, and the page has time for all else. */
const mapFrameInMilliseconds = 60

/** Parts that an address may leave out, as `hide=story,map`. What is left out is not trained. */
const hideable = ['story', 'map', 'model'] as const

export interface FrontProps {
  /** Address of the laboratory, with a slash at its end. */
  readonly lab: string
  readonly paper: string
}

export function Front({ lab, paper }: FrontProps): JSX.Element {
  const connections = useMemo(() => [connectTraining(), connectTraining()] as const, [])
  const map = useMemo(
    () =>
      createMapState(connections[0].remote, {
        recorded: recordedMap,
        size: recordedSize,
        seed: recordedSeed,
        frameEveryMilliseconds: () => (isCalm() ? Number.POSITIVE_INFINITY : mapFrameInMilliseconds),
      }),
    [connections],
  )
  const model = useMemo(
    () => createDemonstration(connections[1].remote, () => (isCalm() ? Number.POSITIVE_INFINITY : 0)),
    [connections],
  )
  useEffect(() => {
    const { hidden } = pageView(location.search, hideable)
    if (!isCalm() && !hidden.has('map')) void map.train(recordedSize, recordedSeed)
    if (!isCalm() && !hidden.has('model')) void model.train(recordedProbability)
    return () => {
      for (const connection of connections) connection.close()
    }
  }, [connections, map, model])
  const { shows, notes } = useShownParts(hideable, 'this page', [])
  const linkOf = (settings: Settings, step: number) =>
    lab + formatAddress({ settings, changes: [], engine: 'automatic' satisfies Engine, step })
  const linkOfCell = (cell: number) => lab + cellAddress(map.size.value, map.seed.value, cell, map.frame.value)
  return (
    <>
      <PageNotes notes={notes} />
      <div class="front">
        <h1>More features than dimensions</h1>
        {shows('story') && (
          <div class="front-story">
            <p>
              A model with two dimensions learns to give back five features, and where features are rarely active
              together it keeps all five, at angles to one another: <strong>superposition</strong>.
            </p>
            <p>
              The map shows what 576 tiny models did with one feature too many: they{' '}
              <span class="front-key front-key-ignored">ignore it</span>,{' '}
              <span class="front-key front-key-superposed">let it share a dimension</span>, or{' '}
              <span class="front-key front-key-dedicated">give it a dimension of its own</span>.
            </p>
            <p>
              Theory says where the best model changes (the dashed lines): at most importances with a jump, a phase
              change.
            </p>
            <p class="front-ways">
              <a class="button primary" href={linkOf(demonstrationSettings(recordedProbability), 0)}>
                Open the laboratory
              </a>
              <a class="button" href={paper}>
                See the paper’s results
              </a>
            </p>
          </div>
        )}
        {shows('map') && <MapFigure map={map} linkOfCell={linkOfCell} />}
        {shows('model') && <ModelFigure model={model} linkOf={linkOf} />}
      </div>
    </>
  )
}

function MapFigure({ map, linkOfCell }: { map: MapState; linkOfCell: (cell: number) => string }): JSX.Element {
  const last = useSignal<number | undefined>(undefined)
  const frame = map.frame.value
  const cell = map.cursor.value ?? last.value
  if (map.cursor.value !== undefined) last.value = map.cursor.value
  return (
    <figure class="front-map" aria-label="576 models and theory">
      <PhaseMap map={map} onOpen={(chosen) => location.assign(linkOfCell(chosen))} />
      <figcaption>
        {map.problem.value !== undefined && <span role="alert">{map.problem.value} </span>}
        {frame !== undefined && cell !== undefined ? (
          <>
            {describeCell(frame, cell)} · <a href={linkOfCell(cell)}>open it</a>
          </>
        ) : (
          frame !== undefined && (frame.done < 1 ? `Training: ${Math.round(100 * frame.done)} %` : describeMap(frame))
        )}
      </figcaption>
    </figure>
  )
}

function ModelFigure({
  model,
  linkOf,
}: {
  model: Demonstration
  linkOf: (settings: Settings, step: number) => string
}): JSX.Element {
  const probability = model.probability.value
  const weights = model.weights.value
  const settings = demonstrationSettings(probability)
  const shape = useComputed(() => shapeOf(model.weights.value))
  return (
    <figure class="front-model" aria-label="One model">
      <Plane
        points={project(weights, frontTurn).points}
        importances={importances(settings)}
        label={`Directions of five features in two dimensions: ${shape.value}`}
      />
      <ProbabilitySlider
        class="front-control"
        name="Probability p that a feature is active"
        probability={probability}
        onChange={(changed) => void model.train(changed)}
        label={
          <>
            Features are active with p = <strong>{probability}</strong>{' '}
            <span class="quiet">sparsity {sparsityOf(probability)}</span>
          </>
        }
      >
        <span class="front-scale" aria-hidden="true">
          <span>rare</span>
          <span>always</span>
        </span>
      </ProbabilitySlider>
      <figcaption>
        {model.problem.value !== undefined && <span role="alert">{model.problem.value} </span>}
        It settles as <strong>{shape}</strong>. <a href={linkOf(settings, demonstrationSteps)}>Open this model</a>
      </figcaption>
    </figure>
  )
}

function shapeOf(weights: Parameters<typeof nameShapes>[0]): string {
  const shapes = nameShapes(weights)
  if (shapes.length === 0) return 'nothing yet'
  return shapes.every(({ name }) => name === 'dedicated')
    ? `${shapes.length} features, one to a dimension`
    : productName(shapes)
}

const isCalm = () => matchMedia('(prefers-reduced-motion: reduce)').matches
