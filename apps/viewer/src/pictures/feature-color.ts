/** The color of a feature by its importance: names of the style's shades, which are those of the figures, and lighter ones in the dark. */

/** Shades of importance, 0 for the least, in `pictures.css`. */
const shadeCount = 8

/** `[feature]`: a color for `stroke` and `fill`. Equal importances, equal colors. */
export function featureColors(importances: readonly number[]): readonly string[] {
  const most = Math.max(...importances)
  const least = Math.min(...importances)
  return importances.map((importance) => {
    const place = most === least ? 1 : (importance - least) / (most - least)
    return `var(--importance-${Math.round(place * (shadeCount - 1))})`
  })
}
