import { expect, test } from 'vitest'
import type { Backend } from '../backend.js'
import type { Parameters } from '../parameters.js'
import { reference } from '../reference.js'
import { pytorchReplayJson } from './fixtures/pytorch-replay.js'
import { behaves, evaluates, mapTensors, reports } from './planted-faults/plant.test-support.js'
import { parseReplay, replayCase, replayLimits } from './replay.js'

const { cases, producedBy } = parseReplay(JSON.parse(pytorchReplayJson))
const threeMembers = cases.find(({ ensemble }) => ensemble.members.length === 3)!

test('the fixture holds 18 different cases, recorded by PyTorch in float64', () => {
  expect(producedBy).toBe('PyTorch 1.13.0a0, float64, seed 3')
  expect(new Set(cases.map(({ name }) => name)).size).toBe(18)
})

test('the reference makes the steps of PyTorch to 1e-12, well within its limit of 1e-9', async () => {
  for (const recorded of cases) {
    const { supported, relativeError, holds } = await replayCase(reference(), recorded)
    expect({ supported, holds }, recorded.name).toEqual({ supported: true, holds: true })
    expect(Math.max(...Object.values(relativeError)), recorded.name).toBeLessThan(1e-12)
  }
})

test('engines are held to the limits of their arithmetic', () => {
  expect(replayLimits(reference())).toEqual({ losses: 1e-9, gradients: 1e-9, parameters: 1e-9 })
  expect(replayLimits({ ...reference(), arithmetic: 'float32' })).toEqual({
    losses: 1e-5,
    gradients: 1e-4,
    parameters: 1e-4,
  })
})

test('a loss that is off in one member is measured relative to that loss, and fails the case', async () => {
  const off = reports((progress) => ({ ...progress, losses: progress.losses.map((l, m) => (m === 2 ? l * 1.001 : l)) }))
  const { relativeError, holds } = await replayCase({ ...off, name: 'off' }, threeMembers)
  expect(relativeError.losses).toBeCloseTo(0.001, 12)
  expect(relativeError.parameters).toBeLessThan(1e-12)
  expect(holds).toBe(false)
})

test('gradients and parameters that are off are measured relative to the largest number of their tensor', async () => {
  const gradients = evaluates((evaluation) => ({ ...evaluation, gradients: addToBias(evaluation.gradients!, 0.01) }))
  const { members } = threeMembers.ensemble
  const largest = (kind: 'firstGradients' | 'final') =>
    Math.max(...threeMembers.expected[members.length - 1]![kind].bias!.values.map(Math.abs))
  const first = await replayCase({ ...gradients, name: 'off' }, threeMembers)
  expect(first.relativeError.gradients).toBeCloseTo(0.01 / largest('firstGradients'), 9)
  expect(first.relativeError.losses).toBeLessThan(1e-12)
  expect(first.holds).toBe(false)

  const parameters = withParameters((tensors) => addToBias(tensors, 0.01))
  const second = await replayCase({ ...parameters, name: 'off' }, threeMembers)
  expect(second.relativeError.parameters).toBeCloseTo(0.01 / largest('final'), 9)
  expect(second.relativeError.gradients).toBeLessThan(1e-12)
  expect(second.holds).toBe(false)
})

test('NaN and a missing tensor count as an infinite error', async () => {
  const notANumber = withParameters((tensors) => mapTensors(tensors, () => Number.NaN))
  const missing = withParameters(({ weights }) => ({ weights: weights! }))
  for (const backend of [notANumber, missing]) {
    const { relativeError, holds } = await replayCase(backend, cases[0]!)
    expect(relativeError.parameters).toBe(Number.POSITIVE_INFINITY)
    expect(holds).toBe(false)
  }
})

test('a case that is not supported says why, holds not, and has no errors', async () => {
  const backend: Backend = { ...reference(), supports: () => ({ supported: false, reason: 'no gelu here' }) }
  const result = await replayCase(backend, cases[0]!)
  expect(result).toEqual({
    name: cases[0]!.name,
    supported: false,
    reason: 'no gelu here',
    relativeError: { losses: Number.NaN, gradients: Number.NaN, parameters: Number.NaN },
    holds: false,
  })
})

test('sessions are disposed of, also when a step fails', async () => {
  let open = 0
  const failing: Backend = {
    ...reference(),
    open: async () => {
      open++
      const fails = async (): Promise<never> => {
        throw new Error('lost')
      }
      const dispose = async (): Promise<void> => void open--
      return { advance: fails, evaluate: fails, parameters: fails, snapshot: fails, dispose }
    },
  }
  await expect(replayCase(failing, cases[0]!)).rejects.toThrow('lost')
  expect(open).toBe(0)
})

/** Adds to the bias of the last member. */
function addToBias(tensors: Parameters, change: number): Parameters {
  return mapTensors(tensors, (value, name, _, member) => (name === 'bias' && member === 2 ? value + change : value))
}

function withParameters(change: (parameters: Parameters) => Parameters): Backend {
  return behaves((session) => ({ parameters: async () => change(await session.parameters()) }))
}
