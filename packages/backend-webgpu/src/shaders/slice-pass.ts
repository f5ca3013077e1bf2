/**
 * One slice of one member in one invocation, for models so small that it can keep all their gradients in registers: every sample is
 * drawn, goes through the model forward and back, and is added up at once; only the sums of the slice are written. Code stands
 * behind code for every feature and every hidden value, so nothing is an array.
 */
import type { AutoencoderModel, Target } from '@digon/model'
import type { BindingTable } from '../layout/bindings.js'
import { parameterLayout, startOf } from '../parameter-layout.js'
import { forEach, sumOf } from './for-each.js'
import { type SampleBinding, sampleBindings } from './sample-bindings.js'

/** How samples are drawn: code before the first one, and code that makes `input0`, `input1`, … of each. */
export interface DrawCode {
  readonly prepare: string
  readonly draw: string
}

export interface SlicePassOptions {
  readonly target: Target
  /** Whether any member has a penalty on its hidden values. */
  readonly penalized: boolean
  /** Invocations of a workgroup. */
  readonly workgroupLength: number
}

export const slicesBindings: BindingTable<SampleBinding | 'partialSums'> = sampleBindings('partialSums')

/** `computeSlices` of a model. */
export function slicePass(model: AutoencoderModel, { prepare, draw }: DrawCode, options: SlicePassOptions): string {
  return /* wgsl */ `${slicesBindings.declarations}
@compute @workgroup_size(${options.workgroupLength})
fn computeSlices(
  @builtin(workgroup_id) workgroup: vec3<u32>,
  @builtin(local_invocation_index) lane: u32,
) {
  let member = memberIndices[workgroup.y];
  let slice = workgroup.x * ${options.workgroupLength}u + lane;
  if (slice >= uniforms.sliceCount || progress[member].diverged == 1u) {
    return;
  }
  let seed = members[member].seed;
  let step = progress[member].step;
  let penalty = members[member].penalty;
  let valueScale = bitcast<f32>(tables[members[member].plan + planValueScale]);
  let valueOffset = bitcast<f32>(tables[members[member].plan + planValueOffset]);
  let slopes = members[member].slopes;
  var lossSlope: array<f32, featureCount>;
  for (var feature = 0u; feature < featureCount; feature++) {
    lossSlope[feature] = bitcast<f32>(tables[slopes + feature]);
  }
  let start = (2u * member + progress[member].current) * parameterCount;
  var parameter: array<f32, parameterCount>;
  for (var place = 0u; place < parameterCount; place++) {
    parameter[place] = parameters[start + place];
  }
  ${prepare}
  var loss = 0.0;
  var gradient: array<f32, parameterCount>;
  var sample = slice * uniforms.sliceLength;
  let end = min(sample + uniforms.sliceLength, members[member].sampleCount);
  loop {
    ${draw}
    ${passForward(model, options)}
    ${passBack(model, options)}
    continuing {
      sample++;
      break if sample >= end;
    }
  }
  let sums = (member * uniforms.sliceCount + slice) * uniforms.sumCount;
  partialSums[sums] = loss;
  for (var place = 0u; place < parameterCount; place++) {
    partialSums[sums + 1u + place] = gradient[place];
  }
}
`
}

/** Places of a model's parameters in its block. */
function placesOf(model: AutoencoderModel) {
  const layout = parameterLayout(model)
  const { featureCount, hiddenSize, tied } = model
  return {
    weight: (feature: number, index: number) => startOf(layout, 'weights') + feature * hiddenSize + index,
    outputWeight: (feature: number, index: number) =>
      tied
        ? startOf(layout, 'weights') + feature * hiddenSize + index
        : startOf(layout, 'outputWeights') + index * featureCount + feature,
    outputBias: (feature: number) => startOf(layout, 'bias') + feature,
    hiddenBias: (index: number) => startOf(layout, 'hiddenBias') + index,
  }
}

function passForward(model: AutoencoderModel, { target, penalized }: SlicePassOptions): string {
  const { featureCount, hiddenSize } = model
  const places = placesOf(model)
  const hidden = forEach(hiddenSize, (index) => {
    const sum = sumOf(featureCount, (feature) => `parameter[${places.weight(feature, index)}] * input${feature}`)
    const bias = model.hiddenBias ? `parameter[${places.hiddenBias(index)}] + ` : ''
    return `let hidden${index} = activateHidden(${bias}${sum});${penalized ? `\n    loss += penalty * abs(hidden${index});` : ''}`
  })
  const outputs = forEach(featureCount, (feature) => {
    const sum = sumOf(hiddenSize, (index) => `parameter[${places.outputWeight(feature, index)}] * hidden${index}`)
    const bias = model.outputBias ? `parameter[${places.outputBias(feature)}] + ` : ''
    const wanted = target === 'absolute' ? `abs(input${feature})` : `input${feature}`
    return `let sum${feature} = ${bias}${sum};
    let error${feature} = ${wanted} - activateOutput(sum${feature});
    loss += 0.5 * lossSlope[${feature}] * error${feature} * error${feature};
    let slope${feature} = -lossSlope[${feature}] * error${feature} * outputSlope(sum${feature});`
  })
  return `${hidden}\n    ${outputs}`
}

function passBack(model: AutoencoderModel, { penalized }: SlicePassOptions): string {
  const { featureCount, hiddenSize, tied } = model
  const places = placesOf(model)
  const hiddenSlopes = forEach(hiddenSize, (index) => {
    const sum = sumOf(featureCount, (feature) => `slope${feature} * parameter[${places.outputWeight(feature, index)}]`)
    const penalty = penalized ? `penalty * sign(hidden${index}) + ` : ''
    const bias = model.hiddenBias ? `\n    gradient[${places.hiddenBias(index)}] += hiddenSlope${index};` : ''
    return `let hiddenSlope${index} = (${penalty}${sum}) * hiddenSlope(hidden${index});${bias}`
  })
  const gradients = forEach(featureCount, (feature) => {
    const ofWeights = forEach(hiddenSize, (index) => {
      const asInput = `input${feature} * hiddenSlope${index}`
      const asOutput = `slope${feature} * hidden${index}`
      if (tied) return `gradient[${places.weight(feature, index)}] += ${asInput} + ${asOutput};`
      return `gradient[${places.weight(feature, index)}] += ${asInput};
    gradient[${places.outputWeight(feature, index)}] += ${asOutput};`
    })
    return model.outputBias
      ? `${ofWeights}\n    gradient[${places.outputBias(feature)}] += slope${feature};`
      : ofWeights
  })
  return `${hiddenSlopes}\n    ${gradients}`
}
