/** What the ideal's claims do not check of the terms: a closed form. */
import { polygonModel } from '@digon/theory'
import { expect, test } from 'vitest'
import { oneActiveTerms } from './terms.js'

test('unit norms without bias lose Σ ReLU(W_i·W_j)² / 3, the generalized Thomson energy', () => {
  const { own, interference } = oneActiveTerms(polygonModel({ featureCount: 5, corners: 5 }), new Array(5).fill(1))
  expect(own).toBeLessThan(1e-12)
  expect(interference).toBeCloseTo((10 * Math.cos((2 * Math.PI) / 5) ** 2) / 3, 6)
})
