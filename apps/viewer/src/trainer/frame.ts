/** What can be seen at one step. Plain, so that it crosses from the worker to the page as it is. */
import { memberParameters, memberWeights, type Parameters } from '@digon/model'
import { reluLoss } from '@digon/theory'
import { restartCount } from './settings.js'

export interface Frame {
  /** Steps done. */
  readonly step: number
  /** P(feature is active) that training goes on with, and that the losses are for. */
  readonly probability: number
  readonly restarts: readonly RestartFrame[]
}

export interface RestartFrame {
  /** Expected loss of the present weights, exact: what the losses of all batches average to. */
  readonly loss: number
  /** `[feature, hidden]`, row-major. */
  readonly weights: readonly number[]
  /** `[feature]`. */
  readonly bias: readonly number[]
  /** Training stopped for this restart, because its numbers ran away. */
  readonly diverged: boolean
}

export interface FrameFacts {
  readonly step: number
  readonly probability: number
  /** `[feature]` */
  readonly importance: readonly number[]
  /** Restarts that have diverged. */
  readonly diverged: ReadonlySet<number>
}

/** @param parameters of all restarts, as a session gives them. */
export function frameOf(parameters: Parameters, { step, probability, importance, diverged }: FrameFacts): Frame {
  const restarts = Array.from({ length: restartCount }, (_, restart) => {
    const weights = memberWeights(parameters, restart)
    const bias = memberParameters(parameters, restart).bias!.values
    return {
      loss: reluLoss({ weights, bias }, { probability, importance }),
      weights: Array.from(weights.values),
      bias: Array.from(bias),
      diverged: diverged.has(restart),
    }
  })
  return { step, probability, restarts }
}
