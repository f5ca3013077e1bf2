// Lists of live outputs: places and slopes that are not 0, compressed out of vectors of four without a branch on each lane.

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

/** A bit for each lane that is not 0; NaN is not 0. */
// @ts-ignore: decorator
@inline
export function liveMask(slopes: v128): i32 {
  return i32x4.bitmask(f32x4.ne(slopes, f32x4.splat(0)))
}

/** Writes places and slopes of the lanes in the mask behind each other; both targets need room for four. */
// @ts-ignore: decorator
@inline
export function storeLive(mask: i32, slopes: v128, places: v128, slopesAt: usize, placesAt: usize): void {
  const front = v128.load(order + (<usize>mask << 4))
  v128.store(slopesAt, i8x16.swizzle(slopes, front))
  v128.store(placesAt, i8x16.swizzle(places, front))
}
