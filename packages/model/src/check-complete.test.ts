import { expect, test } from 'vitest'
import { checkComplete } from './check-complete.js'
import { defineEnsemble } from './define-ensemble.js'
import { autoencoderToOpen } from './engine/autoencoder-ensemble.js'
import type { Ensemble } from './ensemble.js'
import type { InitializationDescription } from './ensemble-description.js'
import { reference } from './reference.js'
import { train } from './train.js'

const initializations: readonly InitializationDescription[] = [
  { kind: 'xavier-normal' },
  { kind: 'normal', deviation: 0.1 },
  { kind: 'polygon', corners: 3 },
  {
    kind: 'given',
    parameters: { weights: { shape: [3, 2], values: [1, 2, 3, 4, 5, 6] }, bias: { shape: [3], values: [0, 0, 0] } },
  },
]
const autoencoders = defineEnsemble({
  model: { featureCount: 3, hiddenSize: 2 },
  members: initializations.map((initialization, seed) => ({ seed, data: { probability: 0.5 }, initialization })),
})
const custom = defineEnsemble({
  model: { kind: 'custom', name: 'mine', featureCount: 3, parameters: { W: [3, 2] } },
  members: { seed: 1, data: { probability: 0.5 }, initialization: { kind: 'normal', deviation: 0.1 } },
})

/** Paths to every field of the records of an ensemble; not into laws, importances and parameters, which are checked elsewhere. */
function fieldsOf(value: unknown, path: readonly (string | number)[] = []): (readonly (string | number)[])[] {
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return []
  return Object.entries(value).flatMap(([name, inner]) => {
    const here = [...path, Array.isArray(value) ? Number(name) : name]
    const own = Array.isArray(value) ? [] : [here]
    return ['data', 'importance', 'frozenFeatures', 'parameters'].includes(name)
      ? own
      : [...own, ...fieldsOf(inner, here)]
  })
}

function without(ensemble: Ensemble, path: readonly (string | number)[]): Ensemble {
  const copy = structuredClone(ensemble)
  const holder = path
    .slice(0, -1)
    .reduce<Record<string | number, unknown>>(
      (record, name) => record[name] as Record<string | number, unknown>,
      copy as unknown as Record<string | number, unknown>,
    )
  delete holder[path.at(-1)!]
  return copy
}

test.each([
  ['autoencoders', autoencoders],
  ['custom models', custom],
])('each field of an ensemble of %s is missed by its path', (_, ensemble) => {
  expect(() => checkComplete(ensemble)).not.toThrow()
  const paths = fieldsOf(ensemble)
  expect(paths.length).toBeGreaterThan(20)
  for (const path of paths) {
    const text = path
      .map((name) => (typeof name === 'number' ? `[${name}]` : `.${name}`))
      .join('')
      .slice(1)
    expect(() => checkComplete(without(ensemble, path)), text).toThrow(`invalid ${text}: nothing`)
  }
})

test('training and opening refuse an ensemble without warm-up steps, before any step is made', () => {
  const incomplete = without(autoencoders, ['optimizer', 'schedule', 'warmUpSteps'])
  const reason = 'invalid optimizer.schedule.warmUpSteps: nothing; expected an integer ≥ 0'
  expect(() => train(reference(), incomplete, { steps: 5 })).toThrow(reason)
  expect(() => autoencoderToOpen(reference(), incomplete, {})).toThrow(reason)
})
