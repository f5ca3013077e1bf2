/** Faults in snapshots and in going on from them. */
import type { Session } from '../../backend.js'
import { SnapshotMismatchError } from '../../backend-errors.js'
import type { Ensemble } from '../../ensemble.js'
import { reference } from '../../reference.js'
import { diverges, type Faults } from './faults.test-support.js'
import { mapTensors, saves, trainsInstead } from './plant.test-support.js'

export const snapshotFaults: Faults = {
  'snapshots forget the moments': {
    plant: () =>
      saves((snapshot) => ({
        ...snapshot,
        firstMoments: mapTensors(snapshot.firstMoments, () => 0),
        secondMoments: mapTensors(snapshot.secondMoments, () => 0),
      })),
    foundBy: [
      'resumed at any step equals uninterrupted: adam',
      'resumed at any step equals uninterrupted: sgd with momentum',
    ],
  },
  'snapshots forget the second moments': {
    plant: () => saves((snapshot) => ({ ...snapshot, secondMoments: mapTensors(snapshot.secondMoments, () => 0) })),
    foundBy: ['resumed at any step equals uninterrupted: adam', 'a snapshot goes on in the reference and back: adam'],
  },
  'snapshots leave the moments out': {
    plant: () => saves((snapshot) => ({ ...snapshot, firstMoments: {}, secondMoments: {} })),
    foundBy: ['a snapshot holds step, parameters and moments: adam'],
  },
  'snapshots forget the step': {
    plant: () => saves((snapshot) => ({ ...snapshot, step: 0 })),
    foundBy: [
      'resumed at any step equals uninterrupted: adamw on a schedule',
      'a snapshot holds step, parameters and moments: plain sgd',
    ],
  },
  'snapshots forget who diverged': {
    plant: () => saves((snapshot) => ({ ...snapshot, diverged: [] })),
    foundBy: [diverges],
  },
  'a snapshot is passed over by open': {
    plant: () => ({
      ...reference(),
      open: (ensemble, options) => reference().open(ensemble, options?.signal ? { signal: options.signal } : undefined),
    }),
    foundBy: [
      'resumed at any step equals uninterrupted: plain sgd',
      'a weight changed in a snapshot is the weight that training goes on from',
      'a snapshot of another shape is refused',
    ],
  },
  'a snapshot that does not fit is passed over in silence': {
    plant: () => ({
      ...reference(),
      open: async (ensemble, options) => {
        try {
          return await reference().open(ensemble, options)
        } catch (error) {
          if (!(error instanceof SnapshotMismatchError)) throw error
          return reference().open(ensemble)
        }
      },
    }),
    foundBy: ['a snapshot of another shape is refused'],
  },
  'with a snapshot, the ensemble of the first session is trained on': {
    plant: () => {
      let first: Ensemble | undefined
      return trainsInstead((ensemble) => {
        first ??= ensemble
        return first
      })
    },
    foundBy: ['a live edit of probabilities, rates, penalty and seed takes effect at once'],
  },
  'a snapshot handed in is read only when training begins': {
    plant: () => ({
      ...reference(),
      open: async (ensemble, options) => {
        let session: Promise<Session> | undefined
        const opened = () => {
          session ??= reference().open(ensemble, options)
          return session
        }
        return {
          advance: async (...given) => (await opened()).advance(...given),
          evaluate: async (...given) => (await opened()).evaluate(...given),
          parameters: async () => (await opened()).parameters(),
          snapshot: async () => (await opened()).snapshot(),
          dispose: async () => (await opened()).dispose(),
        }
      },
    }),
    foundBy: ['ensemble, snapshot and batches handed in are not changed, nor shared'],
  },
}
