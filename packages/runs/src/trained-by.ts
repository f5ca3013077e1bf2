/** What stands in a task's record about who trains it: this computer, this engine, what the engine says of itself. */
import { availableParallelism, cpus, hostname } from 'node:os'
import { canonicalJson, type TaskRecord, type TrainedBy } from '@digon/formats'
import { type Backend, type Device, type Probe, resolveStages, supportOfAll, type TrainingTask } from '@digon/model'

/** What this process and an engine are. @param fromStep the first step that they will make. */
export async function describeTrainer(
  backend: Backend,
  { ensemble, stages }: TrainingTask,
  fromStep: number,
  packageVersions: TrainedBy['packageVersions'],
): Promise<TrainedBy> {
  const { name, arithmetic } = backend
  const stagesOfTask = resolveStages(ensemble, stages)
  return {
    ...{ fromStep, host: hostname(), machine: describeMachine(), backend: name, arithmetic, packageVersions },
    probe: await probeOf(backend),
    supports: supportOfAll(
      backend,
      stagesOfTask.map((stage) => stage.ensemble),
    ),
  }
}

/** The processor and how many cores this process may use, which a container's share makes fewer. */
export function describeMachine(): string {
  const cores = availableParallelism()
  return `${cpus()[0]?.model.trim() ?? 'unknown processor'}, ${cores} ${cores === 1 ? 'core' : 'cores'}`
}

const probes = new WeakMap<Backend, Promise<Probe>>()

/** The answer of an engine, which is asked once in a process. */
function probeOf(backend: Backend): Promise<Probe> {
  const known = probes.get(backend)
  if (known !== undefined) return known
  const asked = askProbe(backend)
  probes.set(backend, asked)
  return asked
}

async function askProbe(backend: Backend): Promise<Probe> {
  try {
    const probe = await backend.probe()
    return probe.available ? { available: true, device: plainDevice(probe.device) } : probe
  } catch (error) {
    // The contract says that it never throws; an engine that does may train all the same.
    return { available: false, reason: `probe failed: ${error}` }
  }
}

/** Without what JSON cannot hold: a limit that is not finite is none. */
function plainDevice({ description, kind, limits }: Device): Device {
  const finite = Object.entries(limits).filter(([, limit]) => Number.isFinite(limit))
  return { description, kind, limits: Object.fromEntries(finite) }
}

/** Processes that are told apart by computer, engine and versions alone, with how many tasks each had a part in. */
export interface Trainers extends Omit<TrainedBy, 'fromStep'> {
  /** How many of the tasks, an integer ≥ 1. */
  readonly tasks: number
}

/** Collects who trained the tasks of a run. */
export class TrainerTally {
  readonly #found = new Map<string, Trainers>()
  /** Tasks of one process share what their records say of it. */
  readonly #keys = new WeakMap<TaskRecord['trainedBy'], ReadonlyMap<string, Omit<Trainers, 'tasks'>>>()

  /** Counts a task in. */
  add({ trainedBy }: Pick<TaskRecord, 'trainedBy'>): void {
    const ofTask =
      this.#keys.get(trainedBy) ?? new Map(trainedBy.map(({ fromStep: _, ...by }) => [canonicalJson(by), by]))
    this.#keys.set(trainedBy, ofTask)
    for (const [key, by] of ofTask) this.#found.set(key, { ...by, tasks: (this.#found.get(key)?.tasks ?? 0) + 1 })
  }

  /** Most tasks first. */
  trainers(): readonly Trainers[] {
    const found = [...this.#found].sort(([a, one], [b, other]) => other.tasks - one.tasks || (a < b ? -1 : 1))
    return found.map(([, trainers]) => trainers)
  }
}
