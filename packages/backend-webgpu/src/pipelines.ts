/** The pipelines that an ensemble needs. The device keeps them by their source, so a shape is compiled once. */
import type { BindingKind, Graphics } from './graphics.js'
import { stateBlocks } from './member-state.js'
import { type AutoencoderEnsemble, gradientSource, reduceSource, updateSource } from './shader-source.js'
import { type TileOptions, tilePlan } from './tile-plan.js'

export interface EnginePipelines {
  readonly gradient: GPUComputePipeline
  readonly update: GPUComputePipeline
}

export interface EvaluationPipelines {
  readonly gradient: GPUComputePipeline
  readonly reduce: GPUComputePipeline
}

export async function enginePipelines(graphics: Graphics, ensemble: AutoencoderEnsemble): Promise<EnginePipelines> {
  const options = { keepsErrors: false, emulated: graphics.emulated }
  const source = gradientSource(ensemble, options)
  const state = Array.from({ length: stateBlocks(ensemble.optimizer) }, (): BindingKind => 'write')
  const [gradient, update] = await Promise.all([
    graphics.pipeline(source, 'sumGradient', gradientBindings(ensemble, options)),
    graphics.pipeline(updateSource(ensemble), 'updateMember', [
      'uniform',
      'read',
      'read',
      'read',
      'read',
      'write',
      ...state,
    ]),
  ])
  return { gradient, update }
}

export async function evaluationPipelines(
  graphics: Graphics,
  ensemble: AutoencoderEnsemble,
): Promise<EvaluationPipelines> {
  const options = { keepsErrors: true, emulated: graphics.emulated }
  const source = gradientSource(ensemble, options)
  const [gradient, reduce] = await Promise.all([
    graphics.pipeline(source, 'sumGradient', gradientBindings(ensemble, options)),
    graphics.pipeline(reduceSource, 'reduceSums', ['uniform', 'read', 'write']),
  ])
  return { gradient, reduce }
}

function gradientBindings({ model }: AutoencoderEnsemble, options: TileOptions): BindingKind[] {
  const tiles: BindingKind[] = tilePlan(model, options).home === 'buffer' ? ['write'] : []
  return ['uniform', 'read', 'read', 'read', 'read', 'write', ...tiles]
}
