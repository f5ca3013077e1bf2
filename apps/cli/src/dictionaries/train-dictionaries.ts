/** `digon train SPEC` for dictionaries: a folder with one SAELens folder each, the true features, and their scores. */
import { join, resolve } from 'node:path'
import { expectedStatistics } from '@digon/data'
import { type DictionaryTraining, openDictionary, scoreDictionary, trainedDictionary } from '@digon/dictionaries'
import { canonicalJson, saelensFeatures, saelensFolder, type YamlSource } from '@digon/formats'
import { nextTurn } from '@digon/model/engine'
import { CannotReadError, makeFolder, openOutput, readNamedText } from '@digon/runs'
import { exitCode, UsageError } from '../exit-code.js'
import { jsonText } from '../json-text.js'
import { progressBar } from '../progress.js'
import type { Terminal } from '../terminal.js'
import { dictionaryScores, pairScores, type ScoredLine } from './dictionary-scores.js'
import { readDictionarySpec } from './read-dictionary-spec.js'

/** What the folder's `dictionaries.json` holds, and `--json` prints. */
interface TrainedDictionaries {
  readonly schema: 1
  /** The spec as it was asked for, with the changes of `--set`. */
  readonly spec: unknown
  readonly members: readonly TrainedMember[]
}

interface TrainedMember {
  /** Of the SAELens folder. */
  readonly folder: string
  readonly seed: number
  readonly rule: DictionaryTraining['model']['rule']
  readonly steps: number
  /** Before the last update; null without one, and where it was not finite. */
  readonly loss: number | null
  /** False where training stopped before its end, at a loss that was not finite. */
  readonly isWhole: boolean
  readonly scores: ReturnType<typeof scoreDictionary>
}

/** Steps between two looks at the clock and the signal. */
const turnMilliseconds = 100

/** @param name of the folder in runs/, unless one is asked for. @returns the exit code. */
export async function trainDictionaries(
  source: YamlSource,
  name: string,
  options: { readonly out?: string; readonly json?: true },
  terminal: Terminal,
): Promise<number> {
  const { trainings, evaluationSamples, pairs } = await readDictionarySpec(source)
  const directory = resolve(options.out ?? join('runs', name))
  const record = join(directory, 'dictionaries.json')
  const before = await trainedBefore(record)
  if (before !== undefined) {
    if (canonicalJson(before.spec) !== canonicalJson(source.value)) {
      throw new UsageError(`${directory} holds other dictionaries; choose another folder with --out`)
    }
    terminal.error('these dictionaries are already trained; nothing was trained')
    return report(before, directory, options, terminal)
  }
  await makeFolder(directory)
  const { inputs } = trainings[0]!
  const { directions } = inputs
  const bias = inputs.bias ?? new Float64Array(directions.columns)
  const { probabilities } = expectedStatistics(inputs.features, directions.rows)
  const members: TrainedMember[] = []
  for (const [index, training] of trainings.entries()) {
    const { loss, step, parameters } = await trained(training, `${index + 1} of ${trainings.length}`, terminal)
    const dictionary = trainedDictionary(training, parameters)
    const scores = scoreDictionary(dictionary, training.inputs, {
      seed: training.seed,
      samples: evaluationSamples,
      pairs,
    })
    const folder = `member-${index}`
    await writeFolder(join(directory, folder), saelensFolder(dictionary))
    const { seed, model } = training
    const found = { steps: step, loss: Number.isFinite(loss) ? loss : null, isWhole: step === training.steps }
    members.push({ folder, seed, rule: model.rule, ...found, scores })
  }
  await writeFolder(join(directory, 'features'), saelensFeatures(directions, bias, probabilities))
  const document: TrainedDictionaries = { schema: 1, spec: source.value, members }
  await (await openOutput(record)).write(`${canonicalJson(document, 1)}\n`)
  return report(document, directory, options, terminal)
}

async function trained(training: DictionaryTraining, which: string, terminal: Terminal) {
  const { signal } = terminal
  const session = openDictionary(training)
  const bar = progressBar(terminal, 'steps')
  let loss = Number.NaN
  try {
    bar.start(`dictionary ${which}`, training.steps)
    while (session.step < training.steps) {
      const until = performance.now() + turnMilliseconds
      do loss = session.advance(1).loss
      while (Number.isFinite(loss) && session.step < training.steps && performance.now() < until)
      if (!Number.isFinite(loss)) break
      bar.update(session.step)
      await nextTurn()
      signal.throwIfAborted()
    }
  } finally {
    bar.stop()
  }
  return { loss, step: session.step, parameters: session.parameters() }
}

async function writeFolder(folder: string, files: ReadonlyMap<string, Uint8Array>): Promise<void> {
  await makeFolder(folder)
  for (const [name, bytes] of files) await (await openOutput(join(folder, name))).write(bytes)
}

/** The record of a folder that is finished; it is written last. */
async function trainedBefore(record: string): Promise<TrainedDictionaries | undefined> {
  const text = await readNamedText(record, { maximumBytes: 1 << 28 }).catch((error: unknown) => {
    if (error instanceof CannotReadError) return undefined
    throw error
  })
  return text === undefined ? undefined : (JSON.parse(text) as TrainedDictionaries)
}

function report(
  document: TrainedDictionaries,
  directory: string,
  { json }: { readonly json?: true },
  terminal: Terminal,
): number {
  const { members } = document
  const lines = members.map(({ folder, rule, scores }): ScoredLine => ({ name: `${folder} (${rule.kind})`, scores }))
  if (json) terminal.out(jsonText({ directory, members }))
  else {
    const tables = [dictionaryScores(lines), pairScores(lines), `Dictionaries: ${directory}`]
    terminal.out(tables.filter((text) => text !== '').join('\n'))
  }
  const stopped = members.filter(({ isWhole }) => !isWhole)
  for (const { folder, steps } of stopped) {
    terminal.error(`${folder}: its loss was no longer finite at step ${steps}; these are the weights before`)
  }
  return stopped.length > 0 ? exitCode.fails : exitCode.done
}
