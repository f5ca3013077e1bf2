/** Toy models whose six features are the corners of an octahedron. One autoencoder is trained for each condition. */
import { matrixFromRows } from '@digon/matrix'
import type { Ideal } from '../vocabulary/ideal.test-support.js'
import type { saeRecovery } from './sae-recovery.js'
import { saeRecoverySettings, toyModel } from './settings.js'

export const settings = { ...saeRecoverySettings.settings.quick, restarts: 1, activeRestarts: 1 }

const { featureCount, hiddenSize } = toyModel

export const ideal: Ideal<ReturnType<typeof saeRecovery.description.plan>> = {
  toy: () => ({
    weights: matrixFromRows(
      Array.from({ length: featureCount }, (_, feature) =>
        Array.from({ length: hiddenSize }, (__, unit) =>
          unit === feature % hiddenSize ? (feature < hiddenSize ? 1 : -1) : 0,
        ),
      ),
    ),
  }),
}
