import { defineEnsemble } from '../define-ensemble.js'
import type { Ensemble } from '../ensemble.js'

/** What is measured: the shapes of the paper's experiments, and one wide model over a ladder of sparsities. */
export interface BenchShape {
  readonly name: string
  /** `ladder` shapes are measured on one thread. */
  readonly kind: 'ensemble' | 'ladder'
  readonly members: number
  readonly featureCount: number
  readonly hiddenSize: number
  readonly batchSize: number
  /** `[member]`: P(feature is active). */
  readonly probabilities: readonly number[]
  /**
   * Steps made before an engine is timed whose cost depends on the weights: after some hundred steps most outputs of a sparse
   * model are off, and so they stay for the other ten thousand. Engines that calculate every output take the same time at once.
   */
  readonly warmUpSteps: number
}

const batchSize = 1024

/** Member i of I has the probability 20^(−i/(I−1)), from 1 to 0.05, as in the official notebook; a single member has 1. */
export function ensembleShape(
  members: number,
  featureCount: number,
  hiddenSize: number,
  warmUpSteps = 500,
): BenchShape {
  const probabilities = Array.from({ length: members }, (_, i) => (members === 1 ? 1 : 20 ** (-i / (members - 1))))
  const name = `${members} × (${featureCount}, ${hiddenSize})`
  return { name, kind: 'ensemble', members, featureCount, hiddenSize, batchSize, probabilities, warmUpSteps }
}

/** Shapes of whole ensembles, as they are trained. */
export const ensembleShapes: readonly BenchShape[] = [
  ensembleShape(10, 5, 2),
  ensembleShape(10, 20, 5),
  ensembleShape(10, 80, 20),
  ensembleShape(20, 400, 30, 150),
  ensembleShape(1, 5, 2),
  ensembleShape(100, 2, 1),
]

/** Single models of growing size. */
export const ladderShapes: readonly BenchShape[] = [0, 0.5, 0.9, 0.95, 0.99, 0.997, 0.999].map((sparsity) => ({
  name: `1 × (400, 30), S = ${sparsity}`,
  kind: 'ladder',
  members: 1,
  featureCount: 400,
  hiddenSize: 30,
  batchSize,
  probabilities: [Number((1 - sparsity).toPrecision(3))],
  warmUpSteps: 500,
}))

/** The shape as an ensemble: tied, ReLU output, bias, AdamW, as the notebook's model. */
export function ensembleOf({ featureCount, hiddenSize, batchSize, probabilities }: BenchShape): Ensemble {
  return defineEnsemble({
    model: { featureCount, hiddenSize },
    batchSize,
    members: probabilities.map((probability, member) => ({ seed: member, data: { kind: 'independent', probability } })),
  })
}
