import { tfjs } from '@digon/backend-tfjs'
import { wasm } from '@digon/backend-wasm'
import { sampleBatch } from '@digon/data'
import { matrixFromRows } from '@digon/matrix'
import { featureDimensionality } from '@digon/metrics'
import { type Backend, defineEnsemble, memberWeights, reference, train } from '@digon/model'

/** What a user of the packages would do first, with every backend; returns what went wrong, or nothing. */
export async function useThePackages(): Promise<string[]> {
  const problems: string[] = []
  const expect = (subject: string, value: unknown, expected: unknown) => {
    if (value !== expected) problems.push(`${subject}: ${String(value)}; expected ${String(expected)}`)
  }
  const antipodal = featureDimensionality(
    matrixFromRows([
      [1, 0],
      [-1, 0],
      [0, 1],
    ]),
  )
  expect('dimensionalities', Array.from(antipodal).join(' '), '0.5 0.5 1')
  const batch = sampleBatch({ kind: 'exactly', activeCount: 2 }, { featureCount: 5, seed: 1, step: 0, sampleCount: 10 })
  expect('active features', batch.features.length, 20)

  const ensemble = defineEnsemble({
    model: { featureCount: 4, hiddenSize: 2 },
    batchSize: 32,
    shared: { data: { probability: 0.5 }, learningRate: 0.01 },
    members: { count: 2, seed: 1 },
  })
  const finalWeights = async (backend: Backend): Promise<number[]> => {
    for await (const event of train(backend, ensemble, { steps: 50 })) {
      if (event.type === 'run-end') return Array.from(memberWeights(event.parameters, 1).values)
    }
    return []
  }
  const expected = await finalWeights(reference())
  for (const backend of [wasm(), tfjs('wasm'), tfjs('cpu')]) {
    const found = await finalWeights(backend)
    const furthest = Math.max(...expected.map((value, index) => Math.abs(value - (found[index] ?? Number.NaN))))
    expect(`${backend.name} is near the reference`, furthest < 1e-4, true)
  }
  return problems
}
