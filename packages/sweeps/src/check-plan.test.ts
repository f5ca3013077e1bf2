import { expect, test } from 'vitest'
import { planProblems } from './check-plan.js'
import { planFrom, smallPlan } from './plan.test-support.js'

const problemsOf = (text: string) =>
  planProblems(planFrom(`seed: 1\n${text}`)).map(
    ({ path, found, expected }) => `${path.join('.')}: ${found}; ${expected}`,
  )
const model = 'model: { featureCount: 3, hiddenSize: 1 }'

test('a plan whose cells can all be trained has no problem', () => {
  expect(planProblems(smallPlan)).toEqual([])
})

test.each([
  [`${model}\nsteps: 5`, /^member\.data: nothing; expected|^member\.data: nothing; a feature law/],
  [`${model}\nsteps: 5\nmember: { data: { probability: 1 } }\nlossSteps: [0, 5]`, /^lossSteps: 5; steps from 0 to 4$/],
  [
    `${model}\nsteps: 5\nmember: { data: { probability: 1 } }\naxes:\n  steps: [3, 9]\nlossSteps: [9]`,
    /^lossSteps: 9; steps from 0 to 8$/,
  ],
  [`${model}\nsteps: -1\nmember: { data: { probability: 1 } }`, /^steps: -1; an integer/],
  [
    `${model}\nsteps: 5\nmember: { data: { probability: 1 }, learningrate: 1 }`,
    /^member\.learningrate: an unknown field; learningRate/,
  ],
  [
    `${model}\nsteps: 5\nmember: { data: { probability: 1 }, seed: 3 }`,
    /^member\.seed: a field of the plan; seed and restarts/,
  ],
  [
    `${model}\nsteps: 5\naxes:\n  p: { field: member.data.probability, values: [0.5, 1.5] }`,
    /^axes\.p: 1\.5; a number from 0 to 1/,
  ],
  [
    `${model}\nsteps: 5\naxes:\n  p: { field: member.data.probabilty, values: [0.5] }`,
    /^axes\.p: an unknown field; kind, probability/,
  ],
  [
    `${model}\nsteps: 5\naxes:\n  s: { field: member.seed, values: [1, 2] }`,
    /^axes\.s: the field member\.seed; a field of member; for several seeds/,
  ],
  [`${model}\nsteps: 5\naxes:\n  s: { field: mdel.hiddenSize, values: [1, 2] }`, /an unknown field; model$/],
  [
    `${model}\nsteps: 5\naxes:\n  loss: { field: model.hiddenSize, values: [1, 2] }`,
    /^axes\.loss: the name loss; another name/,
  ],
  [
    `${model}\nsteps: 5\nmember: { data: { probability: 1 }, importance: [1, 1, 1] }\naxes:\n  i: { field: member.importance.3, values: [1] }`,
    /^axes\.i: member\.importance is a list of 3/,
  ],
  [
    `${model}\nsteps: 5\nmember: { data: { probability: 1 }, importance: 1 }\naxes:\n  i: { field: member.importance.2, values: [1] }`,
    /^axes\.i: member\.importance is 1, which has no fields/,
  ],
  [
    `${model}\nsteps: 5\nmember: { data: { probability: 1 }, importance: [1, 1, 1] }\naxes:\n  n: { field: model.featureCount, values: [3, 4] }`,
    /^member\.importance: .*4, one for every feature/,
  ],
])('%s is refused where it is wrong', (text, message) => {
  const found = problemsOf(text)
  expect(found.length).toBeGreaterThan(0)
  expect(found.join('\n')).toMatch(message)
})
