import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { writeNpz } from '@digon/formats'
import { afterAll, expect, test } from 'vitest'
import { digon } from '../command-line.test-support.js'

const folder = mkdtempSync(join(tmpdir(), 'digon-evaluate-'))
afterAll(() => rmSync(folder, { recursive: true }))
const at = (name: string, content: string | Uint8Array = '') => {
  const path = join(folder, name)
  if (content.length > 0) writeFileSync(path, content)
  return path
}
const settings = ['--samples', '2000', '--backend', 'reference', '--json']
/** Sums of 2,000 samples in float64 round in the 14th digit. */
const near = (losses: readonly number[]) => losses.map((loss) => expect.closeTo(loss, 12) as number)
const lossesOf = (out: string): number[] =>
  (JSON.parse(out) as { members: { loss: number }[] }).members.map(({ loss }) => loss)

// Both features are always 0.5: every loss has a closed form.
const halves = at('halves.yaml', 'featureCount: 2\nprobability: 1\nvalues: { kind: constant, value: 0.5 }\n')
const file = at(
  'two.npz',
  writeNpz({
    // Nothing is stored; and feature 0 alone is.
    W: { shape: [2, 2, 1], values: new Float32Array([0, 0, 1, 0]) },
    b_final: { shape: [2, 2], values: new Float32Array([0, 0, 0, -1]) },
  }),
)

test('the losses of a weights file are those that a law of constant values gives by hand', async () => {
  const { code, out } = await digon(['evaluate', file, '--data', halves, ...settings])
  expect(code).toBe(0)
  expect(lossesOf(out)).toEqual(near([0.25, 0.125]))
  expect(JSON.parse(out)).toMatchObject({ reading: expect.stringContaining('2 features × 1 dimension') })
})

test('importances weigh the features, one by one or by the powers of a base', async () => {
  const list = await digon(['evaluate', file, '--data', halves, '--importance', '1,0.5', ...settings])
  expect(lossesOf(list.out)).toEqual(near([0.1875, 0.0625]))
  const base = await digon(['evaluate', file, '--data', halves, '--importance', 'base=0.5', ...settings])
  expect(lossesOf(base.out)).toEqual(lossesOf(list.out))
  const wrong = await digon(['evaluate', file, '--data', halves, '--importance', '1,0.5,2', ...settings])
  expect([wrong.code, wrong.error]).toEqual([2, expect.stringContaining('importance')])
})

test('output activation and target are as they are asked for', async () => {
  const linear = await digon(['evaluate', file, '--data', halves, '--output-activation', 'identity', ...settings])
  // Member 1 outputs −1 for feature 1: (0 + 1.5²) / 2.
  expect(lossesOf(linear.out)).toEqual(near([0.25, 1.125]))
  const signed = at('signed.yaml', 'featureCount: 2\nprobability: 1\nvalues: { kind: constant, value: -0.5 }\n')
  const absolute = await digon(['evaluate', file, '--data', signed, '--target', 'absolute', ...settings])
  expect(lossesOf(absolute.out)).toEqual(near([0.25, 0.25]))
})

test("the weights of a run, with the run's own law, have the loss of the run", async () => {
  const data = 'probability: 0.3'
  const spec = `model: { featureCount: 4, hiddenSize: 2 }\nshared: { data: { ${data} }, importance: { base: 0.8 } }\nmembers: { seed: 0 }\nsteps: 20\n`
  await digon(['train', at('spec.yaml', spec), '--out', at('run'), '--backend', 'reference'])
  const ofRun = await digon(['evaluate', at('run'), ...settings])
  const law = at('law.yaml', `featureCount: 4\n${data}\n`)
  const weights = join(folder, 'run', 'weights.safetensors')
  const ofFile = await digon(['evaluate', weights, '--data', law, '--importance', 'base=0.8', ...settings])
  expect(lossesOf(ofFile.out)).toEqual(lossesOf(ofRun.out))
})

test('a weights file without a law is refused, as is a law for other features, and options of files for a run', async () => {
  const bare = await digon(['evaluate', file])
  expect([bare.code, bare.error]).toEqual([2, expect.stringContaining('no feature law; name one with --data LAW')])
  const other = at('other.yaml', 'featureCount: 3\nprobability: 1\n')
  const mismatch = await digon(['evaluate', file, '--data', other])
  expect([mismatch.code, mismatch.error]).toEqual([2, expect.stringContaining('is for 3 features; expected 2')])
  const loose = await digon(['evaluate', folder, '--importance', '1'])
  expect([loose.code, loose.error]).toEqual([2, expect.stringContaining('--importance applies only to a weights file')])
})
