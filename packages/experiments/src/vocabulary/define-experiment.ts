/** An experiment from what only it knows: settings, plan, measurement, controls, claims, figures. The rest is the same for all. */
import { deriveSeed } from '@digon/data'
import type { TrainedEnsemble } from '@digon/model'
import type { PlannedFigure } from '@digon/plot'
import type { Claim, Experiment } from '../experiment.js'
import type { Control, Sweeps, TrainedSweeps, untrainedWeights } from './controls.js'
import type { Judgment } from './expectations.js'
import type { ExperimentSettings } from './settings.js'
import { type SeedOf, type Simulation, simulated, type Tools, toolsOf } from './simulation.js'
import { type Sweep, trainedUnder } from './sweep.js'

/** A claim as an experiment says it. */
export type ClaimRow<ControlName extends string = string> = ClaimWords<ControlName> & ClaimSort

interface ClaimWords<ControlName extends string> {
  /** Stable; the claim's id is `experiment/id`. */
  readonly id: string
  /** One sentence that can be false. */
  readonly says: string
  /** The name of the number that is measured. */
  readonly measures: string
  /** Section, table or formula. */
  readonly source: string
  /** The verdict: an expectation applied to what was measured. */
  readonly holds: Judgment
  /** The controls on which the claim must fail, at least one. */
  readonly failsOn: readonly (ControlName | typeof untrainedWeights)[]
  readonly explanation?: string
}

/** Whose statement it is, and what it must notice. */
type ClaimSort =
  | {
      readonly kind: 'paper' | 'mathematics'
      /** Names of published faults under which the claim must fail in an audit, at least two. */
      readonly nearMisses: readonly string[]
      readonly departs?: undefined
    }
  /** The paper's statement does not come out. Judged by the paper's own words. */
  | {
      readonly kind: 'paper'
      readonly departs: true
      /** Why it does not. */
      readonly explanation: string
      readonly nearMisses?: readonly string[]
    }
  /** No trained model decides it. */
  | { readonly kind: 'self-check'; readonly nearMisses?: undefined; readonly departs?: undefined }

/** What `defineExperiment` takes: the parts of an experiment, typed by its settings, sweeps, numbers, and by what it simulates. */
export interface ExperimentDescription<
  Settings,
  Planned extends Sweeps,
  Numbers,
  ControlName extends string,
  Simulated = void,
> {
  readonly settings: ExperimentSettings<Settings>
  readonly text: Pick<Experiment, 'paper' | 'method'>
  /** The sweeps, by name; trained in this order. None for an experiment that trains nothing. Pure. */
  readonly plan: (settings: Settings, seedOf: SeedOf) => Planned
  /** What it computes by itself, also from the trained sweeps. Default: nothing. */
  readonly simulation?: Simulation<TrainedSweeps<Planned>, Settings, Simulated>
  /** What the trained sweeps and the simulation show. Plain JSON. Pure. */
  readonly measure: (trained: TrainedSweeps<Planned>, settings: Settings, simulated: Simulated) => Numbers
  /** By the words that stand beside a claim. */
  readonly controls: {
    readonly [Name in ControlName]: Control<TrainedSweeps<Planned>, Numbers, NoInfer<Simulated>, NoInfer<Settings>>
  }
  /** What the numbers are judged by. */
  readonly claims: (numbers: Numbers) => readonly ClaimRow<NoInfer<ControlName>>[]
  /** Pictures, drawn from the numbers alone. */
  readonly figures: (numbers: Numbers) => readonly PlannedFigure[]
}

/** An experiment together with the parts that tests and audits look at. */
export interface DefinedExperiment<
  Settings = unknown,
  Planned extends Sweeps = Sweeps,
  Numbers = unknown,
  ControlName extends string = string,
  Simulated = unknown,
> extends Experiment<Numbers> {
  readonly description: ExperimentDescription<Settings, Planned, Numbers, ControlName, Simulated>
  /** What its simulation works with, from a plan's seed. */
  simulationOf(seed: number): SimulationMeans
}

/** The tools and the seeds of a simulation. */
export interface SimulationMeans {
  readonly tools: Tools
  readonly seedOf: SeedOf
}

/** Puts the parts of an experiment together. */
export function defineExperiment<
  Settings,
  Planned extends Sweeps,
  Numbers,
  ControlName extends string,
  Simulated = void,
>(
  description: ExperimentDescription<Settings, Planned, Numbers, ControlName, Simulated>,
): DefinedExperiment<Settings, Planned, Numbers, ControlName, Simulated> {
  const { settings, text, plan, simulation, claims, figures } = description
  const { settings: ofPreset, ...entry } = settings
  const simulationOf = (seed: number): SimulationMeans => {
    const seedOf: SeedOf = (...path) => deriveSeed(seed, [entry.id, ...path])
    return { seedOf, tools: toolsOf(seedOf) }
  }
  return {
    ...entry,
    ...text,
    description,
    simulationOf,
    plan(preset, seed) {
      const sweeps = plan(ofPreset[preset]!, simulationOf(seed).seedOf)
      const tasks = Object.values(sweeps).flatMap((sweep) => sweep.tasks)
      return { preset, seed, sweeps, tasks, tools: simulation?.uses ?? [] }
    },
    measure: ({ sweeps, preset, seed }, trained) =>
      measured(description, ofPreset[preset]!, trainedSweeps(sweeps as Planned, trained), simulationOf(seed)),
    claims: (numbers) => claims(numbers).map((row) => claimOf(entry.id, row)),
    figures,
  }
}

/** The numbers of trained sweeps and of what is simulated. */
export function measured<Settings, Planned extends Sweeps, Numbers, ControlName extends string, Simulated>(
  { simulation, measure }: ExperimentDescription<Settings, Planned, Numbers, ControlName, Simulated>,
  settings: Settings,
  trained: TrainedSweeps<Planned>,
  { tools, seedOf }: SimulationMeans,
): Numbers {
  return measure(trained, settings, simulated(simulation, trained, settings, tools, seedOf))
}

/** What trained in each sweep of a plan, from the ensembles in the order of the plan's tasks. */
export function trainedSweeps<Planned extends Sweeps>(
  sweeps: Planned,
  trained: readonly TrainedEnsemble[],
): TrainedSweeps<Planned> {
  let first = 0
  const entries = Object.entries(sweeps as Readonly<Record<string, Sweep<unknown>>>).map(([name, sweep]) => {
    const own = trained.slice(first, first + sweep.tasks.length)
    first += own.length
    return [name, trainedUnder(sweep, own)]
  })
  return Object.fromEntries(entries) as TrainedSweeps<Planned>
}

function claimOf(experiment: string, { id, says, failsOn, holds, nearMisses = [], departs, ...row }: ClaimRow): Claim {
  const departure = departs && { departs }
  const control = failsOn.join('; ')
  return { id: `${experiment}/${id}`, statement: says, ...row, ...departure, nearMisses, ...holds, control }
}
