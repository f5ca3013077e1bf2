/**
 * The train loop: a session from start to end, reported as events; another session on another backend where the first cannot go on
 * and the caller named one. No clock, no files in here; the engine does the steps, in the largest pieces that the asked events allow.
 */
import type { Backend, Progress, Session, Snapshot } from './backend.js'
import { type PassedOver, UnsupportedEnsembleError } from './backend-errors.js'
import { checkComplete } from './check-complete.js'
import type { Ensemble } from './ensemble.js'
import type { ResolvedStage, Stage } from './stage.js'
import { resolveStages, stageAt } from './stages.js'
import type { TrainEvent } from './train-events.js'
import { type Failure, failureOf } from './train-failure.js'

/** Options of `train`. */
export interface TrainOptions {
  /** The step to train up to, counted from the beginning, an integer ≥ 0: a snapshot of step s makes steps − s steps. */
  readonly steps: number
  /**
   * What changes from a step on. Stages after `steps` are not reached; a snapshot goes on in the stage of its step. Default none:
   * the ensemble stays as it is.
   */
  readonly stages?: readonly Stage[]
  /**
   * Steps whose training losses are reported, integers from 0 to steps − 1: the loss of step t is that of the parameters
   * after t updates, on the batch of step t. So `lossSteps: [t]` and `record: [t]` speak of the same parameters. Default none.
   */
  readonly lossSteps?: readonly number[]
  /** Steps at which parameters are reported, integers from 0 (initial) to steps. Default none; `run-end` has the final ones. */
  readonly record?: readonly number[]
  /** Steps at which a snapshot is reported, integers from 0 to steps. Default none; `run-end` has the final one. */
  readonly checkpoints?: readonly number[]
  /** Asked after every `progress` event; when it is true, a snapshot is reported there as well. Default never. */
  readonly checkpointDue?: () => boolean
  /** Most steps from one `progress` event to the next, an integer ≥ 1. Default 100. */
  readonly chunkSteps?: number
  /**
   * Backends that take over, in this order, when the one before is unavailable, does not support the ensemble, has not the memory, or
   * loses its device: from the last snapshot that was read back, with a `backend-change` event. Default none: the error is thrown.
   */
  readonly fallbacks?: readonly Backend[]
  /** Go on from here. Events of the snapshot's own step on are reported, losses of earlier steps are not. */
  readonly snapshot?: Snapshot
  /** `[member]`: losses of the step before the snapshot's; a member that has diverged keeps its own. Default NaN throughout. */
  readonly losses?: Float64Array
  /** Aborting it stops training at the next whole step: a `run-abort` event with a snapshot, then the signal's reason is thrown. */
  readonly signal?: AbortSignal
}

/**
 * Trains an ensemble and yields what happens. The session is disposed in the end, whatever the end is: done, aborted, failed,
 * or left early by `break` or `return()`. What is reported depends on ensemble, stages, steps and snapshot alone: `chunkSteps` and a
 * stop and resume in between change no number. A change of backend does, as far as the arithmetics differ.
 *
 * A stage begins as a live edit does: snapshot, dispose, open the changed ensemble with the snapshot, right before `fromStep` is made.
 *
 * @throws {InvalidEnsembleError} at the call, when the ensemble lacks a field, or a stage does not fit it.
 * @throws {RangeError} at the call, when a step of the options is out of its range.
 * @throws what `Backend.open` and `Session.advance` throw, or the signal's reason, while iterating.
 */
export function train(
  backend: Backend,
  ensemble: Ensemble,
  options: TrainOptions,
): AsyncGenerator<TrainEvent, void, void> {
  checkComplete(ensemble)
  const start = options.snapshot?.step ?? 0
  checkStep('steps', options.steps, start, Number.MAX_SAFE_INTEGER)
  checkStep('chunkSteps', options.chunkSteps ?? 100, 1, Number.MAX_SAFE_INTEGER)
  checkSteps('lossSteps', options.lossSteps, options.steps - 1)
  checkSteps('record', options.record, options.steps)
  checkSteps('checkpoints', options.checkpoints, options.steps)
  return run(backend, resolveStages(ensemble, options.stages), options, start)
}

async function* run(
  backend: Backend,
  stages: readonly ResolvedStage[],
  options: TrainOptions,
  start: number,
): AsyncGenerator<TrainEvent, void, void> {
  const { lossSteps = [], record = [], checkpoints = [], fallbacks = [], snapshot, signal } = options
  // What was reported is struck out, so that a session that begins earlier does not report it again.
  const wanted = { losses: new Set(lossSteps), record: new Set(record), checkpoints: new Set(checkpoints) }
  let working: Failure | undefined
  const passedOver: PassedOver[] = []
  let from = snapshot
  for (const candidate of [backend, ...fallbacks]) {
    signal?.throwIfAborted()
    const position: Position = { started: false, snapshot: undefined }
    try {
      const opened: TrainEvent =
        working === undefined
          ? { type: 'run-start', backend: candidate.name, step: start, steps: options.steps }
          : { type: 'backend-change', ...changeFrom(working, candidate, from), passedOver: passedOver.splice(0) }
      yield* runOn(candidate, stages, { ...options, ...(from && { snapshot: from }) }, { opened, wanted, position })
      return
    } catch (error) {
      const failure = failureOf(error, candidate)
      if (failure === undefined) throw error
      if (working === undefined || position.started) {
        working = failure
        from = failure.snapshot ?? position.snapshot ?? from
      } else passedOver.push({ name: candidate.name, reason: failure.reason })
    }
  }
  // The failure of the backend that got furthest: it carries the snapshot.
  throw working!.error
}

interface Turn {
  /** The event to yield when the session is open. */
  readonly opened: TrainEvent
  readonly wanted: Wanted
  readonly position: Position
}

/** How far a backend came. */
interface Position {
  /** Whether a session was open. */
  started: boolean
  /** The snapshot from which the last stage began. */
  snapshot: Snapshot | undefined
}

async function* runOn(
  backend: Backend,
  stages: readonly ResolvedStage[],
  options: TrainOptions,
  { opened, wanted, position }: Turn,
): AsyncGenerator<TrainEvent, void, void> {
  const { steps, chunkSteps = 100, checkpointDue, snapshot, losses, signal } = options
  const start = snapshot?.step ?? 0
  const { ensemble } = stageAt(stages, start)
  const later = stages.filter(({ fromStep }) => fromStep > start && fromStep < steps)
  checkSupport(backend, later)
  let session = await backend.open(ensemble, { ...(snapshot && { snapshot }), ...(signal && { signal }) })
  position.started = true
  try {
    yield opened
    const kept = [...wanted.record, ...wanted.checkpoints]
    const changes = later.map(({ fromStep }) => fromStep)
    const stops = stopsBetween(start, steps, [...[...wanted.losses].map((step) => step + 1), ...kept, ...changes])
    let progress: Progress = {
      step: start,
      losses: losses ?? new Float64Array(ensemble.members.length).fill(Number.NaN),
      diverged: snapshot?.diverged ?? [],
    }
    yield* keptEvents(session, start, wanted)
    for (const stop of stops) {
      while (progress.step < stop) {
        const next = await advance(session, Math.min(stop - progress.step, chunkSteps), signal)
        if (next === 'aborted') {
          const last = await session.snapshot()
          yield { type: 'run-abort', step: last.step, snapshot: last }
          throw signal?.reason
        }
        // A session knows no loss from before its snapshot: a member that diverged then keeps its last one.
        progress = { ...next, losses: next.losses.map((loss, i) => (Number.isNaN(loss) ? progress.losses[i]! : loss)) }
        yield { type: 'progress', ...progress }
        if (progress.step < stop) yield* dueCheckpoint(session, checkpointDue)
      }
      if (wanted.losses.delete(stop - 1)) yield { type: 'losses', step: stop - 1, losses: progress.losses.slice() }
      const keepsCheckpoint = wanted.checkpoints.has(stop)
      yield* keptEvents(session, stop, wanted)
      // After all that is kept of this step: whoever resumes here is not told of earlier steps again.
      if (!keepsCheckpoint) yield* dueCheckpoint(session, checkpointDue)
      const stage = later.find(({ fromStep }) => fromStep === stop)
      if (stage !== undefined) {
        position.snapshot = await session.snapshot()
        await session.dispose()
        // Not with the signal: an abort is noticed by the next advance, which leaves a session to take a snapshot of.
        session = await backend.open(stage.ensemble, { snapshot: position.snapshot })
      }
    }
    const last = await session.snapshot()
    const { step, diverged } = progress
    const ended = { step, losses: progress.losses.slice(), diverged }
    yield { type: 'run-end', ...ended, parameters: last.parameters, snapshot: last }
  } finally {
    await session.dispose()
  }
}

/** So that training does not begin where a later stage cannot go on. */
function checkSupport(backend: Backend, stages: readonly ResolvedStage[]): void {
  for (const { ensemble } of stages) {
    const support = backend.supports(ensemble)
    if (!support.supported) throw new UnsupportedEnsembleError(backend.name, support.reason)
  }
}

function changeFrom({ backend, reason, snapshotAgeInSeconds }: Failure, to: Backend, snapshot: Snapshot | undefined) {
  return { from: backend, to: to.name, step: snapshot?.step ?? 0, reason, snapshotAgeInSeconds }
}

/** Steps that are still to be reported. */
interface Wanted {
  readonly losses: Set<number>
  readonly record: Set<number>
  readonly checkpoints: Set<number>
}

async function* keptEvents(session: Session, step: number, wanted: Wanted): AsyncGenerator<TrainEvent, void, void> {
  if (wanted.record.has(step)) {
    const parameters = await session.parameters()
    wanted.record.delete(step)
    yield { type: 'parameters', step, parameters }
  }
  if (wanted.checkpoints.has(step)) {
    const snapshot = await session.snapshot()
    wanted.checkpoints.delete(step)
    yield { type: 'checkpoint', step, snapshot }
  }
}

async function* dueCheckpoint(session: Session, isDue?: () => boolean): AsyncGenerator<TrainEvent, void, void> {
  if (isDue === undefined || !isDue()) return
  const snapshot = await session.snapshot()
  yield { type: 'checkpoint', step: snapshot.step, snapshot }
}

async function advance(
  session: Session,
  steps: number,
  signal: AbortSignal | undefined,
): Promise<Progress | 'aborted'> {
  if (signal === undefined) return session.advance(steps)
  try {
    return await session.advance(steps, { signal })
  } catch (error) {
    if (signal.aborted && error === signal.reason) return 'aborted'
    throw error
  }
}

/** The steps at which something is to be reported, above `start` and ascending, ending with `steps`. */
function stopsBetween(start: number, steps: number, reported: readonly number[]): readonly number[] {
  const stops = new Set([...reported, steps].filter((step) => step > start))
  return [...stops].sort((a, b) => a - b)
}

function checkSteps(name: string, given: readonly number[] | undefined, greatest: number): void {
  for (const [index, step] of (given ?? []).entries()) checkStep(`${name}[${index}]`, step, 0, greatest)
}

function checkStep(name: string, step: number, least: number, greatest: number): void {
  if (Number.isSafeInteger(step) && step >= least && step <= greatest) return
  const range = greatest === Number.MAX_SAFE_INTEGER ? `≥ ${least}` : `from ${least} to ${greatest}`
  throw new RangeError(`invalid ${name}: ${step}; expected an integer ${range}`)
}
