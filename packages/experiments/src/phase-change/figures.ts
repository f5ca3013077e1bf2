/** Phase diagrams, trained beside theory, and the losses along one column of them. */
import { matrix } from '@digon/matrix'
import { curvesFigure, type Figure, type PhasePanel, phaseDiagramFigure } from '@digon/plot'
import { type PhaseStateName, phaseBoundary, phaseCandidates, phaseTriplePoint } from '@digon/theory'
import { best, medianOf } from '../vocabulary/restarts.js'
import { type ExtraFeature, extraFeature, extraState } from './extra-feature.js'
import { type Cell, type Diagram, medianReached, type PhaseChangeNumbers } from './measure.js'
import { sizeNames } from './settings.js'

export function figures({ diagrams }: PhaseChangeNumbers): readonly Figure[] {
  return [...diagrams.map(diagramFigure), ...diagrams.map(kinkFigure)]
}

function diagramFigure(diagram: Diagram): Figure {
  const { hiddenSize, cells, relativeImportances, probabilities } = diagram
  const panel = (title: string, extraOf: (cell: Cell) => ExtraFeature): PhasePanel => {
    const ofCells = (quantity: (extra: ExtraFeature) => number) =>
      matrix(
        probabilities.length,
        relativeImportances.length,
        Float64Array.from(cells, (cell) => quantity(extraOf(cell))),
      )
    const [norm, superposition] = [ofCells((extra) => extra.norm), ofCells((extra) => extra.superposition)]
    return { title, relativeImportances, probabilities, cells: { norm, superposition } }
  }
  return phaseDiagramFigure({
    name: `phase-diagram-${sizeNames[hiddenSize]}`,
    title: `What becomes of an extra feature (n = ${hiddenSize + 1}, m = ${hiddenSize})`,
    description: `Norm and superposition of the last of ${hiddenSize + 1} features by its relative importance and the density: the mean over all of ten models but the worst, the best of ten, and the best of the candidates of theory. Lines are the boundaries of theory. In a typical cell ${Math.round(100 * medianReached(diagram))} % of the restarts come within 10 % of the exact optimum.`,
    panels: [
      panel('trained, mean of nine of ten', ({ mean }) => mean),
      panel('trained, best of ten', ({ restarts }) => best(restarts)),
      ...(cells.some(({ optimum }) => optimum === null) ? [] : [panel('exact optimum', ({ optimum }) => optimum!)]),
      theoryPanel(diagram),
    ],
    boundaries: boundaries(diagram),
    triplePoint: phaseTriplePoint,
    regions:
      hiddenSize === 1
        ? [
            { relativeImportance: 0.25, probability: 0.65, label: 'ignored' },
            { relativeImportance: 4, probability: 0.65, label: 'dedicated' },
            { relativeImportance: 1, probability: 0.04, label: 'superposition' },
          ]
        : [
            { relativeImportance: 0.25, probability: 0.65, label: 'ignored' },
            { relativeImportance: 3.5, probability: 0.78, label: 'another ignored' },
            { relativeImportance: 0.32, probability: 0.04, label: 'superposition' },
            { relativeImportance: 3.2, probability: 0.04, label: 'dedicated' },
          ],
  })
}

/** `count` points from the first value to the last, evenly spaced on a logarithmic axis. */
function refined(values: readonly number[], count: number): readonly number[] {
  const [first, last] = [values[0]!, values.at(-1)!]
  return Array.from({ length: count }, (_, k) => first * (last / first) ** (k / (count - 1)))
}

function theoryPanel({ hiddenSize, relativeImportances, probabilities }: Diagram): PhasePanel {
  const across = refined(relativeImportances, 60)
  const up = refined(probabilities, 60).map((p) => Math.min(1, p))
  const states = up.map((probability) =>
    across.map((relativeImportance) => {
      const [candidate] = phaseCandidates({ hiddenSize, relativeImportance, probability })
      return extraState(extraFeature(candidate!.model.weights))
    }),
  )
  return { title: 'theory', relativeImportances: across, probabilities: up, cells: { states } }
}

function boundaries({ hiddenSize, relativeImportances, probabilities }: Diagram) {
  const points = refined(relativeImportances, 61).map((relativeImportance) => ({
    relativeImportance,
    probability: phaseBoundary(hiddenSize, relativeImportance),
  }))
  const low = hiddenSize === 1 ? phaseTriplePoint : { relativeImportance: 1, probability: probabilities[0]! }
  return [{ points }, { points: [low, { relativeImportance: 1, probability: 1 }] }]
}

/** The column of the diagram nearest to r = 0.3. */
function kinkFigure({ hiddenSize, cells, probabilities, relativeImportances }: Diagram): Figure {
  const distance = (r: number) => Math.abs(Math.log(r / 0.3))
  const relativeImportance = relativeImportances.reduce((near, r) => (distance(r) < distance(near) ? r : near))
  const column = cells.filter((cell) => cell.relativeImportance === relativeImportance)
  const boundary = phaseBoundary(hiddenSize, relativeImportance)
  const x = column.map(({ probability }) => probability)
  const overProbability = (lossOf: (cell: Cell) => number) => column.map((cell) => lossOf(cell) / cell.probability)
  const fine = refined([probabilities[0]!, 1], 41).map((p) => Math.min(1, p))
  const candidate = (name: PhaseStateName) => ({
    label: `theory: ${name}`,
    x: fine,
    y: fine.map((probability) => {
      const candidates = phaseCandidates({ hiddenSize, relativeImportance, probability })
      return candidates.find((found) => found.name === name)!.loss / probability
    }),
  })
  return curvesFigure({
    name: `losses-${sizeNames[hiddenSize]}`,
    title: `The least loss has a kink (n = ${hiddenSize + 1}, m = ${hiddenSize}, r = ${relativeImportance})`,
    description: `Exact losses over p of trained models against the density, best and median of ten, beside the two candidates of theory that meet at p = ${boundary.toFixed(3)}. The best follow the lower of the two.`,
    curves: [
      { label: 'best of ten', x, y: overProbability(({ restarts }) => best(restarts).exactLoss) },
      {
        label: 'median of ten',
        x,
        y: overProbability(({ restarts }) => medianOf(restarts, ({ exactLoss }) => exactLoss)),
        joined: false,
      },
    ],
    references: [candidate('extra in a digon'), candidate('extra ignored')],
    xAxis: { title: 'density p = 1 − S', scale: 'log' },
    yAxis: { title: 'loss / p', scale: 'log' },
    guides: [{ x: boundary, label: 'boundary' }],
  })
}
