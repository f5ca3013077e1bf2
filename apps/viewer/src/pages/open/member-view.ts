/** What the weights of one member show, ready to be drawn. */
import type { OpenedModel } from '@digon/formats'
import { checkFinite, type Matrix, matrix, multiply, selectRows, toRows, transpose } from '@digon/matrix'
import { loneFeatureCodes, type NamedShape, nameShapes, summarizeMember, summarizeUntiedMember } from '@digon/metrics'
import { memberParameters, memberWeights } from '@digon/model'
import type { MemberView } from './opened.js'

/** Rows and columns of the heat map: more cannot be told apart. */
const mostGramFeatures = 512

/** Shapes are found by comparing all with all; beyond, that takes too long to wait for. */
const mostShapeFeatures = 600

/**
 * @param member of the model, from 0.
 * @throws {ShapeError} when a weight or a bias is not finite.
 */
export function viewMember(
  { parameters, hiddenActivation }: Pick<OpenedModel, 'parameters' | 'hiddenActivation'>,
  member: number,
): MemberView {
  const weights = memberWeights(parameters, member)
  checkFinite(weights, 'weights')
  const { bias, outputWeights } = memberParameters(parameters, member)
  const decoder = outputWeights && matrix(outputWeights.shape[0]!, outputWeights.shape[1]!, outputWeights.values)
  const summary = decoder
    ? summarizeUntiedMember(weights, decoder, bias?.values, hiddenActivation)
    : summarizeMember(weights, bias?.values)
  const { represented, frobeniusSquared, dimensionsPerFeature, features } = summary
  const gramSize = Math.min(mostGramFeatures, weights.rows)
  return {
    member,
    featureCount: weights.rows,
    hiddenSize: weights.columns,
    ...{ represented, frobeniusSquared, dimensionsPerFeature },
    norms: features.map(({ norm }) => norm),
    interferences: features.map(({ interference }) => interference),
    dimensionalities: features.map(({ dimensionality }) => dimensionality),
    bias: bias === undefined ? [] : Array.from(bias.values),
    ...(weights.rows <= mostShapeFeatures && { shapes: shapesInWords(nameShapes(weights)) }),
    gram: Array.from(gramOf(decoder ? loneFeatureCodes(weights, hiddenActivation) : weights, decoder, gramSize).values),
    gramSize,
    plane: weights.columns === 2 ? toRows(weights) : [],
    product: decoder === undefined ? 'WᵀW' : hiddenActivation === 'identity' ? 'W·V' : 'W⁺·V',
  }
}

/** `[feature, feature]`, of the first features. */
function gramOf(weights: Matrix, decoder: Matrix | undefined, size: number): Matrix {
  const first = Array.from({ length: size }, (_, feature) => feature)
  const outward = decoder ? transpose(decoder) : weights
  return multiply(selectRows(weights, first), transpose(selectRows(outward, first)))
}

/** For example `pentagon: features 0, 1, 2, 3, 4`. Dedicated features and others without a shape are counted, not listed. */
function shapesInWords(shapes: readonly NamedShape[]): string[] {
  const plain = new Map<string, number>()
  const lines: string[] = []
  for (const { name, features } of shapes) {
    if (name === 'dedicated' || features.length > 12) plain.set(name, (plain.get(name) ?? 0) + features.length)
    else lines.push(`${name}: features ${features.join(', ')}`)
  }
  return [
    ...lines,
    ...Array.from(plain, ([name, count]) => `${name}: ${count} ${count === 1 ? 'feature' : 'features'}`),
  ]
}
