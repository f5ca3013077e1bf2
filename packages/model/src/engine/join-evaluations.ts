/** Evaluations of single members put together to that of the ensemble. */
import type { Evaluation } from '../backend.js'
import type { Parameters } from '../parameters.js'

/** The evaluation of one member. */
export interface MemberEvaluation {
  /** As trained, penalty included. */
  readonly loss: number
  /** `[feature]`: batch mean of (target − output)², without importance. */
  readonly errors: Float64Array
}

/**
 * The evaluations of single members as one of the ensemble.
 *
 * @param members at least one, in the order of the ensemble.
 * @param gradients members leading, where they were asked for.
 */
export function joinEvaluations(members: readonly MemberEvaluation[], gradients: Parameters | undefined): Evaluation {
  const featureCount = members[0]!.errors.length
  const errors = new Float64Array(members.length * featureCount)
  for (const [member, evaluation] of members.entries()) errors.set(evaluation.errors, member * featureCount)
  const losses = Float64Array.from(members, ({ loss }) => loss)
  return { losses, errors, ...(gradients && { gradients }) }
}
