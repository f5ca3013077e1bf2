import { expect, test } from 'vitest'
import { everyModel, scaledFeatures } from '../vocabulary/controls.js'
import { idealSweeps } from '../vocabulary/ideal.test-support.js'
import { geometry } from './geometry.js'
import { ideal } from './ideal.test-support.js'

test('models that learned nothing are judged and drawn as well', () => {
  const { measure, claims, settings } = geometry.description
  const { wide, small, ...others } = idealSweeps(geometry, ideal)
  const nothing = scaledFeatures(() => 0)
  const numbers = measure(
    { ...others, wide: everyModel(wide, nothing), small: everyModel(small, nothing) },
    settings.settings.quick,
  )
  expect(claims(numbers).filter(({ holds }) => !holds.holds).length).toBeGreaterThan(10)
  expect(geometry.figures(numbers).map(({ name }) => name)).toEqual(['dimensions-per-feature', 'dimensionality'])
})
