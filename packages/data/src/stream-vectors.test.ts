import { expect, test } from 'vitest'
import type { SparseBatch } from './batch.js'
import type { FeatureLaw } from './law.js'
import { streamVersion } from './plan.js'
import { type SamplerOptions, sampleBatch } from './sampler.js'
import { wordsAt } from './words.js'

/** A batch of stream version 1, frozen: per sample its entries as feature:bits, the float32 value in hexadecimal. */
interface FrozenBatch {
  readonly name: string
  readonly law: FeatureLaw
  readonly options: SamplerOptions & { readonly step: number; readonly sampleCount: number }
  readonly samples: readonly string[]
}

// Written by version 1 of the sampler and confirmed by the exact reading of STREAM.md in `slow-stream.test-support.ts`.
// A change here is a new stream version.
const frozen: readonly FrozenBatch[] = [
  {
    name: 'every feature always',
    law: { kind: 'independent', probability: 1 },
    options: { featureCount: 3, seed: 0, step: 0, sampleCount: 2 },
    samples: ['0:3ecc4fd0 1:3f6169c5 2:3f3c57ac', '0:3ed5a18a 1:3f6a2362 2:3ee748b2'],
  },
  {
    name: 'one dense probability',
    law: { kind: 'independent', probability: 0.5 },
    options: { featureCount: 6, seed: 1, step: 0, sampleCount: 3 },
    samples: ['', '1:3e897258 2:3e8cae22 3:3db334b0', '1:3e3091c0 2:3b0ed300 3:3f339820 5:3f7f758c'],
  },
  {
    name: 'one sparse probability',
    law: { kind: 'independent', probability: 0.1 },
    options: { featureCount: 20, seed: 2, step: 3, sampleCount: 4 },
    samples: [
      '14:3f0cf62c 17:3efb12ca 19:3eb3fcfa',
      '2:3f7ff393 14:3e356bdc 18:3f25c099',
      '10:3f0c5be2 14:3bf42800',
      '4:3eda2ebc 12:3f71f2b4 19:3f2eda0e',
    ],
  },
  {
    name: 'many probabilities, signed values',
    law: {
      kind: 'independent',
      probability: [1, 0.9, 0.125, 0.12, 0.1, 0.09, 0.07, 0, 0.05, 0.04, 0.001, 2.3283064365386963e-10],
      values: { kind: 'signed' },
    },
    options: { featureCount: 12, seed: 9007199254740991, step: 4294967295, sampleCount: 6 },
    samples: [
      '0:beb7e55a 1:3ec41aca',
      '0:3ea7d1e2 1:3f57a35d',
      '0:3f47499d 1:3f0f5f1f',
      '0:be343bcc 1:3f421685 4:3ec83f9e',
      '0:3e61e634',
      '0:3e56287c 1:3f2f3207 3:bed1634e',
    ],
  },
  {
    name: 'groups, dense and sparse',
    law: {
      kind: 'independent',
      probability: 0.2,
      groups: [
        { kind: 'together', features: [0, 3] },
        { kind: 'exclusive', features: [1, 2, 7], probability: 0.9 },
        { kind: 'together', features: [4, 5, 6], probability: 0.12 },
        { kind: 'exclusive', features: [8, 9], probability: 0.1 },
        { kind: 'exclusive', features: [10], probability: 0.07 },
      ],
    },
    options: { featureCount: 12, seed: 77, step: 5, sampleCount: 8 },
    samples: [
      '7:3f0403a5',
      '2:3efa8bce 4:3f33d10c 5:3e228658 6:3f5ec952 10:3f028295',
      '1:3e321c60',
      '2:3ec28660',
      '1:3f0a91d5 10:3f5422ab 11:3f4adc47',
      '1:3ed7b006 9:3eb0889e',
      '1:3f42f228',
      '1:3f51048b',
    ],
  },
  {
    name: 'exactly three, constant values',
    law: { kind: 'exactly', activeCount: 3, values: { kind: 'constant', value: -0.1 } },
    options: { featureCount: 5, seed: 12345678901, step: 1, sampleCount: 4 },
    samples: [
      '0:bdcccccd 1:bdcccccd 4:bdcccccd',
      '2:bdcccccd 3:bdcccccd 4:bdcccccd',
      '2:bdcccccd 3:bdcccccd 4:bdcccccd',
      '1:bdcccccd 2:bdcccccd 3:bdcccccd',
    ],
  },
  {
    name: 'exactly all',
    law: { kind: 'exactly', activeCount: 4 },
    options: { featureCount: 4, seed: 9, step: 2, sampleCount: 1 },
    samples: ['0:3f7aef58 1:3e1b7d30 2:3d442eb0 3:3ea582f8'],
  },
  {
    name: 'evaluation draws',
    law: { kind: 'independent', probability: 0.5 },
    options: { featureCount: 6, seed: 1, step: 0, sampleCount: 2, purpose: 2 },
    samples: ['0:3ebf9092 1:3f56b8d2 2:3f0c4406 3:3f7a1c5c 4:3eb293e4 5:3f13efaf', '2:3f421f79 3:3f667b0e 4:3ecd0b2e'],
  },
  {
    name: 'a million features',
    law: { kind: 'independent', probability: 0.00001 },
    options: { featureCount: 1000000, seed: 4, step: 0, sampleCount: 2 },
    samples: [
      '18606:3f595106 374822:3f6d17d8 500107:3d8faf20 589375:3f6ae19e 710922:3f2bb2f1 876281:3ed0d7e8 956580:3f5bdae4',
      '18758:3c008040 55882:3ee95e4e 72065:3f662ba2 231098:3da16940 276843:3f2dab16 343127:3f267fb3 375667:3f622b64 385834:3edeba4a 422248:3f445ce9 474345:3f4ffe1a 492377:3f6beab3 499528:3c515440 567331:3f0fee00 571061:3f373dfa 576619:3efa0c32 746582:3dcad420 747021:3f5651d4 834241:3eb29a3e 855996:3e11ea2c 878317:3e347b94',
    ],
  },
]

function samplesOf({ sampleCount, offsets, features, values }: SparseBatch): string[] {
  const bits = new Uint32Array(values.buffer)
  return Array.from({ length: sampleCount }, (_, sample) => {
    const entries = [...features.keys()].slice(offsets[sample], offsets[sample + 1])
    return entries.map((entry) => `${features[entry]}:${bits[entry]!.toString(16).padStart(8, '0')}`).join(' ')
  })
}

/** FNV-1a over 32-bit words. */
function digest(...blocks: readonly Uint32Array[]): number {
  let hash = 0x811c9dc5
  for (const block of blocks) for (const word of block) hash = Math.imul(hash ^ word, 0x01000193)
  return hash >>> 0
}

test('this is stream version 1', () => {
  expect(streamVersion).toBe(1)
})

test('words are frozen', () => {
  const first = [0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8, 0xf8e4cca4, 0x5cb200db]
  expect([...wordsAt(0, 0, 0, 0, 6)]).toEqual(first)
  const last = [0xe304cb7f, 0xde1740dc, 0xf76bd61b, 0xa94187e0, 0xfaf2b10c, 0xa106b71d]
  expect([...wordsAt(2 ** 53 - 1, 1, 2 ** 32 - 1, 2 ** 32 - 1, 6)]).toEqual(last)
})

test.each(frozen)('the batch is frozen bit for bit: $name', ({ law, options, samples }) => {
  expect(samplesOf(sampleBatch(law, options))).toEqual(samples)
})

test.each([
  [1, 1574549386],
  [2, 2272318314],
  [3, 3791350006],
  [4, 148248250],
])('ten thousand samples of frozen law %d keep their digest', (index, expected) => {
  const { law, options } = frozen[index]!
  const { offsets, features, values } = sampleBatch(law, { ...options, sampleCount: 10_000 })
  expect(digest(offsets, features, new Uint32Array(values.buffer))).toBe(expected)
})
