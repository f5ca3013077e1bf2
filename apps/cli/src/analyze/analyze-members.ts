import type { OpenedModel } from '@digon/formats'
import { checkFinite, type Matrix, matrix, ShapeError, transpose } from '@digon/matrix'
import {
  classifyNeurons,
  type MemberSummary,
  type NamedShape,
  type NeuronSummary,
  nameShapes,
  summarizeMember,
  summarizeUntiedMember,
  type UntiedSummary,
} from '@digon/metrics'
import { memberParameters, memberWeights, type Parameters } from '@digon/model'

/** What `digon analyze` knows of each member of a model. */
export type AnalyzedMember = TiedMember | UntiedMember | UnreadableMember

export interface TiedMember extends MemberSummary {
  readonly shapes: readonly NamedShape[]
  /** Where the hidden units are neurons: what each reads. */
  readonly neurons?: readonly NeuronSummary[]
}

/** A member of a model whose decoder is not the transpose of its encoder; metrics are those of W·V, or of W⁺·V behind a ReLU. */
export interface UntiedMember extends UntiedSummary {
  /** Of the encoder's rows. */
  readonly shapes: readonly NamedShape[]
  /** Of the decoder's columns. */
  readonly decoderShapes: readonly NamedShape[]
  readonly neurons?: readonly NeuronSummary[]
}

/** A member that cannot be measured, and why. */
export interface UnreadableMember {
  readonly problem: string
}

export const isUnreadable = (member: AnalyzedMember): member is UnreadableMember => 'problem' in member

/** A model as it is measured. */
export type MeasuredModel = Pick<OpenedModel, 'parameters' | 'hiddenActivation'>

/**
 * Every member; one whose numbers are not finite is named as such, so that the others are still shown.
 *
 * @throws {ShapeError} when no member can be measured.
 */
export function analyzeMembers(model: MeasuredModel): readonly AnalyzedMember[] {
  const memberCount = model.parameters.weights!.shape[0]!
  const failures: ShapeError[] = []
  const members = Array.from({ length: memberCount }, (_, member): AnalyzedMember => {
    try {
      return analyzeMember(model, member)
    } catch (failure) {
      if (!(failure instanceof ShapeError)) throw failure
      failures.push(failure)
      return { problem: failure.message.replace(/^invalid /, '') }
    }
  })
  if (failures.length === memberCount) throw failures[0]!
  return members
}

function analyzeMember({ parameters, hiddenActivation }: MeasuredModel, member: number): TiedMember | UntiedMember {
  const weights = memberWeights(parameters, member)
  checkFinite(weights, 'weights')
  const bias = memberParameters(parameters, member).bias?.values
  const decoder = decoderOf(parameters, member)
  const neurons = hiddenActivation === 'identity' ? {} : { neurons: classifyNeurons(weights) }
  if (decoder === undefined) return { ...summarizeMember(weights, bias), shapes: nameShapes(weights), ...neurons }
  return {
    ...summarizeUntiedMember(weights, decoder, bias, hiddenActivation),
    shapes: nameShapes(weights),
    decoderShapes: nameShapes(transpose(decoder)),
    ...neurons,
  }
}

/** The decoder `[hidden, feature]` of an untied member; undefined when the model is tied. */
export function decoderOf(parameters: Parameters, member: number): Matrix | undefined {
  const { outputWeights } = memberParameters(parameters, member)
  return (
    outputWeights && matrix(outputWeights.shape[0]!, outputWeights.shape[1]!, outputWeights.values, 'outputWeights')
  )
}
