/** Chooses an engine and keeps the trainer that runs on it. Runs in the worker; knows nothing of messages. */
import { type Backend, chooseBackend } from '@digon/model'
import { ensembleFor } from '../trainer/ensemble.js'
import type { Engine } from '../trainer/settings.js'
import { type Clock, Trainer } from '../trainer/trainer.js'
import type { Training } from './training.js'

/** @param backendsFor the engines to try, in order of preference. */
export function createTrainingService(backendsFor: (engine: Engine) => readonly Backend[], clock: Clock): Training {
  let trainer: Trainer | undefined
  const opened = (): Trainer => {
    if (trainer === undefined) throw new Error('no engine is open')
    return trainer
  }
  return {
    open: async (engine, settings) => {
      const { backend, device, passedOver } = await chooseBackend(backendsFor(engine), [ensembleFor(settings)], {
        // Who asks for an engine by name gets it, even on a processor that pretends to be a GPU: the status line says so.
        allowSoftware: engine !== 'automatic',
      })
      const next = await Trainer.open(backend, settings, clock)
      await trainer?.dispose()
      trainer = next
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
