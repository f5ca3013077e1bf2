import { matrixFromRows } from '@digon/matrix'
import { beforeAll, expect, test } from 'vitest'
import type { TrainedEnsemble, TrainingTask } from '../experiment.js'
import { failing, probabilityOf, trainedAs, untrained } from '../trained.test-support.js'
import { privilegedBasisClaims } from './claims.js'
import * as codes from './codes.test-support.js'
import { privilegedBasisFigures } from './figures.js'
import { analyzePrivilegedBasis } from './numbers.js'
import { planPrivilegedBasis, probabilities } from './plan.js'
import { privilegedBasis } from './privileged-basis.js'

const plan = planPrivilegedBasis('quick', 1)
const rows = [codes.fiveAlone, codes.binaryCode, codes.fiveInThree, codes.sixInFour, codes.eightInFive, codes.tenPairs]
type Rows = (typeof rows)[number]

const isLinear = ({ name }: TrainingTask) => name.startsWith('linear')
const trainedWhere = (reluAt: (row: number) => Rows, linear: Rows = codes.rotated): readonly TrainedEnsemble[] =>
  plan.map((task) => {
    const row = probabilities.indexOf(probabilityOf(task, 0))
    const weights = matrixFromRows(isLinear(task) ? linear : reluAt(row))
    return trainedAs(task, (probability) => ({
      model: { weights, bias: new Array(10).fill(0) },
      loss: probability,
    }))
  })

const claimsOf = (trained: readonly TrainedEnsemble[]) => privilegedBasisClaims(analyzePrivilegedBasis(trained))
const perfect = trainedWhere((row) => rows[row]!)
const controls: Record<string, readonly string[]> = {
  dense: failing(claimsOf(trainedWhere(() => codes.fiveAlone))),
  binary: failing(claimsOf(trainedWhere(() => codes.binaryCode))),
  sparsest: failing(claimsOf(trainedWhere(() => codes.tenPairs))),
  reversed: failing(claimsOf(trainedWhere((row) => rows.at(-1 - row)!))),
  linear: failing(claimsOf(trainedWhere(() => codes.rotated))),
  'relu as linear': failing(claimsOf(trainedWhere((row) => rows[row]!, codes.fiveAlone))),
}

const failsOn: Record<string, readonly string[]> = {
  'relu-aligns': ['untrained', 'linear'],
  'linear-does-not': ['relu as linear'],
  'dense-monosemantic': ['untrained', 'binary', 'reversed'],
  'dense-restarts': ['untrained', 'binary'],
  'binary-code': ['untrained', 'dense', 'reversed'],
  'binary-restarts': ['untrained', 'dense'],
  'five-in-three': ['untrained', 'dense', 'binary'],
  'six-in-four': ['untrained', 'dense', 'binary'],
  'eight-in-five': ['untrained', 'dense', 'sparsest'],
  pairs: ['untrained', 'dense', 'binary'],
  'both-kinds-form': ['untrained', 'dense', 'sparsest'],
  'fewer-monosemantic-as-sparser': ['untrained', 'reversed', 'dense'],
}

beforeAll(async () => {
  const initial: TrainedEnsemble[] = []
  for (const task of plan) initial.push(await untrained(task))
  controls.untrained = failing(claimsOf(initial))
}, 60_000)

test('every claim holds on the codes of the table, and all are tested', () => {
  const claims = claimsOf(perfect)
  expect(claims.filter(({ holds }) => !holds)).toEqual([])
  expect(claims.map(({ id }) => id)).toEqual(Object.keys(failsOn).map((name) => `privileged-basis/${name}`))
})

test.each(Object.entries(failsOn))('%s fails on %s', (id, names) => {
  for (const name of names) expect(controls[name], name).toContain(`privileged-basis/${id}`)
})

test('codes are counted over restarts, and the best is the one with the least loss', () => {
  const [, dense] = plan
  const weights = [codes.binaryCode, ...new Array<Rows>(23).fill(codes.fiveAlone)].map((of) => matrixFromRows(of))
  let next = 0
  const mixed = trainedAs(dense!, () => {
    const member = next++
    return { model: { weights: weights[member]!, bias: new Array(10).fill(0) }, loss: member === 0 ? 2 : 1 }
  })
  const { relu } = analyzePrivilegedBasis([perfect[0]!, mixed])
  expect(relu[0]!.codes).toEqual({
    '5 monosemantic (0, 1, 2, 3, 4), 0 polysemantic; 5 features': 23,
    '3 monosemantic (0, 1, 2), 2 polysemantic; 6 features': 1,
  })
  expect(relu[0]!.best.weights[3]).toEqual(codes.fiveAlone[3])
})

test('numbers are JSON, and the figures need nothing else', () => {
  const numbers = analyzePrivilegedBasis([...perfect].reverse())
  expect(JSON.parse(JSON.stringify(numbers))).toEqual(numbers)
  expect(numbers.relu.map(({ probability }) => probability)).toEqual(probabilities)
  const figures = privilegedBasisFigures(JSON.parse(JSON.stringify(numbers)))
  expect(figures).toEqual(privilegedBasis.figures(numbers))
  expect(figures.map(({ name }) => name)).toEqual(['hidden-layers', 'neurons', 'kinds-of-neurons'])
})

test('the plan is pure, its seeds follow from one, and only one ensemble has a linear hidden layer', () => {
  expect(planPrivilegedBasis('quick', 1)).toEqual(plan)
  const seedsOf = (seed: number) =>
    planPrivilegedBasis('quick', seed).flatMap(({ ensemble }) => ensemble.members.map((member) => member.seed))
  expect(new Set(seedsOf(1)).size).toBe(8 + 560)
  expect(seedsOf(2).filter((seed) => seedsOf(1).includes(seed))).toEqual([])
  expect(plan.map(isLinear)).toEqual([true, false, false, false, false, false, false])
})
