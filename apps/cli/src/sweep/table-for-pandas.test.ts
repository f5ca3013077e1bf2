import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { digon } from '../command-line.test-support.js'

/** The table of a sweep in pandas and numpy, as Debian has them, by the lines that the guide gives. */

const python = '/usr/bin/python3'
const hasPandas = spawnSync(python, ['-c', 'import pandas']).status === 0
if (!hasPandas && (process.env.DIGON_REQUIRE ?? '').split(',').includes('torch')) {
  throw new Error('python3 has no pandas; where torch is required, python3-pandas is, too')
}

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'digon-pandas-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

test.skipIf(!hasPandas)(
  'pandas reads the table as csv, numpy as npz: the same numbers',
  { timeout: 60_000 },
  async () => {
    writeFileSync(
      join(folder, 'plan.yaml'),
      `model: { featureCount: 3, hiddenSize: 2 }
member: { data: { probability: 0.3 } }
axes: { rate: { field: member.learningRate, values: [0.01, 0.1] } }
restarts: 3
seed: 1
batchSize: 4
steps: 5
evaluationSamples: 10
`,
    )
    const run = join(folder, 'run')
    expect(
      (await digon(['sweep', join(folder, 'plan.yaml'), '--out', run, '--jobs', '1', '--backend', 'reference'])).code,
    ).toBe(0)
    for (const to of ['csv', 'npz']) {
      expect((await digon(['export', run, '--to', to, '--out', join(folder, `table.${to}`)])).code).toBe(0)
    }
    const program = `
import numpy, pandas
table = pandas.read_csv("table.csv", float_precision="round_trip")
arrays = numpy.load("table.npz")
assert len(table) == 6, len(table)
assert table.status.tolist() == ["done"] * 6, table.status
assert table.groupby("rate").size().to_dict() == {0.01: 3, 0.1: 3}
assert (table.loss.to_numpy() == arrays["loss"]).all()
assert (table.seed.to_numpy() == arrays["seed"]).all()
`
    const { status, stderr } = spawnSync(python, ['-c', program], { cwd: folder, encoding: 'utf8' })
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  },
)
