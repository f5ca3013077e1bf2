/** Frames to go back to: bounded in number and bytes, evenly spread over the steps however long the training. */
import type { Frame } from '../training/frame.js'

export interface FrameRing {
  /** In the order in which they were made; steps never fall. */
  readonly frames: readonly Frame[]
  /** Steps at least between two of them. */
  readonly stride: number
}

export const emptyRing: FrameRing = { frames: [], stride: 1 }

const mostFrames = 400
const mostBytes = 32 * 2 ** 20

/**
 * With the frame; the same ring when it is too near to the last one. A changed model is always taken. Of a training that went back,
 * what came later goes.
 */
export function extendRing(whole: FrameRing, frame: Frame): FrameRing {
  const known = upTo(whole.frames, frame)
  const ring = known === whole.frames ? whole : { ...whole, frames: known }
  const last = ring.frames.at(-1)
  const isChanged = last !== undefined && frame.changeCount !== last.changeCount
  if (last !== undefined && !isChanged && frame.step - last.step < ring.stride) return ring
  const frames = [...ring.frames, frame]
  const most = Math.max(2, Math.min(mostFrames, Math.floor(mostBytes / bytesOf(frame))))
  if (frames.length <= most) return { frames, stride: ring.stride }
  const thinned = frames.filter((_, index) => index % 2 === 0)
  return { frames: thinned, stride: Math.max(ring.stride, Math.ceil(frame.step / thinned.length)) }
}

/** Points of a training before this one; all of them unless it went back. */
export function upTo<Point extends { readonly step: number }>(
  points: readonly Point[],
  { step }: { readonly step: number },
): readonly Point[] {
  const last = points.at(-1)
  return last === undefined || last.step <= step ? points : points.filter((point) => point.step < step)
}

function bytesOf({ weights, outputWeights, bias, hiddenBias }: Frame): number {
  return [weights, outputWeights, bias, hiddenBias].reduce((sum, values) => sum + (values?.byteLength ?? 0), 0)
}
