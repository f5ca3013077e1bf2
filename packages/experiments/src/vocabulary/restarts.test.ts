import type { TrainingTask } from '@digon/model'
import { expect, test } from 'vitest'
import { best, curveOf, historyOf, medianOf, type Restarts, restartsBy, shareOf, tally } from './restarts.js'
import type { TrainedMember } from './sweep.js'

const memberOf = (loss: number, name = '') => ({ loss, name, history: [2 * loss, loss] }) as unknown as TrainedMember
const lossOf = ({ loss }: { readonly loss: number }) => loss
const restartsOf = (losses: readonly number[], planned = losses.length): Restarts<TrainedMember> =>
  restartsBy({ planned, members: losses.map((loss) => memberOf(loss)) }, (member) => member, lossOf)

test('restarts stand by rising loss, and those that diverged are counted', () => {
  const restarts = restartsOf([0.3, 0.1, 0.2], 5)
  expect(restarts.all.map(lossOf)).toEqual([0.1, 0.2, 0.3])
  expect(restarts.planned).toBe(5)
  expect(best(restarts).loss).toBe(0.1)
})

test('restarts are ordered by the loss that is named, and only their results are kept', () => {
  const trained = { planned: 2, members: [memberOf(1), memberOf(2)] }
  const restarts = restartsBy(
    trained,
    ({ loss }) => ({ own: -loss }),
    ({ own }) => own,
  )
  expect(restarts).toEqual({ planned: 2, all: [{ own: -2 }, { own: -1 }] })
})

test('nothing can be said about restarts that all diverged', () => {
  expect(() => restartsOf([], 4)).toThrow('all 4 restarts diverged; at least one must stay finite')
  expect(() => restartsOf([], 4)).toThrow(RangeError)
})

test('a median is that of the restarts that did not diverge', () => {
  expect(medianOf(restartsOf([0.4, 0.1, 0.2]), lossOf)).toBe(0.2)
  expect(medianOf(restartsOf([0.4, 0.1], 7), lossOf)).toBe(0.25)
})

test('a share is one of all planned restarts: diverged ones count against it', () => {
  const restarts = restartsOf([0.1, 0.2, 0.9], 5)
  expect(shareOf(restarts, ({ loss }) => loss < 0.5)).toBe(2 / 5)
  expect(shareOf(restarts, () => true)).toBe(3 / 5)
})

test('a tally counts names in the order in which the best restarts meet them', () => {
  const restarts = restartsOf([0.3, 0.1, 0.2, 0.4])
  const counts = tally(restarts, ({ loss }) => (loss > 0.15 && loss < 0.35 ? 'digon' : 'pentagon'))
  expect(Object.entries(counts)).toEqual([
    ['pentagon', 2],
    ['digon', 2],
  ])
})

test('a curve has the median of each condition and a band from the least to the most', () => {
  const points = [
    { x: 1, restarts: restartsOf([3, 1, 2]) },
    { x: 10, restarts: restartsOf([8, 4], 3) },
  ]
  expect(curveOf('loss', points, lossOf)).toEqual({
    label: 'loss',
    x: [1, 10],
    y: [2, 6],
    spread: { lowest: [1, 4], highest: [3, 8] },
  })
})

test('histories stand in the order planned, at the steps of the task', () => {
  const task = { lossSteps: [1, 9] } as unknown as TrainingTask
  expect(historyOf({ task, members: [memberOf(3), memberOf(1)] })).toEqual({
    steps: [1, 9],
    losses: [
      [6, 3],
      [2, 1],
    ],
  })
})
