/** An ensemble of the conformance suite with its name, and the batches on which it is evaluated. */
import { type SparseBatch, sampleBatch } from '@digon/data'
import { defineEnsemble } from '../../define-ensemble.js'
import type { Ensemble } from '../../ensemble.js'
import type { EnsembleDescription } from '../../ensemble-description.js'

export interface Spec {
  /** Unique among all specs; ends the names of its tests. */
  readonly name: string
  readonly ensemble: Ensemble
  /** Steps to train it for, an integer ≥ 1. */
  readonly steps: number
}

export function spec(name: string, description: EnsembleDescription, steps = 6): Spec {
  return { name, ensemble: defineEnsemble(description), steps }
}

/** One batch per member, of another size for each, signed, with empty samples among them. */
export function evaluationBatches({ model, members }: Ensemble): readonly SparseBatch[] {
  return members.map((_, member) =>
    sampleBatch(
      { kind: 'independent', probability: 0.4, values: { kind: 'signed' } },
      { featureCount: model.featureCount, seed: 4711 + member, step: 0, sampleCount: 9 + 3 * (member % 5) },
    ),
  )
}
