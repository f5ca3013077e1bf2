/**
 * Settings of the geometric transformations: two correlated sets of three features in three dimensions, from near the
 * origin.
 */
import { defineSettings } from '../vocabulary/settings.js'

export const setSize = 3
export const featureCount = 2 * setSize
export const hiddenSize = 3

/** P(a set is on). */
export const probability = 0.05

/** Standard deviation of the initial weights. */
export const deviation = 0.02

export const geometricTransformationsSettings = defineSettings({
  id: 'geometric-transformations',
  title: 'From lines over triangles to an octahedron',
  section: '§8 Learning dynamics: geometric transformations',
  presets: {
    // About as many snapshots of the parameters, evenly spaced on a logarithmic axis.
    quick: { restarts: 48, batchSize: 512, steps: 4000, learningRate: 0.01, snapshots: 80 },
    paper: { restarts: 64, batchSize: 1024, steps: 20_000, learningRate: 0.003, snapshots: 160 },
  },
  summary: ({ restarts, steps, batchSize, snapshots }) =>
    `two correlated sets of three in ${hiddenSize} dimensions, ${restarts} restarts, ` +
    `${steps} steps of ${batchSize} samples, ${snapshots} snapshots of each`,
})
