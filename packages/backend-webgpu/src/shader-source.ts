/** Puts the parts in `shaders/` together to the shaders of a shape. Equal source means equal pipeline. */
import type { AutoencoderModel, Optimizer } from '@digon/model'
import type { AutoencoderEnsemble } from '@digon/model/engine'
import { drawKindsOf, type SpecialKind } from './draw-kind.js'
import type { BindingTable, Shader } from './layout/bindings.js'
import { planOffsets } from './layout/plan-words.js'
import { progressRecord, records } from './layout/records.js'
import { parameterLayout, startOf } from './parameter-layout.js'
import { type ReductionLayout, reductionLayout } from './reduction-layout.js'
import { activations } from './shaders/activation.js'
import { commit, commitBindings } from './shaders/commit.js'
import { drawBand, prepareBand } from './shaders/draw-band.js'
import { drawDense, prepareDense } from './shaders/draw-dense.js'
import { fixedBatch } from './shaders/fixed-batch.js'
import { hiddenInPrivateMemory, hiddenInRows } from './shaders/hidden.js'
import { philox } from './shaders/philox.js'
import { reduce, reduceBindings } from './shaders/reduce.js'
import { samplePass } from './shaders/sample-pass.js'
import { sampleRows } from './shaders/sample-rows.js'
import { type SampleNeeds, sampleSource } from './shaders/sample-source.js'
import { sampler } from './shaders/sampler.js'
import { samples, samplesBindings } from './shaders/samples.js'
import { type DrawCode, slicePass, slicesBindings } from './shaders/slice-pass.js'
import { slices } from './shaders/slices.js'
import { sums, sumsBindings } from './shaders/sums.js'
import { update, updateBindings, updateRule } from './shaders/update.js'
import { wordStream } from './shaders/word-stream.js'

/** The shader that sees these bindings. */
type ShaderOf<Table> = Table extends BindingTable<infer Name> ? Shader<Name> : never

/** Hidden values that an invocation keeps for itself. */
const mostPrivateHidden = 32

/**
 * The shader that draws samples and takes them through the model.
 *
 * Evaluations keep squared errors, their samples are given, and diverged members take part in them.
 */
export function samplesShader(
  ensemble: AutoencoderEnsemble,
  { keepsErrors, emulated }: { readonly keepsErrors: boolean; readonly emulated: boolean },
): ShaderOf<typeof samplesBindings> {
  const { model, target } = ensemble
  const needs = keepsErrors ? { laws: false, groups: false, batches: true } : needsOf(ensemble)
  const source = [
    shapeConstants(model, keepsErrors),
    numbers({ markWords: Math.ceil(model.featureCount / 32) }),
    flags({ keepsErrors, absoluteTarget: target === 'absolute' }),
    records,
    progressRecord.declaration(),
    planOffsets,
    sampleRows,
    sampleSource(needs, {
      draw: philox({ form: 'loop', emulated }) + wordStream + sampler(needs.groups),
      read: fixedBatch,
    }),
    activations(model),
    model.hiddenSize <= mostPrivateHidden ? hiddenInPrivateMemory : hiddenInRows,
    samplePass(model.hiddenSize),
    samples,
  ].join('')
  return { source, entryPoint: 'computeSamples', bindings: samplesBindings }
}

/** How members of this kind draw their samples. */
export function drawCodeOf(ensemble: AutoencoderEnsemble, kind: SpecialKind): DrawCode {
  const { featureCount } = ensemble.model
  if (kind === 'dense') return { prepare: prepareDense, draw: drawDense(featureCount) }
  const { mostThresholds } = drawKindsOf(ensemble)
  return { prepare: prepareBand(mostThresholds), draw: drawBand(featureCount, mostThresholds) }
}

/** The shader that makes the sums of slices of members of this kind at once; for narrow models. */
export function slicesShader(
  ensemble: AutoencoderEnsemble,
  { kind, emulated }: { readonly kind: SpecialKind; readonly emulated: boolean },
): ShaderOf<typeof slicesBindings> {
  const { model, target, members, batchSize } = ensemble
  const source = [
    shapeConstants(model, false),
    records,
    progressRecord.declaration(),
    planOffsets,
    philox({ form: 'unrolled', emulated }),
    activations(model),
    slicePass(model, drawCodeOf(ensemble, kind), {
      target,
      penalized: members.some(({ hiddenL1 }) => hiddenL1 !== 0),
      workgroupLength: slicesLength(reductionLayout(model, { sampleCount: batchSize, keepsErrors: false })),
    }),
  ].join('')
  return { source, entryPoint: 'computeSlices', bindings: slicesBindings }
}

/** Invocations of a workgroup of `slicesShader`: few where there are few slices, and not another shader for every number of them. */
export function slicesLength({ sliceCount }: ReductionLayout): number {
  return sliceCount <= 16 ? 16 : 64
}

/** The shader that sums over samples. */
export function sumsShader({ model }: AutoencoderEnsemble, keepsErrors: boolean): ShaderOf<typeof sumsBindings> {
  const source = [shapeConstants(model, keepsErrors), flags({ keepsErrors }), records, sums].join('')
  return { source, entryPoint: 'sumSamples', bindings: sumsBindings }
}

/** The shader that makes new parameters. */
export function updateShader({ model, optimizer }: AutoencoderEnsemble): ShaderOf<ReturnType<typeof updateBindings>> {
  const bindings = updateBindings(optimizer)
  const source = [
    shapeConstants(model, false),
    optimizerConstants(optimizer),
    records,
    progressRecord.declaration({ broken: 'atomic<u32>' }),
    bindings.declarations,
    updateRule(optimizer),
    update,
    slices,
  ].join('')
  return { source, entryPoint: 'updateParameters', bindings }
}

/** The shader that ends a step; the same for all shapes. */
export const commitShader: ShaderOf<typeof commitBindings> = {
  source: records + progressRecord.declaration() + commit + slices,
  entryPoint: 'commitStep',
  bindings: commitBindings,
}

/** The shader that adds up the sums of an evaluation; the same for all shapes. */
export const reduceShader: ShaderOf<typeof reduceBindings> = {
  source: records + reduce + slices,
  entryPoint: 'reduceSums',
  bindings: reduceBindings,
}

/** What the members need that are drawn by the general sampler. */
function needsOf(ensemble: AutoencoderEnsemble): SampleNeeds {
  const { kinds } = drawKindsOf(ensemble)
  const members = ensemble.members.filter((_, member) => kinds[member] === 'other')
  return {
    laws: members.some(({ data }) => data.kind !== 'batches'),
    groups: members.some(({ data }) => data.kind === 'independent' && (data.groups ?? []).length > 0),
    batches: members.some(({ data }) => data.kind === 'batches'),
  }
}

function shapeConstants(model: AutoencoderModel, keepsErrors: boolean): string {
  const { featureCount, hiddenSize, tied, outputBias, hiddenBias } = model
  const layout = parameterLayout(model)
  return [
    numbers({
      featureCount,
      hiddenSize,
      parameterCount: layout.parameterCount,
      weightsStart: startOf(layout, 'weights'),
      outputWeightsStart: startOf(layout, 'outputWeights'),
      outputBiasStart: startOf(layout, 'bias'),
      hiddenBiasStart: startOf(layout, 'hiddenBias'),
      rowCount: 1 + 2 * featureCount + 2 * hiddenSize + (keepsErrors ? featureCount : 0),
      lossRow: 0,
      inputRow: 1,
      outputSlopeRow: 1 + featureCount,
      hiddenRow: 1 + 2 * featureCount,
      hiddenSlopeRow: 1 + 2 * featureCount + hiddenSize,
      errorRow: 1 + 2 * featureCount + 2 * hiddenSize,
      firstGradientSum: keepsErrors ? 1 + featureCount : 1,
    }),
    flags({ tied, hasOutputBias: outputBias, hasHiddenBias: hiddenBias }),
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
