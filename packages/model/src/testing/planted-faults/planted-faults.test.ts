import { expect, test } from 'vitest'
import type { Backend } from '../../backend.js'
import { testBackend } from '../test-backend.js'
import { freshSampleControls, freshSampleFaults } from './fresh-samples.test-support.js'
import { lossFaults } from './loss.test-support.js'
import { memberFaults } from './members.test-support.js'
import {
  afterEveryStep,
  behaves,
  evaluates,
  reports,
  saves,
  starts,
  trainsInstead,
  trainsMembers,
  withCorrectionsOfStepsLater,
} from './plant.test-support.js'
import { countHeld, sessionFaults } from './sessions.test-support.js'
import { snapshotFaults } from './snapshots.test-support.js'
import { updateFaults } from './update.test-support.js'

const faults = {
  ...lossFaults,
  ...updateFaults,
  ...memberFaults,
  ...snapshotFaults,
  ...sessionFaults,
  ...freshSampleFaults,
}

for (const [name, { plant, foundBy }] of Object.entries(faults)) {
  test(`the suite notices when ${name}`, async () => {
    const tests = collect(plant())
    for (const wanted of foundBy) {
      const body = testCalled(tests, wanted)
      await expect(body(), `the test "${wanted}" passed`).rejects.toThrow()
    }
  })
}

// Without this a fault could be found for what its planting breaks by itself.
const controls: Readonly<Record<string, () => Backend>> = {
  trainsInstead: () => trainsInstead((ensemble) => ensemble),
  trainsMembers: () => trainsMembers(() => ({})),
  behaves: () => behaves(() => ({})),
  evaluates: () => evaluates((evaluation) => evaluation),
  reports: () => reports((progress) => progress),
  saves: () => saves((snapshot) => snapshot),
  starts: () => starts((snapshot) => snapshot),
  afterEveryStep: () => afterEveryStep((after) => after),
  withCorrectionsOfStepsLater: () => withCorrectionsOfStepsLater(0),
  ...freshSampleControls,
}

for (const [name, plant] of Object.entries(controls)) {
  test(`planting nothing with ${name} lets every test pass that finds a fault`, async () => {
    const tests = collect(plant())
    for (const wanted of new Set(Object.values(faults).flatMap(({ foundBy }) => foundBy))) {
      await testCalled(tests, wanted)()
    }
  })
}

/** The tests that the suite registers, by name. */
function collect(backend: Backend): ReadonlyMap<string, () => Promise<void>> {
  const tests = new Map<string, () => Promise<void>>()
  testBackend(backend, {
    deterministic: true,
    exactMembers: true,
    countResources: countHeld,
    describe: (_, body) => body(),
    test: (name, body) => tests.set(name, body),
  })
  return tests
}

function testCalled(tests: ReadonlyMap<string, () => Promise<void>>, name: string): () => Promise<void> {
  const body = tests.get(name)
  if (!body) throw new Error(`the suite has no test "${name}"`)
  return body
}
