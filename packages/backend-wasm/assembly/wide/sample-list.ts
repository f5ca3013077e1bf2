// Lists of the samples in which a feature's output is live, or in which it is active: indices and numbers that are not 0,
// compressed out of a row of panels without a branch on each lane.

/** [mask, 16] bytes: how to bring the lanes whose bit is set to the front. */
const order: usize = memory.data(256, 16)

/** Must run once before the first list. */
export function prepareOrder(): void {
  for (let mask: usize = 0; mask < 16; mask++) {
    let front = order + (mask << 4)
    for (let lane = 0; lane < 4; lane++) {
      if (!((mask >> lane) & 1)) continue
      for (let byte = 0; byte < 4; byte++) store<u8>(front++, <u8>(lane * 4 + byte))
    }
  }
}

/** Lists the samples of a row, whose panels are `panelSize` bytes apart; says how many. */
export function listSamples(row: usize, panelSize: usize, panelCount: i32, indices: usize, numbers: usize): i32 {
  const step = i32x4.splat(4)
  let length: usize = 0
  let samples = i32x4(0, 1, 2, 3)
  for (let panel = 0; panel < panelCount; panel++) {
    length = append(v128.load(row), samples, numbers, indices, length)
    samples = i32x4.add(samples, step)
    length = append(v128.load(row, 16), samples, numbers, indices, length)
    samples = i32x4.add(samples, step)
    row += panelSize
  }
  return <i32>(length >> 2)
}

/** Writes the lanes that are not 0 (NaN is not 0) behind the list; both targets need room for four. */
@inline
function append(lanes: v128, samples: v128, numbers: usize, indices: usize, length: usize): usize {
  const mask = i32x4.bitmask(f32x4.ne(lanes, f32x4.splat(0)))
  const front = v128.load(order + (<usize>mask << 4))
  v128.store(numbers + length, i8x16.swizzle(lanes, front))
  v128.store(indices + length, i8x16.swizzle(samples, front))
  return length + (<usize>popcnt(mask) << 2)
}
