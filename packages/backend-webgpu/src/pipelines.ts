/** The pipelines that an ensemble needs. The device keeps them by their source, so a shape is compiled once. */
import type { AutoencoderEnsemble } from '@digon/model/engine'
import type { ComputeDevice, Pipeline } from './compute-device.js'
import { drawKindsOf, type SpecialKind } from './draw-kind.js'
import type { Shader } from './layout/bindings.js'
import { commitShader, reduceShader, samplesShader, slicesShader, sumsShader, updateShader } from './shader-source.js'

/** The pipeline of what such a function, or such a constant, gives. */
type PipelineOf<Source> = Source extends Shader<infer Name> | ((...args: never) => Shader<infer Name>)
  ? Pipeline<Name>
  : never

/** From samples to sums over them. */
export interface GradientPipelines {
  readonly samples: PipelineOf<typeof samplesShader>
  readonly sums: PipelineOf<typeof sumsShader>
}

export interface StepPipelines {
  /** For the kinds that the ensemble has. */
  readonly gradient: GradientPipelines | undefined
  readonly dense: PipelineOf<typeof slicesShader> | undefined
  readonly band: PipelineOf<typeof slicesShader> | undefined
  readonly update: PipelineOf<typeof updateShader>
  readonly commit: PipelineOf<typeof commitShader>
}

export interface EvaluationPipelines extends GradientPipelines {
  readonly reduce: PipelineOf<typeof reduceShader>
}

export async function stepPipelines(device: ComputeDevice, ensemble: AutoencoderEnsemble): Promise<StepPipelines> {
  const { emulated } = device
  const kinds = new Set(drawKindsOf(ensemble).kinds)
  const slices = (kind: SpecialKind) =>
    kinds.has(kind) ? device.pipeline(slicesShader(ensemble, { kind, emulated })) : undefined
  const [gradient, dense, band, update, commit] = await Promise.all([
    kinds.has('other') ? gradientPipelines(device, ensemble, false) : undefined,
    slices('dense'),
    slices('band'),
    device.pipeline(updateShader(ensemble)),
    device.pipeline(commitShader),
  ])
  return { gradient, dense, band, update, commit }
}

export async function evaluationPipelines(
  device: ComputeDevice,
  ensemble: AutoencoderEnsemble,
): Promise<EvaluationPipelines> {
  const [gradient, reduce] = await Promise.all([
    gradientPipelines(device, ensemble, true),
    device.pipeline(reduceShader),
  ])
  return { ...gradient, reduce }
}

async function gradientPipelines(
  device: ComputeDevice,
  ensemble: AutoencoderEnsemble,
  keepsErrors: boolean,
): Promise<GradientPipelines> {
  const [samples, sums] = await Promise.all([
    device.pipeline(samplesShader(ensemble, { keepsErrors, emulated: device.emulated })),
    device.pipeline(sumsShader(ensemble, keepsErrors)),
  ])
  return { samples, sums }
}
