import { matrixFromRows } from '@digon/matrix'
import { expect, test } from 'vitest'
import { recoveredFeatures } from './recovered-features.js'

const axes = matrixFromRows([
  [1, 0, 0],
  [0, 1, 0],
  [0, 0, 1],
])
const angle = (degrees: number) => (degrees * Math.PI) / 180

test('a feature is recovered by a latent of cosine .95 or more, 18.19 degrees away, and no further', () => {
  const at = (degrees: number) => matrixFromRows([[Math.cos(angle(degrees)), Math.sin(angle(degrees)), 0]])
  expect(recoveredFeatures(axes, at(18.1)).recovered).toEqual([0])
  expect(recoveredFeatures(axes, at(18.3)).recovered).toEqual([])
})

test('the bisector of two features is a merged latent of both, whatever its length', () => {
  const { recovered, merged, split } = recoveredFeatures(
    axes,
    matrixFromRows([
      [2, 2, 0],
      [0, 0, 1],
    ]),
  )
  expect(recovered).toEqual([2])
  expect(merged).toEqual([{ latent: 0, features: [0, 1] }])
  expect(split).toEqual([])
})

test('a sum of three, a difference, and a latent close to one feature are no merged latents', () => {
  const others = matrixFromRows([
    [1, 1, 1],
    [1, -1, 0],
    [1, 0.3, 0],
  ])
  expect(recoveredFeatures(axes, others).merged).toEqual([])
})

test('the allowed distance and the least share bound what is merged', () => {
  // (cos, sin) of 24.0 degrees: cosines .9135 > 1 − .1 and .4067; of 27 degrees: .891 and .454.
  const at = (degrees: number) => matrixFromRows([[Math.cos(angle(degrees)), Math.sin(angle(degrees)), 0]])
  expect(recoveredFeatures(axes, at(24)).merged).toEqual([])
  expect(recoveredFeatures(axes, at(27)).merged).toHaveLength(1)
  // .04 and .06 out of the plane, after scaling to length 1.
  const out = (height: number) => matrixFromRows([[Math.SQRT1_2, Math.SQRT1_2, height]])
  expect(recoveredFeatures(axes, out(0.04)).merged).toHaveLength(1)
  expect(recoveredFeatures(axes, out(0.06)).merged).toEqual([])
})

test('two latents on one feature split it, unless one of them is dead', () => {
  const twice = matrixFromRows([
    [1, 0, 0],
    [1, 0.1, 0],
    [0, 1, 0],
  ])
  expect(recoveredFeatures(axes, twice).split).toEqual([0])
  expect(recoveredFeatures(axes, twice, { isLive: (latent) => latent !== 1 }).split).toEqual([])
  expect(recoveredFeatures(axes, twice, { isLive: (latent) => latent === 2 }).recovered).toEqual([1])
})

test('features that are not at right angles are merged by their own sum', () => {
  const slanted = matrixFromRows([
    [1, 0],
    [0.6, 0.8],
  ])
  // At a small angle both cosines are near 1, so that the sum counts as close to each.
  expect(recoveredFeatures(slanted, matrixFromRows([[1.6, 0.8]])).merged).toEqual([{ latent: 0, features: [0, 1] }])
  const close = matrixFromRows([
    [1, 0],
    [0.96, 0.28],
  ])
  expect(recoveredFeatures(close, matrixFromRows([[1.96, 0.28]])).merged).toEqual([])
})
