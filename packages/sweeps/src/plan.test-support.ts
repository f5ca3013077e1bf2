/** Small plans for tests. */
import { parseSweepPlan, type SweepPlan } from '@digon/formats'

export function planFrom(text: string): SweepPlan {
  return parseSweepPlan(text, 'plan.yaml').plan
}

/** 24 models of two shapes, trained in a moment. */
export const smallPlan: SweepPlan = planFrom(`
model: { featureCount: 3, hiddenSize: 1 }
member: { data: { probability: 0.3 } }
axes:
  hidden: { field: model.hiddenSize, values: [1, 2] }
  rate: { field: member.learningRate, from: 0.001, to: 0.1, count: 4, scale: log }
restarts: 3
seed: 5
batchSize: 8
steps: 12
evaluationSamples: 40
`)
