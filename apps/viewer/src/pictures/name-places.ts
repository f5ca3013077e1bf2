/** Where names of vectors stand: beyond their tips, and never on one another, also where vectors are short or lie side by side. */
import type { Projection } from './projection.js'

/** Shares of the reach: from the tip to the name, from the origin to it at least, and between two names at least. */
const beyond = 0.13
const nearest = 0.16
const apart = 0.115

/** Names stay within this share of the reach, so that the frame does not cut them. */
const edge = 0.94

const rounds = 60

/** `[feature]`, in units of the weights. Follows the vectors steadily, so that names do not jump from step to step. */
export function namePlaces(points: Projection['points'], reach: number): { readonly x: number; readonly y: number }[] {
  const places = points.map(({ x, y }, feature) => {
    const length = Math.hypot(x, y)
    // A vector of length 0 has no direction: each gets one of its own.
    const angle = length === 0 ? feature * goldenAngle : Math.atan2(y, x)
    const distance = Math.max(length + beyond * reach, nearest * reach)
    return { x: distance * Math.cos(angle), y: distance * Math.sin(angle) }
  })
  const gap = apart * reach
  for (let round = 0; round < rounds; round++) {
    let isClear = true
    for (const [i, a] of places.entries()) {
      for (const [j, b] of places.entries()) {
        if (j <= i) continue
        const between = Math.hypot(b.x - a.x, b.y - a.y)
        if (between >= gap) continue
        isClear = false
        const angle = between === 0 ? (i + j) * goldenAngle : Math.atan2(b.y - a.y, b.x - a.x)
        // A little more than needed, so that it comes to rest.
        const move = (gap - between) / 2 + gap / 50
        a.x -= move * Math.cos(angle)
        a.y -= move * Math.sin(angle)
        b.x += move * Math.cos(angle)
        b.y += move * Math.sin(angle)
      }
    }
    for (const place of places) {
      place.x = Math.min(edge * reach, Math.max(-edge * reach, place.x))
      place.y = Math.min(edge * reach, Math.max(-edge * reach, place.y))
    }
    if (isClear) break
  }
  return places
}

const goldenAngle = Math.PI * (3 - Math.sqrt(5))
