/** The kernels' sampler gives the very bits of @digon/data: random laws, seeds and steps, as entries and as panels. */
import { compileLaw, type FeatureLaw, sampleBatch, toDense } from '@digon/data'
import { anySeed, anyWord, sizedLaw } from '@digon/data/test-support'
import { defineEnsemble } from '@digon/model'
import type { AutoencoderEnsemble } from '@digon/model/engine'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { engineModule } from './engine-module.js'
import { memberLayout, shapeLayout } from './generated/record-layouts.js'
import { writeMembers } from './memory/member-records.js'
import { MemoryImage } from './memory/memory-image.js'
import { isDense } from './memory/plan-record.js'
import { writeShape } from './memory/shape-record.js'
import { tensorLayout } from './memory/tensor-layout.js'
import { openInlineEngine } from './threads/engine-handle.js'
import { firstAddress } from './threads/member-group.js'

const base = defineEnsemble({
  model: { featureCount: 1, hiddenSize: 1 },
  members: { seed: 0, data: { kind: 'independent', probability: 1 } },
}) as AutoencoderEnsemble

/** `[sample, feature]` as bits, of the samples that are not empty; and how many samples there are. */
async function drawn(
  law: FeatureLaw,
  featureCount: number,
  seed: number,
  step: number,
  sampleCount: number,
  panels: boolean,
): Promise<Uint32Array> {
  const ensemble: AutoencoderEnsemble = {
    ...base,
    model: { ...base.model, featureCount },
    batchSize: sampleCount,
    members: [{ ...base.members[0]!, seed, data: law, importance: new Array<number>(featureCount).fill(1) }],
  }
  const layout = tensorLayout(ensemble.model)
  let scratchEnd = firstAddress
  const reserve = (byteLength: number): number => {
    const address = scratchEnd
    scratchEnd += Math.ceil(byteLength / 16) * 16
    return address
  }
  const chosen = {
    kernel: 'wide' as const,
    inputs: panels ? ('panels' as const) : ('entries' as const),
    outputs: 'hidden' as const,
    tiledFrom: 0,
  }
  const image = new MemoryImage(1 << 22)
  const shape = writeShape(image, reserve, ensemble, layout, [chosen])
  const member = ensemble.members[0]!
  const start = { member, route: chosen, state: new Float32Array(0), loss: 0, divergedStep: undefined }
  const members = writeMembers(image, [0], ensemble, layout, [start])
  const writes = [{ address: image.start, bytes: image.bytes() }]
  const module = await engineModule('deterministic')
  const engine = await openInlineEngine({ key: 'deterministic', module, byteLength: image.end, writes })
  const { value: count } = await engine.run({
    call: { name: 'drawBlock', parameters: [shape.address, members, step, panels ? 1 : 0] },
  })
  const field = (name: keyof typeof shapeLayout.fields, byteLength: number) => ({
    address: shape.address + shapeLayout.fields[name].offset,
    indirect: true,
    byteLength,
  })
  const dense = new Uint32Array(count * featureCount)
  if (panels) {
    const size = 8 * layout.featureStride
    const { reads } = await engine.run({ reads: [field('inputPanels', 4 * size * Math.ceil(count / 8))] })
    const values = new Uint32Array(reads[0]!.buffer)
    for (let index = 0; index < dense.length; index++) {
      const sample = Math.floor(index / featureCount)
      dense[index] = values[(sample >> 3) * size + 8 * (index % featureCount) + (sample & 7)]!
    }
  } else {
    const { reads } = await engine.run({
      reads: [
        field('offsets', 4 * (count + 1)),
        field('features', 4 * count * featureCount),
        field('values', 4 * count * featureCount),
      ],
    })
    const [offsets, features, values] = reads.map(({ buffer }) => new Uint32Array(buffer))
    for (let sample = 0; sample < count; sample++) {
      for (let entry = offsets![sample]!; entry < offsets![sample + 1]!; entry++) {
        dense[sample * featureCount + features![entry]!] = values![entry]!
      }
    }
  }
  engine.close()
  return dense
}

function expected(
  law: FeatureLaw,
  featureCount: number,
  seed: number,
  step: number,
  sampleCount: number,
  kept: 'all' | 'active' | 'active panels',
) {
  const batch = sampleBatch(law, { featureCount, seed, step, sampleCount })
  const dense = new Uint32Array(toDense(batch).buffer)
  const rows = Array.from({ length: sampleCount }, (_, sample) => sample).filter((sample) => {
    const first = kept === 'active panels' ? sample & ~7 : sample
    const last = kept === 'active panels' ? Math.min(first + 8, batch.sampleCount) : sample + 1
    return kept === 'all' || batch.offsets[last]! > batch.offsets[first]!
  })
  return Uint32Array.from(
    rows.flatMap((sample) => [...dense.subarray(sample * featureCount, (sample + 1) * featureCount)]),
  )
}

test('entries of thousands of random samples have the bits of @digon/data', async () => {
  await fc.assert(
    fc.asyncProperty(
      sizedLaw,
      anySeed,
      anyWord,
      fc.integer({ min: 1, max: 40 }),
      async (sized, seed, step, sampleCount) => {
        const { law, featureCount } = sized
        const bits = await drawn(law, featureCount, seed, step, sampleCount, false)
        expect(bits).toEqual(expected(law, featureCount, seed, step, sampleCount, 'active'))
      },
    ),
    { seed: 3, numRuns: 2000 },
  )
})

const denseLaw = fc.integer({ min: 1, max: 70 }).chain((featureCount) =>
  fc.record({
    featureCount: fc.constant(featureCount),
    law: fc.record({
      kind: fc.constant('independent' as const),
      probability: fc.array(
        fc.oneof(fc.constantFrom(0, 1, 0.125, 1 - 2 ** -33), fc.double({ min: 0.125, max: 1, noNaN: true })),
        { minLength: featureCount, maxLength: featureCount },
      ),
      values: fc.constantFrom(
        { kind: 'unit' } as const,
        { kind: 'signed' } as const,
        { kind: 'constant', value: -2.5 } as const,
      ),
    }),
  }),
)

test('panels of dense laws have the bits of @digon/data', async () => {
  await fc.assert(
    fc.asyncProperty(
      denseLaw,
      anySeed,
      anyWord,
      fc.integer({ min: 1, max: 40 }),
      async (sized, seed, step, sampleCount) => {
        const { law, featureCount } = sized
        const bits = await drawn(law, featureCount, seed, step, sampleCount, true)
        expect(bits).toEqual(expected(law, featureCount, seed, step, sampleCount, 'all'))
      },
    ),
    { seed: 4, numRuns: 500 },
  )
})

test('panels of more features than have their share of the rounds kept have the bits as well', async () => {
  const law = { kind: 'independent', probability: 0.5 } as const
  const bits = await drawn(law, 2100, 11, 5, 8, true)
  expect(bits).toEqual(expected(law, 2100, 11, 5, 8, 'all'))
})

const sparseLaw = fc.integer({ min: 1, max: 40 }).chain((featureCount) =>
  fc.record({
    featureCount: fc.constant(featureCount),
    law: fc.oneof(
      fc.record({
        kind: fc.constant('independent' as const),
        probability: fc.oneof(
          fc.double({ min: 1e-6, max: 0.124, noNaN: true }),
          // Features that are never active, between equal ones.
          fc.array(fc.constantFrom(0, 0.11), { minLength: featureCount, maxLength: featureCount }),
        ),
        values: fc.constantFrom({ kind: 'unit' } as const, { kind: 'signed' } as const),
      }),
      fc.record({
        kind: fc.constant('exactly' as const),
        activeCount: fc.integer({ min: 1, max: Math.min(featureCount, 17) }),
      }),
    ),
  }),
)

test('panels of sparse laws have the bits of @digon/data, and eight empty samples are no panel', async () => {
  await fc.assert(
    fc.asyncProperty(
      sparseLaw,
      anySeed,
      anyWord,
      // Whole panels: of the last one the lanes beyond the batch may be active or not.
      fc.integer({ min: 1, max: 5 }).map((panels) => 8 * panels),
      async (sized, seed, step, sampleCount) => {
        const { law, featureCount } = sized
        const plan = compileLaw(law, featureCount)
        const { leastCounts, countThresholds } = plan.featureBands
        const sideBySide = (leastCounts[0] ?? 0) + countThresholds.length <= 16
        const bits = await drawn(law, featureCount, seed, step, sampleCount, true)
        const kept = sideBySide && plan.featureBands.thinned.length === 1 ? 'active panels' : 'active'
        const all = isDense(plan) ? 'all' : kept
        expect(bits).toEqual(expected(law, featureCount, seed, step, sampleCount, all))
      },
    ),
    { seed: 5, numRuns: 1000 },
  )
})

test('a record of a member has no room that the kernels do not know', () => {
  expect(memberLayout.size % 8).toBe(0)
})
