/** The pipelines that an ensemble needs. The device keeps them by their source, so a shape is compiled once. */
import type { AutoencoderEnsemble } from '@digon/model/engine'
import { drawKindsOf, type SpecialKind } from './draw-kind.js'
import type { BindingKind, Graphics } from './graphics.js'
import { stateBlocks } from './member-state.js'
import { commitSource, reduceSource, samplesSource, slicesSource, sumsSource, updateSource } from './shader-source.js'

/** From samples to sums over them. */
export interface GradientPipelines {
  readonly samples: GPUComputePipeline
  readonly sums: GPUComputePipeline
}

export interface StepPipelines {
  /** For the kinds that the ensemble has. */
  readonly gradient: GradientPipelines | undefined
  readonly dense: GPUComputePipeline | undefined
  readonly band: GPUComputePipeline | undefined
  readonly update: GPUComputePipeline
  readonly commit: GPUComputePipeline
}

export interface EvaluationPipelines extends GradientPipelines {
  readonly reduce: GPUComputePipeline
}

const slicesBindings: readonly BindingKind[] = ['uniform', 'read', 'read', 'read', 'read', 'read', 'write']

export async function stepPipelines(graphics: Graphics, ensemble: AutoencoderEnsemble): Promise<StepPipelines> {
  const state = Array.from({ length: stateBlocks(ensemble.optimizer) }, (): BindingKind => 'write')
  const updateBindings: BindingKind[] = ['uniform', 'read', 'read', 'read', 'read', 'write', ...state]
  const kinds = new Set(drawKindsOf(ensemble).kinds)
  const slices = (kind: SpecialKind) =>
    kinds.has(kind)
      ? graphics.pipeline(
          slicesSource(ensemble, { kind, emulated: graphics.emulated }),
          'computeSlices',
          slicesBindings,
        )
      : undefined
  const [gradient, dense, band, update, commit] = await Promise.all([
    kinds.has('other') ? gradientPipelines(graphics, ensemble, false) : undefined,
    slices('dense'),
    slices('band'),
    graphics.pipeline(updateSource(ensemble), 'updateParameters', updateBindings),
    graphics.pipeline(commitSource, 'commitStep', ['uniform', 'read', 'write']),
  ])
  return { gradient, dense, band, update, commit }
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
  const samplesBindings: BindingKind[] = ['uniform', 'read', 'read', 'read', 'read', 'read', 'write']
  const [samples, sums] = await Promise.all([
    graphics.pipeline(
      samplesSource(ensemble, { keepsErrors, emulated: graphics.emulated }),
      'computeSamples',
      samplesBindings,
    ),
    graphics.pipeline(sumsSource(ensemble, keepsErrors), 'sumSamples', ['uniform', 'read', 'read', 'write']),
  ])
  return { samples, sums }
}
