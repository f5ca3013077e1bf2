import { matrixFromRows } from '@digon/matrix'
import { penalizedNorm } from '@digon/theory'
import { beforeAll, expect, test } from 'vitest'
import type { TrainedEnsemble } from '../experiment.js'
import { failing, untrained } from '../trained.test-support.js'
import { sparsityPenaltyClaims } from './claims.js'
import { sparsityPenaltyFigures } from './figures.js'
import { analyzeSparsityPenalty } from './numbers.js'
import { featureCount, hiddenSize, planSparsityPenalty } from './plan.js'
import { sparsityPenalty } from './sparsity-penalty.js'

const [task] = planSparsityPenalty('quick', 1)
const { members } = task!.ensemble
const importance = members[0]!.importance
const penalties = [...new Set(members.map(({ hiddenL1 }) => hiddenL1))]

/** `[feature][hidden]`, and the mean error of each feature. */
interface End {
  readonly rows: readonly (readonly number[])[]
  readonly errors: readonly number[]
}

function end(rowOf: (feature: number) => readonly number[]): End {
  const rows = importance.map((_, feature) => rowOf(feature))
  return { rows, errors: rows.map((row) => 0.03 * (1 - Math.hypot(...row) ** 2) ** 2 + 0.0005) }
}

const lone = (norm: number, unit: number) => Array.from({ length: hiddenSize }, (_, k) => (k === unit ? norm : 0))
const worth = (penalty: number) => importance.map((weight) => penalizedNorm((featureCount * penalty) / weight))

/** Ten features in digons along a rotated basis: the first two units turned by 45°, and so on for the others. */
const digons = end((feature) => {
  if (feature >= 2 * hiddenSize) return lone(0, 0)
  const sign = feature < hiddenSize ? 1 : -1
  const unit = feature < hiddenSize ? feature : 2 * hiddenSize - 1 - feature
  if (unit === hiddenSize - 1) return lone(sign, unit)
  const row = lone(sign * Math.SQRT1_2, unit)
  row[unit ^ 1] = (unit % 2 === 0 ? sign : -sign) * Math.SQRT1_2
  return row
})

/** What closed forms keep; in antipodal pairs where they do not fit. */
function alone(penalty: number): End {
  const norms = worth(penalty)
  const kept = norms.filter((norm) => norm > 0).length
  return end((feature) =>
    feature < hiddenSize
      ? lone(norms[feature]!, feature)
      : lone(0 - norms[feature]!, Math.max(0, Math.min(kept, 2 * hiddenSize) - 1 - feature)),
  )
}

const perfectAt = (penalty: number): End => (penalty < 0.0005 ? digons : alone(penalty))
const unitNorms = (penalty: number): End =>
  end((feature) => lone(worth(penalty)[feature]! > 0 && feature < hiddenSize ? 1 : 0, feature))
const reverseKept = (penalty: number): End => {
  const { rows } = perfectAt(penalty)
  return end((feature) => rows[featureCount - 1 - feature]!)
}
const nothing = end(() => lone(0, 0))

function trainedWhere(endOf: (penalty: number) => End): TrainedEnsemble {
  const ends = members.map(({ hiddenL1 }) => endOf(hiddenL1))
  const weights = matrixFromRows(ends.flatMap(({ rows }) => rows))
  return {
    task: task!,
    parameters: {
      weights: { shape: [ends.length, featureCount, hiddenSize], values: weights.values },
      bias: { shape: [ends.length, featureCount], values: new Float64Array(ends.length * featureCount) },
    },
    recorded: [],
    history: [],
    evaluation: {
      losses: Float64Array.from(ends, ({ errors }) => errors.reduce((sum, error) => sum + error, 0)),
      errors: Float64Array.from(ends.flatMap(({ errors }) => errors)),
    },
    diverged: [],
  }
}

const claimsOf = (trained: TrainedEnsemble) => sparsityPenaltyClaims(analyzeSparsityPenalty([trained]))
const mirrored = (penalty: number) => perfectAt(penalties.at(-1 - penalties.indexOf(penalty))!)
const controls: Record<string, readonly string[]> = {
  'without penalty': failing(claimsOf(trainedWhere(() => digons))),
  'strong penalty': failing(claimsOf(trainedWhere(() => alone(0.01)))),
  'no features': failing(claimsOf(trainedWhere((penalty) => (penalty === 0 ? digons : nothing)))),
  'unit norms': failing(claimsOf(trainedWhere(unitNorms))),
  'features reversed': failing(claimsOf(trainedWhere(reverseKept))),
  'order reversed': failing(claimsOf(trainedWhere(mirrored))),
}

const failsOn: Record<string, readonly string[]> = {
  'superposition-without': ['strong penalty'],
  'at-most-dimensions': ['without penalty'],
  'no-interference-left': ['untrained', 'without penalty'],
  'interference-without': ['strong penalty'],
  'removal-restarts': ['untrained', 'without penalty', 'no features'],
  'loss-cost': ['untrained', 'without penalty'],
  'loss-rises': ['without penalty', 'order reversed'],
  'least-important-first': ['untrained', 'features reversed'],
  survivors: ['without penalty', 'no features'],
  'shrunk-norms': ['unit norms', 'no features'],
  'privileged-basis': ['untrained', 'without penalty'],
  'no-basis-without': ['strong penalty'],
}

beforeAll(async () => {
  controls.untrained = failing(claimsOf(await untrained(task!)))
}, 60_000)

test('every claim holds where closed forms decide what is kept, and all are tested', () => {
  const claims = claimsOf(trainedWhere(perfectAt))
  expect(claims.filter(({ holds }) => !holds)).toEqual([])
  expect(claims.map(({ id }) => id)).toEqual(Object.keys(failsOn).map((name) => `sparsity-penalty/${name}`))
})

test.each(Object.entries(failsOn))('%s fails on %s', (id, names) => {
  for (const name of names) expect(controls[name], name).toContain(`sparsity-penalty/${id}`)
})

test('the reconstruction’s loss is that of the errors, whatever the penalty adds', () => {
  const { sweep } = analyzeSparsityPenalty([trainedWhere(() => digons)])
  const expected = importance.reduce((sum, weight, i) => sum + weight * digons.errors[i]!, 0) / featureCount
  expect(sweep.at(-1)!.reconstruction.median).toBeCloseTo(expected, 12)
  expect(sweep.at(-1)!.losses.median).not.toBeCloseTo(expected, 3)
})

test('numbers are JSON, and the figures need nothing else', () => {
  const numbers = analyzeSparsityPenalty([trainedWhere(perfectAt)])
  expect(JSON.parse(JSON.stringify(numbers))).toEqual(numbers)
  expect(numbers.sweep.map(({ penalty }) => penalty)).toEqual(penalties)
  const figures = sparsityPenaltyFigures(JSON.parse(JSON.stringify(numbers)))
  expect(figures).toEqual(sparsityPenalty.figures(numbers))
  expect(figures.map(({ name }) => name)).toEqual(['features-kept', 'loss-over-penalty', 'norms', 'gram'])
})

test('the plan is pure, its seeds follow from one, and nothing but the penalty differs', () => {
  expect(planSparsityPenalty('quick', 1)).toEqual([task])
  const seeds = members.map(({ seed }) => seed)
  expect(new Set(seeds).size).toBe(128)
  const [other] = planSparsityPenalty('quick', 2)
  expect(other!.ensemble.members.filter(({ seed }) => seeds.includes(seed))).toEqual([])
  expect(new Set(members.map((member) => JSON.stringify({ ...member, seed: 0, hiddenL1: 0 }))).size).toBe(1)
  expect(members.every(({ weightDecay }) => weightDecay === 0)).toBe(true)
})
