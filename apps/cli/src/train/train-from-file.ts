import { basename, extname, join, resolve } from 'node:path'
import { readYaml, type YamlSource } from '@digon/formats'
import { type BackendChangeEvent, resolveStages } from '@digon/model'
import { type Fork, forkOf, openRun, readNamedText, readSpecFile, trainRun } from '@digon/runs'
import { candidateBackends, checkBackendName } from '../backends.js'
import { isDictionarySpec } from '../dictionaries/is-dictionary-spec.js'
import { exitCode, UsageError } from '../exit-code.js'
import { jsonText } from '../json-text.js'
import { packageVersions } from '../package-versions.js'
import { progressBar } from '../progress.js'
import { chooseForAll } from '../reproduce/choose-for-all.js'
import type { Terminal } from '../terminal.js'
import type { Change } from './change-option.js'
import { asFork, changed } from './changes.js'
import { divergedLines } from './diverged-lines.js'
import { memberTable } from './member-table.js'

export interface TrainCommandOptions {
  readonly out?: string
  readonly backend: string
  /** Takes over when the device of the backend is lost; `auto` is every engine without a GPU, in order of preference. */
  readonly fallback?: string
  /** A run to go on from, instead of a spec. */
  readonly from?: string
  /** Settings that are changed: in the spec, or from where the run goes on. */
  readonly set?: readonly Change[]
  /** As `StoreOptions.checkpointSeconds`. */
  readonly checkpointSeconds?: number
  readonly json?: true
}

/** `digon train SPEC`, or `--from RUN`: trains into a run folder, says what came out. @returns the exit code. */
export async function trainFromFile(
  file: string | undefined,
  options: TrainCommandOptions,
  terminal: Terminal,
): Promise<number> {
  checkBackendName(options.backend)
  const dictionaries = await dictionarySource(file, options)
  if (dictionaries !== undefined) {
    const { trainDictionaries } = await import('../dictionaries/train-dictionaries.js')
    return trainDictionaries(dictionaries, basename(file!, extname(file!)), options, terminal)
  }
  const fallbacks = options.fallback === undefined ? [] : await candidateBackends(options.fallback)
  const { task, fork, name, backend: asked } = await whatToTrain(file, options)
  const { ensemble, steps } = task
  const backend = await chooseForAll(asked, resolveStages(ensemble, task.stages), terminal)
  const directory = resolve(options.out ?? join('runs', name))
  const bar = progressBar(terminal, 'steps')
  const { status, record, trained } = await trainRun(directory, task, {
    backend,
    fallbacks,
    ...(fork && { fork }),
    packageVersions: packageVersions(backend),
    createParents: true,
    checkpointSeconds: options.checkpointSeconds,
    signal: terminal.signal,
    onEvent(event) {
      const start = (step: number) => bar.start(`${ensemble.members.length} models`, steps, step)
      if (event.type === 'run-start') {
        if (event.step > 0) terminal.error(`resuming at step ${event.step}`)
        start(event.step)
      } else if (event.type === 'backend-change') {
        terminal.error(describeChange(event))
        start(event.step)
      } else if (event.type === 'progress') bar.update(event.step)
      else if (event.type === 'task-wait') terminal.error('another process is training this; waiting for it')
      else if (event.type === 'task-redo') terminal.error(`${event.reason}; training it again`)
    },
  }).finally(() => bar.stop())
  if (status === 'finished') terminal.error('this run is already finished; nothing was trained')

  const { diverged, parameters } = trained
  // The last step is always kept. Of no step there is no loss.
  const last = trained.history.at(-1)?.losses
  const losses = ensemble.members.map((_, member) => last?.[member] ?? Number.NaN)
  if (options.json) {
    const { id, seconds } = record
    const facts = {
      id,
      directory,
      found: status,
      backend: backend.name,
      seconds,
      steps,
      losses: last ? losses : losses.map(() => null),
      diverged,
    }
    terminal.out(jsonText(facts))
  } else {
    terminal.out(memberTable(ensemble.model, parameters, losses))
    terminal.out(`Run: ${directory}`)
  }
  const consequence = 'its loss was no longer finite; it was frozen there'
  for (const line of divergedLines(diverged, consequence)) terminal.error(line)
  return diverged.length > 0 ? exitCode.fails : exitCode.done
}

/** The spec, where it asks for dictionaries. They have a trainer of their own, so nothing is said about backends. */
async function dictionarySource(
  file: string | undefined,
  { from, backend, fallback, checkpointSeconds, set = [] }: TrainCommandOptions,
): Promise<YamlSource | undefined> {
  if (file === undefined || from !== undefined) return undefined
  const read = readYaml(await readNamedText(file, { maximumBytes: maximumSpecBytes }), file)
  if (!isDictionarySpec(read.value)) return undefined
  if (backend !== 'auto' || fallback !== undefined) {
    throw new UsageError(`${file} describes dictionaries, which no backend trains; leave out --backend and --fallback`)
  }
  if (checkpointSeconds !== undefined) {
    throw new UsageError(`${file} describes dictionaries, which keep no checkpoints; leave out --checkpoint-seconds`)
  }
  return { ...read, value: changed(read.value, set) }
}

const maximumSpecBytes = 1 << 26

interface ToTrain {
  readonly task: Fork['task']
  readonly fork?: Fork
  /** Of the run folder, unless one is asked for. */
  readonly name: string
  readonly backend: string
}

async function whatToTrain(file: string | undefined, options: TrainCommandOptions): Promise<ToTrain> {
  const { from, set = [], backend } = options
  if ((file === undefined) === (from === undefined)) {
    throw new UsageError('expected a spec file, or a run with --from, and not both')
  }
  if (from === undefined) {
    const task = await readSpecFile(file!, (value) => changed(value, set))
    return { task, name: basename(file!, extname(file!)), backend }
  }
  const run = await openRun(from)
  const { steps, ...others } = asFork(set)
  if (steps === undefined) throw new UsageError('--from needs the total number of steps: --set steps=N')
  const fork = await forkOf(run, { steps, ...others })
  const { backend: before } = run.record
  if (backend !== 'auto' && backend !== before) {
    throw new UsageError(`${from} was trained by ${before}; a run can only be continued on the backend that trained it`)
  }
  return { task: fork.task, fork, name: `${basename(resolve(from))}-to-${steps}`, backend: before }
}

/** What is said of a change of backend: what happened, what goes on where, and how much is done again. */
export function describeChange({ from, to, step, reason, snapshotAgeInSeconds }: BackendChangeEvent): string {
  return `backend ${from}: ${reason}; continuing with ${to} from step ${step}, saved ${snapshotAgeInSeconds.toFixed(1)} s earlier`
}
