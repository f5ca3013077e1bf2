/** Phase maps for the page: one in training at a time. Runs in the worker; knows nothing of messages. */
import type { Backend } from '@digon/model'
import type { MapFrame } from './map-frame.js'
import type { MapSize } from './map-plan.js'
import { type MapClock, trainMap } from './train-map.js'

export interface MapRequest {
  readonly size: MapSize
  /** An integer from 0 to 2⁵³ − 1. */
  readonly seed: number
  /** Between two frames at least. */
  readonly frameEveryMilliseconds: number
}

/** What the page can ask of the worker. */
export interface MapTraining {
  /** Trains a map from its beginning; ends one that is in training. Resolves when it is trained, or was ended. Rejects as the engine does. */
  trainMap(request: MapRequest, show: (frame: MapFrame) => void): Promise<void>
  /** Ends the map in training, if there is one. */
  stopMap(): Promise<void>
}

export function createMapService(backend: Backend, clock: MapClock): MapTraining {
  let turn = 0
  return {
    trainMap: (request, show) => {
      const own = ++turn
      return trainMap(backend, { ...request, isStopped: () => own !== turn }, clock, show)
    },
    stopMap: async () => {
      turn++
    },
  }
}
