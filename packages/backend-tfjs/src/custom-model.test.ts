import { createBatchSource, defineEnsemble, type Ensemble, type Parameters, type Session } from '@digon/model'
import { add, floor, matMul, memory, relu, softplus, sum, type Tensor, tanh } from '@tensorflow/tfjs-core'
import { afterEach, describe, expect, test } from 'vitest'
import { type CustomForward, CustomModelError, tfjs } from './index.js'

const featureCount = 4
const innerSize = 3

/** Two layers: output = softplus(tanh(x·first + offset)·second); hidden is what the first layer gives. */
const twoLayers = (parameters: Readonly<Record<string, Tensor>>, input: Tensor) => {
  const hidden = tanh(add(matMul(input, parameters.first!), parameters.offset!))
  return { output: softplus(matMul(hidden, parameters.second!)), hidden }
}

const shapes = { first: [featureCount, innerSize], offset: [1, innerSize], second: [innerSize, featureCount] }

function ensembleOf(name: string, hiddenL1 = 0): Ensemble {
  return defineEnsemble({
    model: { kind: 'custom', name, featureCount, parameters: shapes },
    optimizer: { kind: 'adam' },
    batchSize: 16,
    shared: { data: { kind: 'independent', probability: 0.6 }, importance: [1, 0.5, 2, 0.25], learningRate: 0.02 },
    members: [1, 2].map((seed) => ({ seed, hiddenL1, initialization: { kind: 'normal', deviation: 0.7 } })),
  })
}

/** The two-layer model's loss in float64, on one member's batch of an ensemble. */
function lossInFloat64(ensemble: Ensemble, member: number, parameters: Parameters): number {
  const own = (name: string) => {
    const { values } = parameters[name]!
    const size = values.length / ensemble.members.length
    return values.subarray(member * size, (member + 1) * size)
  }
  const [first, offset, second] = [own('first'), own('offset'), own('second')]
  const { importance, hiddenL1 } = ensemble.members[member]!
  const batch = createBatchSource(ensemble)(member, 0)
  let loss = 0
  for (let sample = 0; sample < batch.sampleCount; sample++) {
    const input = new Float64Array(featureCount)
    for (let k = batch.offsets[sample]!; k < batch.offsets[sample + 1]!; k++)
      input[batch.features[k]!] = batch.values[k]!
    const hidden = Array.from(offset, (start, h) =>
      Math.tanh(input.reduce((total, x, i) => total + x * first[i * innerSize + h]!, start)),
    )
    for (let i = 0; i < featureCount; i++) {
      const product = hidden.reduce((total, value, h) => total + value * second[h * featureCount + i]!, 0)
      loss += (importance[i]! * (input[i]! - Math.log1p(Math.exp(product))) ** 2) / (featureCount * batch.sampleCount)
    }
    loss += (hiddenL1 * hidden.reduce((total, value) => total + Math.abs(value), 0)) / batch.sampleCount
  }
  return loss
}

/** The parameters in float64 with one number moved. */
function moved(parameters: Parameters, name: string, index: number, shift: number): Parameters {
  const values = Float64Array.from(parameters[name]!.values)
  values[index]! += shift
  return { ...parameters, [name]: { ...parameters[name]!, values } }
}

let session: Session | undefined
afterEach(async () => {
  await session?.dispose()
  session = undefined
})

describe.each(['cpu', 'wasm'] as const)('custom models on %s', (device) => {
  test.each([0, 0.3])('loss and gradient agree with central differences in float64, hiddenL1 %d', async (hiddenL1) => {
    const ensemble = ensembleOf('two layers', hiddenL1)
    session = await tfjs(device, { customModels: { 'two layers': twoLayers } }).open(ensemble)
    const drawBatch = createBatchSource(ensemble)
    const batches = ensemble.members.map((_, member) => drawBatch(member, 0))
    const parameters = await session.parameters()
    const { losses, gradients } = await session.evaluate(batches, { gradients: true })
    for (const member of ensemble.members.keys()) {
      expect(Math.abs(losses[member]! / lossInFloat64(ensemble, member, parameters) - 1)).toBeLessThan(1e-5)
      for (const [name, { values }] of Object.entries(gradients!)) {
        const size = values.length / ensemble.members.length
        for (let index = member * size; index < (member + 1) * size; index++) {
          const at = (shift: number) => lossInFloat64(ensemble, member, moved(parameters, name, index, shift))
          const expected = (at(1e-5) - at(-1e-5)) / 2e-5
          expect(Math.abs(values[index]! - expected), `${name}[${index}]`).toBeLessThan(2e-6)
        }
      }
    }
  })

  test('training lowers the loss, and a snapshot resumes bit for bit', async () => {
    const backend = tfjs(device, { customModels: { 'two layers': twoLayers } })
    const ensemble = ensembleOf('two layers')
    session = await backend.open(ensemble)
    const [first] = (await session.advance(1)).losses
    const snapshot = await session.snapshot()
    const { losses } = await session.advance(150)
    expect(losses[0]).toBeLessThan(first! / 2)
    const resumed = await backend.open(ensemble, { snapshot })
    expect((await resumed.advance(150)).losses).toEqual(losses)
    await resumed.dispose()
  })

  test('the autoencoder written as a custom model trains as the built-in one', async () => {
    const shared = { batchSize: 32, members: [{ seed: 5, data: { kind: 'independent' as const, probability: 0.4 } }] }
    const builtIn = defineEnsemble({ model: { featureCount: 5, hiddenSize: 2 }, ...shared })
    const backend = tfjs(device, {
      customModels: {
        autoencoder: ({ weights, bias }: Readonly<Record<string, Tensor>>, input: Tensor) => ({
          output: relu(add(matMul(matMul(input, weights!), weights!, false, true), bias!)),
        }),
      },
    })
    session = await backend.open(builtIn)
    const start = (await session.parameters()).weights!.values
    const { losses } = await session.advance(30)
    const own = defineEnsemble({
      model: { kind: 'custom', name: 'autoencoder', featureCount: 5, parameters: { weights: [5, 2], bias: [1, 5] } },
      ...shared,
      members: shared.members.map((member) => ({
        ...member,
        initialization: {
          kind: 'given',
          parameters: {
            weights: { shape: [5, 2], values: start },
            bias: { shape: [1, 5], values: new Float32Array(5) },
          },
        },
      })),
    })
    const custom = await backend.open(own)
    expect(Math.abs((await custom.advance(30)).losses[0]! / losses[0]! - 1)).toBeLessThan(1e-5)
    await custom.dispose()
  })

  test.each<[string, CustomForward<Tensor>, number, string]>([
    [
      'an output of another shape',
      ({ first }, input) => ({ output: matMul(input, first!) }),
      0,
      'output [2, 2, 3]; expected [2, 2, 4], [member, sample, feature]',
    ],
    ['no output', () => ({}) as { output: Tensor }, 0, 'no output; expected [2, 2, 4], [member, sample, feature]'],
    [
      'no hidden where there is a penalty',
      (parameters, input) => ({ output: twoLayers(parameters, input).output }),
      0.1,
      'no hidden; expected [2, 2, …], [member, sample, …], because hiddenL1 > 0',
    ],
    [
      'hidden without the axis of samples',
      (parameters, input) => ({ ...twoLayers(parameters, input), hidden: sum(input, 1) }),
      0.1,
      'hidden [2, 4]; expected [2, 2, …], [member, sample, …], because hiddenL1 > 0',
    ],
    [
      'an operation without a gradient',
      (parameters, input) => ({ output: floor(twoLayers(parameters, input).output) }),
      0,
      'Cannot compute gradient: gradient function not found for Floor.; expected operations that have a gradient',
    ],
  ])('%s is refused when the session opens, and nothing leaks', async (_, forward, hiddenL1, text) => {
    const backend = tfjs(device, { customModels: { wrong: forward } })
    await backend.probe()
    const before = memory().numTensors
    const opening = backend.open(ensembleOf('wrong', hiddenL1))
    await expect(opening).rejects.toThrow(CustomModelError)
    await expect(opening).rejects.toThrow(`invalid forward function of custom model wrong: ${text}`)
    expect(memory().numTensors).toBe(before)
  })

  test('a function that throws in the middle of training leaves the session at its last step, and leaks nothing', async () => {
    let isBroken = false
    const moody: CustomForward<Tensor> = (parameters, input) => {
      const result = twoLayers(parameters, input)
      if (isBroken) throw new Error('out of order')
      return result
    }
    const backend = tfjs(device, { customModels: { moody } })
    await backend.probe()
    const before = memory().numTensors
    session = await backend.open(ensembleOf('moody'))
    await session.advance(3)
    const held = memory().numTensors
    isBroken = true
    await expect(session.advance(5)).rejects.toThrow('out of order')
    await expect(session.evaluate([0, 1].map((m) => createBatchSource(ensembleOf('moody'))(m, 0)))).rejects.toThrow()
    expect(memory().numTensors).toBe(held)
    isBroken = false
    expect((await session.advance(1)).step).toBe(4)
    await session.dispose()
    expect(memory().numTensors).toBe(before)
  })

  test('a parameter that the output does not use keeps its value and has gradient 0', async () => {
    const idle: CustomForward<Tensor> = ({ first, second }, input) => ({
      output: matMul(matMul(input, first!), second!),
    })
    const ensemble = ensembleOf('idle')
    session = await tfjs(device, { customModels: { idle } }).open(ensemble)
    const { offset } = await session.parameters()
    const batches = [0, 1].map((member) => createBatchSource(ensemble)(member, 0))
    const { gradients } = await session.evaluate(batches, { gradients: true })
    expect(gradients!.offset!.values).toEqual(new Float32Array(2 * innerSize))
    await session.advance(4)
    expect((await session.parameters()).offset!.values).toEqual(offset!.values)
  })
})

test('a custom model without a function is not supported, and neither are frozen features', () => {
  const backend = tfjs('cpu', { customModels: { 'two layers': twoLayers } })
  expect(backend.supports(ensembleOf('two layers'))).toEqual({ supported: true })
  expect(backend.supports(ensembleOf('three layers'))).toEqual({
    supported: false,
    reason: 'no forward function for custom model three layers; customModels has two layers',
  })
  const ensemble = ensembleOf('two layers')
  const frozen = { ...ensemble, members: ensemble.members.map((member) => ({ ...member, frozenFeatures: [0] })) }
  expect(backend.supports(frozen)).toMatchObject({ supported: false })
})
