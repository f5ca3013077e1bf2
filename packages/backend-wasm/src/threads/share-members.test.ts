import { expect, test } from 'vitest'
import { shareMembers } from './share-members.js'

test('every member is in one thread, and no thread is empty', () => {
  expect(shareMembers([1, 1, 1], 8).flat().sort()).toEqual([0, 1, 2])
  expect(shareMembers([1, 1, 1], 8)).toHaveLength(3)
  expect(shareMembers([5], 2)).toEqual([[0]])
})

test('expensive members are spread first, so that threads end together', () => {
  const costs = [1, 9, 1, 5, 4, 1, 1]
  const threads = shareMembers(costs, 2)
  const loads = threads.map((members) => members.reduce((sum, member) => sum + costs[member]!, 0))
  expect(loads).toEqual([11, 11])
  for (const members of threads) expect(members).toEqual([...members].sort((a, b) => a - b))
})
