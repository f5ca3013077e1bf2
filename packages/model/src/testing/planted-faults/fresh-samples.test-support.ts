/** Faults of engines that draw fresh samples themselves. */
import { createSampler, purpose, type SparseBatch } from '@digon/data'
import type { Backend, Evaluation, EvaluationOptions, Session } from '../../backend.js'
import type { Ensemble } from '../../ensemble.js'
import { evaluatePages, evaluateSamples, evaluationBatches } from '../../evaluation.js'
import type { Faults } from './faults.test-support.js'
import { behaves } from './plant.test-support.js'

const everyCount = 'fresh samples: every member its own seed, law, importance, rates and penalty'
const seedAndLaws = 'fresh samples: from one seed for all members, or by other laws'

export const freshSampleFaults: Faults = {
  'fresh samples are drawn for the purpose of training': {
    plant: () =>
      draws((_, batches, { members, model: { featureCount } }, page, { seed }) =>
        batches.map((batch, member) => {
          const { data, seed: own } = members[member]!
          if (data.kind === 'batches') return batch
          const options = { featureCount, seed: seed ?? own, purpose: purpose.training }
          return createSampler(data, options).sample(page, batch.sampleCount)
        }),
      ),
    foundBy: [everyCount, seedAndLaws],
  },
  'one fresh sample too many is drawn': {
    plant: () => asks((options) => ({ ...options, sampleCount: options.sampleCount + 1 })),
    foundBy: [everyCount, 'fresh samples: absolute value of signed features'],
  },
  'the last fresh samples are left out where they fill no page': {
    plant: () =>
      asks((options) => ({
        ...options,
        sampleCount: Math.max(1024, options.sampleCount - (options.sampleCount % 1024)),
      })),
    foundBy: [everyCount],
  },
  'every page of fresh samples is the first one': {
    plant: () => draws((first, batches) => batches.map((batch, member) => shorter(first[member]!, batch.sampleCount))),
    foundBy: [everyCount, 'fresh samples: fixed batches in turn, of another count for each member'],
  },
  'a page with fewer fresh samples counts as much as a whole one': {
    plant: () =>
      behaves((session) => ({
        evaluateSamples: async (ensemble, options) => {
          const parts: Evaluation[] = []
          for (const batches of evaluationBatches(ensemble, options)) parts.push(await session.evaluate(batches))
          const mean = (kind: 'losses' | 'errors') =>
            parts[0]![kind].map((_, k) => parts.reduce((sum, part) => sum + part[kind][k]!, 0) / parts.length)
          return { losses: mean('losses'), errors: mean('errors') }
        },
      })),
    foundBy: [everyCount],
  },
  'the seed for all members is ignored': {
    plant: () => asks(({ seed: _, ...options }) => options),
    foundBy: [seedAndLaws],
  },
  'the seed for all members loses its high bits': {
    plant: () => asks((options) => ({ ...options, seed: options.seed && options.seed % 2 ** 32 })),
    foundBy: [seedAndLaws],
  },
  'a seed that makes no sense is taken': {
    plant: () =>
      asks((options) => ({ ...options, seed: options.seed && Math.abs(Math.floor(options.seed)) % 2 ** 53 })),
    foundBy: ['fresh samples: counts and seeds that make no sense are refused'],
  },
  'fresh samples are always those of the laws that were opened': {
    plant: () =>
      behaves((session, own) => ({ evaluateSamples: (_, options) => session.evaluateSamples!(own, options) })),
    foundBy: [seedAndLaws],
  },
  'evaluating fresh samples makes a step': {
    plant: () =>
      behaves((session) => ({
        evaluateSamples: async (...given) => {
          const evaluation = await session.evaluateSamples!(...given)
          await session.advance(1)
          return evaluation
        },
      })),
    foundBy: ['fresh samples: evaluating them changes no state'],
  },
  'an evaluation on fresh samples cannot be aborted': {
    plant: () => asks(({ signal: _, ...options }) => options),
    foundBy: ['fresh samples: progress is told, and an abort is heard between pages'],
  },
  'the progress of an evaluation counts pages': {
    plant: () =>
      asks(({ onProgress, ...options }) => ({
        ...options,
        onProgress: (samples) => onProgress?.(Math.ceil(samples / 1024)),
      })),
    foundBy: ['fresh samples: progress is told, and an abort is heard between pages'],
  },
}

/** The reference, asked for other fresh samples than it should be. */
function asks(change: (options: EvaluationOptions) => EvaluationOptions): Backend {
  return behaves((session) => ({
    evaluateSamples: (ensemble, options) => session.evaluateSamples!(ensemble, change(options)),
  }))
}

type ChangePage = (
  first: readonly SparseBatch[],
  batches: readonly SparseBatch[],
  ensemble: Ensemble,
  page: number,
  options: EvaluationOptions,
) => readonly SparseBatch[]

/** The reference with every page of fresh samples changed. */
function draws(change: ChangePage): Backend {
  return behaves((session: Session) => ({
    evaluateSamples: (ensemble, options) => {
      let page = 0
      let first: readonly SparseBatch[] | undefined
      const evaluate: Parameters<typeof evaluatePages>[0] = (batches) => {
        first ??= batches
        return session.evaluate(change(first, batches, ensemble, page++, options))
      }
      return evaluatePages(evaluate, ensemble, options)
    },
  }))
}

/** The first samples of a batch, as many as there are. */
function shorter(batch: SparseBatch, sampleCount: number): SparseBatch {
  if (sampleCount >= batch.sampleCount) return batch
  const offsets = batch.offsets.slice(0, sampleCount + 1)
  const end = offsets[sampleCount]!
  return { ...batch, sampleCount, offsets, features: batch.features.slice(0, end), values: batch.values.slice(0, end) }
}

/** Controls: planting nothing. */
export const freshSampleControls: Readonly<Record<string, () => Backend>> = {
  asks: () => asks((options) => options),
  draws: () => draws((_, batches) => batches),
  inBatches: () =>
    behaves((session) => ({
      evaluateSamples: (ensemble, options) =>
        evaluateSamples({ evaluate: (batches) => session.evaluate(batches) }, ensemble, options),
    })),
}
