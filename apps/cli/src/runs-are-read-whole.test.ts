import { copyFileSync, cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { digon } from './command-line.test-support.js'

/** What a run says is said by its files, and no command reads one that is not the one that was written. */

let folder: string
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'digon-whole-'))
  for (const [name, seed] of [
    ['one', 1],
    ['two', 2],
  ] as const) {
    writeFileSync(
      join(folder, `${name}.yaml`),
      `model: { featureCount: 4, hiddenSize: 2 }\nmembers: { count: 2, seed: ${seed}, data: { probability: 0.5 } }\nsteps: 20\n`,
    )
    const made = ['train', join(folder, `${name}.yaml`), '--out', join(folder, name), '--backend', 'reference']
    expect((await digon(made)).code).toBe(0)
  }
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('a run with a file that is not its own is refused with file and hashes, and ends with 1', () => {
  const damages: readonly [what: string, damage: (run: string) => void][] = [
    [
      "another run's weights",
      (run) => copyFileSync(join(folder, 'two', 'weights.safetensors'), join(run, 'weights.safetensors')),
    ],
    [
      "another run's weights and the record that vouches for them",
      (run) => {
        for (const name of ['weights.safetensors', 'task.json'])
          copyFileSync(join(folder, 'two', name), join(run, name))
      },
    ],
  ]
  test.each(damages)('%s', async (_, damage) => {
    const run = join(folder, 'damaged')
    rmSync(run, { recursive: true, force: true })
    cpSync(join(folder, 'one'), run, { recursive: true })
    damage(run)
    for (const args of [
      ['analyze', run],
      ['analyze', run, '--json'],
      ['analyze', join(run, 'weights.safetensors')],
      ['plot', run, '--out', join(folder, 'figures')],
    ]) {
      const { code, out, error } = await digon(args)
      expect([args[0], code, out]).toEqual([args[0], 1, ''])
      expect(error).toMatch(
        /^error: .*damaged.*(weights\.safetensors|tasks|run\.json).*[0-9a-f]{64}; expected [0-9a-f]{64}/,
      )
    }
  })

  test('a file beside the run that is no part of it is read as it is', async () => {
    copyFileSync(join(folder, 'two', 'weights.safetensors'), join(folder, 'one', 'elsewhere.safetensors'))
    const { code, out } = await digon(['analyze', join(folder, 'one', 'elsewhere.safetensors'), '--json'])
    expect([code, out]).toEqual([0, (await digon(['analyze', join(folder, 'two'), '--json'])).out])
  })
})

test('a run in which members diverged says so every time, in what it prints, by its exit code and in its files', async () => {
  const spec = join(folder, 'diverges.yaml')
  writeFileSync(
    spec,
    'model: { featureCount: 5, hiddenSize: 2 }\noptimizer: { kind: sgd }\nshared: { data: { probability: 1 } }\n' +
      'members: [{ seed: 1, learningRate: 0.01 }, { seed: 2, learningRate: 1000 }]\nsteps: 50\n',
  )
  const run = join(folder, 'diverged')
  const train = () => digon(['train', spec, '--out', run, '--backend', 'reference', '--json'])
  const first = await train()
  const { diverged, losses } = JSON.parse(first.out) as {
    diverged: { member: number; step: number }[]
    losses: number[]
  }
  expect(first.code).toBe(1)
  expect(diverged.map(({ member }) => member)).toEqual([1])
  expect(losses.every(Number.isFinite)).toBe(true)
  const record = JSON.parse(readFileSync(join(run, 'task.json'), 'utf8')) as { diverged: unknown }
  expect(record.diverged).toEqual(diverged)
  for (const damage of [
    () => {},
    () => rmSync(join(run, 'weights.safetensors')),
    () => rmSync(join(run, 'task.json')),
  ]) {
    damage()
    const again = await train()
    expect([again.code, JSON.parse(again.out)]).toMatchObject([1, { diverged, losses }])
    expect(again.error).toContain(`member 1 diverged at step ${diverged[0]!.step}`)
  }
  expect((await digon(['analyze', run])).error).toContain(`member 1 diverged at step ${diverged[0]!.step}`)
})

test('a run in which no step was made has no losses, and a run with no step left to make has those of its files', async () => {
  const spec = join(folder, 'no-steps.yaml')
  const model =
    'model: { featureCount: 4, hiddenSize: 2 }\nmembers: { count: 2, seed: 1, data: { probability: 0.5 } }\n'
  writeFileSync(spec, `${model}steps: 0\n`)
  const none = ['train', spec, '--out', join(folder, 'none'), '--backend', 'reference']
  for (let time = 0; time < 2; time++) {
    expect(JSON.parse((await digon([...none, '--json'])).out)).toMatchObject({ losses: [null, null], diverged: [] })
    expect((await digon(none)).out).toMatch(/^ *0 +– /m)
  }
  const again = ['train', join(folder, 'two.yaml'), '--out', join(folder, 'two'), '--backend', 'reference', '--json']
  const { losses } = JSON.parse((await digon(again)).out) as { losses: number[] }
  expect(losses.every(Number.isFinite)).toBe(true)
  for (const name of ['weights.safetensors', 'task.json']) {
    rmSync(join(folder, 'two', name))
    expect(JSON.parse((await digon(again)).out)).toMatchObject({ losses, diverged: [] })
  }
})

test('figures are drawn into the run unless a folder is named, and the run stays whole and recognized', async () => {
  const run = join(folder, 'one')
  const { code, out } = await digon(['plot', run, '--figure', 'loss', '--format', 'vl.json', '--json'])
  expect([code, JSON.parse(out)]).toEqual([0, [join(run, 'figures', 'loss.vl.json')]])
  const check = JSON.parse((await digon(['check', run, '--json'])).out) as { whole: boolean; unlisted: string[] }
  expect(check).toMatchObject({ whole: true, unlisted: expect.arrayContaining(['figures/loss.vl.json']) })
  const again = ['train', join(folder, 'one.yaml'), '--out', run, '--backend', 'reference', '--json']
  expect(JSON.parse((await digon(again)).out)).toMatchObject({ found: 'finished' })
})

test('weights that were kept of a step are those of their run too, and say only what was so by then', async () => {
  const spec = join(folder, 'kept.yaml')
  writeFileSync(
    spec,
    'model: { featureCount: 5, hiddenSize: 2 }\noptimizer: { kind: sgd }\nshared: { data: { probability: 1 } }\n' +
      'members: [{ seed: 1, learningRate: 0.01 }, { seed: 2, learningRate: 1000 }]\nsteps: 50\ncheckpointEvery: 1\n',
  )
  const run = join(folder, 'kept')
  expect((await digon(['train', spec, '--out', run, '--backend', 'reference'])).code).toBe(1)
  const [before, after] = await Promise.all(
    [1, 50].map((step) => digon(['analyze', join(run, 'checkpoints', `${step}.safetensors`)])),
  )
  expect([before!.code, before!.error]).toEqual([0, ''])
  expect(after!.error).toContain('member 1 diverged at step')
  copyFileSync(join(run, 'checkpoints', '50.safetensors'), join(run, 'checkpoints', '1.safetensors'))
  const swapped = await digon(['analyze', join(run, 'checkpoints', '1.safetensors')])
  expect([swapped.code, swapped.error]).toEqual([1, expect.stringContaining('is damaged')])
})
