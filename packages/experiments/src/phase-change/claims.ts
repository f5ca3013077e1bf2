/** All claims about phase changes: theory first, then what is trained. */
import type { Claim } from '../experiment.js'
import { bandClaim, diagramClaims } from './diagram-claims.js'
import type { PhaseChangeNumbers } from './numbers.js'
import { theoryClaims } from './theory-claims.js'

export function phaseChangeClaims(numbers: PhaseChangeNumbers): readonly Claim[] {
  return [...theoryClaims(numbers), ...numbers.diagrams.flatMap(diagramClaims), ...numbers.bands.map(bandClaim)]
}
