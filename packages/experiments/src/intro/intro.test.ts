import { initialParameters, memberWeights } from '@digon/model'
import { expect, test } from 'vitest'
import { idealSweeps } from '../vocabulary/ideal.test-support.js'
import { ideal } from './ideal.test-support.js'
import { intro } from './intro.js'
import { introSettings } from './settings.js'

test('initial weights have the notebook’s deviation 0.258', () => {
  const [panels] = intro.plan('quick', 3).tasks
  const parameters = initialParameters(panels!.ensemble)
  const values = panels!.ensemble.members.flatMap((_, member) => [...memberWeights(parameters, member).values])
  const deviation = Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / values.length)
  // 480 values: the deviation is known to 3 %.
  expect(Math.abs(deviation / 0.258 - 1)).toBeLessThan(0.1)
})

test('preset paper trains as the official notebook: constant 0.001, 10,000 steps of 1,024 samples', () => {
  for (const { ensemble, steps } of intro.plan('paper', 1).tasks) {
    expect(ensemble).toMatchObject({ batchSize: 1024, optimizer: { kind: 'adamw', schedule: { kind: 'constant' } } })
    expect(steps).toBe(10_000)
    for (const member of ensemble.members) expect(member).toMatchObject({ learningRate: 0.001, weightDecay: 0.01 })
  }
})

test('restarts are ordered by exact loss, whatever their losses on samples', () => {
  const { panels, strip } = idealSweeps(intro, ideal)
  const [, middle, sparse] = panels
  const worse = { ...middle!.members[0]!, member: sparse!.members[0]!.member, loss: 0 }
  const members = sparse!.members.map((member, k) => (k % 2 === 0 ? worse : member))
  const numbers = intro.description.measure({ panels: [{ ...sparse!, members }], strip }, introSettings.settings.quick)
  const [{ restarts }] = numbers.panels as [(typeof numbers.panels)[0]]
  expect(restarts.all.map(({ shape }) => shape.name)).toEqual([
    ...new Array(8).fill('pentagon'),
    ...new Array(8).fill('square'),
  ])
  expect(restarts.all[0]!.exactLoss).toBeCloseTo(0.021426 / 5, 6)
})
