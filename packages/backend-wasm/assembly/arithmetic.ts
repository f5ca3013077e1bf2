// The one place where products are added: a fused operation in the relaxed build, else two roundings, so that the plain
// build gives the same bits everywhere. With it, small things of the same kind.

/** sum + a · b in each lane. */
@inline
export function multiplyAdd(sum: v128, a: v128, b: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return f32x4.relaxed_madd(a, b, sum)
  return f32x4.add(sum, f32x4.mul(a, b))
}

/** The sum of the four lanes: pairs first. */
@inline
export function sumLanes(vector: v128): f32 {
  const pairs = f32x4.add(vector, i64x2.shuffle(vector, vector, 1, 0))
  return f32x4.extract_lane(pairs, 0) + f32x4.extract_lane(pairs, 1)
}

/** The sum of the four lanes in float64. */
@inline
export function sumLanesWide(vector: v128): f64 {
  const low = f64x2.promote_low_f32x4(vector)
  const high = f64x2.promote_low_f32x4(i64x2.shuffle(vector, vector, 1, 0))
  const pair = f64x2.add(low, high)
  return f64x2.extract_lane(pair, 0) + f64x2.extract_lane(pair, 1)
}

/** The sum of four counts. */
@inline
export function sumCounts(counts: v128): i32 {
  const pairs = i32x4.add(counts, i64x2.shuffle(counts, counts, 1, 0))
  return i32x4.extract_lane(pairs, 0) + i32x4.extract_lane(pairs, 1)
}

/** Sets this many floats (a multiple of 4) to 0. */
export function clear(target: usize, floatCount: i32): void {
  memory.fill(target, 0, <usize>floatCount << 2)
}
