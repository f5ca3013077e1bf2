import type { SweepPlan } from '@digon/formats'
import { expandPlan } from '@digon/sweeps'
import { UsageError } from '../exit-code.js'

/** `digon sweep PLAN --emit slurm|kubernetes`: a job file that trains a plan in shards on a cluster. Nothing is trained here. */

export interface JobOptions {
  /** Folder of the sweep as the jobs see it: one that all of them share. */
  readonly out: string
  /** Of the plan, as the jobs see it. */
  readonly plan: string
  /** Shards; default so that each takes about ten minutes. */
  readonly shards?: number | undefined
  /** Cores of each. */
  readonly jobs: number
  /** Further arguments of every `digon sweep`. */
  readonly further: readonly string[]
}

/** Array sizes are often limited to this. */
const mostShards = 1000
const shardMicroseconds = 600e6

/** How many shards a plan should have; no more than it has tasks. */
export function shardCount(plan: SweepPlan, { shards, jobs }: Pick<JobOptions, 'shards' | 'jobs'>): number {
  const { tasks } = expandPlan(plan)
  if (shards !== undefined) {
    if (shards <= Math.min(mostShards, tasks.length)) return shards
    throw new UsageError(
      `invalid --shards: ${shards}; expected at most ${Math.min(mostShards, tasks.length)}, as the plan has ${tasks.length} tasks and arrays ${mostShards} jobs`,
    )
  }
  const microseconds = tasks.reduce((sum, { cells, cost }) => sum + cells.length * cost.microseconds, 0)
  return Math.max(1, Math.min(mostShards, tasks.length, Math.ceil(microseconds / jobs / shardMicroseconds)))
}

/**
 * A batch script for an array of jobs. Slurm sends SIGTERM on preemption and before the time limit (`--signal`): the job keeps a
 * checkpoint, ends with 75, and asks to be put back into the queue.
 */
export function slurmScript(count: number, { plan, out, jobs, further }: JobOptions): string {
  return `#!/bin/bash
#SBATCH --job-name=digon-sweep
#SBATCH --array=1-${count}
#SBATCH --ntasks=1
#SBATCH --cpus-per-task=${jobs}
#SBATCH --time=01:00:00
#SBATCH --requeue
#SBATCH --open-mode=append
#SBATCH --signal=B:TERM@60

# One shard of a sweep. Submit with: sbatch THIS-FILE
# Exit codes: 0 complete, 1 models failed or diverged, 2 wrong usage, 75 incomplete but can continue.
sweep=
told=
trap 'told=yes; kill -TERM $sweep' TERM
digon sweep ${quoted(plan)} --out ${quoted(out)} --shard auto/${count} --jobs ${[jobs, ...further.map(quoted)].join(' ')} &
sweep=$!
wait "$sweep"; code=$?
# A wait that a signal ended says nothing about the sweep.
if [ -n "$told" ]; then wait "$sweep"; code=$?; fi
if [ "$code" -eq 75 ] && [ "\${SLURM_RESTART_COUNT:-0}" -lt 20 ]; then
  scontrol requeue "\${SLURM_ARRAY_JOB_ID}_\${SLURM_ARRAY_TASK_ID}"
fi
exit "$code"
`
}

/**
 * An indexed job. Each index is tried up to six times; exit codes 1 and 2 would come again, so that they fail the index at once, and
 * disruptions (a drained or preempted node) do not count. Needs Kubernetes 1.33, or 1.29 with backoffLimitPerIndex switched on.
 */
export function kubernetesJob(count: number, { plan, out, jobs, further }: JobOptions): string {
  const args = ['sweep', plan, '--out', out, '--shard', `auto/${count}`, '--jobs', String(jobs), ...further]
  return `apiVersion: batch/v1
kind: Job
metadata:
  name: digon-sweep
spec:
  completionMode: Indexed
  completions: ${count}
  parallelism: ${Math.min(count, 50)}
  backoffLimitPerIndex: 6
  maxFailedIndexes: ${count}
  podFailurePolicy:
    rules:
      - action: Ignore
        onPodConditions:
          - type: DisruptionTarget
            status: "True"
      - action: FailIndex
        onExitCodes:
          containerName: sweep
          operator: In
          values: [1, 2]
  template:
    spec:
      restartPolicy: Never
      terminationGracePeriodSeconds: 60
      containers:
        - name: sweep
          # An image with Node and \`npm install --global digon\`, and the plan at its path.
          image: REPLACE-WITH-YOUR-IMAGE
          command: ["digon"]
          args: [${args.map((text) => JSON.stringify(text)).join(', ')}]
          resources:
            requests: { cpu: "${jobs}", memory: 1Gi }
          volumeMounts:
            - { name: runs, mountPath: /runs }
      volumes:
        - name: runs
          persistentVolumeClaim: { claimName: REPLACE-WITH-YOUR-SHARED-CLAIM }
`
}

function quoted(text: string): string {
  return /^[\w./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`
}
