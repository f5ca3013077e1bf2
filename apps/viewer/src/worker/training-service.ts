/** Chooses an engine and keeps the laboratory that runs on it. Runs in the worker; knows nothing of messages. */
import { type Backend, chooseBackend } from '@digon/model'
import { ensembleFor } from '../laboratory/ensemble.js'
import { type Clock, Laboratory } from '../laboratory/laboratory.js'
import type { Engine } from '../laboratory/settings.js'
import type { Training } from './training.js'

/** @param backendsFor the engines to try, in order of preference. */
export function createTrainingService(backendsFor: (engine: Engine) => readonly Backend[], clock: Clock): Training {
  let laboratory: Laboratory | undefined
  const opened = (): Laboratory => {
    if (laboratory === undefined) throw new Error('no engine is open')
    return laboratory
  }
  return {
    open: async (engine, settings) => {
      const { backend, device, passedOver } = await chooseBackend(backendsFor(engine), [ensembleFor(settings)], {
        // Who asks for an engine by name gets it, even on a processor that pretends to be a GPU: the status line says so.
        allowSoftware: engine !== 'automatic',
      })
      const next = await Laboratory.open(backend, settings, clock)
      await laboratory?.dispose()
      laboratory = next
      return { engine: backend.name, device: device.description, passedOver, frame: await next.pause() }
    },
    reset: async (settings) => opened().reset(settings),
    step: async (steps) => opened().step(steps),
    play: async (options, show) => opened().play(options, show),
    pause: async () => opened().pause(),
    changeSpeed: async (speed) => opened().changeSpeed(speed),
    changeProbability: async (probability) => opened().changeProbability(probability),
  }
}
