/**
 * An engine in a hundred lines: the paper's tied models under AdamW, in float64, one sample after the other; all else it refuses.
 * Copy it, rename it, and make `evaluateMember` and `update` faster: `digon train spec.yaml --backend ./engine.mjs`.
 */
import { toDense } from '@digon/data'
import { createBatchSource, stepCoefficients } from '@digon/model'
import * as shared from '@digon/model/engine'

const engine = {
  name: 'template',
  arithmetic: 'float64',
  probe: async () => ({ available: true, device: { description: 'JavaScript, one core', kind: 'cpu', limits: {} } }),
  supports: (ensemble) => {
    const { model, optimizer, members } = ensemble
    if (model.kind === 'custom') return shared.autoencoderSupport(ensemble)
    const isPlain = model.tied && !model.hiddenBias && members.every(({ hiddenL1 }) => hiddenL1 === 0)
    if (isPlain && optimizer.kind === 'adamw') return { supported: true }
    return { supported: false, reason: 'this engine trains tied models without hidden bias and penalty, by adamw' }
  },
  async open(ensemble, options = {}) {
    const checked = shared.autoencoderToOpen(engine, ensemble, options)
    return shared.createSession(checked, trainingOf(checked, options.snapshot))
  },
}
export default engine

/** The work behind a session: state of all members, one step after the other. */
function trainingOf(ensemble, snapshot) {
  const { model, members } = ensemble
  const drawBatch = createBatchSource(ensemble)
  const start = shared.startingState(ensemble, snapshot, Float64Array)
  const parts = { parameters: start.parameters, first: start.firstMoments, second: start.secondMoments }
  const states = members.map((_, member) => mapValues(parts, (tensors) => shared.memberRecord(tensors, member)))
  const progress = shared.startingProgress(ensemble, snapshot)
  let step = snapshot?.step ?? 0
  const makeStep = () => {
    const coefficients = stepCoefficients(ensemble, step)
    for (const member of members.keys()) {
      if (progress[member].divergedStep !== undefined) continue
      const { loss, gradients } = evaluate(drawBatch(member, step), member)
      const next = update(ensemble, member, coefficients, states[member], gradients)
      const holds = Object.values(next.parameters).every((values) => values.every(Number.isFinite))
      progress[member] = shared.progressAfter(progress[member], step, loss, holds)
      if (progress[member].divergedStep === undefined) states[member] = next
    }
    step++
  }
  const joined = (records) => shared.joinMembers(model, records)
  const join = (part) => joined(states.map((state) => state[part]))
  const evaluate = (batch, member) => evaluateMember(ensemble, member, states[member].parameters, batch)
  return {
    advance: async (steps, signal) => {
      await shared.makeSteps(steps, signal, makeStep)
      return shared.progressOf(step, progress)
    },
    evaluate: (batches, wantsGradients) => {
      const found = batches.map(evaluate)
      return shared.joinEvaluations(found, wantsGradients ? joined(found.map((each) => each.gradients)) : undefined)
    },
    parameters: () => join('parameters'),
    snapshot: () => ({
      ...{ step, diverged: shared.divergencesOf(progress) },
      ...{ parameters: join('parameters'), firstMoments: join('first'), secondMoments: join('second') },
    }),
    free: () => states.splice(0),
  }
}

/** Loss, errors and gradients of one member on one batch. */
function evaluateMember({ model, target, members }, member, { weights, bias }, batch) {
  const { featureCount, hiddenSize, hiddenActivation, outputActivation } = model
  const gradients = { weights: new Float64Array(weights.length), ...(bias && { bias: new Float64Array(bias.length) }) }
  const weightOf = shared.lossWeights(members[member], batch.sampleCount)
  const errors = new Float64Array(featureCount)
  let loss = 0
  const inputs = toDense(batch)
  for (let sample = 0; sample < batch.sampleCount; sample++) {
    const x = inputs.subarray(sample * featureCount, (sample + 1) * featureCount)
    const sums = new Float64Array(hiddenSize)
    for (const [k, weight] of weights.entries()) sums[k % hiddenSize] += weight * x[Math.floor(k / hiddenSize)]
    const hidden = sums.map((sum) => shared.activate(hiddenActivation, sum))
    const slopes = Float64Array.from({ length: featureCount }, (_, i) => {
      const row = weights.subarray(i * hiddenSize, (i + 1) * hiddenSize)
      const sum = row.reduce((part, weight, h) => part + weight * hidden[h], bias?.[i] ?? 0)
      const error = (target === 'absolute' ? Math.abs(x[i]) : x[i]) - shared.activate(outputActivation, sum)
      errors[i] += error ** 2 / batch.sampleCount
      loss += weightOf[i] * error ** 2
      return -2 * weightOf[i] * error * shared.activationDerivative(outputActivation, sum)
    })
    const inward = new Float64Array(hiddenSize)
    for (const [k, weight] of weights.entries()) inward[k % hiddenSize] += slopes[Math.floor(k / hiddenSize)] * weight
    for (let k = 0; k < weights.length; k++) {
      const [i, h] = [Math.floor(k / hiddenSize), k % hiddenSize]
      const slope = inward[h] * shared.activationDerivative(hiddenActivation, sums[h])
      gradients.weights[k] += slopes[i] * hidden[h] + slope * x[i]
    }
    if (bias) for (const [i, slope] of slopes.entries()) gradients.bias[i] += slope
  }
  return { loss, errors, gradients }
}

/** The state after one step of AdamW; the state before stays as it is. */
function update({ model, members, optimizer: { beta1, beta2, epsilon } }, member, coefficients, state, gradients) {
  const next = mapValues(state, (record) => mapValues(record, (values) => values.slice()))
  for (const [name, gradient] of Object.entries(gradients)) {
    const [parameters, first, second] = [next.parameters[name], next.first[name], next.second[name]]
    const frozen = shared.frozenEntries(model, name, members[member].frozenFeatures)
    for (let k = 0; k < parameters.length; k++) {
      if (frozen.has(k)) continue
      first[k] = beta1 * first[k] + (1 - beta1) * gradient[k]
      second[k] = beta2 * second[k] + (1 - beta2) * gradient[k] ** 2
      const size = Math.sqrt(second[k]) * coefficients.secondCorrection + epsilon
      const step = (coefficients.learningRates[member] * first[k] * coefficients.firstCorrection) / size
      parameters[k] = parameters[k] * coefficients.decayFactors[member] - step
    }
  }
  return next
}

const mapValues = (record, map) => Object.fromEntries(Object.entries(record).map(([name, value]) => [name, map(value)]))
