/** §5: an extra feature is ignored, put into superposition, or given a dimension, by its importance and the density. */

import { matrixFromRows } from '@digon/matrix'
import { type PhaseSetting, phaseCandidates, type TiedModel } from '@digon/theory'
import { everyModel } from '../vocabulary/controls.js'
import { defineExperiment } from '../vocabulary/define-experiment.js'
import { lossesTooHigh } from '../vocabulary/sampled-losses.js'
import { joinSweeps, sweep, type Trained, type TrainedMember } from '../vocabulary/sweep.js'
import { claims } from './claims.js'
import { figures } from './figures.js'
import { measurePhaseChange } from './measure.js'
import {
  beyondTheory,
  biasFreePoint,
  endFactors,
  endImportances,
  type HiddenSize,
  learningRates,
  phaseChangeSettings,
  restartsAtPoint,
  restartsInCell,
  sizeNames,
  sizes,
} from './settings.js'
import * as text from './text.js'
import { importanceAt, probabilityAt } from './theory.js'

type Point = Omit<PhaseSetting, 'hiddenSize'>

export const phaseChange = defineExperiment({
  settings: phaseChangeSettings,
  text,

  plan: ({ gridSize, batchSize, steps }, seedOf) => {
    const sweepOf = (name: string, hiddenSize: HiddenSize, points: readonly Point[]) =>
      sweep({
        name,
        model: { featureCount: hiddenSize + 1, hiddenSize },
        batchSize,
        // The deviation is what the notebook's initialization comes to for as many models as a grid has.
        shared: { learningRate: learningRates[hiddenSize], initialization: { kind: 'normal', deviation: 0.05 } },
        conditions: points.map((point) => ({ hiddenSize, ...point })),
        member: (setting) => ({ data: { probability: setting.probability }, importance: importanceAt(setting) }),
        seed: ({ probability, relativeImportance }) => seedOf(name, String(probability), String(relativeImportance)),
        restarts: restartsInCell,
        steps,
        lossSteps: [],
        record: [1],
        evaluationSamples: 40_960,
      })
    const grid = logarithmicGrid(0.01, 1, gridSize).flatMap((probability) =>
      logarithmicGrid(0.1, 10, gridSize).map((relativeImportance) => ({ relativeImportance, probability })),
    )
    return {
      grids: joinSweeps(sizes.map((size) => sweepOf(sizeNames[size], size, grid))),
      ends: joinSweeps([
        sweepOf(`${sizeNames[1]}-end`, 1, pointsOf(1, endImportances, endFactors)),
        sweepOf(`${sizeNames[2]}-end`, 2, pointsOf(2, [0.3], [beyondTheory])),
      ]),
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
      trained: (all) => ({
        ...all,
        grids: modelsFrom(
          all.grids,
          ({ relativeImportance: r }, other) => other.relativeImportance === r && other.probability === 1,
        ),
      }),
    },
    'extra features of less importance': {
      trained: (all) => ({
        ...all,
        grids: modelsFrom(
          all.grids,
          ({ relativeImportance: r, probability }, other) =>
            other.probability === probability && Math.abs(other.relativeImportance * r - 1) < 0.01,
        ),
      }),
    },
    'the exact optimum in every restart': {
      trained: (all) => ({ ...all, grids: modelsFrom(all.grids, (own, other) => other === own) }),
    },
    'the best candidate of theory': {
      trained: (all) => ({
        ...all,
        ends: everyModel(all.ends, (trained, setting) => withModel(trained, phaseCandidates(setting)[0]!.model)),
      }),
    },
    'an antipodal pair': {
      trained: (all) => ({ ...all, biasFree: everyModel(all.biasFree, (trained) => withModel(trained, antipodal)) }),
    },
    "the candidates' own boundary": {
      numbers: (all) => ({ ...all, exactEnds: all.exactEnds.map((each) => ({ ...each, lasts: 1 })) }),
    },
    'losses 10 % too high': { trained: (all) => ({ ...all, grids: lossesTooHigh(all.grids) }) },
  },

  claims,
  figures,
})

function pointsOf(hiddenSize: HiddenSize, importances: readonly number[], boundaryFactors: readonly number[]) {
  return importances.flatMap((relativeImportance) =>
    boundaryFactors.map((factor) => ({
      relativeImportance,
      probability: probabilityAt(hiddenSize, relativeImportance, factor),
    })),
  )
}

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

const antipodal = { weights: matrixFromRows([[1], [-1]]), bias: [0, 0] }

function withModel(trained: TrainedMember, { weights, bias }: TiedModel): TrainedMember {
  return { ...trained, weights, bias: Float64Array.from(bias) }
}
