/** §5: an extra feature is ignored, put into superposition, or given a dimension, by its importance and the density. */
import { matrixFromRows } from '@digon/matrix'
import { linearLoss, type PhaseSetting, phaseCandidates, type TiedModel } from '@digon/theory'
import { everyModel } from '../vocabulary/controls.js'
import { defineExperiment } from '../vocabulary/define-experiment.js'
import { joinSweeps, sweep, type Trained, type TrainedMember } from '../vocabulary/sweep.js'
import { claims } from './claims.js'
import { figures } from './figures.js'
import { measurePhaseChange } from './measure.js'
import {
  beyondTheory,
  biasFreePoint,
  type HiddenSize,
  learningRates,
  phaseChangeSettings,
  restartsAtPoint,
  restartsInCell,
  sizeNames,
  sizes,
} from './settings.js'
import * as text from './text.js'
import { candidateTheory, importanceAt } from './theory.js'

export const phaseChange = defineExperiment({
  settings: phaseChangeSettings,
  text,

  plan: ({ gridSize, batchSize, steps }, seedOf) => {
    const sweepOf = (
      hiddenSize: HiddenSize,
      own: {
        readonly name: string
        readonly conditions: readonly PhaseSetting[]
        readonly seed: (condition: PhaseSetting) => number
        readonly restarts: number
      },
    ) =>
      sweep({
        ...own,
        model: { featureCount: hiddenSize + 1, hiddenSize },
        batchSize,
        // The deviation is what the notebook's initialization comes to for as many models as a grid has.
        shared: { learningRate: learningRates[hiddenSize], initialization: { kind: 'normal', deviation: 0.05 } },
        member: (setting) => ({ data: { probability: setting.probability }, importance: importanceAt(setting) }),
        steps,
        lossSteps: [],
        evaluationSamples: 2000,
      })
    return {
      grids: joinSweeps(
        sizes.map((hiddenSize) => {
          const name = sizeNames[hiddenSize]
          return sweepOf(hiddenSize, {
            name,
            conditions: logarithmicGrid(0.01, 1, gridSize).flatMap((probability) =>
              logarithmicGrid(0.1, 10, gridSize).map((relativeImportance) => ({
                hiddenSize,
                relativeImportance,
                probability,
              })),
            ),
            seed: ({ probability, relativeImportance }) =>
              seedOf(name, String(probability), String(relativeImportance)),
            restarts: restartsInCell,
          })
        }),
      ),
      bands: joinSweeps(
        sizes.map((hiddenSize) => {
          const name = `${sizeNames[hiddenSize]}-band`
          const conditions = [{ hiddenSize, ...beyondTheory }]
          return sweepOf(hiddenSize, { name, conditions, seed: () => seedOf(name), restarts: restartsAtPoint })
        }),
      ),
      biasFree: sweep<PhaseSetting>({
        name: 'no-bias',
        model: { featureCount: 2, hiddenSize: 1, outputBias: false },
        batchSize: 512,
        shared: {
          data: { probability: biasFreePoint.probability },
          importance: importanceAt(biasFreePoint),
          learningRate: 0.02,
          weightDecay: 0,
          initialization: { kind: 'normal', deviation: 0.5 },
        },
        conditions: [biasFreePoint],
        seed: () => seedOf('no-bias'),
        restarts: restartsAtPoint,
        steps: 2000,
        evaluationSamples: 50_000,
      }),
    }
  },

  measure: (trained) => measurePhaseChange(trained),

  controls: {
    'models of p = 1': {
      trained: ({ grids, ...others }) => ({
        ...others,
        grids: modelsFrom(
          grids,
          (own, other) => other.probability === 1 && other.relativeImportance === own.relativeImportance,
        ),
      }),
    },
    'extra features of less importance': {
      trained: ({ grids, ...others }) => ({
        ...others,
        grids: modelsFrom(
          grids,
          (own, other) =>
            other.probability === own.probability &&
            Math.abs(other.relativeImportance * own.relativeImportance - 1) < 0.01,
        ),
      }),
    },
    'the exact optimum in every restart': {
      trained: ({ grids, ...others }) => ({ ...others, grids: modelsFrom(grids, (own, other) => other === own) }),
    },
    'the best candidate of theory': {
      trained: ({ bands, ...others }) => ({
        ...others,
        bands: everyModel(bands, (trained, setting) => withModel(trained, phaseCandidates(setting)[0]!.model)),
      }),
    },
    'an antipodal pair': {
      trained: ({ biasFree, ...others }) => ({
        ...others,
        biasFree: everyModel(biasFree, (trained) =>
          withModel(trained, { weights: matrixFromRows([[1], [-1]]), bias: [0, 0] }),
        ),
      }),
    },
    'losses without the ReLU': {
      numbers: (numbers) => ({ ...numbers, theory: { ...numbers.theory, ...candidateTheory(linearLoss) } }),
    },
    'one phase on both sides': {
      numbers: ({ theory, ...others }) => ({
        ...others,
        theory: { ...theory, slopes: theory.slopes.map(() => theory.slopes[0]!) },
      }),
    },
    'a norm that goes to 0 continuously': {
      numbers: ({ theory, ...others }) => ({
        ...others,
        theory: { ...theory, switches: theory.switches.map((each) => ({ ...each, norms: [0.05, 0] as const })) },
      }),
    },
    "the candidates' own boundary": {
      numbers: ({ theory, ...others }) => ({
        ...others,
        theory: { ...theory, switches: theory.switches.map((each) => ({ ...each, probability: each.boundary })) },
      }),
    },
    'the optimum at p = 0.5': {
      numbers: ({ theory, ...others }) => ({
        ...others,
        theory: { ...theory, biasFree: { ...theory.biasFree, sameSign: theory.biasFree.opposite } },
      }),
    },
    'the other one of the two optima': {
      numbers: ({ theory, ...others }) => {
        const { sideBySide, opposite } = theory.biasFree
        return {
          ...others,
          theory: { ...theory, biasFree: { ...theory.biasFree, sideBySide: opposite, opposite: sideBySide } },
        }
      },
    },
  },

  claims,
  figures,
})

/** Points from `first` to `last`, evenly spaced on a logarithmic axis, to three digits. */
function logarithmicGrid(first: number, last: number, count: number): readonly number[] {
  return Array.from({ length: count }, (_, k) => Number((first * (last / first) ** (k / (count - 1))).toPrecision(3)))
}

/** Every restart of a cell gets the first model of the cell of its size that fits. */
function modelsFrom(
  grids: readonly Trained<PhaseSetting>[],
  fits: (own: PhaseSetting, other: PhaseSetting) => boolean,
): readonly Trained<PhaseSetting>[] {
  return everyModel(grids, (trained, own) => {
    const { members } = grids.find(({ condition }) => condition.hiddenSize === own.hiddenSize && fits(own, condition))!
    return withModel(trained, members[0]!)
  })
}

function withModel(trained: TrainedMember, { weights, bias }: TiedModel): TrainedMember {
  return { ...trained, weights, bias: Float64Array.from(bias) }
}
