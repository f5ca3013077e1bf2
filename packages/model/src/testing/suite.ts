/**
 * What all parts of the conformance suite share: the backend under test, what it promised, and the registration of tests.
 * Nothing here knows a test framework; `describe` and `test` are handed in.
 */
import type { Backend } from '../backend.js'
import type { Ensemble } from '../ensemble.js'
import { assert, assertRejects, type Tolerance } from './compare.js'

/** The two functions of a test framework, as vitest, Jest, Mocha and node:test have them. */
export interface TestFunctions {
  /** A group of tests. */
  readonly describe: (name: string, body: () => void) => unknown
  /** One test. */
  readonly test: (name: string, body: () => Promise<void>) => unknown
}

/** What a backend promises to the suite. */
export interface SuiteOptions extends TestFunctions {
  /**
   * Largest deviation from the float64 reference that passes, relative to the largest number of a tensor (or list of losses)
   * of one member; ≥ 0. Default 1e-4, which float32 keeps over the few steps of the suite.
   */
  readonly tolerance?: number
  /** Promise: the same steps give the same bits, in one call or several, uninterrupted or resumed. Default false: within tolerance. */
  readonly deterministic?: boolean
  /** Promise: a member alone has the same bits as the same member among others. Default false: within tolerance. */
  readonly exactMembers?: boolean
  /** Tests of this suite that the backend does not pass, by their exact names. One that passes, or is not there, is an error. */
  readonly refusals?: readonly Refusal[]
  /** Counts what the engine holds (tensors, buffers, bytes): must not grow from step to step and come back after `dispose`. */
  readonly countResources?: () => number
}

/** A test that an engine does not pass, and why. */
export interface Refusal {
  /** Exact name of the test. */
  readonly test: string
  /** Why the backend differs, for people. */
  readonly reason: string
}

/** Handed to every part of the suite. */
export class Suite {
  readonly backend: Backend
  readonly tolerance: Tolerance
  readonly deterministic: boolean
  readonly exactMembers: boolean
  readonly countResources: (() => number) | undefined
  readonly #functions: TestFunctions
  readonly #refusals: ReadonlyMap<string, string>
  readonly #names = new Set<string>()

  constructor(backend: Backend, options: SuiteOptions) {
    this.backend = backend
    this.tolerance = { relative: options.tolerance ?? 1e-4, absolute: 1e-9 }
    this.deterministic = options.deterministic ?? false
    this.exactMembers = options.exactMembers ?? false
    this.countResources = options.countResources
    this.#functions = options
    this.#refusals = new Map(options.refusals?.map(({ test, reason }) => [test, reason]))
  }

  /** A group of tests. */
  describe(name: string, body: () => void): void {
    this.#functions.describe(name, body)
  }

  /** A test; one that is refused must fail. */
  test(name: string, body: () => Promise<void>): void {
    if (this.#names.has(name)) throw new Error(`two tests of the conformance suite are called "${name}"`)
    this.#names.add(name)
    const reason = this.#refusals.get(name)
    if (reason === undefined) this.#functions.test(name, body)
    else this.#functions.test(`${name} [refused: ${reason}]`, () => mustFail(name, body))
  }

  /**
   * A test that trains this ensemble, or these. Where the backend does not support one, the test states the refusal and its
   * reason.
   */
  testWith(name: string, ensembles: Ensemble | readonly Ensemble[], body: () => Promise<void>): void {
    for (const ensemble of [ensembles].flat()) {
      const support = this.backend.supports(ensemble)
      if (support.supported) continue
      this.test(`${name} [not supported: ${support.reason}]`, () => this.#mustRefuse(ensemble, support.reason))
      return
    }
    this.test(name, body)
  }

  /** Registered last: every refusal must name a test. */
  testRefusals(): void {
    this.#functions.test('every refusal names a test of the suite', async () => {
      const missing = [...this.#refusals.keys()].filter((name) => !this.#names.has(name))
      assert(missing.length === 0, `no such tests: ${missing.map((name) => `"${name}"`).join(', ')}`)
    })
  }

  async #mustRefuse(ensemble: Ensemble, reason: string): Promise<void> {
    assert(reason.trim() !== '', 'supports says no without a reason')
    await assertRejects(this.backend.open(ensemble), 'UnsupportedEnsembleError', 'open of an unsupported ensemble')
  }
}

async function mustFail(name: string, body: () => Promise<void>): Promise<void> {
  try {
    await body()
  } catch {
    return
  }
  throw new Error(`the refused test "${name}" passes; take it off the list of refusals`)
}
