import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { digon } from '../command-line.test-support.js'

const python = ['/usr/bin/python3', 'python3'].find((each) => spawnSync(each, ['-c', 'import torch']).status === 0)
const isRequired = (process.env.DIGON_REQUIRE ?? '').split(',').includes('torch')
const folder = mkdtempSync(join(tmpdir(), 'digon-export-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const at = (name: string): string => join(folder, name)

const specs: Readonly<Record<string, string>> = {
  tied: `model: { featureCount: 5, hiddenSize: 2 }
shared: { data: { probability: 0.2 }, importance: { base: 0.9 }, learningRate: 0.01 }
members: { count: 2, seed: 1 }
batchSize: 64
steps: 50
`,
  neurons: `model: { featureCount: 4, hiddenSize: 6, tied: false, hiddenActivation: relu, outputActivation: gelu, hiddenBias: true }
target: absolute
optimizer: { kind: adam, beta2: 0.99 }
shared: { data: { probability: 0.5, values: { kind: signed } }, hiddenL1: 0.001, weightDecay: 0.02 }
members: { seed: 2 }
batchSize: 64
steps: 50
`,
}
beforeAll(async () => {
  for (const [name, spec] of Object.entries(specs)) {
    writeFileSync(at(`${name}.yaml`), spec)
    await digon(['train', at(`${name}.yaml`), '--out', at(name), '--backend', 'reference'])
  }
})

interface Analyzed {
  readonly members: readonly {
    readonly features: readonly Readonly<Record<'norm' | 'bias' | 'encoderNorm' | 'decoderNorm', number>>[]
  }[]
}
/** Of an untied model, the rest depends on the hidden activation, of which these files do not tell. */
const ofArrays = ['bias', 'encoderNorm', 'decoderNorm'] as const
const analyze = async (path: string): Promise<Analyzed> =>
  JSON.parse((await digon(['analyze', path, '--json'])).out) as Analyzed

test.each(['torch', 'npz'] as const)('weights exported to %s are analyzed as the run itself', async (to) => {
  for (const name of Object.keys(specs)) {
    const out = at(`${name}-again.${to}`)
    const { code } = await digon(['export', at(name), '--to', to, '--out', out])
    expect(code).toBe(0)
    const [own, again] = [await analyze(at(name)), await analyze(out)]
    const featuresOf = ({ members }: Analyzed) =>
      members.map(({ features }) =>
        name === 'tied' ? features : features.map((feature) => ofArrays.map((field) => feature[field])),
      )
    expect(featuresOf(again)).toEqual(featuresOf(own))
    expect(featuresOf(own).flat(3)).not.toContain(undefined)
  }
})

test('csv has a row for each member and feature', async () => {
  await digon(['export', at('neurons'), '--to', 'csv', '--out', at('weights.csv')])
  const lines = readFileSync(at('weights.csv'), 'utf8').trim().split('\r\n')
  expect(lines[0]).toBe('member,feature,bias,w_0,w_1,w_2,w_3,w_4,w_5,v_0,v_1,v_2,v_3,v_4,v_5')
  expect(lines).toHaveLength(5)
  expect(lines[1]!.split(',').map(Number).every(Number.isFinite)).toBe(true)
})

test.runIf(python !== undefined || isRequired).each(Object.keys(specs))(
  'PyTorch computes the same losses from exported %s weights, and the same weights ten steps later',
  async (name) => {
    await digon(['export', at(name), '--to', 'torch', '--out', at(`${name}.pt`)])
    const { stdout, stderr, status } = spawnSync(python ?? 'python3', [at(`${name}-check.py`)], { encoding: 'utf8' })
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    expect(stdout).toMatch(/agrees\n$/)
  },
)

test.runIf(python !== undefined || isRequired)('weights that PyTorch changed and saved come back', async () => {
  await digon(['export', at('tied'), '--to', 'torch', '--out', at('before.pt')])
  const program =
    'import torch, sys; p = torch.load(sys.argv[1]); p["W"] = (p["W"] * 2).transpose(1, 2).contiguous(); torch.save(p, sys.argv[2])'
  expect(spawnSync(python ?? 'python3', ['-c', program, at('before.pt'), at('after.pt')]).status).toBe(0)
  const [before, after] = [await analyze(at('before.pt')), await analyze(at('after.pt'))]
  for (const [member, { features }] of before.members.entries()) {
    for (const [i, { norm }] of features.entries()) {
      expect(after.members[member]!.features[i]!.norm).toBeCloseTo(2 * norm, 12)
    }
  }
})
