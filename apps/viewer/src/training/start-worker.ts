/** The training worker, behind a channel that tells when it is lost. */
import type { MapTraining } from '../phase-map/map-service.js'
import { type Connection, connectWorker } from '../worker/connect.js'
import type { Training } from './training.js'

export function connectTraining(): Connection<Training & MapTraining> {
  // The bundler finds the program by this very form of address.
  return connectWorker({
    start: () => new Worker(new URL('./training-worker.ts', import.meta.url), { type: 'module' }),
  })
}
