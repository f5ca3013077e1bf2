/** Which colors of the figures the page takes, so that one color means one thing in both. */
import { importanceColors, seriesColors, seriesDashes } from '@digon/plot'

/** `[feature]`: importance, most to least, evenly over the five features. */
export const featureColors: readonly string[] = [7, 5, 3, 1, 0].map((index) => importanceColors[index]!)

/** `[restart]`: told apart by dash (as of SVG) as well as by color. */
export const restartStyles: readonly { readonly color: string; readonly dash: string }[] = [0, 1, 2, 6].map(
  (index, restart) => ({ color: seriesColors[index]!, dash: seriesDashes[restart]!.join(' ') }),
)
