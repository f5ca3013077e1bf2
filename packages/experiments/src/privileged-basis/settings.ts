/** Settings of the privileged basis: ten features through five ReLU neurons, and a few models without the ReLU. */
import { defineSettings } from '../vocabulary/settings.js'

export const featureCount = 10
export const hiddenSize = 5
/** Feature i has the importance `importanceBase`ⁱ, i from 0. */
export const importanceBase = 0.75

/** One for each row of the paper's table, falling, with its code as `codeInWords` says it. */
export const papersCodes: ReadonlyMap<number, string> = new Map([
  [0.75, '5 monosemantic (0, 1, 2, 3, 4), 0 polysemantic; 5 features'],
  [0.35, '3 monosemantic (0, 1, 2), 2 polysemantic; 6 features'],
  [0.15, '2 monosemantic (0, 1), 3 polysemantic; 7 features'],
  [0.12, '1 monosemantic (0), 4 polysemantic; 7 features'],
  [0.07, '0 monosemantic, 5 polysemantic; 8 features'],
  [0.03, '0 monosemantic, 5 polysemantic; 10 features'],
])

export const probabilities: readonly number[] = [...papersCodes.keys()]

export const privilegedBasisSettings = defineSettings({
  id: 'privileged-basis',
  title: 'Neurons that stand for one feature or for several',
  section: '§10 Superposition in a privileged basis',
  presets: {
    // Restarts in the order of the probabilities: more where codes lie close to each other.
    // Where each feature is a pair of neurons, longer training finds better models than more restarts do.
    quick: { restarts: [24, 24, 96, 96, 96, 160], linearRestarts: 8, batchSize: 256, steps: 2500, sparsestSteps: 6000 },
    paper: {
      restarts: [100, 100, 300, 300, 200, 400],
      linearRestarts: 16,
      batchSize: 512,
      steps: 8000,
      sparsestSteps: 8000,
    },
  },
  summary: ({ restarts, steps, sparsestSteps, batchSize }) =>
    `ten features in ${hiddenSize} ReLU neurons at ${probabilities.length} probabilities, ` +
    `${Math.min(...restarts)} to ${Math.max(...restarts)} restarts each, ${steps} steps of ${batchSize} samples` +
    (sparsestSteps === steps ? '' : `, ${sparsestSteps} at p = ${probabilities.at(-1)}`),
})
