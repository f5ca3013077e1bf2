/** The pre-activation at which a batch has spent its budget of active latents, without sorting. */

const bins = 1 << 16

/**
 * The `count`-th largest of the positive numbers, 0 where there are not so many. Positive float32 numbers are in the order of
 * their bits: first the upper half of the bits is counted, then the lower half of those that share the upper one.
 *
 * @param room 2¹⁶ numbers, overwritten.
 */
export function countThreshold(values: Float32Array, count: number, room: Uint32Array): number {
  const words = new Uint32Array(values.buffer, values.byteOffset, values.length)
  room.fill(0)
  for (let k = 0; k < words.length; k++) if (words[k]! < 0x80000000 && words[k]! > 0) room[words[k]! >>> 16]!++
  const upper = binOf(room, count)
  if (upper === undefined) return 0
  room.fill(0)
  for (let k = 0; k < words.length; k++) if (words[k]! >>> 16 === upper.bin) room[words[k]! & 0xffff]!++
  // In bin 0, the word 0 itself is no positive number; it is never reached, for the positive ones suffice.
  const lower = binOf(room, upper.rest)!
  return new Float32Array(Uint32Array.of((upper.bin << 16) | lower.bin).buffer)[0]!
}

/** The bin of the count-th largest, and its rank there. */
function binOf(counts: Uint32Array, count: number): { bin: number; rest: number } | undefined {
  let rest = count
  for (let bin = bins - 1; bin >= 0; bin--) {
    const here = counts[bin]!
    if (here > 0 && rest <= here) return { bin, rest }
    rest -= here
  }
  return undefined
}
