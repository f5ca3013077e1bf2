import { execFileSync } from 'node:child_process'
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseSweepPlan, readYaml } from '@digon/formats'
import { Job } from 'kubernetes-models/batch/v1'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { kubernetesJob, shardCount, slurmScript } from './job-files.js'
import { resolveShard, shardOption } from './shard-option.js'

const options = { plan: '/work/plan.yaml', out: '/runs/a plan', jobs: 4, further: [] }
const planOf = (steps: number, count: number) =>
  parseSweepPlan(
    `model: { featureCount: 20, hiddenSize: 5 }\nseed: 1\nsteps: ${steps}\naxes:\n  p: { field: member.data.probability, from: 0.01, to: 1, count: ${count} }`,
    'plan.yaml',
  ).plan

describe('shards', () => {
  test('are of about ten minutes, at most a thousand, and never more than tasks', () => {
    expect(shardCount(planOf(10, 10), { jobs: 4 })).toBe(1)
    expect(shardCount(planOf(10_000_000, 2000), { jobs: 1 })).toBe(1000)
    expect(shardCount(planOf(1_000_000, 3), { jobs: 1 })).toBeLessThanOrEqual(3)
    expect(() => shardCount(planOf(10, 10), { jobs: 1, shards: 2 })).toThrow(/invalid --shards: 2; expected at most 1/)
  })

  test('are told by the cluster: Slurm counts from its least index, Kubernetes from 0', () => {
    const auto = shardOption('auto/4')
    expect(resolveShard(auto, { SLURM_ARRAY_TASK_ID: '4', SLURM_ARRAY_TASK_MIN: '1' })).toEqual({ index: 4, count: 4 })
    expect(resolveShard(auto, { SLURM_ARRAY_TASK_ID: '0', SLURM_ARRAY_TASK_MIN: '0' })).toEqual({ index: 1, count: 4 })
    expect(resolveShard(auto, { JOB_COMPLETION_INDEX: '0' })).toEqual({ index: 1, count: 4 })
    const counted = { SLURM_ARRAY_TASK_ID: '3', SLURM_ARRAY_TASK_MIN: '1', SLURM_ARRAY_TASK_COUNT: '7' }
    expect(resolveShard(shardOption('auto'), counted)).toEqual({ index: 3, count: 7 })
    expect(resolveShard(shardOption('2/3'), counted)).toEqual({ index: 2, count: 3 })
  })

  test('that nobody knows, or that are none, are refused', () => {
    expect(() => resolveShard(shardOption('auto/4'), {})).toThrow(/needs SLURM_ARRAY_TASK_ID or JOB_COMPLETION_INDEX/)
    expect(() => resolveShard(shardOption('auto'), { JOB_COMPLETION_INDEX: '0' })).toThrow(/write --shard auto\/K/)
    expect(() => resolveShard(shardOption('auto/4'), { JOB_COMPLETION_INDEX: '4' })).toThrow(/shard 5, beyond the last/)
    expect(() => resolveShard(shardOption('auto/4'), { JOB_COMPLETION_INDEX: 'x' })).toThrow(
      /invalid JOB_COMPLETION_INDEX/,
    )
    for (const text of ['0/4', '5/4', '4', 'auto/0', '1/', 'all/4', '-1/4'])
      expect(() => shardOption(text)).toThrow(/expected I\/K/)
  })
})

test('the Kubernetes file is one by the published schema', () => {
  const { value } = readYaml(kubernetesJob(7, options), 'job.yaml')
  const validate = (job: unknown) => new Job(job as ConstructorParameters<typeof Job>[0]).validate()
  expect(() => validate(value)).not.toThrow()
  const wrong = structuredClone(value) as {
    spec: { completions: unknown; podFailurePolicy: { rules: { action: string }[] } }
  }
  wrong.spec.completions = 'seven'
  expect(() => validate(wrong)).toThrow(/completions/)
  wrong.spec.completions = 7
  wrong.spec.podFailurePolicy.rules[0]!.action = 'Forget'
  expect(() => validate(wrong)).toThrow(/action/)
})

test('the Kubernetes file is an indexed job with a limit per index, and its policy follows the exit codes', () => {
  const job = readYaml(kubernetesJob(7, options), 'job.yaml').value as {
    spec: Record<string, unknown> & {
      podFailurePolicy: { rules: unknown[] }
      template: { spec: { containers: { args: string[] }[]; restartPolicy: string } }
    }
  }
  expect(job).toMatchObject({
    apiVersion: 'batch/v1',
    kind: 'Job',
    spec: { completionMode: 'Indexed', completions: 7, backoffLimitPerIndex: 6 },
  })
  expect(job.spec.podFailurePolicy.rules).toEqual([
    { action: 'Ignore', onPodConditions: [{ type: 'DisruptionTarget', status: 'True' }] },
    { action: 'FailIndex', onExitCodes: { containerName: 'sweep', operator: 'In', values: [1, 2] } },
  ])
  // podFailurePolicy is refused with any other policy.
  expect(job.spec.template.spec.restartPolicy).toBe('Never')
  expect(job.spec.template.spec.containers[0]!.args).toEqual([
    'sweep',
    '/work/plan.yaml',
    '--out',
    '/runs/a plan',
    '--shard',
    'auto/7',
    '--jobs',
    '4',
  ])
})

describe('the Slurm script', () => {
  let folder: string
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'digon-slurm-'))
    writeFileSync(join(folder, 'sweep.sbatch'), slurmScript(7, options))
    // Says what it was asked, and ends as it is told.
    program(
      'digon',
      'trap "exit 75" TERM; printf "%s|" "$@" > digon.args; [ -n "$SLEEP" ] && { sleep 30 & wait; }; exit "$CODE"',
    )
    program('scontrol', 'echo "$@" > scontrol.args')
  })
  afterAll(() => rmSync(folder, { recursive: true }))

  function program(name: string, text: string): void {
    writeFileSync(join(folder, name), `#!/bin/bash\n${text}\n`)
    chmodSync(join(folder, name), 0o755)
  }
  function run(environment: Readonly<Record<string, string>>, command = 'bash sweep.sbatch'): number {
    const env = {
      PATH: `${folder}:${process.env.PATH}`,
      SLURM_ARRAY_JOB_ID: '12',
      SLURM_ARRAY_TASK_ID: '3',
      ...environment,
    }
    try {
      execFileSync('bash', ['-c', command], { cwd: folder, env, stdio: 'ignore' })
      return 0
    } catch (error) {
      return (error as { status: number }).status
    }
  }
  const written = (name: string) => readFileSync(join(folder, name), 'utf8')

  test('asks for an array, and to be put back on preemption', () => {
    const script = slurmScript(7, options)
    for (const line of ['--array=1-7', '--requeue', '--cpus-per-task=4', '--signal=B:TERM@60']) {
      expect(script).toContain(`#SBATCH ${line}\n`)
    }
  })

  test.each([0, 1, 2])('ends with %d as the sweep does, and is not put back', (code) => {
    rmSync(join(folder, 'scontrol.args'), { force: true })
    expect(run({ CODE: String(code) })).toBe(code)
    expect(written('digon.args')).toBe('sweep|/work/plan.yaml|--out|/runs/a plan|--shard|auto/7|--jobs|4|')
    expect(() => written('scontrol.args')).toThrow(/ENOENT/)
  })

  test('is put back into the queue after 75, and after SIGTERM, which it hands on', () => {
    expect(run({ CODE: '75' })).toBe(75)
    expect(written('scontrol.args')).toBe('requeue 12_3\n')
    rmSync(join(folder, 'scontrol.args'))
    expect(
      run(
        { CODE: '0', SLEEP: 'yes' },
        'rm digon.args; bash sweep.sbatch & job=$!; until [ -s digon.args ]; do sleep 0.05; done; kill -TERM $job; wait $job',
      ),
    ).toBe(75)
    expect(written('scontrol.args')).toBe('requeue 12_3\n')
  })
})
