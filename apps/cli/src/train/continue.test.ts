import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { digon } from '../command-line.test-support.js'

/** Settings on the command line, runs that go on from others, and losses on fresh samples afterwards. */

let folder: string
let spec: string
const at = (name: string) => join(folder, name)
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'digon-continue-'))
  spec = at('spec.yaml')
  writeFileSync(
    spec,
    'model: { featureCount: 4, hiddenSize: 2 }\nshared: { data: { probability: 0.3 } }\nmembers: { count: 2, seed: 1 }\nbatchSize: 32\nsteps: 40\n',
  )
  expect((await train(spec, '--out', at('parent'))).code).toBe(0)
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const train = (...args: string[]) => digon(['train', '--backend', 'reference', ...args])
const run = (name: string) => JSON.parse(readFileSync(at(`${name}/run.json`), 'utf8'))

test('a setting on the command line is what the spec would say', async () => {
  const written = at('written.yaml')
  writeFileSync(written, readFileSync(spec, 'utf8').replace('0.3', '0.1').replace('steps: 40', 'steps: 10'))
  await train(written, '--out', at('written'))
  await train(spec, '--set', 'shared.data.probability=0.1', '--set', 'steps=10', '--out', at('set'))
  expect(run('set').id).toBe(run('written').id)
  const wrong = await train(spec, '--set', 'shared.data.probability=1.5', '--out', at('never'))
  expect([wrong.code, wrong.error]).toEqual([2, expect.stringMatching(/spec\.yaml:2:\d+: .*1\.5/)])
  expect((await train(spec, '--set', 'steps', '--out', at('never'))).code).toBe(2)
  expect((await train(spec, '--set', 'steps.now=1', '--out', at('never'))).error).toContain(
    'steps is 40, which has no fields',
  )
})

test('a run goes on from another one with more steps and changed settings, and names it', async () => {
  const { code, error } = await train(
    '--from',
    at('parent'),
    '--set',
    'steps=60',
    '--set',
    'members.learningRate=0.01',
    '--out',
    at('fork'),
  )
  expect(code, error).toBe(0)
  expect(error).toContain('step 40')
  expect(run('fork').spec.parent).toEqual({ id: run('parent').id, step: 40 })
  expect(run('fork').spec.task.stages).toEqual([{ fromStep: 40, set: { members: { learningRate: 0.01 } } }])
})

test.each([
  [['--from', 'PARENT'], /the total number of steps/],
  [['--from', 'PARENT', '--set', 'steps=40'], /expected an integer above 40/],
  [['--from', 'PARENT', '--set', 'steps=many'], /invalid steps: "many"/],
  [['--from', 'PARENT', '--set', 'steps=60', '--set', 'members.seed=3'], /seed/],
  [
    ['--from', 'PARENT', '--set', 'steps=60', '--backend', 'wasm'],
    /can only be continued on the backend that trained it/,
  ],
  [['--from', 'PARENT', 'SPEC'], /not both/],
  [[], /expected a spec file, or a run with --from/],
])('%j is refused', async (args, message) => {
  const { code, error } = await train(
    ...args.map((text) => text.replace('PARENT', at('parent')).replace('SPEC', spec)),
    '--out',
    at('never'),
  )
  expect([code, error]).toEqual([2, expect.stringMatching(message)])
})

test('evaluate measures the final models on fresh samples, as the same spec with evaluationSamples does', async () => {
  await train(spec, '--set', 'evaluationSamples=3000', '--out', at('measured'))
  const { code, out } = await digon(['evaluate', at('parent'), '--samples', '3000', '--backend', 'reference', '--json'])
  expect(code).toBe(0)
  const { members, samples } = JSON.parse(out) as { samples: number; members: { loss: number; errors: number[] }[] }
  const { readSafetensors } = await import('@digon/formats')
  const { tensors } = readSafetensors(readFileSync(at('measured/evaluation.safetensors')), 'evaluation.safetensors')
  expect(samples).toBe(3000)
  // The weights of a file are float32, those that were trained here were not.
  for (const [i, loss] of [...tensors.losses!.values].entries()) expect(members[i]!.loss).toBeCloseTo(Number(loss), 7)
  expect(members[0]!.errors.length).toBe(4)
  expect((await digon(['evaluate', at('parent'), '--samples', '0'])).code).toBe(2)
})
