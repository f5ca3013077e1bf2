/**
 * Makes the judged weights of this folder again: trains restarts of each setting, keeps the best by its loss on fresh samples,
 * refuses to write one that is not the shape it is named for.
 *
 *     node examples/weights/make.mjs        # needs built packages; writes beside itself; about two minutes
 */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { wasm } from '@digon/backend-wasm'
import { canonicalJson, writeSafetensors } from '@digon/formats'
import { monosemanticNeuronCount, nameShapes, productName } from '@digon/metrics'
import { defineEnsemble, memberParameters, memberWeights, trainTask } from '@digon/model'

const adamw = { learningRate: 0.01, weightDecay: 0 }
const equal = (featureCount, hiddenSize, probability) => ({
  model: { featureCount, hiddenSize },
  shared: { ...adamw, data: { probability } },
})
const settings = [
  { name: 'pentagon', shape: 'pentagon', steps: 4000, ...equal(5, 2, 0.05) },
  {
    name: 'square',
    shape: 'square',
    steps: 4000,
    model: { featureCount: 5, hiddenSize: 2 },
    shared: { ...adamw, importance: { base: 0.8 }, data: { probability: 0.15 } },
  },
  { name: 'octahedron', shape: 'octahedron', steps: 6000, ...equal(6, 3, 0.03) },
  { name: 'square-antiprism', shape: 'square antiprism', steps: 10_000, ...equal(8, 3, 0.01) },
  {
    name: 'notebook-100-in-20',
    steps: 5000,
    model: { featureCount: 100, hiddenSize: 20 },
    shared: { learningRate: 0.003, importance: { base: 0.9 }, data: { probability: 0.0805 } },
  },
  {
    name: 'absolute-value',
    neurons: 6,
    steps: 4000,
    model: { featureCount: 3, hiddenSize: 6, hiddenActivation: 'relu', tied: false },
    target: 'absolute',
    shared: { ...adamw, data: { probability: 0.5, values: { kind: 'signed' } } },
  },
]

for (const { name, shape, neurons, steps, ...described } of settings) {
  const description = { ...described, optimizer: { schedule: { kind: 'cosine', totalSteps: steps } }, batchSize: 1024 }
  const ensemble = defineEnsemble({ ...description, members: { count: 24, seed: 14 } })
  const task = { name, ensemble, steps, lossSteps: [], record: [], evaluationSamples: 100_000, evaluationSeed: 14 }
  const { parameters, evaluation } = await trainTask(task, wasm())
  const order = [...evaluation.losses.keys()].sort((a, b) => evaluation.losses[a] - evaluation.losses[b])
  const named = (member) => productName(nameShapes(memberWeights(parameters, member)))
  const best = order.find((member) => shape === undefined || named(member) === shape)
  if (best === undefined) throw new Error(`no ${shape} among ${[...new Set(order.map(named))].join(', ')}`)
  const own = memberParameters(parameters, best)
  const found = monosemanticNeuronCount(memberWeights(parameters, best))
  if (neurons !== undefined && found !== neurons) throw new Error(`${name}: ${found} neurons of one feature`)
  const metadata = {
    digon: 'weights',
    layout: 'official',
    name,
    settings: canonicalJson({ ...description, steps, member: best, count: 24, seed: 14 }),
    ...(shape && { shape }),
    ...(described.model.hiddenActivation && { hiddenActivation: described.model.hiddenActivation }),
    ...(neurons && { monosemanticNeurons: String(neurons) }),
    loss: evaluation.losses[best].toPrecision(6),
    samples: '100000',
    restarts: `the best by loss of ${order.filter((member) => shape === undefined || named(member) === shape).length} in 24${shape ? ' that are this shape' : ''}`,
    engine: 'wasm float32',
    license: 'CC0-1.0',
  }
  const official = { weights: 'W', outputWeights: 'W_out', bias: 'b_final', hiddenBias: 'b_hidden' }
  const tensors = Object.fromEntries(Object.entries(own).map(([ours, tensor]) => [official[ours], tensor]))
  writeFileSync(join(import.meta.dirname, `${name}.safetensors`), writeSafetensors(tensors, metadata))
  console.log(name, metadata.shape ?? '', metadata.loss, metadata.restarts)
}
