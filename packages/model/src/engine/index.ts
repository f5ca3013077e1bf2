export { type Activation, activate, activationDerivative } from '../activation.js'
export { checkComplete } from '../check-complete.js'
export { normalCumulative, normalDensity } from '../error-function.js'
export { EvaluationSums, evaluatePages, evaluationPageLength } from '../evaluation.js'
export { normalValues } from '../normal-values.js'
export { sizeOf } from '../parameter-shapes.js'
export { integerPower } from '../portable-functions.js'
export { scheduleFactor } from '../step-coefficients.js'
export { adapterDevice } from './adapter-device.js'
export {
  type AutoencoderEnsemble,
  autoencoderSupport,
  autoencoderToOpen,
  isAutoencoder,
} from './autoencoder-ensemble.js'
export { coefficientLength, coefficientTable } from './coefficient-table.js'
export { frozenEntries } from './frozen-entries.js'
export { joinEvaluations, type MemberEvaluation } from './join-evaluations.js'
export { lossWeights, outputScales } from './loss-weights.js'
export { makeSteps } from './make-steps.js'
export { divergencesOf, type MemberProgress, progressAfter, progressOf, startingProgress } from './member-progress.js'
export { joinMembers, type MemberRecord, memberRecord } from './member-records.js'
export { nextTurn } from './next-turn.js'
export { createSession, type SessionOptions, type SessionWork } from './session.js'
export { keptMoments, type StartingState, startingState } from './starting-state.js'
