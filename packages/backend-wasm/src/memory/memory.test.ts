/** What sessions hold: memories are used again, do not grow with steps, and refusals say how much was asked for. */
import { defineEnsemble, type Ensemble } from '@digon/model'
import type { AutoencoderEnsemble } from '@digon/model/engine'
import { afterEach, expect, test } from 'vitest'
import { wasm } from '../backend.js'
import { chooseRoute } from '../choose-route.js'
import { engineModule } from '../engine-module.js'
import { MemoryUnavailableError } from '../errors.js'
import { firstAddress, MemberGroup } from '../threads/member-group.js'
import { startingStates } from './member-states.js'
import { tensorLayout } from './tensor-layout.js'

const RealMemory = WebAssembly.Memory
let memories: WebAssembly.Memory[] = []

/** Notes every memory that is made from now on. */
function watchMemories(): void {
  memories = []
  WebAssembly.Memory = class extends RealMemory {
    constructor(descriptor: WebAssembly.MemoryDescriptor) {
      super(descriptor)
      memories.push(this)
    }
  }
}

afterEach(() => {
  WebAssembly.Memory = RealMemory
})

function ensemble(featureCount: number, hiddenSize: number, count: number): Ensemble {
  return defineEnsemble({
    model: { featureCount, hiddenSize },
    batchSize: 32,
    shared: { data: { kind: 'independent', probability: 0.2 } },
    members: Array.from({ length: count }, (_, seed) => ({ seed })),
  })
}

test('a thousand sessions, one after the other, share the memory of a few', async () => {
  watchMemories()
  const backend = wasm({ threads: 1 })
  for (let round = 0; round < 1000; round++) {
    const session = await backend.open(ensemble(3 + (round % 5), 2, 2))
    await session.advance(1)
    await session.dispose()
  }
  expect(memories.length).toBeLessThanOrEqual(2)
})

test('a memory that was used by another session does not show', async () => {
  const backend = wasm({ threads: 1 })
  const subject = ensemble(33, 9, 2)
  const weightsAfterTwoSteps = async () => {
    const session = await backend.open(subject)
    await session.advance(2)
    const { weights } = await session.parameters()
    await session.dispose()
    return weights!.values
  }
  const before = await weightsAfterTwoSteps()
  watchMemories()
  // Poison: a session whose numbers are all NaN leaves them everywhere.
  const clean = await backend.open(subject)
  const snapshot = await clean.snapshot()
  await clean.dispose()
  for (const { values } of Object.values(snapshot.parameters)) values.fill(Number.NaN)
  const session = await backend.open(subject, { snapshot })
  expect((await session.advance(2)).diverged).toHaveLength(2)
  await session.dispose()
  expect(await weightsAfterTwoSteps()).toEqual(before)
  expect(memories.length).toBeLessThanOrEqual(1)
})

test('ten thousand steps take no further memory', async () => {
  watchMemories()
  const session = await wasm({ threads: 1 }).open(ensemble(23, 6, 2))
  await session.advance(1)
  const before = memories.map(({ buffer }) => buffer.byteLength)
  await session.advance(10_000)
  expect(memories.map(({ buffer }) => buffer.byteLength)).toEqual(before)
  await session.dispose()
})

/** What is asked of the engine of such a group: it cannot be had, and this is the error. */
async function refused(subject: AutoencoderEnsemble): Promise<{ asked: number; failure: unknown }> {
  const layout = tensorLayout(subject.model)
  const states = startingStates(subject, layout, undefined)
  const members = subject.members.map((member, index) => ({
    member,
    route: chooseRoute(subject, member),
    state: states[index]!,
    loss: Number.NaN,
    divergedStep: undefined,
  }))
  let asked = 0
  const engine = { key: 'deterministic', module: await engineModule('deterministic') }
  const failure = await MemberGroup.open(subject, layout, members, engine, async ({ byteLength }) => {
    asked = byteLength
    throw new RangeError('WebAssembly.Memory(): could not allocate memory')
  }).catch((error: unknown) => error)
  return { asked, failure }
}

test('memory that cannot be had is an error that says how much was asked for', async () => {
  const { asked, failure } = await refused(ensemble(50, 10, 2) as AutoencoderEnsemble)
  expect(failure).toBeInstanceOf(MemoryUnavailableError)
  expect((failure as MemoryUnavailableError).byteLength).toBe(asked)
  expect((failure as Error).message).toContain(`${asked} bytes`)
})

test('a hundred members of 400 features in 30 dimensions ask for less than 40 MB', async () => {
  const { asked } = await refused(ensemble(400, 30, 100) as AutoencoderEnsemble)
  // Parameters with padding and both moments of a hundred members alone are 16 MB.
  expect(asked).toBeGreaterThan(16e6)
  expect(asked).toBeLessThan(40e6)
})

test('engines keep their own tables below the first address that the host uses', async () => {
  const memory = new WebAssembly.Memory({ initial: 2 })
  const { exports } = await WebAssembly.instantiate(await engineModule('deterministic'), { env: { memory } })
  const end = (exports.initialize as () => number)()
  expect(end).toBeGreaterThan(1024)
  expect(end).toBeLessThanOrEqual(firstAddress)
})
