import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { checkRun } from '@digon/runs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type BundledProgram, bundleProgram } from '../bundled-program.test-support.js'
import { resultsOf } from './results-of.test-support.js'

/** The emitted array in a real Slurm of one node, where Debian's slurmctld, slurmd and slurm-client are installed. */

const programs = ['slurmctld', 'slurmd', 'sbatch', 'scancel', 'sinfo']
const hasSlurm = process.getuid?.() === 0 && programs.every((name) => spawnSync(name, ['-V']).error === undefined)
if (!hasSlurm && (process.env.DIGON_REQUIRE ?? '').split(',').includes('slurm')) {
  throw new Error('slurm is required, and not installed, or this is not root')
}

const plan = `
model: { featureCount: 2, hiddenSize: 1 }
axes:
  density: { field: member.data.probability, from: 0.1, to: 1, count: 4 }
  batch: { field: batchSize, values: [120, 128] }
seed: 3
steps: 60000
evaluationSamples: 100
`

/** A job that was put back starts again after `cred_expire` seconds; 5 is the least that Slurm takes. */
const configuration = (folder: string) => `
ClusterName=digon
SlurmctldHost=${host}(127.0.0.1)
AuthType=auth/none
AuthInfo=cred_expire=5
CredType=cred/none
SlurmUser=root
StateSaveLocation=${folder}/state
SlurmdSpoolDir=${folder}/spool
SlurmctldPidFile=${folder}/slurmctld.pid
SlurmdPidFile=${folder}/slurmd.pid
SlurmctldPort=16817
SlurmdPort=16818
SlurmctldLogFile=${folder}/slurmctld.log
SlurmdLogFile=${folder}/slurmd.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
MpiDefault=none
ReturnToService=2
SlurmdParameters=config_overrides
NodeName=${host} NodeAddr=127.0.0.1 CPUs=4 State=UNKNOWN
PartitionName=all Nodes=ALL Default=YES MaxTime=INFINITE State=UP
`

const host = hostname().split('.')[0]!
let folder: string
let program: BundledProgram
let env: NodeJS.ProcessEnv
const servers: ChildProcess[] = []

beforeAll(async () => {
  if (!hasSlurm) return
  folder = mkdtempSync(join(tmpdir(), 'digon-slurm-array-'))
  program = await bundleProgram()
  for (const name of ['state', 'spool', 'bin']) mkdirSync(join(folder, name))
  writeFileSync(join(folder, 'slurm.conf'), configuration(folder))
  writeFileSync(join(folder, 'plan.yaml'), plan)
  writeFileSync(join(folder, 'bin', 'digon'), `#!/bin/bash\nexec ${process.execPath} ${program.path} "$@"\n`)
  chmodSync(join(folder, 'bin', 'digon'), 0o755)
  env = { ...process.env, SLURM_CONF: join(folder, 'slurm.conf'), PATH: `${folder}/bin:${process.env.PATH}` }
  servers.push(spawn('slurmctld', ['-D'], { env, stdio: 'ignore' }))
  servers.push(spawn('slurmd', ['-D', '-N', host], { env, stdio: 'ignore' }))
  await until(() => spawnSync('sinfo', ['-h', '-o', '%t'], { env, encoding: 'utf8' }).stdout.trim() === 'idle')
}, 120_000)
afterAll(async () => {
  if (!hasSlurm) return
  spawnSync('scancel', ['--user', 'root'], { env })
  for (const server of servers) {
    const ended = new Promise((resolve) => server.once('exit', resolve))
    server.kill()
    await ended
  }
  rmSync(folder, { recursive: true, force: true })
  await program.remove()
})

/** Looks twice a second. */
async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 500))
}

const digon = (...args: readonly string[]) => execFileSync('digon', args, { cwd: folder, env, encoding: 'utf8' })

test.skipIf(!hasSlurm)(
  'Slurm trains a sweep as an array; a job that it stops is put back, goes on, and the results are those of one process',
  { timeout: 300_000 },
  async () => {
    digon('sweep', 'plan.yaml', '--out', 'whole', '--jobs', '2', '--backend', 'wasm')
    const job = ['--out', join(folder, 'run'), '--jobs', '1', '--backend', 'wasm', '--checkpoint-seconds', '0.1']
    const script = digon('sweep', join(folder, 'plan.yaml'), ...job, '--emit', 'slurm', '--shards', '2')
    writeFileSync(join(folder, 'sweep.sbatch'), script)
    execFileSync('sbatch', ['--test-only', 'sweep.sbatch'], { cwd: folder, env, stdio: 'ignore' })
    const id = execFileSync('sbatch', ['--parsable', 'sweep.sbatch'], { cwd: folder, env, encoding: 'utf8' }).trim()
    const outputOf = (shard: number) => readFileSync(join(folder, `slurm-${id}_${shard}.out`), 'utf8')
    const task = join(folder, 'run', 'tasks', '00000')
    await until(() => existsSync(task) && readdirSync(task).some((name) => name.startsWith('.task.lease')))
    execFileSync('scancel', ['--signal=TERM', '--batch', `${id}_1`], { env })
    await until(() => (outputOf(1) + outputOf(2)).includes('Table:'))
    expect(outputOf(1)).toContain('stopping; what is trained stays')
    expect(resultsOf(join(folder, 'run'))).toEqual(resultsOf(join(folder, 'whole')))
    expect((await checkRun(join(folder, 'run'))).whole).toBe(true)
  },
)
