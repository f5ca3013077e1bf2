import { expect, test } from 'vitest'
import { firstMoment } from '../experiment/course.js'
import { defaultSettings } from '../experiment/settings.js'
import type { Frame } from '../training/frame.js'
import { descentOf } from './descent.js'

const settings = { ...defaultSettings, featureCount: 1, hiddenSize: 2, probability: 0.5, restarts: 1 }
const frameOf = (weights: number[], more: Partial<Frame> = {}) =>
  ({ featureCount: 1, hiddenSize: 2, weights: Float32Array.from(weights), bias: new Float32Array(1), ...more }) as Frame
const onScreen = (right: number, up: number) => [right, up]

test('a single feature is drawn to length 1: the arrow is minus the gradient of p/3 (1 − ‖W‖²)²', () => {
  const { ensemble } = firstMoment(settings)
  for (const vector of [
    [0.3, 0.4],
    [-0.6, 1.1],
  ]) {
    const squared = vector[0]! ** 2 + vector[1]! ** 2
    const slope = (4 / 3) * 0.5 * (1 - squared)
    const found = descentOf(ensemble, frameOf([9, 9]), { restart: 0, feature: 0, vector }, onScreen)!
    expect(found.right).toBeCloseTo(slope * vector[0]!, 6)
    expect(found.up).toBeCloseTo(slope * vector[1]!, 6)
  }
})

test('where no formula gives the loss there is no arrow', () => {
  const vector = [1, 0]
  for (const changed of [{ tied: false }, { target: 'absolute' }, { outputActivation: 'gelu' }] as const) {
    const { ensemble } = firstMoment({ ...settings, ...changed })
    expect(descentOf(ensemble, frameOf([1, 0]), { restart: 0, feature: 0, vector }, onScreen)).toBeUndefined()
  }
})
