import fc from 'fast-check'
import { expect, test } from 'vitest'
import { shareCores, type Work } from './share-cores.js'

/** Pieces that take as many turns as they cost, and what was seen of them. */
function watched(costs: readonly number[]) {
  const seen = { order: [] as number[], cores: [] as number[], busy: 0, mostBusy: 0, ended: 0 }
  const work = costs.map(
    (cost, index): Work => ({
      cost,
      mostCores: 3,
      async perform(cores) {
        seen.order.push(index)
        seen.cores.push(cores)
        seen.busy += cores
        seen.mostBusy = Math.max(seen.mostBusy, seen.busy)
        for (let turn = 0; turn < cost; turn++) await Promise.resolve()
        seen.busy -= cores
        seen.ended++
        return []
      },
    }),
  )
  return { work, seen }
}

test('every piece is done once and begun in its order, and no more cores are taken than there are', async () => {
  const costs = fc.array(fc.integer({ min: 1, max: 40 }), { maxLength: 20 })
  await fc.assert(
    fc.asyncProperty(costs, fc.integer({ min: 1, max: 8 }), async (costs, cores) => {
      const { work, seen } = watched(costs)
      await shareCores(work, cores)
      expect(seen.order).toEqual(costs.map((_, index) => index))
      expect(seen.ended).toBe(costs.length)
      expect(seen.mostBusy).toBeLessThanOrEqual(cores)
      for (const given of seen.cores) expect(given).toBeLessThanOrEqual(3)
    }),
  )
})

test.each([
  // The first is 6 of 12: two cores of four. Then 3 of 6 and 2 of 3 are one core each, and the last takes the two that are free by then.
  [[6, 3, 2, 1], 4, [2, 1, 1, 2]],
  [[1, 1, 1, 1], 4, [1, 1, 1, 1]],
  // Alone, a piece takes all that it can use.
  [[5], 2, [2]],
  [[5], 8, [3]],
  [[9, 1], 2, [2, 2]],
])('pieces of %j on %i cores are given %j', async (costs, cores, given) => {
  const { work, seen } = watched(costs)
  await shareCores(work, cores)
  expect(seen.cores).toEqual(given)
})

test('what a piece makes possible goes before what waits', async () => {
  const order: string[] = []
  const piece = (name: string, more: readonly Work[] = []): Work => ({
    cost: 1,
    mostCores: 1,
    perform: async () => {
      order.push(name)
      return more
    },
  })
  await shareCores([piece('train', [piece('judge')]), piece('next')], 1)
  expect(order).toEqual(['train', 'judge', 'next'])
})

test('after an error nothing is begun, and it is thrown when what had been begun has ended', async () => {
  const { work, seen } = watched([30, 1, 1])
  const failing: Work = { cost: 30, mostCores: 1, perform: () => Promise.reject(new Error('no disk')) }
  await expect(shareCores([work[0]!, failing, work[1]!, work[2]!], 2)).rejects.toThrow('no disk')
  expect([seen.order, seen.ended]).toEqual([[0], 1])
})
