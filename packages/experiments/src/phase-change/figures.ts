/** Phase diagrams, trained beside theory, and the losses along one column of them. */
import { matrix } from '@digon/matrix'
import { curvesFigure, type Figure, type PhasePanel, type PhasePoint, phaseDiagramFigure } from '@digon/plot'
import { phaseBoundary, phaseCandidates, phaseTriplePoint } from '@digon/theory'
import { median } from '../restarts.js'
import { type ExtraFeature, extraFeature, extraState } from './extra-feature.js'
import { type Cell, type Diagram, medianReached, type PhaseChangeNumbers } from './numbers.js'
import type { HiddenSize } from './plan.js'

/** Points of either axis of the panel of theory. */
const theoryResolution = 60

export function phaseChangeFigures({ diagrams }: PhaseChangeNumbers): readonly Figure[] {
  return [...diagrams.map(diagramFigure), ...diagrams.map(kinkFigure)]
}

function diagramFigure(diagram: Diagram): Figure {
  const { hiddenSize, cells } = diagram
  const words = `n = ${hiddenSize + 1}, m = ${hiddenSize}`
  const axes = { relativeImportances: diagram.relativeImportances, probabilities: diagram.probabilities }
  return phaseDiagramFigure({
    name: `phase-diagram-${hiddenSize === 1 ? 'one-dimension' : 'two-dimensions'}`,
    title: `What becomes of an extra feature (${words})`,
    description: `Norm and superposition of the last of ${hiddenSize + 1} features by its relative importance and the density: the mean over all of ten models but the worst, the best of ten, and the best of the candidates of theory. Lines are the boundaries of theory. In a typical cell ${Math.round(100 * medianReached(diagram))} % of the restarts come within 10 % of the exact optimum.`,
    panels: [
      { title: 'trained, mean of nine of ten', ...axes, cells: measured(diagram, ({ mean }) => mean) },
      { title: 'trained, best of ten', ...axes, cells: measured(diagram, ({ restarts }) => restarts[0]!) },
      ...(cells.every(({ optimum }) => optimum !== undefined)
        ? [{ title: 'exact optimum', ...axes, cells: measured(diagram, ({ optimum }) => optimum!) }]
        : []),
      theoryPanel(diagram),
    ],
    boundaries: boundaries(diagram),
    triplePoint: phaseTriplePoint,
    regions: regions[hiddenSize],
  })
}

const regions: Readonly<Record<HiddenSize, readonly (PhasePoint & { readonly label: string })[]>> = {
  1: [
    { relativeImportance: 0.25, probability: 0.65, label: 'ignored' },
    { relativeImportance: 4, probability: 0.65, label: 'dedicated' },
    { relativeImportance: 1, probability: 0.04, label: 'superposition' },
  ],
  2: [
    { relativeImportance: 0.25, probability: 0.65, label: 'ignored' },
    { relativeImportance: 3.5, probability: 0.78, label: 'another ignored' },
    { relativeImportance: 0.32, probability: 0.04, label: 'superposition' },
    { relativeImportance: 3.2, probability: 0.04, label: 'dedicated' },
  ],
}

function measured({ probabilities, relativeImportances, cells }: Diagram, of: (cell: Cell) => ExtraFeature) {
  const [rows, columns] = [probabilities.length, relativeImportances.length]
  return {
    norm: matrix(
      rows,
      columns,
      Float64Array.from(cells, (cell) => of(cell).norm),
    ),
    superposition: matrix(
      rows,
      columns,
      Float64Array.from(cells, (cell) => of(cell).superposition),
    ),
  }
}

function theoryPanel({ hiddenSize, relativeImportances, probabilities }: Diagram): PhasePanel {
  const fine = (values: readonly number[]) => {
    const [first, last] = [values[0]!, values.at(-1)!]
    return Array.from({ length: theoryResolution }, (_, k) => first * (last / first) ** (k / (theoryResolution - 1)))
  }
  const [across, up] = [fine(relativeImportances), fine(probabilities).map((p) => Math.min(1, p))]
  const states = up.map((probability) =>
    across.map((relativeImportance) => {
      const [best] = phaseCandidates({ hiddenSize, relativeImportance, probability })
      return extraState(extraFeature(best!.model.weights))
    }),
  )
  return { title: 'theory', relativeImportances: across, probabilities: up, cells: { states } }
}

function boundaries({ hiddenSize, relativeImportances, probabilities }: Diagram) {
  const [first, last] = [relativeImportances[0]!, relativeImportances.at(-1)!]
  const low = { relativeImportance: 1, probability: probabilities[0]! }
  const across = Array.from({ length: 61 }, (_, k) => first * (last / first) ** (k / 60))
  const points = across.map((relativeImportance) => ({
    relativeImportance,
    probability: phaseBoundary(hiddenSize, relativeImportance),
  }))
  const upright = [hiddenSize === 1 ? phaseTriplePoint : low, { relativeImportance: 1, probability: 1 }]
  return [{ points }, { points: upright }]
}

/** The column of the diagram nearest to r = 0.3. */
function kinkFigure({ hiddenSize, cells, probabilities }: Diagram): Figure {
  const distance = (cell: Cell) => Math.abs(Math.log(cell.relativeImportance / 0.3))
  const nearest = Math.min(...cells.map(distance))
  const column = cells.filter((cell) => distance(cell) === nearest)
  const r = column[0]!.relativeImportance
  const boundary = phaseBoundary(hiddenSize, r)
  const first = probabilities[0]!
  const fine = Array.from({ length: 41 }, (_, k) => Math.min(1, first * (1 / first) ** (k / 40)))
  const candidate = (name: string) => ({
    x: fine,
    y: fine.map((probability) => {
      const candidates = phaseCandidates({ hiddenSize, relativeImportance: r, probability })
      return candidates.find((found) => found.name === name)!.loss / probability
    }),
  })
  const x = column.map(({ probability }) => probability)
  return curvesFigure({
    name: `losses-${hiddenSize === 1 ? 'one-dimension' : 'two-dimensions'}`,
    title: `The least loss has a kink (n = ${hiddenSize + 1}, m = ${hiddenSize}, r = ${r})`,
    description: `Exact losses over p of trained models against the density, best and median of ten, beside the two candidates of theory that meet at p = ${boundary.toFixed(3)}. The best follow the lower of the two.`,
    curves: [
      { label: 'best of ten', x, y: column.map(({ losses, probability }) => losses.best / probability) },
      {
        label: 'median of ten',
        x,
        y: column.map(({ restarts, probability }) => median(restarts.map((k) => k.exactLoss)) / probability),
        joined: false,
      },
    ],
    references: [
      { label: 'theory: extra in a digon', ...candidate('extra in a digon') },
      { label: 'theory: extra ignored', ...candidate('extra ignored') },
    ],
    xAxis: { title: 'density p = 1 − S', scale: 'log' },
    yAxis: { title: 'loss / p', scale: 'log' },
    guides: [{ x: boundary, label: 'boundary' }],
  })
}
