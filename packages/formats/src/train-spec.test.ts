import { fromDense } from '@digon/data'
import { defineEnsemble } from '@digon/model'
import { describe, expect, test } from 'vitest'
import { writeBatches } from './batches-file.js'
import { InvalidSpecError } from './invalid-spec.js'
import { writeNpz } from './npz.js'
import { sha256 } from './sha256.js'
import { completeSpec, parseSpec, scheduledTask } from './train-spec.js'
import { writeSafetensors } from './write-safetensors.js'

const noFiles = (name: string): Promise<Uint8Array> => Promise.reject(new Error(`asked for ${name}`))
const spec = `model: { featureCount: 5, hiddenSize: 2 }
members:
  - { seed: 1, data: { probability: 0.1 } }
  - seed: 2
    data: { kind: exactly, activeCount: 1 }
steps: 10000
`

test('a spec is an ensemble and how long to train it', async () => {
  const task = await completeSpec(parseSpec(spec, 'spec.yaml'), noFiles)
  expect(task).toEqual({
    name: 'train',
    ensemble: defineEnsemble({
      model: { featureCount: 5, hiddenSize: 2 },
      members: [
        { seed: 1, data: { probability: 0.1 } },
        { seed: 2, data: { kind: 'exactly', activeCount: 1 } },
      ],
    }),
    steps: 10000,
    lossSteps: [...Array.from({ length: 1000 }, (_, k) => 10 * k), 9999],
    checkpoints: Array.from({ length: 10 }, (_, k) => 1000 * (k + 1)),
    record: [],
    evaluationSamples: 0,
  })
})

test('the same spec in JSON is the same task, schedule fields and all', async () => {
  const json = `{"steps": 5, "record": [0, 2, 5], "lossEvery": 2, "checkpointEvery": 3, "evaluationSamples": 7,
    "model": {"featureCount": 5, "hiddenSize": 2}, "members": {"seed": 1, "data": {"probability": 0.1}}}`
  const { ensemble, ...schedule } = await completeSpec(parseSpec(json, 's.json'), noFiles)
  expect(schedule).toEqual({
    name: 'train',
    steps: 5,
    record: [0, 2, 5],
    lossSteps: [0, 2, 4],
    checkpoints: [3, 5],
    evaluationSamples: 7,
  })
  expect(ensemble.members).toHaveLength(1)
})

test('by default about a thousand losses and ten checkpoints are kept, and the last of both always', () => {
  const { ensemble } = parseSpec(spec, 's').task
  const kept = (steps: number) => scheduledTask(ensemble, { steps })
  const upTo = (count: number) => Array.from({ length: count }, (_, k) => k)
  expect(kept(10)).toMatchObject({ lossSteps: upTo(10), checkpoints: upTo(11).slice(1), record: [] })
  const { lossSteps, checkpoints = [] } = kept(123456)
  expect(lossSteps).toEqual([...upTo(1004).map((k) => 123 * k), 123455])
  expect(checkpoints).toEqual([
    ...upTo(10)
      .slice(1)
      .map((k) => 12346 * k),
    123456,
  ])
  expect(kept(0)).toMatchObject({ lossSteps: [], checkpoints: [0] })
  expect(() => kept(-1)).toThrow('invalid steps: -1; expected an integer ≥ 0')
})

test('stages are read, and what is wrong in them is named by line and column', async () => {
  const staged = `${spec}stages:
  - fromStep: 100
    set: { members: { data: { kind: independent, probability: 0.03 } } }
  - { fromStep: 200, set: { batchSize: 64 } }
`
  const task = await completeSpec(parseSpec(staged, 's'), noFiles)
  expect(task.stages).toEqual([
    { fromStep: 100, set: { members: { data: { kind: 'independent', probability: 0.03 } } } },
    { fromStep: 200, set: { batchSize: 64 } },
  ])
  expect(() => parseSpec(staged.replace('fromStep: 200', 'fromStep: 50'), 's')).toThrow(
    's:10:17: invalid stages[1].fromStep: 50; expected an integer > 100, as stages are ascending',
  )
  expect(() => parseSpec(staged.replace('0.03', '1.5'), 's')).toThrow(
    's:9:63: invalid stages[0].set.members.data.probability: 1.5; expected a number from 0 to 1',
  )
  expect(() => parseSpec(staged.replace('batchSize', 'batchsize'), 's')).toThrow(
    's:10:29: invalid stages[1].set.batchsize: an unknown field; expected batchSize',
  )
  expect(() => parseSpec(`${spec}stages: 5\n`, 's')).toThrow('s:7:9: invalid stages: 5; expected a list of stages')
})

test('without files beside it the ensemble is completed once', async () => {
  const parsed = parseSpec(spec, 's')
  expect(await completeSpec(parsed, noFiles)).toBe(parsed.task)
})

describe('what is wrong is named by line and column', () => {
  const cases: readonly [what: string, from: string | RegExp, to: string, message: string][] = [
    [
      'a wrong type',
      'featureCount: 5',
      'featureCount: five',
      'spec.yaml:1:24: invalid model.featureCount: "five"; expected an integer ≥ 1',
    ],
    [
      'a hidden size of 0',
      'hiddenSize: 2',
      'hiddenSize: 0',
      'spec.yaml:1:39: invalid model.hiddenSize: 0; expected an integer ≥ 1',
    ],
    [
      'a wrong type in a nested member',
      'activeCount: 1',
      'activeCount: [1]',
      'spec.yaml:5:41: invalid members[1].data.activeCount',
    ],
    [
      'a probability of 1.2',
      '0.1',
      '1.2',
      'spec.yaml:3:37: invalid members[0].data.probability: 1.2; expected a number from 0 to 1',
    ],
    ['a probability of NaN', '0.1', '.nan', 'spec.yaml:3:37: invalid members[0].data.probability: NaN'],
    ['a probability of 1e-12', '0.1', '1e-12', 'spec.yaml:3:37: invalid members[0].data.probability: 1e-12'],
    ['an unknown key', 'seed: 2', 'seed: 2\n    sede: 3', 'spec.yaml:5:5: invalid members[1].sede: an unknown field'],
    [
      'an unknown key at the top',
      'steps',
      'stesp',
      'spec.yaml:6:1: invalid stesp: an unknown field; expected one of model',
    ],
    ['missing steps', /steps.*/, '', 'spec.yaml:1:1: invalid steps: nothing; expected an integer from 0 to 4294967295'],
    ['steps that are text', '10000', 'many', 'spec.yaml:6:8: invalid steps: "many"'],
    ['a fraction of a step', '10000', '1.5', 'spec.yaml:6:8: invalid steps: 1.5'],
    [
      'losses every 0 steps',
      '10000',
      '1\nlossEvery: 0',
      'spec.yaml:7:12: invalid lossEvery: 0; expected an integer from 1',
    ],
    [
      'too many losses',
      '10000',
      '4000000000\nlossEvery: 10',
      'spec.yaml:7:12: invalid lossEvery: 10; expected at least 4000',
    ],
    [
      'records that do not ascend',
      '10000',
      '9\nrecord: [1, 1]',
      'spec.yaml:7:13: invalid record[1]: 1; expected ascending',
    ],
    [
      'records after the end',
      '10000',
      '9\nrecord: [10]',
      'spec.yaml:7:10: invalid record[0]: 10; expected ascending numbers from 0 to 9',
    ],
    [
      'a seed beyond 2⁵³',
      'seed: 2',
      'seed: 9007199254740993',
      'spec.yaml:4:11: invalid members[1].seed: 9007199254740992',
    ],
    [
      'too much memory',
      'featureCount: 5, hiddenSize: 2',
      'featureCount: 1000000, hiddenSize: 1000000',
      'bytes (memoryLimitInBytes)',
    ],
    ['a list for the whole', /^.*$/s, '- 1', 'spec.yaml:1:1: invalid file: not a mapping'],
    ['an empty file', /^.*$/s, '', 'spec.yaml:1:1: invalid file: not a mapping'],
  ]
  test.each(cases)('%s', (_, from, to, message) => {
    const parse = (): unknown => parseSpec(spec.replace(from, to), 'spec.yaml')
    expect(parse).toThrow(InvalidSpecError)
    expect(parse).toThrow(message)
  })

  test('everything at once', () => {
    const bad = spec.replace('hiddenSize: 2', 'hiddenSize: 0').replace('10000', '-1').replace('seed: 1', 'seed: x')
    expect(() => parseSpec(bad, 's')).toThrow(
      's:6:8: invalid steps: -1; expected an integer from 0 to 4294967295\n' +
        's:1:39: invalid model.hiddenSize: 0; expected an integer ≥ 1\n' +
        's:3:13: invalid members[0].seed: "x"; expected an integer',
    )
  })
})

describe('numbers in files beside the spec', () => {
  const samples = writeBatches([fromDense([1, 0, 0, 0.5], 2, 2)])
  const weights = writeSafetensors({
    W: { shape: [2, 1], values: new Float32Array([1, 2]) },
    b_final: { shape: [2], values: new Float32Array(2) },
  })
  const files = new Map<string, Uint8Array>([
    ['data/samples.safetensors', samples],
    ['start.safetensors', weights],
  ])
  const read = async (name: string): Promise<Uint8Array> => files.get(name) ?? noFiles(name)
  const text = async (): Promise<string> => `model: { featureCount: 2, hiddenSize: 1 }
batchSize: 2
shared:
  data: { kind: batches, file: data/samples.safetensors, sha256: ${await sha256(samples)} }
members:
  seed: 1
  initialization:
    kind: given
    file: start.safetensors
    sha256: ${await sha256(weights)}
steps: 3
`

  test('are named by the spec and put in their place, official names becoming ours', async () => {
    const parsed = parseSpec(await text(), 's')
    expect(parsed.files.map(({ file }) => file)).toEqual(['data/samples.safetensors', 'start.safetensors'])
    const { ensemble } = await completeSpec(parsed, read)
    expect(ensemble.members[0]!.data).toEqual({ kind: 'batches', batches: [fromDense([1, 0, 0, 0.5], 2, 2)] })
    expect(ensemble.members[0]!.initialization).toMatchObject({
      kind: 'given',
      parameters: { weights: { shape: [2, 1], values: new Float32Array([1, 2]) }, bias: { shape: [2] } },
    })
  })

  test('may be those of foreign programs: hidden axis first, and several members', async () => {
    const foreign = writeNpz({
      'model.W': { shape: [2, 1, 2], values: new Float32Array([1, 2, 3, 4]) },
      'model.b_final': { shape: [2, 2], values: new Float32Array(4) },
    })
    const spec = (await text())
      .replace('seed: 1', 'seed: 1\n  count: 2')
      .replaceAll(await sha256(weights), await sha256(foreign))
    const { ensemble } = await completeSpec(parseSpec(spec, 's'), async (name) =>
      name === 'start.safetensors' ? foreign : read(name),
    )
    const given = ensemble.members.map(({ initialization }) => initialization)
    expect(given).toMatchObject([
      { parameters: { weights: { shape: [2, 1], values: new Float32Array([1, 2]) } } },
      { parameters: { weights: { shape: [2, 1], values: new Float32Array([3, 4]) } } },
    ])
  })

  test('with another hash are refused at the place of the hash', async () => {
    const wrong = (await text()).replace(/sha256: [0-9a-f]{4}/, 'sha256: 0000')
    await expect(completeSpec(parseSpec(wrong, 's'), read)).rejects.toThrow(
      new RegExp(
        `^s:4:66: invalid shared\\.data\\.sha256: 0000.*; expected the SHA-256 of data/samples.safetensors as it is, ${await sha256(samples)}$`,
      ),
    )
  })

  test('that do not fit the ensemble are refused at the place of the reference', async () => {
    const wrong = (await text()).replace('batchSize: 2', 'batchSize: 3')
    await expect(completeSpec(parseSpec(wrong, 's'), read)).rejects.toThrow(
      's:4:9: invalid shared.data.batches[0].sampleCount: 2; expected 3, the batchSize',
    )
  })

  test('outside the folder, without a hash or with unknown fields are refused before anything is read', async () => {
    const wrong = (await text())
      .replace('data/samples.safetensors', '../samples.safetensors')
      .replace(/sha256: [0-9a-f]{64}\n/, 'sha: 1\n')
    expect(() => parseSpec(wrong, 's')).toThrow(
      /^s:4:32: invalid shared\.data\.file: "\.\.\/samples\.safetensors"; expected a file name inside this folder\n/,
    )
    expect(() => parseSpec(wrong, 's')).toThrow('s:10:5: invalid members.initialization.sha: an unknown field')
    expect(() => parseSpec(wrong, 's')).toThrow(
      's:8:5: invalid members.initialization.sha256: nothing; expected the SHA-256',
    )
  })
})
