/** The pipelines that an ensemble needs. The device keeps them by their source, so a shape is compiled once. */
import type { BindingKind, Graphics } from './graphics.js'
import { stateBlocks } from './member-state.js'
import {
  type AutoencoderEnsemble,
  commitSource,
  reduceSource,
  samplesSource,
  sumsSource,
  updateSource,
} from './shader-source.js'

/** From samples to sums over them. */
export interface GradientPipelines {
  readonly samples: GPUComputePipeline
  readonly sums: GPUComputePipeline
}

export interface StepPipelines extends GradientPipelines {
  readonly update: GPUComputePipeline
  readonly commit: GPUComputePipeline
}

export interface EvaluationPipelines extends GradientPipelines {
  readonly reduce: GPUComputePipeline
}

export async function stepPipelines(graphics: Graphics, ensemble: AutoencoderEnsemble): Promise<StepPipelines> {
  const state = Array.from({ length: stateBlocks(ensemble.optimizer) }, (): BindingKind => 'write')
  const updateBindings: BindingKind[] = ['uniform', 'read', 'read', 'read', 'read', 'write', ...state]
  const [gradient, update, commit] = await Promise.all([
    gradientPipelines(graphics, ensemble, false),
    graphics.pipeline(updateSource(ensemble), 'updateParameters', updateBindings),
    graphics.pipeline(commitSource, 'commitStep', ['uniform', 'read', 'write']),
  ])
  return { ...gradient, update, commit }
}

export async function evaluationPipelines(
  graphics: Graphics,
  ensemble: AutoencoderEnsemble,
): Promise<EvaluationPipelines> {
  const [gradient, reduce] = await Promise.all([
    gradientPipelines(graphics, ensemble, true),
    graphics.pipeline(reduceSource, 'reduceSums', ['uniform', 'read', 'write']),
  ])
  return { ...gradient, reduce }
}

async function gradientPipelines(
  graphics: Graphics,
  ensemble: AutoencoderEnsemble,
  keepsErrors: boolean,
): Promise<GradientPipelines> {
  const samplesBindings: BindingKind[] = ['uniform', 'read', 'read', 'read', 'read', 'write']
  const [samples, sums] = await Promise.all([
    graphics.pipeline(samplesSource(ensemble, keepsErrors), 'computeSamples', samplesBindings),
    graphics.pipeline(sumsSource(ensemble, keepsErrors), 'sumSamples', ['uniform', 'read', 'write']),
  ])
  return { samples, sums }
}
