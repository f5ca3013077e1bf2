/** Puts the parts in `shaders/` together to the three shaders of a shape. Equal source means equal pipeline. */
import type { AutoencoderModel, Ensemble, Optimizer } from '@digon/model'
import { type ParameterLayout, parameterLayout, startOf } from './parameter-layout.js'
import { activations } from './shaders/activation.js'
import { fixedBatch } from './shaders/fixed-batch.js'
import { gradient } from './shaders/gradient.js'
import { hiddenInPrivateMemory, hiddenInTile } from './shaders/hidden.js'
import { philox } from './shaders/philox.js'
import { records } from './shaders/records.js'
import { reduce } from './shaders/reduce.js'
import { samplePass } from './shaders/sample-pass.js'
import { drawnOrGiven, given } from './shaders/sample-source.js'
import { sampleSums } from './shaders/sample-sums.js'
import { sampler } from './shaders/sampler.js'
import { tileInBuffer, tileInWorkgroup } from './shaders/tile.js'
import { update, updateBindings, updateRule } from './shaders/update.js'
import { wordStream } from './shaders/word-stream.js'
import { type TileOptions, tilePlan } from './tile-plan.js'

/** Hidden values that an invocation keeps for itself. */
const mostPrivateHidden = 32

/** An ensemble that the shaders can train. */
export interface AutoencoderEnsemble extends Ensemble {
  readonly model: AutoencoderModel
}

/** The shader that sums losses and gradients. */
export function gradientSource({ model, target }: AutoencoderEnsemble, options: TileOptions): string {
  const { featureCount, hiddenSize } = model
  const { rows, home } = tilePlan(model, options)
  return [
    shapeConstants(model, parameterLayout(model)),
    numbers({
      firstGradientSum: options.keepsErrors ? 1 + featureCount : 1,
      markWords: Math.ceil(featureCount / 32),
      tileRows: rows,
      lossRow: 0,
      inputRow: 1,
      outputSlopeRow: 1 + featureCount,
      hiddenRow: 1 + 2 * featureCount,
      hiddenSlopeRow: 1 + 2 * featureCount + hiddenSize,
      errorRow: 1 + 2 * featureCount + 2 * hiddenSize,
    }),
    flags({ keepsErrors: options.keepsErrors, absoluteTarget: target === 'absolute' }),
    records,
    fixedBatch,
    ...(options.keepsErrors ? [given] : [philox, wordStream, sampler, drawnOrGiven]),
    activations(model),
    home === 'workgroup' ? tileInWorkgroup : tileInBuffer,
    hiddenSize <= mostPrivateHidden ? hiddenInPrivateMemory : hiddenInTile,
    samplePass,
    sampleSums,
    gradient,
  ].join('')
}

/** The shader that updates the members. */
export function updateSource({ model, optimizer }: AutoencoderEnsemble): string {
  return [
    shapeConstants(model, parameterLayout(model)),
    numbers({ firstGradientSum: 1 }),
    optimizerConstants(optimizer),
    records,
    updateBindings,
    updateRule(optimizer),
    update,
  ].join('')
}

/** The shader that adds up the sums of an evaluation; the same for all shapes. */
export const reduceSource: string = records + reduce

function shapeConstants(model: AutoencoderModel, layout: ParameterLayout): string {
  return [
    numbers({
      featureCount: model.featureCount,
      hiddenSize: model.hiddenSize,
      parameterCount: layout.parameterCount,
      weightsStart: startOf(layout, 'weights'),
      outputWeightsStart: startOf(layout, 'outputWeights'),
      outputBiasStart: startOf(layout, 'bias'),
      hiddenBiasStart: startOf(layout, 'hiddenBias'),
    }),
    flags({ tied: model.tied, hasOutputBias: model.outputBias, hasHiddenBias: model.hiddenBias }),
  ].join('')
}

function optimizerConstants({ kind, beta1, beta2, epsilon, momentum }: Optimizer): string {
  const values =
    kind === 'sgd' ? { momentum } : { beta1, freshShare1: 1 - beta1, beta2, freshShare2: 1 - beta2, epsilon }
  return Object.entries(values)
    .map(([name, value]) => `const ${name}: f32 = bitcast<f32>(${bitsOf(value)}u);\n`)
    .join('')
}

/** Numbers go over as their bits: text would be rounded again, or, where they are tiny, refused. */
function bitsOf(value: number): number {
  return new Uint32Array(Float32Array.of(value).buffer)[0]!
}

function numbers(values: Readonly<Record<string, number>>): string {
  return Object.entries(values)
    .map(([name, value]) => `const ${name} = ${value}u;\n`)
    .join('')
}

function flags(values: Readonly<Record<string, boolean>>): string {
  return Object.entries(values)
    .map(([name, value]) => `const ${name} = ${value};\n`)
    .join('')
}
