import { expect, test } from 'vitest'
import { defineEnsemble } from '../define-ensemble.js'
import { divergencesOf, progressAfter, progressOf, startingProgress } from './member-progress.js'

const ensemble = defineEnsemble({
  model: { featureCount: 2, hiddenSize: 1 },
  members: { count: 3, seed: 1, data: { probability: 1 } },
})
const alive = { loss: 0.5, divergedStep: undefined }

test('a session begins without losses, and with the divergences of its snapshot', () => {
  expect(startingProgress(ensemble, undefined)).toEqual([1, 2, 3].map(() => ({ loss: Number.NaN })))
  const empty = { parameters: {}, firstMoments: {}, secondMoments: {} }
  const from = { step: 9, ...empty, diverged: [{ member: 1, step: 7 }] }
  expect(startingProgress(ensemble, from).map(({ divergedStep }) => divergedStep)).toEqual([undefined, 7, undefined])
})

test('a step holds when its loss and its update are finite; otherwise the member has diverged at it', () => {
  expect(progressAfter(alive, 4, 0.25, true)).toEqual({ loss: 0.25, divergedStep: undefined })
  expect(progressAfter(alive, 4, 0.25, false)).toEqual({ loss: 0.25, divergedStep: 4 })
  expect(progressAfter(alive, 4, Number.NaN, true)).toEqual({ loss: 0.5, divergedStep: 4 })
  expect(progressAfter(alive, 4, Number.POSITIVE_INFINITY, false)).toEqual({ loss: 0.5, divergedStep: 4 })
})

test('divergences are told in the order of steps, then of members, beside the last finite losses', () => {
  const members = [{ loss: 1, divergedStep: 8 }, { loss: 2, divergedStep: 3 }, alive, { loss: 3, divergedStep: 3 }]
  const diverged = [
    { member: 1, step: 3 },
    { member: 3, step: 3 },
    { member: 0, step: 8 },
  ]
  expect(divergencesOf(members)).toEqual(diverged)
  expect(progressOf(12, members)).toEqual({ step: 12, losses: Float64Array.of(1, 2, 0.5, 3), diverged })
})
