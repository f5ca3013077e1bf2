/**
 * From a description to a complete ensemble, or to a list of everything that is wrong with it. Fields that stand for themselves
 * are checked by `ensemble-schema.ts`; here is what fields decide together. Reading files is @digon/formats.
 */
import { foundText, type Problem } from '@digon/messages'
import { completeMembers } from './complete-members.js'
import type { Ensemble, Model, Optimizer } from './ensemble.js'
import type { EnsembleDescription, OptimizerDescription } from './ensemble-description.js'
import { InvalidEnsembleError, type Report } from './ensemble-problems.js'
import { ensembleSchema } from './ensemble-schema.js'
import { defaultMemoryLimitInBytes, requiredBytes } from './required-memory.js'
import { readValue } from './schema.js'

/** Options of `defineEnsemble`. */
export interface DefineOptions {
  /** What training may need at most, > 0. Default 4 GiB, what one WebAssembly memory can hold. */
  readonly memoryLimitInBytes?: number
}

/**
 * Completes a description with the defaults that its types document, and checks all of it: whatever was parsed from a file may
 * be handed in. A complete ensemble comes back equal. Typed arrays (fixed batches, given parameters) are not copied.
 *
 * @throws {InvalidEnsembleError} naming every field that is wrong, before anything large is allocated.
 */
export function defineEnsemble(description: EnsembleDescription, options: DefineOptions = {}): Ensemble {
  const read = readValue(ensembleSchema, description)
  if (read.problems.length > 0) throw new InvalidEnsembleError(read.problems)
  const copy = read.value as EnsembleDescription
  const problems: Problem[] = []
  const report: Report = (path, found, expected, kind) =>
    problems.push({ path, found, expected, ...(kind === undefined ? {} : { kind }) })

  const { shared = {}, members: given, target = 'identity', batchSize = 1024 } = copy
  const entries = isList(given) ? given : [given]
  const model = completeModel(copy.model)
  checkMemory(
    model,
    entries.reduce((sum, entry) => sum + (entry.count ?? 1), 0),
    batchSize,
    options,
  )
  if (model.kind === 'custom' && Object.keys(model.parameters).length === 0) {
    report(['model', 'parameters'], 'no parameters', 'at least one')
  }
  const optimizer = completeOptimizer(copy.optimizer ?? {}, report)
  const members = completeMembers(
    { model, batchSize, shared, optimizer, report },
    entries.map((entry, index) => ({ entry, path: isList(given) ? ['members', index] : ['members'] })),
  )
  if (problems.length > 0) throw new InvalidEnsembleError(problems)
  return { model, target, optimizer, batchSize, members }
}

function isList<Entry>(given: Entry | readonly Entry[]): given is readonly Entry[] {
  return Array.isArray(given)
}

function completeModel(description: EnsembleDescription['model']): Model {
  if (description.kind === 'custom') return description
  return {
    kind: 'autoencoder',
    featureCount: description.featureCount,
    hiddenSize: description.hiddenSize,
    hiddenActivation: description.hiddenActivation ?? 'identity',
    outputActivation: description.outputActivation ?? 'relu',
    tied: description.tied ?? true,
    outputBias: description.outputBias ?? true,
    hiddenBias: description.hiddenBias ?? false,
  }
}

function completeOptimizer(description: OptimizerDescription, report: Report): Optimizer {
  const { kind: scheduleKind = 'constant', warmUpSteps = 0, totalSteps } = description.schedule ?? {}
  if (scheduleKind !== 'constant' && (totalSteps === undefined || totalSteps <= warmUpSteps)) {
    const expected = warmUpSteps === 0 ? 'an integer ≥ 1' : `an integer > warmUpSteps, which is ${warmUpSteps}`
    report(['optimizer', 'schedule', 'totalSteps'], foundText(totalSteps), expected)
  }
  const kind = description.kind ?? 'adamw'
  const unused = kind === 'sgd' ? (['beta1', 'beta2', 'epsilon'] as const) : (['momentum'] as const)
  for (const field of unused) {
    const value = description[field]
    if (value === undefined || value === optimizerDefaults[field]) continue
    report(['optimizer', field], foundText(value), `${optimizerDefaults[field]}, as ${kind} does not use it`)
  }
  return {
    kind,
    beta1: description.beta1 ?? optimizerDefaults.beta1,
    beta2: description.beta2 ?? optimizerDefaults.beta2,
    epsilon: description.epsilon ?? optimizerDefaults.epsilon,
    momentum: description.momentum ?? optimizerDefaults.momentum,
    schedule: { kind: scheduleKind, warmUpSteps, totalSteps: totalSteps ?? 1 },
  }
}

/** PyTorch's own. */
const optimizerDefaults = { beta1: 0.9, beta2: 0.999, epsilon: 1e-8, momentum: 0 } as const

function checkMemory(model: Model, memberCount: number, batchSize: number, options: DefineOptions): void {
  const limit = options.memoryLimitInBytes ?? defaultMemoryLimitInBytes
  const bytes = requiredBytes(model, memberCount, batchSize)
  if (bytes <= limit) return
  throw new InvalidEnsembleError([
    {
      path: [],
      found: `training ${describeSize(model, memberCount, batchSize)} needs at least ${bytes} bytes`,
      expected: `at most ${limit} bytes (memoryLimitInBytes)`,
    },
  ])
}

function describeSize(model: Model, memberCount: number, batchSize: number): string {
  const size = model.kind === 'custom' ? `model ${model.name}` : `${model.featureCount} × ${model.hiddenSize} weights`
  return `${memberCount} × ${size} with batches of ${batchSize}`
}
