/**
 * What an experiment computes by itself, where no backend trains: random networks, for example. An experiment gets its material from
 * sweeps that are trained, from a simulation, or from both. A simulation reaches randomness through its tools alone, so that an audit
 * can hand it broken ones.
 */
import { type DictionaryTraining, openDictionary, trainedDictionary } from '@digon/dictionaries'
import type { Dictionary } from '@digon/model'
import { type RandomStream, randomStream } from './random-stream.js'
import { remembered } from './remembered.js'

/** What simulations work with, and what an audit breaks. */
export interface Tools {
  /** The random numbers of a path; the same path gives the same numbers again, from the first one. */
  readonly streamOf: (...path: readonly string[]) => RandomStream
  /** A sparse autoencoder, trained to its last step, as it is used. The same training gives the same one. */
  readonly trainDictionary: (training: DictionaryTraining) => Dictionary
}

/** A part of an experiment that no backend trains. */
export interface Simulation<Trained, Settings, Simulated> {
  /** The tools that `run` uses, at least one; it gets no others. Faults of other tools do not touch the experiment. */
  readonly uses: readonly (keyof Tools)[]
  /** Plain data. Pure: the same arguments give the same result. */
  readonly run: (trained: Trained, settings: Settings, tools: Tools, seedOf: SeedOf) => Simulated
}

/** Derives the seed of a path in the experiment. */
export type SeedOf = (...path: readonly string[]) => number

/** The tools of an experiment. */
export function toolsOf(seedOf: SeedOf): Tools {
  return { streamOf: (...path) => randomStream(seedOf(...path)), trainDictionary }
}

/** Kept by the training: seconds, and an audit asks for the same ones under every fault of something else. */
const trainDictionary = remembered((training: DictionaryTraining): Dictionary => {
  const session = openDictionary(training)
  if (training.steps > 0) session.advance(training.steps)
  return trainedDictionary(training, session.parameters())
})

/** What the simulation of an experiment gives; undefined where it has none. */
export function simulated<Trained, Settings, Simulated>(
  simulation: Simulation<Trained, Settings, Simulated> | undefined,
  trained: Trained,
  settings: Settings,
  tools: Tools,
  seedOf: SeedOf,
): Simulated {
  if (simulation === undefined) return undefined as Simulated
  const own = Object.fromEntries(simulation.uses.map((name) => [name, tools[name]])) as unknown as Tools
  return simulation.run(trained, settings, own, seedOf)
}
