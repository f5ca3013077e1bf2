/** Exact expected losses, where a formula covers the model and is quick enough to be asked for thirty times a second. */
import type { Matrix, NumberArray } from '@digon/matrix'
import { type Ensemble, type Member, memberParameters, memberWeights, type Parameters } from '@digon/model'
import { reluFeatureLosses, reluLoss } from '@digon/theory'

/** The formula's cost doubles with every feature: of this many members times 2ⁿ a frame is ready within some milliseconds. */
const mostTerms = 512
const mostFeatures = 6

/** `[member]`; undefined where the losses of batches have to do. */
export function expectedLosses(ensemble: Ensemble, parameters: Parameters): Float64Array | undefined {
  const { members, model } = ensemble
  if (!hasFormula(ensemble) || members.length * 2 ** model.featureCount > mostTerms) return undefined
  return Float64Array.from(members, (_, index) =>
    expectedLossOf(ensemble, index)!(
      memberWeights(parameters, index),
      memberParameters(parameters, index).bias!.values,
    ),
  )
}

/** The loss of one member as a function of its weights `[feature, hidden]` and its bias `[feature]`; undefined without a formula. */
export function expectedLossOf(
  ensemble: Ensemble,
  index: number,
): ((weights: Matrix, bias: NumberArray) => number) | undefined {
  const features = featuresOf(ensemble, index)
  return features && ((weights, bias) => reluLoss({ weights, bias }, features))
}

/** What every feature adds to the loss of one member, `[feature]`; undefined without a formula. */
export function featureLosses(
  ensemble: Ensemble,
  index: number,
  weights: Matrix,
  bias: NumberArray,
): Float64Array | undefined {
  const features = featuresOf(ensemble, index)
  return features && reluFeatureLosses({ weights, bias }, features)
}

function featuresOf(ensemble: Ensemble, index: number) {
  if (!hasFormula(ensemble)) return undefined
  const member = ensemble.members[index]!
  return { probability: probabilityOf(member)!, importance: member.importance }
}

function hasFormula({ model, target, members }: Ensemble): boolean {
  return (
    model.kind === 'autoencoder' &&
    model.featureCount <= mostFeatures &&
    model.tied &&
    model.outputBias &&
    !model.hiddenBias &&
    model.hiddenActivation === 'identity' &&
    model.outputActivation === 'relu' &&
    target === 'identity' &&
    members.every((member) => probabilityOf(member) !== undefined && member.hiddenL1 === 0)
  )
}

/** Of features that are independent, with values from 0 to 1; else undefined. */
function probabilityOf({ data }: Member): number | readonly number[] | undefined {
  if (data.kind !== 'independent' || (data.groups ?? []).length > 0) return undefined
  return (data.values?.kind ?? 'unit') === 'unit' ? data.probability : undefined
}
