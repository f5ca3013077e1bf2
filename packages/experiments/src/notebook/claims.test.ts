import { matrixFromRows } from '@digon/matrix'
import type { TiedModel } from '@digon/theory'
import { beforeAll, expect, test } from 'vitest'
import type { TrainedEnsemble } from '../experiment.js'
import { failing, trainedAs, untrained } from '../trained.test-support.js'
import { notebookClaims } from './claims.js'
import { notebookFigures } from './figures.js'
import { analyzeNotebook } from './numbers.js'
import { notebookProbability, planNotebook, tablePlaces } from './plan.js'

type Planned = ReturnType<typeof planNotebook>[0]
const [task] = planNotebook('quick', 1)

/** Dedicated features first, then digons, then pentagons, whose first arm is the longest. */
function model(dedicated: number, digons: number, pentagons: number): TiedModel {
  const rows: number[][] = []
  const arm = (place: number, values: readonly number[]) => {
    const row = new Array<number>(20).fill(0)
    for (const [k, value] of values.entries()) row[place + k] = value
    rows.push(row)
  }
  for (let k = 0; k < dedicated; k++) arm(k, [1])
  for (let k = 0; k < digons; k++) for (const sign of [1, -1]) arm(dedicated + k, [sign])
  for (let k = 0; k < pentagons; k++) {
    for (let corner = 0; corner < 5; corner++) {
      const length = corner === 0 ? 1.122 : 1.01
      const angle = (2 * Math.PI * corner) / 5
      arm(dedicated + digons + 2 * k, [length * Math.cos(angle), length * Math.sin(angle)])
    }
  }
  while (rows.length < 100) rows.push(new Array<number>(20).fill(0))
  return { weights: matrixFromRows(rows), bias: new Float64Array(100) }
}

const ofTable: Readonly<Record<number, TiedModel>> = {
  0: model(20, 0, 0),
  4: model(14, 5, 0),
  12: model(0, 20, 0),
  16: model(0, 8, 6),
}
const linearOptimum = 0.0070565

function trainedWhere(placeOf: (place: number) => number, loss = linearOptimum): readonly TrainedEnsemble[] {
  return [
    trainedAs(task!, (probability) => {
      const place = tablePlaces.find((k) => notebookProbability(k) === probability)!
      return { model: ofTable[placeOf(place)]!, loss }
    }),
  ]
}

const rows = ['dense', 'half', 'digons', 'sparse'].flatMap((row): [string, readonly string[]][] => [
  [`${row}-represented`, ['untrained', 'models of another row']],
  [`${row}-dedicated`, ['models of another row']],
  [`${row}-norm-squared`, ['untrained', 'models of another row']],
  [`${row}-largest-norm`, ['untrained', 'models of another row']],
])
const failsOn: Record<string, readonly string[]> = {
  ...Object.fromEntries(rows),
  'dense-loss': ['untrained', 'losses twice as large'],
  'half-first-superposed': ['untrained', 'models of another row'],
  'digons-only': ['untrained', 'models of another row'],
}

const claimsOf = (trained: readonly TrainedEnsemble[]) => notebookClaims(analyzeNotebook(trained))
const perfect = trainedWhere((place) => place)
/** Ids of the claims that fail, by control. */
const failingOn = new Map<string, readonly string[]>()

beforeAll(async () => {
  failingOn.set('untrained', failing(claimsOf([await untrained(task!)])))
  failingOn.set('losses twice as large', failing(claimsOf(trainedWhere((place) => place, 2 * linearOptimum))))
  // A number that two rows share tells those two apart by the others.
  const others = [trainedWhere((place) => (place === 16 ? 4 : 16)), trainedWhere((place) => (place === 0 ? 12 : 0))]
  failingOn.set(
    'models of another row',
    others.flatMap((trained) => failing(claimsOf(trained))),
  )
}, 60_000)

test('every claim holds on models of the shapes that the table tells of', () => {
  const claims = claimsOf(perfect)
  expect(claims.filter(({ holds }) => !holds)).toEqual([])
  expect(claims.map(({ id }) => id)).toEqual(Object.keys(failsOn).map((name) => `notebook/${name}`))
})

test.each(Object.entries(failsOn))('%s fails on %s', (id, names) => {
  for (const name of names) expect(failingOn.get(name), name).toContain(`notebook/${id}`)
})

test('a control is named in words for each that is tested', () => {
  for (const { id, control } of claimsOf(perfect)) {
    const tested = failsOn[id.slice('notebook/'.length)]!
    for (const name of tested) expect(control, id).toContain(name === 'untrained' ? 'untrained weights' : name)
    expect(control.split('; ').length, id).toBe(tested.length)
  }
})

test('the best linear model loses what the closed form says', () => {
  expect(analyzeNotebook(perfect).groups[0]!.linearOptimum).toBeCloseTo(linearOptimum, 6)
})

test('restarts of a further ensemble join those of the same probability, by rising loss', () => {
  const [, more] = planNotebook('paper', 1)
  const digons = notebookProbability(12)
  const added = trainedAs(more!, () => ({ model: ofTable[12]!, loss: linearOptimum / 2 }))
  const { groups } = analyzeNotebook([...perfect, added])
  expect(groups.map(({ probability }) => probability)).toEqual(tablePlaces.map(notebookProbability))
  const counts = groups.map(({ restarts }) => restarts.length)
  expect(counts).toEqual([3, 3, 7 + 13, 7])
  expect(groups.find(({ probability }) => probability === digons)!.restarts[0]!.loss).toBe(linearOptimum / 2)
})

test('numbers are JSON, and two figures are drawn from them alone', () => {
  const numbers = analyzeNotebook(perfect)
  expect(JSON.parse(JSON.stringify(numbers))).toEqual(numbers)
  const figures = notebookFigures(JSON.parse(JSON.stringify(numbers)))
  expect(figures.map(({ name }) => name)).toEqual(['norms', 'counts'])
  expect(figures).toEqual(notebookFigures(numbers))
})

test('preset paper has all twenty probabilities of the notebook and its settings', () => {
  const [{ ensemble, steps }, more] = planNotebook('paper', 1) as [Planned, Planned]
  expect(ensemble.members.length).toBe(60)
  expect(new Set([...ensemble.members, ...more.ensemble.members].map(({ seed }) => seed)).size).toBe(60 + 13)
  expect(more.ensemble.members.every(({ data }) => 'probability' in data && data.probability === 0.151)).toBe(true)
  expect(ensemble).toMatchObject({ batchSize: 1024, optimizer: { kind: 'adamw', schedule: { kind: 'constant' } } })
  expect(steps).toBe(10_000)
  expect(ensemble.members[0]).toMatchObject({ learningRate: 0.001, weightDecay: 0.01 })
})
