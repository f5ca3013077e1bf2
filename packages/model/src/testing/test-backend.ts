/** The conformance suite as one call. Its parts are in `suites/`, the ensembles it trains in `specs/`. */
import type { Backend } from '../backend.js'
import { Suite, type SuiteOptions } from './suite.js'
import { abortSuite } from './suites/abort.js'
import { agreementSuite } from './suites/agreement.js'
import { contractSuite } from './suites/contract.js'
import { freshSampleSuite } from './suites/fresh-samples.js'
import { memberSuite } from './suites/members.js'
import { replaySuite } from './suites/replays.js'
import { sessionSuite } from './suites/session.js'
import { snapshotSuite } from './suites/snapshots.js'

/**
 * Registers the tests that every backend passes, with the test functions handed in. It needs no framework and no Node: any
 * `describe` and `test` will do, in a browser too. Tests are independent; each opens and disposes of its own sessions.
 *
 * An ensemble that the backend does not support becomes a test that states the refusal and its reason. Where the backend is
 * not available at all, the tests fail and say so: ask `probe` first and skip in the open.
 */
export function testBackend(backend: Backend, options: SuiteOptions): void {
  const suite = new Suite(backend, options)
  suite.describe(`backend ${backend.name}`, () => {
    contractSuite(suite)
    agreementSuite(suite)
    replaySuite(suite)
    memberSuite(suite)
    snapshotSuite(suite)
    sessionSuite(suite)
    freshSampleSuite(suite)
    abortSuite(suite)
    suite.testRefusals()
  })
}
