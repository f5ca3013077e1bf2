/** The map of the first seed and the best of four models, trained as the front page trains them; written by `recorded.test.ts`. */
export const recorded = {
  /** `[cell]`: norm of the extra feature in tenths, one digit in base 11 each. */
  mapNorms:
    '000000000003aaaaaaaaaaaa000000000002aaaaaaaaaaaa000000000004aaaaaaaaaaaa000000000013aaaaaaaaaaaa00000000999aaaaaaaaaaaaa000000899aa3aaaaaaaaaaaa0000099aaaaaaaaaaaaaaaaa0008999aaaaaaaaaaaaaaaaa079999aaaaaaaaaaaaaaaaaa89999aaaaaa3aaaaaaaaaaaa8999aaaaaaaaaaaaaaaaaaaa999aaaaaaa3aaaaaaaaaaaaa9a9aaaaaaaaaaaaaaaaaaaaaa9aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa0aaaaaaaaaaaaaaaaaaaaa0aaaaaaaaaaaaaaaaaaaaaaa1aaaaaaaaaaaaaaaaaaaaa1a0aaaa0aaaaaaaaaaaaaaaaaaaa1aaaaaaaaaaaaaaaa0aaaaaaaaaaaaaaaaaaaaaaa',
  /** `[cell]`: superposition of the extra feature, as above. */
  mapSuperpositions:
    'aaaaaaaaaaa9000000000000aaaaaaaaaaaa000000000000aaaaaaaaaaaa200000000000aaaaaaaaaaaa870000000000aaaaaaaaaaaa198800000000aaaaaaaaaaaaaa9986000000aaaaaaaaaaaaa1a998750000aaaaaaaaaaaa2aaa99976000aaaaaaaaaaaaa1aaa9988760aaaaaaaaaaaaaaaaa9a98876aaaaaaaaaaaaa1aaaaa99987aaaaaaaaaaaaaaaaaa9a9998aaaaaaaaaaaaaaaaaaaaa999aaaaaaaaaaaa1aaaaaaaaa99aaaaaaaaaaaaaaaaaaaaaa99aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa1aaaaaaaaaa9aaaaaaaaaaaaaa0aaaaaaaaaaaaaaaaaaaaaaaaaa0aaaaaaaaaaaaaaaaaaa0aa0aaaaaaaaaaaaaaaaaaaa0aaaaaaaaaaaaaaaaaaaaaa2aaaaaaaaa9aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa1aaaa09aa',
  /** `[feature, hidden]` */
  weights: [0.9823, -0.5253, 0.767, 0.7952, -0.5394, 0.9477, -0.1923, -1.0638, -1.0472, -0.1925],
} as const
