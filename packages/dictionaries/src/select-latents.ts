/** Which latents a rule activates, from their pre-activations. The same for the reference, the trainer and trained dictionaries. */
import type { LatentRule } from './dictionary.js'

type Numbers = Float32Array | Float64Array

/**
 * `[sample, latent]`, 1 where a latent is active.
 *
 * @param z pre-activations `[sample, latent]`.
 * @param thresholds `[latent]`, for jump-relu.
 */
export function selectLatents(rule: LatentRule, z: Numbers, latentCount: number, thresholds?: Numbers): Uint8Array {
  const active = new Uint8Array(z.length)
  if (rule.kind === 'top-k') {
    for (let start = 0; start < z.length; start += latentCount) {
      selectLargest(z, start, start + latentCount, rule.activeCount, active)
    }
  } else if (rule.kind === 'batch-top-k') {
    selectLargest(z, 0, z.length, Math.floor(rule.activeCount * (z.length / latentCount)), active)
  } else {
    for (let k = 0; k < z.length; k++) active[k] = z[k]! > (thresholds?.[k % latentCount] ?? 0) ? 1 : 0
  }
  return active
}

/** Marks the `count` largest positive numbers from `start` up to `end`, fewer where there are not so many; of equal ones the first. */
export function selectLargest(z: Numbers, start: number, end: number, count: number, active: Uint8Array): void {
  const positive = z.slice(start, end).filter((value) => value > 0)
  const least = positive.length <= count ? 0 : positive.sort()[positive.length - count]!
  let equals = count
  for (let k = start; k < end; k++) if (z[k]! > least) equals--
  for (let k = start; k < end; k++) {
    if (z[k]! > least) active[k] = 1
    else if (least > 0 && z[k] === least && equals-- > 0) active[k] = 1
  }
}
