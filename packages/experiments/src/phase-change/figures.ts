/** Phase diagrams, trained beside theory, and the losses along one column of them. */
import { matrix } from '@digon/matrix'
import { curvesFigure, type PhasePanel, type PlannedFigure, phaseDiagramFigure, plannedFigure } from '@digon/plot'
import { type PhaseStateName, phaseBoundary, phaseCandidates, phaseTriplePoint } from '@digon/theory'
import { best, medianOf } from '../vocabulary/restarts.js'
import { type ExtraFeature, extraFeature, extraState } from './extra-feature.js'
import type { Cell, Diagram, PhaseChangeNumbers } from './measure.js'
import { type HiddenSize, sizeNames, sizes } from './settings.js'

export function figures({ diagrams, ends, exactEnds }: PhaseChangeNumbers): readonly PlannedFigure[] {
  return [...diagrams.map(diagramFigure), theoryFigure(), endFigure(ends, exactEnds), ...diagrams.map(kinkFigure)]
}

function diagramFigure(diagram: Diagram): PlannedFigure {
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
  return plannedFigure(phaseDiagramFigure, {
    name: `phase-diagram-${sizeNames[hiddenSize]}`,
    title: `What becomes of an extra feature (n = ${hiddenSize + 1}, m = ${hiddenSize})`,
    description: `Norm and superposition of the last of ${hiddenSize + 1} features by its relative importance and the density: the mean of ten models without the worst, as in the paper; the best of ten; and the exact optimum over all weights and biases. Lines are the boundaries of theory: below the lowest one, features are in superposition${hiddenSize === 2 ? '; to the right of r = 1 it is the two others, while the extra one stays dedicated, so that the colors do not change there' : ''}.`,
    panels: [
      panel('trained, mean of nine of ten', ({ mean }) => mean),
      panel('trained, best of ten', ({ restarts }) => best(restarts)),
      panel('exact optimum', ({ optimum }) => optimum),
    ],
    boundaries: boundaries(hiddenSize, relativeImportances, probabilities[0]!),
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

/** The range of the paper's theory notebook, which draws 200 × 200 cells. */
const theoryImportances = refined([0.01, 100], 120)
const theoryProbabilities = refined([0.001, 1], 120).map((p) => Math.min(1, p))

function theoryFigure(): PlannedFigure {
  return plannedFigure(phaseDiagramFigure, {
    name: 'phase-diagram-theory',
    title: 'What becomes of an extra feature in theory',
    description:
      'The best of the candidates of the paper, which have unit norms, by relative importance and density, over the range of its notebook.',
    panels: sizes.map((hiddenSize) => ({
      title: `n = ${hiddenSize + 1}, m = ${hiddenSize}`,
      relativeImportances: theoryImportances,
      probabilities: theoryProbabilities,
      cells: {
        states: theoryProbabilities.map((probability) =>
          theoryImportances.map((relativeImportance) => {
            const [candidate] = phaseCandidates({ hiddenSize, relativeImportance, probability })
            return extraState(extraFeature(candidate!.model.weights))
          }),
        ),
      },
    })),
  })
}

function endFigure(ends: PhaseChangeNumbers['ends'], exactEnds: PhaseChangeNumbers['exactEnds']): PlannedFigure {
  const label = (r: number) => `r = ${r}`
  return plannedFigure(curvesFigure, {
    name: 'end-of-superposition',
    title: 'How superposition ends: a jump for small r, continuously near r = 1',
    description:
      'Norm of the extra feature against density / boundary of theory, two features in one dimension. Lines are the exact optimum, points the best of ten trained models. The candidates of theory jump from 1 to 0 at 1.',
    curves: exactEnds.map(({ relativeImportance: r }) => {
      const trained = ends.filter((cell) => cell.hiddenSize === 1 && cell.relativeImportance === r)
      return {
        label: label(r),
        x: trained.map(({ probability }) => probability / phaseBoundary(1, r)),
        y: trained.map(({ restarts }) => best(restarts).norm),
        joined: false,
      }
    }),
    references: exactEnds.map(({ relativeImportance: r, factors, arms }) => ({
      label: `${label(r)}, exact`,
      x: factors,
      y: arms,
      of: label(r),
    })),
    xAxis: { title: 'density / boundary of theory' },
    yAxis: { title: 'norm of the extra feature' },
    guides: [{ x: 1, label: 'theory' }],
  })
}

function boundaries(hiddenSize: HiddenSize, importances: readonly number[], leastProbability: number) {
  const points = refined(importances, 61).map((relativeImportance) => ({
    relativeImportance,
    probability: phaseBoundary(hiddenSize, relativeImportance),
  }))
  const low = hiddenSize === 1 ? phaseTriplePoint : { relativeImportance: 1, probability: leastProbability }
  return [{ points }, { points: [low, { relativeImportance: 1, probability: 1 }] }]
}

/** The column of the diagram nearest to r = 0.3. */
function kinkFigure({ hiddenSize, cells, probabilities, relativeImportances }: Diagram): PlannedFigure {
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
  return plannedFigure(curvesFigure, {
    name: `losses-${sizeNames[hiddenSize]}`,
    title: `The lowest loss has a kink (n = ${hiddenSize + 1}, m = ${hiddenSize}, r = ${relativeImportance})`,
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
    yAxis: { title: 'exact loss / p', scale: 'log' },
    guides: [{ x: boundary, label: 'boundary' }],
  })
}
