import { describe, expect, test } from 'vitest'
import type { Backend } from '../backend.js'
import { UnsupportedEnsembleError } from '../backend-errors.js'
import { reference } from '../reference.js'
import { behaves, reports } from './planted-faults/plant.test-support.js'
import type { Refusal, SuiteOptions } from './suite.js'
import { testBackend } from './test-backend.js'

type Tests = ReadonlyMap<string, () => Promise<void>>

function collect(backend: Backend, options: Omit<SuiteOptions, 'describe' | 'test'> = {}): Tests {
  const tests = new Map<string, () => Promise<void>>()
  testBackend(backend, { ...options, describe: (_, body) => body(), test: (name, body) => tests.set(name, body) })
  return tests
}

function run(tests: Tests, name: string): Promise<void> {
  const body = tests.get(name)
  if (!body) throw new Error(`no test "${name}" among ${tests.size}`)
  return body()
}

describe('refusals', () => {
  const queue = 'calls made without waiting run one after the other'
  const refusal: Refusal = { test: queue, reason: 'one call at a time' }
  const last = 'every refusal names a test of the suite'

  test('a test that is refused is registered with its reason, and passes when the backend fails it', async () => {
    const tests = collect(
      reports((progress) => ({ ...progress, step: 0 })),
      { refusals: [refusal] },
    )
    expect(tests.has(queue)).toBe(false)
    await run(tests, `${queue} [refused: one call at a time]`)
    await run(tests, last)
  })

  test('a test that is refused but passes is an error', async () => {
    const tests = collect(reference(), { refusals: [refusal] })
    await expect(run(tests, `${queue} [refused: one call at a time]`)).rejects.toThrow('take it off the list')
  })

  test('a refusal of a test that is not there is an error', async () => {
    const tests = collect(reference(), { refusals: [refusal, { test: 'no such test', reason: 'renamed' }] })
    await expect(run(tests, last)).rejects.toThrow('no such tests: "no such test"')
  })
})

describe('ensembles that are not supported', () => {
  const noGelu: Backend = {
    ...reference(),
    supports: ({ model }) =>
      model.kind === 'autoencoder' && model.outputActivation !== 'gelu'
        ? { supported: true }
        : { supported: false, reason: 'no gelu' },
    open: async (ensemble, options) => {
      if (!noGelu.supports(ensemble).supported) throw new UnsupportedEnsembleError('no-gelu', 'no gelu')
      return reference().open(ensemble, options)
    },
  }

  test('become tests that state the refusal and its reason', async () => {
    const tests = collect(noGelu)
    expect(tests.size).toBe(collect(reference()).size)
    expect([...tests.keys()].filter((name) => name.endsWith('[not supported: no gelu]'))).toHaveLength(33)
    await run(tests, 'replay: gelu output (exact) [not supported: no gelu]')
  })

  test('must be refused by open too, with the error of the contract', async () => {
    const opensAnyway = { ...noGelu, open: reference().open }
    const name = 'replay: gelu output (exact) [not supported: no gelu]'
    await expect(run(collect(opensAnyway), name)).rejects.toThrow('open of an unsupported ensemble: succeeded')
  })

  test('must be refused with a reason', async () => {
    const silent: Backend = { ...noGelu, supports: () => ({ supported: false, reason: ' ' }) }
    const name = 'replay: gelu output (exact) [not supported:  ]'
    await expect(run(collect(silent), name)).rejects.toThrow('without a reason')
  })
})

describe('promises', () => {
  // The last bit of each number changes from one session to the next.
  let sessions = 0
  const wavering = behaves((session) => {
    const factor = 1 + (sessions++ % 2) * 2 ** -50
    return {
      snapshot: async () => {
        const snapshot = await session.snapshot()
        const bias = snapshot.parameters.bias!
        const values = bias.values.map((value) => value * factor)
        return { ...snapshot, parameters: { ...snapshot.parameters, bias: { ...bias, values } } }
      },
    }
  })
  const resumed = 'resumed at any step equals uninterrupted: plain sgd'
  const alone = 'a member alone equals the same member among others, at any index'

  test('a backend that promises nothing is held to the tolerance', async () => {
    const tests = collect(wavering)
    await run(tests, resumed)
    await run(tests, alone)
  })

  test('a backend that promises the same bits is held to that', async () => {
    await expect(run(collect(wavering, { deterministic: true }), resumed)).rejects.toThrow('the very same')
    await expect(run(collect(wavering, { exactMembers: true }), alone)).rejects.toThrow('the very same')
  })

  test('resources are counted only where a count is given', () => {
    const name = 'resources neither grow nor stay behind'
    expect(collect(reference()).has(name)).toBe(false)
    expect(collect(reference(), { countResources: () => 0 }).has(name)).toBe(true)
  })
})
