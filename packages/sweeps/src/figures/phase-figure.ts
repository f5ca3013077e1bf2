/** The phase diagram of an extra feature (paper §5), for sweeps whose axes are its importance and the density of all features. */
import { matrix } from '@digon/matrix'
import { type Figure, type PhasePanel, type PhaseState, phaseDiagramFigure } from '@digon/plot'
import { type PhaseStateName, phaseBoundary, phaseCandidates, phaseTriplePoint } from '@digon/theory'
import { type Sweep, taskOfCells } from '../expand.js'
import { bestRow } from './restarts.js'
import type { SelectedRows } from './selected-rows.js'

/** What the theory needs to know of a sweep. */
export interface PhaseAxes {
  readonly hiddenSize: 1 | 2
  /** Axes of the selection. */
  readonly importance: number
  readonly density: number
}

/** Undefined for a sweep that the theory does not know: it is about n = m + 1 features, m ∈ {1, 2}, of one density. */
export function phaseAxes(sweep: Sweep, { axes }: SelectedRows): PhaseAxes | undefined {
  const { ensemble, stages } = taskOfCells(sweep.plan, [0], 'first')
  const { model, target } = ensemble
  const { data, importance, hiddenL1 } = ensemble.members[0]!
  if (model.kind !== 'autoencoder' || stages !== undefined || target !== 'identity' || hiddenL1 > 0) return undefined
  const { hiddenSize, featureCount, tied, hiddenBias, outputActivation, hiddenActivation } = model
  if ((hiddenSize !== 1 && hiddenSize !== 2) || featureCount !== hiddenSize + 1) return undefined
  if (!tied || hiddenBias || outputActivation !== 'relu' || hiddenActivation !== 'identity') return undefined
  if (data.kind !== 'independent' || typeof data.probability !== 'number' || data.groups !== undefined) return undefined
  if (data.values !== undefined && data.values.kind !== 'unit') return undefined
  const others = importance.slice(0, -1)
  const place = (field: string) => axes.findIndex(({ fields }) => fields.length === 1 && fields[0] === field)
  const [extra, density] = [place(`member.importance.${hiddenSize}`), place('member.data.probability')]
  const ascend = axes.every(({ values }) =>
    values.every((value, i) => i === 0 || Number(value) > Number(values[i - 1])),
  )
  const positive = axes.every(({ values }) => values.every((value) => typeof value === 'number' && value > 0))
  const isKnown =
    axes.length === 2 && extra >= 0 && density >= 0 && ascend && positive && others.every((value) => value === 1)
  return isKnown ? { hiddenSize, importance: extra, density } : undefined
}

/** The boundaries of theory over the axes of the selection, in their order. */
export function phaseBoundaries(
  { axes }: SelectedRows,
  { hiddenSize, importance, density }: PhaseAxes,
): readonly { readonly x: readonly number[]; readonly y: readonly number[] }[] {
  const [importances, probabilities] = [axes[importance]!.values, axes[density]!.values] as (readonly number[])[]
  return boundaries(hiddenSize, importances!, probabilities!).map(({ points }) => {
    const across = points.map(({ relativeImportance }) => relativeImportance)
    const up = points.map(({ probability }) => probability)
    return importance === 0 ? { x: across, y: up } : { x: up, y: across }
  })
}

export function phaseFigure(
  selected: SelectedRows,
  { hiddenSize, importance, density }: PhaseAxes,
  restarts: number,
): Figure {
  const relativeImportances = selected.axes[importance]!.values as readonly number[]
  const probabilities = selected.axes[density]!.values as readonly number[]
  const [columns, rows] = [relativeImportances.length, probabilities.length]
  const [norm, superposition] = [new Float64Array(rows * columns), new Float64Array(rows * columns)]
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const restartsHere = selected.at(importance === 0 ? [column, row] : [row, column])
      if (restartsHere.length === 0) continue
      const best = bestRow(selected, restartsHere)
      norm[row * columns + column] = Number(selected.value(best, `norm${hiddenSize}`))
      superposition[row * columns + column] = Number(selected.value(best, `interference${hiddenSize}`))
    }
  }
  const title = restarts === 1 ? 'trained' : `trained, best of ${restarts}`
  const cells = { norm: matrix(rows, columns, norm), superposition: matrix(rows, columns, superposition) }
  return phaseDiagramFigure({
    name: 'phase-diagram',
    title: `What becomes of an extra feature (n = ${hiddenSize + 1}, m = ${hiddenSize})`,
    description:
      `Norm and superposition of the last of ${hiddenSize + 1} features by its relative importance and the density, beside the best of the candidates of theory. Lines are the boundaries of theory. ${selected.note}`.trim(),
    ...(selected.note !== '' && { note: selected.note }),
    panels: [
      { title, relativeImportances, probabilities, cells },
      theoryPanel(hiddenSize, relativeImportances, probabilities),
    ],
    boundaries: boundaries(hiddenSize, relativeImportances, probabilities),
    ...(isInside(phaseTriplePoint, relativeImportances, probabilities) && { triplePoint: phaseTriplePoint }),
  })
}

const states: Readonly<Record<PhaseStateName, PhaseState>> = {
  'extra ignored': 'not represented',
  'other ignored': 'dedicated',
  'extra in a digon': 'superposition',
  'others in a digon': 'dedicated',
}

function theoryPanel(hiddenSize: 1 | 2, importances: readonly number[], probabilities: readonly number[]): PhasePanel {
  const across = refined(importances, 60)
  const up = refined(probabilities, 60).map((p) => Math.min(1, p))
  const cells = {
    states: up.map((probability) =>
      across.map(
        (relativeImportance) => states[phaseCandidates({ hiddenSize, relativeImportance, probability })[0]!.name],
      ),
    ),
  }
  return { title: 'theory', relativeImportances: across, probabilities: up, cells }
}

function boundaries(hiddenSize: 1 | 2, importances: readonly number[], probabilities: readonly number[]) {
  const points = refined(importances, 61).map((relativeImportance) => {
    return { relativeImportance, probability: phaseBoundary(hiddenSize, relativeImportance) }
  })
  const low = hiddenSize === 1 ? phaseTriplePoint : { relativeImportance: 1, probability: probabilities[0]! }
  return [{ points }, { points: [low, { relativeImportance: 1, probability: 1 }] }]
}

/** `count` points from the first value to the last, evenly spaced on a logarithmic axis. */
function refined(values: readonly number[], count: number): readonly number[] {
  const [first, last] = [values[0]!, values.at(-1)!]
  if (first === last) return [first]
  return Array.from({ length: count }, (_, k) => first * (last / first) ** (k / (count - 1)))
}

function isInside(
  { relativeImportance, probability }: typeof phaseTriplePoint,
  importances: readonly number[],
  probabilities: readonly number[],
): boolean {
  const within = (value: number, values: readonly number[]) => value >= values[0]! && value <= values.at(-1)!
  return within(relativeImportance, importances) && within(probability, probabilities)
}
