import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { digon } from '../command-line.test-support.js'

const root = join(import.meta.dirname, '..', '..', '..', '..')
const run = join(root, 'packages', 'runs', 'fixtures', 'version-1', 'train')
const python = ['/usr/bin/python3', 'python3'].find((each) => spawnSync(each, ['-c', 'import numpy']).status === 0)

test.runIf(python !== undefined)(
  'the Python module reads the weights and checkpoints of a run as the command line does',
  async () => {
    const program = `
import json, sys
sys.path.insert(0, sys.argv[1])
from digon_run import read_run
run = read_run(sys.argv[2])
W = run["weights"]["W"]
steps = sorted(run["checkpoints"])
last = run["checkpoints"][steps[-1]]["parameters.weights"]
print(json.dumps({"norms": (W.astype(float) ** 2).sum(axis=2).tolist(), "steps": steps, "same": bool((last == W).all())}))
`
    const { stdout, stderr } = spawnSync(python!, ['-c', program, join(root, 'python'), run], { encoding: 'utf8' })
    expect(stderr).toBe('')
    const found = JSON.parse(stdout) as { norms: number[][]; steps: number[]; same: boolean }
    const { members } = JSON.parse((await digon(['analyze', run, '--json'])).out) as {
      members: { features: { norm: number }[] }[]
    }
    expect(found.steps).toEqual([0, 4, 6, 12])
    expect(found.same).toBe(true)
    for (const [member, { features }] of members.entries()) {
      for (const [i, { norm }] of features.entries()) expect(norm ** 2).toBeCloseTo(found.norms[member]![i]!, 12)
    }
  },
)
