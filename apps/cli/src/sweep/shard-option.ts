import { InvalidArgumentError } from '@commander-js/extra-typings'
import type { Shard } from '@digon/sweeps'
import { UsageError } from '../exit-code.js'

/** `--shard`: which tasks of a sweep this process takes, written down or told by the cluster's own variables. */

/** As it was written; `auto` needs the environment. */
export type ShardOption = Shard | { readonly auto: true; readonly count: number | undefined }

/** `2/10`, `auto` or `auto/10`. */
export function shardOption(text: string): ShardOption {
  const [, index, count] = /^(\d{1,9}|auto)(?:\/(\d{1,9}))?$/.exec(text.trim()) ?? []
  const total = count === undefined ? undefined : Number(count)
  if (index === 'auto' && total !== 0) return { auto: true, count: total }
  const shard = { index: Number(index), count: total ?? 0 }
  if (shard.index >= 1 && shard.index <= shard.count) return shard
  throw new InvalidArgumentError('expected I/K with 1 ≤ I ≤ K, auto or auto/K')
}

/**
 * The shard of this process. `auto` reads SLURM_ARRAY_TASK_ID, with SLURM_ARRAY_TASK_MIN (default 1) and SLURM_ARRAY_TASK_COUNT, or
 * Kubernetes' JOB_COMPLETION_INDEX (from 0); a count that was written wins.
 *
 * @throws {UsageError} when the environment does not say.
 */
export function resolveShard(option: ShardOption, environment: Readonly<Record<string, string | undefined>>): Shard {
  if (!('auto' in option)) return option
  const read = (name: string): number | undefined => {
    const text = environment[name]
    if (text === undefined || text === '') return undefined
    if (/^\d{1,9}$/.test(text)) return Number(text)
    throw new UsageError(`invalid ${name}: ${text}; expected an integer ≥ 0`)
  }
  const slurm = read('SLURM_ARRAY_TASK_ID')
  const index = slurm === undefined ? read('JOB_COMPLETION_INDEX') : slurm - (read('SLURM_ARRAY_TASK_MIN') ?? 1)
  if (index === undefined) {
    throw new UsageError('--shard auto needs SLURM_ARRAY_TASK_ID or JOB_COMPLETION_INDEX; write --shard I/K elsewhere')
  }
  const count = option.count ?? (slurm === undefined ? undefined : read('SLURM_ARRAY_TASK_COUNT'))
  if (count === undefined)
    throw new UsageError('--shard auto does not know how many shards there are; write --shard auto/K')
  if (index >= 0 && index < count) return { index: index + 1, count }
  throw new UsageError(`--shard auto/${count}: this is shard ${index + 1}, beyond the last one`)
}
