/** §3: linear models keep the m most important features at every sparsity; ReLU models store more of sparser ones. */

import { renamedFigure } from '@digon/plot'
import { featureVariance } from '@digon/theory'
import { everyModel, modelsOf, reversed } from '../vocabulary/controls.js'
import { defineExperiment } from '../vocabulary/define-experiment.js'
import { firstRestartRepeated } from '../vocabulary/independent-restarts.js'
import { lossesTooHigh } from '../vocabulary/sampled-losses.js'
import { joinSweeps, sweep, type Trained } from '../vocabulary/sweep.js'
import { demonstrationClaims } from './claims.js'
import { demonstrationFigures } from './figures.js'
import { measureSize } from './measure.js'
import { demonstrationSettings, large, learningRate, type Size, small } from './settings.js'
import * as text from './text.js'

export const demonstration = defineExperiment({
  settings: demonstrationSettings,
  text,

  plan: ({ sizes, probabilities, restarts, batchSize, steps }, seedOf) => {
    const task = ({ name, featureCount, hiddenSize, importanceBase }: Size, kind: 'linear' | 'relu', at: number) =>
      sweep({
        name: `${name}-${kind}-${String(at).replace('.', '-')}`,
        model: { featureCount, hiddenSize, outputActivation: kind === 'linear' ? 'identity' : 'relu' },
        batchSize,
        shared: { importance: { base: importanceBase }, learningRate: learningRate[kind] },
        conditions: [at],
        member: (probability) => ({ data: { probability } }),
        seed: (probability) => seedOf(name, kind, String(probability)),
        restarts: kind === 'linear' ? restarts.linear : restarts.relu[probabilities.relu.indexOf(at)]!,
        steps: steps[kind],
        record: [1],
        // The variance of a sample's loss goes with 1/p. So the loss of a restart is known to about 2 %.
        evaluationSamples: Math.max(100_000, Math.round(6400 / at)),
      })
    const models = (size: Size, kind: 'linear' | 'relu') =>
      joinSweeps(sizes.includes(size) ? probabilities[kind].map((probability) => task(size, kind, probability)) : [])
    return {
      linear: models(small, 'linear'),
      relu: models(small, 'relu'),
      largeLinear: models(large, 'linear'),
      largeRelu: models(large, 'relu'),
    }
  },

  measure: ({ linear, relu, largeLinear, largeRelu }) => [
    measureSize(linear, relu),
    ...(largeLinear.length > 0 ? [measureSize(largeLinear, largeRelu)] : []),
  ],

  controls: {
    'ReLU models in place of linear ones': {
      trained: (all) => ({ ...all, linear: modelsFrom(all.relu, all.linear) }),
    },
    'linear models in place of ReLU ones': {
      trained: (all) => ({ ...all, relu: modelsFrom(all.linear, all.relu) }),
    },
    'biases of 0': {
      trained: (all) => ({
        ...all,
        linear: everyModel(all.linear, (trained) => ({ ...trained, bias: trained.bias.map(() => 0) })),
      }),
    },
    'losses 10 % too high': {
      trained: (all) => ({ ...all, linear: lossesTooHigh(all.linear), relu: lossesTooHigh(all.relu) }),
    },
    'one restart repeated': {
      trained: (all) => ({ ...all, linear: firstRestartRepeated(all.linear), relu: firstRestartRepeated(all.relu) }),
    },
    'ReLU models of p = 1': {
      // They lose no larger share of what linear models lose at the other probabilities.
      trained: (all) => ({
        ...all,
        relu: everyModel(modelsOf(all.relu, isAt(1)), (trained, probability) => ({
          ...trained,
          loss: (trained.loss * featureVariance(probability)) / featureVariance(1),
        })),
      }),
    },
    'ReLU models of p = 0.3': { trained: (all) => ({ ...all, relu: modelsOf(all.relu, isAt(0.3)) }) },
    'the sparsest ReLU models': {
      trained: (all) => ({ ...all, relu: modelsOf(all.relu, isAt(all.relu.at(-1)!.condition)) }),
    },
    'the same models in reverse order': { trained: (all) => ({ ...all, relu: reversed(all.relu) }) },
  },

  claims: (sizes) =>
    sizes.flatMap((size, index) =>
      demonstrationClaims(size).map((row) => ({ ...row, id: index === 0 ? row.id : `large-${row.id}` })),
    ),

  figures: (sizes) =>
    sizes.flatMap((size, index) =>
      demonstrationFigures(size).map((figure) =>
        index === 0 ? figure : renamedFigure(figure, `large-${figure.name}`),
      ),
    ),
})

type Models = readonly Trained<number>[]

function isAt(wanted: number): (probability: number) => boolean {
  return (probability) => probability === wanted
}

/** Models of another sweep at the same probability, or at the next smaller one where it has none. */
function modelsFrom(others: Models, models: Models): Models {
  return models.map((each) => {
    const { members } = others.find(({ condition }) => condition <= each.condition)!
    return { ...each, members }
  })
}
