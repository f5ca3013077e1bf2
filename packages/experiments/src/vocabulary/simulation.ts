/**
 * What an experiment computes by itself, where no backend trains: random networks, for example. An experiment gets its material from
 * sweeps that are trained, from a simulation, or from both. A simulation reaches randomness through its tools alone, so that an audit
 * can hand it broken ones.
 */
import { type RandomStream, randomStream } from './random-stream.js'

/** What simulations work with. */
export interface Tools {
  /** The random numbers of a path; the same path gives the same numbers again, from the first one. */
  readonly streamOf: (...path: readonly string[]) => RandomStream
}

/** A part of an experiment that no backend trains. */
export interface Simulation<Trained, Settings, Simulated> {
  /** The tools that `run` uses, at least one; it gets no others. Faults of other tools do not touch the experiment. */
  readonly uses: readonly (keyof Tools)[]
  /** Plain JSON. Pure: the same arguments give the same result. */
  readonly run: (trained: Trained, settings: Settings, tools: Tools) => Simulated
}

/** The tools of an experiment. @param seedOf derives the seed of a path. */
export function toolsOf(seedOf: (...path: readonly string[]) => number): Tools {
  return { streamOf: (...path) => randomStream(seedOf(...path)) }
}

/** What the simulation of an experiment gives; undefined where it has none. */
export function simulated<Trained, Settings, Simulated>(
  simulation: Simulation<Trained, Settings, Simulated> | undefined,
  trained: Trained,
  settings: Settings,
  tools: Tools,
): Simulated {
  if (simulation === undefined) return undefined as Simulated
  const own = Object.fromEntries(simulation.uses.map((name) => [name, tools[name]])) as unknown as Tools
  return simulation.run(trained, settings, own)
}
