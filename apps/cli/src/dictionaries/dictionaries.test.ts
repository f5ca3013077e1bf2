import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { writeWeights } from '@digon/formats'
import { defineEnsemble } from '@digon/model'
import { afterAll, expect, test } from 'vitest'
import { digon } from '../command-line.test-support.js'

const folder = mkdtempSync(join(tmpdir(), 'digon-dictionaries-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const specOf = (name: string, text: string): string => {
  const file = join(folder, `${name}.yaml`)
  writeFileSync(file, text)
  return file
}
const spec = specOf(
  'known',
  `kind: dictionary
inputs:
  features: { probability: 0.1, values: { kind: constant, value: 1 } }
  directions: { kind: orthonormal, featureCount: 4, inputSize: 6 }
model: { latentCount: 8, rule: { kind: l1, sparsity: 0.1 } }
optimizer: { learningRate: 0.02 }
batchSize: 64
members:
  - { count: 2, seed: 4 }
  - { seed: 5, rule: { kind: top-k, activeCount: 1 } }
  - { seed: 6, rule: { kind: batch-top-k, activeCount: 0.6 } }
  - { seed: 7, rule: { kind: gated, sparsity: 0.2 } }
steps: 60
evaluationSamples: 2000
pairs: [{ parent: 0, child: 1 }]
`,
)
const out = join(folder, 'known')

interface Printed {
  readonly members: readonly {
    readonly folder: string
    readonly steps: number
    readonly loss: number
    readonly scores: {
      readonly meanMatchedCosine: number
      readonly cosines: readonly number[]
      readonly pairs: unknown[]
    }
  }[]
}

test('train writes a SAELens folder for each dictionary, the true features, and scores', async () => {
  const { code, out: printed } = await digon(['train', spec, '--out', out, '--json'])
  expect(code).toBe(0)
  const { members } = JSON.parse(printed) as Printed
  expect(members.map(({ folder: name, steps }) => [name, steps])).toEqual(
    [0, 1, 2, 3, 4].map((member) => [`member-${member}`, 60]),
  )
  for (const { loss, scores } of members) {
    expect(loss).toBeGreaterThan(0)
    expect(scores.cosines).toHaveLength(4)
    expect(scores.pairs).toHaveLength(1)
  }
  expect(readdirSync(out).sort()).toEqual([
    ...['dictionaries.json', 'features', 'member-0', 'member-1', 'member-2', 'member-3', 'member-4'],
  ])
  const config = JSON.parse(readFileSync(join(out, 'member-2', 'cfg.json'), 'utf8')) as Record<string, unknown>
  expect(config).toMatchObject({ architecture: 'topk', k: 1, d_in: 6, d_sae: 8, apply_b_dec_to_input: true })
})

test('the same spec again trains nothing, another one is refused', async () => {
  const before = readFileSync(join(out, 'dictionaries.json'), 'utf8')
  const again = await digon(['train', spec, '--out', out])
  expect(again.code).toBe(0)
  expect(again.error).toContain('nothing was trained')
  expect(again.out).toMatch(/member-2 \(top-k\) +0\.\d+/)
  expect(readFileSync(join(out, 'dictionaries.json'), 'utf8')).toBe(before)
  const other = await digon(['train', spec, '--out', out, '--set', 'steps=61'])
  expect(other.code).toBe(2)
  expect(other.error).toContain('holds other dictionaries')
})

test('analyze reads every folder back, and scores it as training did', async () => {
  const { members } = JSON.parse(readFileSync(join(out, 'dictionaries.json'), 'utf8')) as Printed
  const law = join(folder, 'law.yaml')
  writeFileSync(law, 'featureCount: 4\nprobability: 0.1\nvalues: { kind: constant, value: 1 }\n')
  for (const member of members) {
    const path = join(out, member.folder)
    const read = await digon(['analyze', path, '--features', join(out, 'features'), '--data', law, '--json'])
    expect(read.code).toBe(0)
    const { scores } = JSON.parse(read.out) as { scores: Record<string, number> & { f1: readonly number[] } }
    const asked = member.scores as unknown as Record<string, number>
    // Written in float32.
    expect(scores.meanMatchedCosine).toBeCloseTo(asked.meanMatchedCosine!, 5)
    expect(scores.recovered).toBe(asked.recovered)
    // Other samples of the same law.
    expect(Math.abs(scores.activePerSample! - asked.activePerSample!)).toBeLessThan(0.15)
    expect(Math.abs(scores.explainedVariance! - asked.explainedVariance!)).toBeLessThan(0.1)
  }
  const table = await digon(['analyze', join(out, 'member-0'), '--features', join(out, 'features')])
  expect(table.out).toMatch(/MCC +MMCS +uniqueness/)
})

test('dictionaries read the hidden activations of given weights', async () => {
  const parameters = {
    weights: { shape: [2, 3, 2], values: Float32Array.of(1, 0, 0, 1, -1, 0, 0.5, 0, 0, 0.5, -0.5, 0) },
    bias: { shape: [2, 3], values: new Float32Array(6) },
  }
  const { model } = defineEnsemble({
    model: { featureCount: 3, hiddenSize: 2 },
    shared: { data: { probability: 0.2 } },
    members: { seed: 1 },
  })
  writeFileSync(join(folder, 'model.safetensors'), writeWeights(parameters, model))
  const text = (member: string) => `kind: dictionary
inputs: { features: { probability: 0.2 }, directions: { weights: model.safetensors${member} } }
model: { latentCount: 3, rule: { kind: l1, sparsity: 0.01 } }
members: { seed: 1 }
batchSize: 32
steps: 5
`
  const without = await digon(['train', specOf('hidden-of-many', text('')), '--out', join(folder, 'refused')])
  expect(without.code).toBe(2)
  expect(without.error).toContain('holds 2 models; choose one by its member, from 0')
  const chosen = await digon([
    'train',
    specOf('hidden', text(', member: 1')),
    '--out',
    join(folder, 'hidden'),
    '--json',
  ])
  expect(chosen.code).toBe(0)
  const features = join(folder, 'hidden', 'features')
  const read = await digon(['analyze', features, '--json'])
  const { members } = JSON.parse(read.out) as { members: { features: { norm: number }[] }[] }
  expect(members[0]!.features.map(({ norm }) => norm)).toEqual([0.5, 0.5, 0.5])
})

test.each([
  ['steps', 'steps: 60', 'steps: ten', 'known.yaml:13:8: invalid steps: "ten"; expected an integer ≥ 0'],
  ['rule', 'kind: top-k, activeCount: 1', 'kind: top-k, activeCount: 9', 'members[1].rule.activeCount: 9'],
  ['pairs', 'parent: 0, child: 1', 'parent: 0, child: 4', 'pairs[0].child: 4; expected a feature, from 0 to 3'],
  ['samples', 'evaluationSamples: 2000', 'evaluationSamples: 0', 'evaluationSamples: 0; expected an integer ≥ 1'],
  ['weights', '{ kind: orthonormal, featureCount: 4, inputSize: 6 }', '{ weights: 3 }', 'directions.weights: 3'],
])('a wrong %s is refused by its place, and nothing is written', async (name, right, wrong, message) => {
  const text = readFileSync(spec, 'utf8')
  expect(text).toContain(right)
  const own = mkdtempSync(join(folder, `wrong-${name}-`))
  const file = join(own, 'known.yaml')
  writeFileSync(file, text.replace(right, wrong))
  const { code, error } = await digon(['train', file, '--out', join(own, 'out')])
  expect(code).toBe(2)
  expect(error).toContain(message)
  expect(readdirSync(own)).toEqual(['known.yaml'])
})

test('what does not go together is refused', async () => {
  const backend = await digon(['train', spec, '--backend', 'wasm', '--out', join(folder, 'none')])
  expect([backend.code, backend.error]).toEqual([2, expect.stringContaining('which no backend trains')])
  const member = await digon(['analyze', join(out, 'member-0'), '--member', '0'])
  expect([member.code, member.error]).toEqual([2, expect.stringContaining('name them with --features')])
  const model = await digon(['analyze', join(out, 'features'), '--features', join(out, 'features')])
  expect([model.code, model.error]).toEqual([2, expect.stringContaining('--features and --data are for dictionaries')])
})
