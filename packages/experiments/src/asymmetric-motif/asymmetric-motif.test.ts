import { expect, test } from 'vitest'
import { modelsOf } from '../vocabulary/controls.js'
import { idealSweeps } from '../vocabulary/ideal.test-support.js'
import { asymmetricMotif } from './asymmetric-motif.js'
import { ideal } from './ideal.test-support.js'

test('where there is no motif, claims are JSON all the same and no motif is drawn', () => {
  const { measure, claims, settings } = asymmetricMotif.description
  const { sweep } = idealSweeps(asymmetricMotif, ideal)
  const none = measure({ sweep: modelsOf(sweep, (probability) => probability === 0.5) }, settings.settings.quick)
  expect(JSON.parse(JSON.stringify(claims(none)))).toEqual(claims(none))
  expect(asymmetricMotif.figures(none).map(({ name }) => name)).toEqual(['neurons'])
})
