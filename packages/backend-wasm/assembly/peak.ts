// What the processor could do at best: independent chains of a multiplication and an addition that never leave the registers.
// The bench compares the kernels with it; nothing trains here.

/** Chains run side by side: enough to hide the latency of both operations, few enough for sixteen registers. */
export const chains: i32 = 12

/** Makes `rounds` multiply-adds in each of four lanes of every chain; the sum keeps them from being optimized away. */
export function multiplyAddLoop(rounds: i32): f32 {
  const factor = f32x4.splat(0.999999)
  const term = f32x4.splat(0.000001)
  let chain0 = f32x4.splat(1)
  let chain1 = f32x4.splat(2)
  let chain2 = f32x4.splat(3)
  let chain3 = f32x4.splat(4)
  let chain4 = f32x4.splat(5)
  let chain5 = f32x4.splat(6)
  let chain6 = f32x4.splat(7)
  let chain7 = f32x4.splat(8)
  let chain8 = f32x4.splat(9)
  let chain9 = f32x4.splat(10)
  let chain10 = f32x4.splat(11)
  let chain11 = f32x4.splat(12)
  for (let round = 0; round < rounds; round++) {
    chain0 = f32x4.add(f32x4.mul(chain0, factor), term)
    chain1 = f32x4.add(f32x4.mul(chain1, factor), term)
    chain2 = f32x4.add(f32x4.mul(chain2, factor), term)
    chain3 = f32x4.add(f32x4.mul(chain3, factor), term)
    chain4 = f32x4.add(f32x4.mul(chain4, factor), term)
    chain5 = f32x4.add(f32x4.mul(chain5, factor), term)
    chain6 = f32x4.add(f32x4.mul(chain6, factor), term)
    chain7 = f32x4.add(f32x4.mul(chain7, factor), term)
    chain8 = f32x4.add(f32x4.mul(chain8, factor), term)
    chain9 = f32x4.add(f32x4.mul(chain9, factor), term)
    chain10 = f32x4.add(f32x4.mul(chain10, factor), term)
    chain11 = f32x4.add(f32x4.mul(chain11, factor), term)
  }
  let sum = f32x4.add(chain0, chain1)
  sum = f32x4.add(sum, chain2)
  sum = f32x4.add(sum, chain3)
  sum = f32x4.add(sum, chain4)
  sum = f32x4.add(sum, chain5)
  sum = f32x4.add(sum, chain6)
  sum = f32x4.add(sum, chain7)
  sum = f32x4.add(sum, chain8)
  sum = f32x4.add(sum, chain9)
  sum = f32x4.add(sum, chain10)
  sum = f32x4.add(sum, chain11)
  return f32x4.extract_lane(sum, 0) + f32x4.extract_lane(sum, 1) + f32x4.extract_lane(sum, 2) + f32x4.extract_lane(sum, 3)
}
