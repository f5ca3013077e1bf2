/**
 * Recorded optimizer steps as a file: the format `digon-replay/1`, in which another program (PyTorch, for one) writes what
 * it computed. Reading checks every field and makes each case ready to run; running is `replay.ts`.
 *
 *     { format, producedBy, cases: [{ name, model, target, optimizer, batchSize, steps, members: [{
 *         importance, learningRate, weightDecay, hiddenL1, initial: {weights, …}, batches: [one [sample, feature] block a step],
 *         expected: { losses, firstGradients: {weights, …}, final: {weights, …} } }] }] }
 *
 * All blocks are flat and row-major, in the shapes of the parameters without the member axis.
 */

import { fromDense } from '@digon/data'
import { foundText, pathText } from '@digon/messages'
import { defineEnsemble } from '../define-ensemble.js'
import type { Ensemble } from '../ensemble.js'
import type { EnsembleDescription } from '../ensemble-description.js'
import { InvalidEnsembleError } from '../ensemble-problems.js'
import { parameterShapes } from '../parameter-shapes.js'
import type { Parameters } from '../parameters.js'
import { InvalidReplayError } from './invalid-replay-error.js'
import { ReplayFields } from './replay-fields.js'

/** A file of recorded steps. */
export interface Replay {
  /** The program, its version, its precision: for people. */
  readonly producedBy: string
  readonly cases: readonly ReplayCase[]
}

/** One ensemble and what the other program computed for it. */
export interface ReplayCase {
  readonly name: string
  /** Members start at given parameters and draw from fixed batches, one per step. */
  readonly ensemble: Ensemble
  /** How many steps were recorded, an integer ≥ 1. */
  readonly steps: number
  /** `[member]` */
  readonly expected: readonly ReplayedMember[]
}

/** What the other program computed for one member. Tensors without the member axis. */
export interface ReplayedMember {
  /** `[step]`: the loss on the batch of the step, before its update. */
  readonly losses: Float64Array
  /** Gradients of the first step, before weight decay. */
  readonly firstGradients: Parameters
  /** Parameters after the last step. */
  readonly final: Parameters
}

const caseFields = ['name', 'model', 'target', 'optimizer', 'batchSize', 'steps', 'members']
const memberFields = ['importance', 'learningRate', 'weightDecay', 'hiddenL1', 'initial', 'batches', 'expected']

/**
 * Checks parsed JSON and makes its cases ready to run. Fields of model and optimizer that are left out take the defaults of
 * `defineEnsemble`. Samples must be float32 numbers, because batches hold no others; parameters may be float64.
 *
 * @throws {InvalidReplayError} at the first thing that is wrong, naming the case and the field.
 */
export function parseReplay(json: unknown): Replay {
  const file = new ReplayFields('', '', json)
  const format = file.read('format')
  if (format !== 'digon-replay/1') throw file.problem('format', foundText(format), '"digon-replay/1"')
  return { producedBy: file.text('producedBy'), cases: file.list('cases').map(parseCase) }
}

function parseCase(json: unknown, index: number): ReplayCase {
  const name = new ReplayFields(`#${index}`, '', json).text('name')
  const fields = new ReplayFields(name, '', json, caseFields)
  const steps = fields.count('steps')
  const batchSize = fields.count('batchSize')
  const members = fields
    .list('members')
    .map((member, index) => new ReplayFields(name, `members[${index}]`, member, memberFields))
  const shared = {
    model: fields.read('model'),
    target: fields.read('target'),
    optimizer: fields.read('optimizer'),
    batchSize,
  } as Omit<EnsembleDescription, 'members'>

  // The lengths of a member's lists follow from the model, so the model is checked first, under a stand-in for the members.
  const { model } = checkEnsemble(name, { ...shared, members: { seed: 0, data: { probability: 0 } } })
  const shapes = parameterShapes(model)
  const { featureCount } = model
  const ensemble = checkEnsemble(name, {
    ...shared,
    members: members.map((member) => ({
      // Nothing is drawn: parameters and batches are given.
      seed: 0,
      importance: [...member.numbers('importance', featureCount)],
      learningRate: member.number('learningRate'),
      weightDecay: member.number('weightDecay'),
      hiddenL1: member.number('hiddenL1'),
      initialization: { kind: 'given', parameters: member.parameters('initial', shapes) },
      data: {
        kind: 'batches',
        batches: member
          .samples('batches', steps, batchSize * featureCount)
          .map((block) => fromDense(block, batchSize, featureCount)),
      },
    })),
  })
  const expected = members.map((member) => {
    const record = member.object('expected', ['losses', 'firstGradients', 'final'])
    return {
      losses: record.numbers('losses', steps),
      firstGradients: record.parameters('firstGradients', shapes),
      final: record.parameters('final', shapes),
    }
  })
  return { name, ensemble, steps, expected }
}

function checkEnsemble(caseName: string, description: EnsembleDescription): Ensemble {
  try {
    return defineEnsemble(description)
  } catch (error) {
    if (!(error instanceof InvalidEnsembleError)) throw error
    const { path, found, expected } = error.problems[0]!
    throw new InvalidReplayError(caseName, pathText(path, 'ensemble'), found, expected)
  }
}
