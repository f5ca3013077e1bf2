/** A fingerprint of a session: the same only when step, parameters and moments have the same bits. */
import type { Session } from '@digon/model'

/** FNV-1a over the words of all tensors. */
export async function hashOf(session: Session): Promise<string> {
  const { parameters, firstMoments, secondMoments, step } = await session.snapshot()
  let hash = 0x811c9dc5 ^ step
  for (const tensors of [parameters, firstMoments, secondMoments]) {
    for (const { values } of Object.values(tensors)) {
      for (const word of new Uint32Array((values as Float32Array).buffer))
        hash = Math.imul(hash ^ word, 0x01000193) >>> 0
    }
  }
  return hash.toString(16).padStart(8, '0')
}
