/**
 * An engine on jax-js (npm `@jax-js/jax`), which differentiates and compiles NumPy-like programs to WebAssembly: losses and
 * gradients are its, batches and learning rates are Digon's, the update is a loop over the parameters in between.
 *
 *     digon train spec.yaml --backend ./engine.mjs
 */
import { toDense } from '@digon/data'
import { createBatchSource, stepCoefficients } from '@digon/model'
import * as shared from '@digon/model/engine'

// jax-js asks a navigator for WebGPU when it is loaded; Node 20 has none.
globalThis.navigator ??= {}
const { defaultDevice, init, jit, lax, numpy, valueAndGrad } = await import('@jax-js/jax')

const engine = {
  name: 'jax-js',
  arithmetic: 'float32',
  async probe() {
    const devices = await init('wasm').catch(() => [])
    if (!devices.includes('wasm')) return { available: false, reason: 'jax-js found no WebAssembly here' }
    return { available: true, device: { description: 'jax-js, WebAssembly, one thread', kind: 'cpu', limits: {} } }
  },
  supports: shared.autoencoderSupport,
  async open(ensemble, options = {}) {
    const checked = shared.autoencoderToOpen(engine, ensemble, options)
    await init('wasm')
    defaultDevice('wasm')
    return shared.createSession(checked, trainingOf(checked, options.snapshot))
  },
}
export default engine

/** The work behind a session: state of all members, one step after the other. */
function trainingOf(ensemble, snapshot) {
  const { model, members, optimizer } = ensemble
  const drawBatch = createBatchSource(ensemble)
  const kept = shared.keptMoments(optimizer)
  const start = shared.startingState(ensemble, snapshot)
  const parts = { parameters: start.parameters, first: start.firstMoments, second: start.secondMoments }
  const states = members.map((_, member) => mapValues(parts, (tensors) => shared.memberRecord(tensors, member)))
  const progress = shared.startingProgress(ensemble, snapshot)
  const program = lossAndGradients(ensemble)
  let step = snapshot?.step ?? 0

  const evaluate = (batch, member) => run(program, ensemble, member, states[member].parameters, batch)
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
  const join = (part) =>
    shared.joinMembers(
      model,
      states.map((state) => state[part]),
    )
  return {
    advance: async (steps, signal) => {
      await shared.makeSteps(steps, signal, makeStep)
      return shared.progressOf(step, progress)
    },
    evaluate: (batches, wantsGradients) => {
      const found = batches.map(evaluate)
      const gradients = found.map((each) => each.gradients)
      return shared.joinEvaluations(found, wantsGradients ? shared.joinMembers(model, gradients) : undefined)
    },
    parameters: () => join('parameters'),
    snapshot: () => ({
      step,
      diverged: shared.divergencesOf(progress),
      parameters: join('parameters'),
      firstMoments: kept.first ? join('first') : {},
      secondMoments: kept.second ? join('second') : {},
    }),
    free: () => {
      states.splice(0)
      program.dispose()
    },
  }
}

/**
 * The compiled program of a model: from parameters, samples `[sample, feature]`, importance / (samples × features) `[feature]` and
 * penalty / samples to `[[loss, errors], gradients]`. In jax-js an operation consumes its arrays; `.ref` keeps one for another use.
 */
function lossAndGradients({ model, target }) {
  const { tied, hiddenActivation, outputActivation } = model
  const loss = ({ weights, outputWeights, bias, hiddenBias }, samples, lossWeights, penalty) => {
    let hidden = numpy.matmul(samples.ref, tied ? weights.ref : weights)
    if (hiddenBias) hidden = hidden.add(hiddenBias)
    hidden = activate(hiddenActivation, hidden)
    const size = numpy.sum(magnitude(hidden.ref)).mul(penalty)
    let output = numpy.matmul(hidden, tied ? numpy.transpose(weights) : outputWeights)
    if (bias) output = output.add(bias)
    const wanted = target === 'absolute' ? numpy.absolute(samples) : samples
    const errors = numpy.sum(numpy.square(wanted.sub(activate(outputActivation, output))), 0)
    return [numpy.sum(errors.ref.mul(lossWeights)).add(size), errors]
  }
  return jit(valueAndGrad(loss, { hasAux: true }))
}

function activate(name, values) {
  if (name === 'identity') return values
  if (name === 'relu') return rectified(values)
  return values.ref.mul(lax.erfc(values.mul(-Math.SQRT1_2))).mul(0.5)
}

/** ReLU with the derivative 0 at 0, as the contract asks (that of `nn.relu` is 1 there), and NaN for NaN. */
function rectified(values) {
  return numpy.where(numpy.lessEqual(values.ref, 0), 0, values)
}

/** |x| with the derivative 0 at 0. */
function magnitude(values) {
  return rectified(values.ref).add(rectified(values.mul(-1)))
}

/** Loss, errors and gradients of one member on one batch, as plain numbers. */
function run(program, { members, model }, member, parameters, batch) {
  const { sampleCount, featureCount } = batch
  const tensors = Object.entries(parameters).map(([name, values]) => [
    name,
    numpy.array(values).reshape(shapeOf(model, name)),
  ])
  const [[loss, errors], gradients] = program(
    Object.fromEntries(tensors),
    numpy.array(toDense(batch)).reshape([sampleCount, featureCount]),
    numpy.array(Float32Array.from(shared.lossWeights(members[member], sampleCount))),
    numpy.array(Float32Array.of(members[member].hiddenL1 / sampleCount)).reshape([]),
  )
  return {
    loss: loss.dataSync()[0],
    errors: Float64Array.from(errors.dataSync(), (sum) => sum / sampleCount),
    gradients: mapValues(gradients, (gradient) => gradient.dataSync()),
  }
}

function shapeOf({ featureCount, hiddenSize }, name) {
  return {
    weights: [featureCount, hiddenSize],
    outputWeights: [hiddenSize, featureCount],
    bias: [featureCount],
    hiddenBias: [hiddenSize],
  }[name]
}

/** The state after one step of the optimizer; the state before stays as it is. */
function update({ model, members, optimizer }, member, coefficients, state, gradients) {
  const { kind, beta1, beta2, epsilon, momentum } = optimizer
  const { weightDecay, frozenFeatures } = members[member]
  const { learningRates, decayFactors, firstCorrection, secondCorrection } = coefficients
  const next = mapValues(state, (record) => mapValues(record, (values) => values.slice()))
  for (const [name, slopes] of Object.entries(gradients)) {
    const [parameters, first, second] = [next.parameters[name], next.first[name], next.second[name]]
    const frozen = shared.frozenEntries(model, name, frozenFeatures)
    for (let k = 0; k < parameters.length; k++) {
      if (frozen.has(k)) continue
      const gradient = slopes[k] + (kind === 'adamw' ? 0 : weightDecay * parameters[k])
      if (kind === 'sgd') {
        if (first) first[k] = momentum * first[k] + gradient
        parameters[k] -= learningRates[member] * (first ? first[k] : gradient)
        continue
      }
      first[k] = beta1 * first[k] + (1 - beta1) * gradient
      second[k] = beta2 * second[k] + (1 - beta2) * gradient ** 2
      const size = Math.sqrt(second[k]) * secondCorrection + epsilon
      parameters[k] = parameters[k] * decayFactors[member] - (learningRates[member] * first[k] * firstCorrection) / size
    }
  }
  return next
}

const mapValues = (record, map) => Object.fromEntries(Object.entries(record).map(([name, value]) => [name, map(value)]))
