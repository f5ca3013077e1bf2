import { expect, test } from 'vitest'
import { InvalidReplayError } from './invalid-replay-error.js'
import { parseReplay } from './replay-format.js'

type Json = Record<string, unknown>

interface SmallReplay {
  readonly format: string
  readonly producedBy: string
  readonly cases: readonly Json[]
}

const member = ['members', 0]
const at = 'members[0]'
const caseFields = 'name, model, target, optimizer, batchSize, steps, members'

/** One member, two features, one dimension, two steps of two samples. */
function smallReplay(): SmallReplay {
  const member = {
    importance: [1, 0.5],
    learningRate: 0.01,
    weightDecay: 0,
    hiddenL1: 0,
    initial: { weights: [0.25, -0.1], bias: [0, 0.125] },
    batches: [
      [0.5, 0, 0, 0],
      [0, 0.25, 1, 0.75],
    ],
    expected: {
      losses: [0.5, 0.25],
      firstGradients: { weights: [0.1, 0.2], bias: [0.3, 0.4] },
      final: { weights: [0.2, 0.1], bias: [0.1, 0.2] },
    },
  }
  const model = { featureCount: 2, hiddenSize: 1 }
  const optimizer = { kind: 'sgd' }
  const small = { name: 'small', model, target: 'identity', optimizer, batchSize: 2, steps: 2, members: [member] }
  return { format: 'digon-replay/1', producedBy: 'a test', cases: [small] }
}

test('a case becomes an ensemble of given parameters and fixed batches, and what was recorded for it', () => {
  const { cases } = parseReplay(JSON.parse(JSON.stringify(smallReplay())))
  const { name, ensemble, steps, expected } = cases[0]!
  expect({ name, steps }).toEqual({ name: 'small', steps: 2 })
  const { data, initialization, importance } = ensemble.members[0]!
  if (data.kind !== 'batches' || initialization.kind !== 'given') throw new Error('neither fixed nor given')
  expect(data.batches[0]).toEqual({
    sampleCount: 2,
    featureCount: 2,
    offsets: new Uint32Array([0, 1, 1]),
    features: new Uint32Array([0]),
    values: new Float32Array([0.5]),
  })
  expect(initialization.parameters.weights).toEqual({ shape: [2, 1], values: new Float64Array([0.25, -0.1]) })
  expect([...importance]).toEqual([1, 0.5])
  expect(expected[0]!.final.bias).toEqual({ shape: [2], values: new Float64Array([0.1, 0.2]) })
  expect([...expected[0]!.losses]).toEqual([0.5, 0.25])
})

/** What is done to the file, and the case, the path and the expectation that the error must name. */
const refused: readonly (readonly [string, (json: SmallReplay) => unknown, string, string, string])[] = [
  ['no object', () => [], '', 'value', 'an object'],
  ['another format', (json) => ({ ...json, format: 'digon-replay/2' }), '', 'format', '"digon-replay/1"'],
  ['no format', ({ cases }) => ({ cases }), '', 'format', '"digon-replay/1"'],
  ['no cases', (json) => ({ ...json, cases: [] }), '', 'cases', 'a list, not empty'],
  ['a case without a name', edit([], 'name', undefined), '#0', 'name', 'a text'],
  ['no steps', edit([], 'steps', 0), 'small', 'steps', 'an integer ≥ 1'],
  ['an unknown field', edit([], 'seed', 1), 'small', 'seed', `one of ${caseFields}`],
  ['a wrong model', edit(['model'], 'hiddenSize', 0), 'small', 'model.hiddenSize', 'an integer ≥ 1'],
  [
    'a wrong optimizer',
    edit(['optimizer'], 'beta1', 1),
    'small',
    'optimizer.beta1',
    'a number from 0 to 1, 1 excluded',
  ],
  [
    'too few weights',
    edit([...member, 'initial'], 'weights', [1]),
    'small',
    `${at}.initial.weights`,
    'a list of 2 numbers',
  ],
  [
    'parameters that the model has not',
    edit([...member, 'expected', 'final'], 'hiddenBias', [1]),
    'small',
    `${at}.expected.final.hiddenBias`,
    'one of weights, bias',
  ],
  ['a text', edit([...member, 'expected', 'losses'], 1, '2'), 'small', `${at}.expected.losses[1]`, 'a number'],
  ['no learning rate', edit(member, 'learningRate', null), 'small', `${at}.learningRate`, 'a number'],
  ['a batch missing', edit(member, 'batches', [[0, 0, 0, 0]]), 'small', `${at}.batches`, 'a list of 2, one per step'],
  ['float64 samples', edit([...member, 'batches', 1], 2, 0.1), 'small', `${at}.batches[1][2]`, 'a float32 number'],
  ['a negative weight', edit(member, 'importance', [1, -1]), 'small', `${at}.importance[1]`, 'a finite number ≥ 0'],
]

test.each(refused)(
  'a file with %s is refused, naming the case and the field',
  (_, change, caseName, path, expected) => {
    const json: unknown = JSON.parse(JSON.stringify(change(smallReplay())))
    const error = thrownBy(() => parseReplay(json))
    if (!(error instanceof InvalidReplayError)) throw error
    expect({ caseName: error.caseName, path: error.path, expected: error.expected }).toEqual({
      caseName,
      path,
      expected,
    })
    expect(error.message).toBe(
      `invalid replay${caseName && `, case ${caseName}`}: ${path}: ${error.found}; expected ${expected}`,
    )
  },
)

function thrownBy(work: () => unknown): unknown {
  try {
    work()
  } catch (error) {
    return error
  }
  return new Error('nothing was thrown')
}

/** A change of one field of the only case; the path leads to the object or list that holds it. */
function edit(path: readonly (string | number)[], field: string | number, value: unknown) {
  return (json: SmallReplay): unknown => {
    const holder = path.reduce<unknown>((object, part) => (object as Json)[part], json.cases[0])
    ;(holder as Json)[field] = value
    return json
  }
}
