/**
 * Laws that no plan has: drawn in JavaScript, sample by sample, and handed to engines as batches. STREAM.md, "Laws drawn on the host",
 * is the specification.
 */
import { compileLaw } from './compile-law.js'
import { copulaDrawer } from './draw-copula.js'
import { hierarchyDrawer } from './draw-hierarchy.js'
import { latentDrawer } from './draw-latent.js'
import { SampleDrawer } from './draw-sample.js'
import { valueAtPosition } from './drawn-values.js'
import type { Entries } from './entries.js'
import { EntrySort } from './entry-sort.js'
import { type FeatureLaw, hasPlan, type PlannedLaw } from './law.js'
import { checkInteger } from './out-of-range.js'
import type { Purpose } from './seed.js'
import { WordStream } from './word-stream.js'

/** Adds the entries of a sample, ascending. */
export type DrawSample = (step: number, sample: number) => void

/** A law draws from purposes of its own, so that its words are never those of another law: the purpose plus this times its number. */
const purposesOfLaw = 2 ** 24
const lawNumbers = { hierarchy: 1, copula: 2, latent: 3 } as const

/**
 * How the samples of a law are drawn, by a plan or without one.
 *
 * @param law checked.
 * @param drawnFor the purpose.
 * @throws {OutOfRangeError} when the law has no plan and the purpose is not below 2²⁴.
 */
export function drawerOf(
  law: FeatureLaw,
  featureCount: number,
  seed: number,
  drawnFor: Purpose,
  entries: Entries,
): DrawSample {
  if (hasPlan(law)) {
    const drawer = new SampleDrawer(compileLaw(law, featureCount), seed, drawnFor, entries)
    return (step, sample) => drawer.draw(step, sample)
  }
  const valueAt = valueAtPosition(law.values)
  if (law.kind === 'independent' || law.kind === 'exactly') {
    // Active features and positions are those of the unit values.
    const unit = drawerOf({ ...law, values: { kind: 'unit' } } as PlannedLaw, featureCount, seed, drawnFor, entries)
    return (step, sample) => {
      const start = entries.count
      unit(step, sample)
      for (let index = start; index < entries.count; index++) {
        entries.values[index] = valueAt(entries.values[index]! * 2 ** 24)
      }
    }
  }
  checkInteger(drawnFor, 'purpose', 0, purposesOfLaw)
  const words = new WordStream(seed, drawnFor + purposesOfLaw * lawNumbers[law.kind])
  const draw =
    law.kind === 'hierarchy'
      ? hierarchyDrawer(law)
      : law.kind === 'copula'
        ? copulaDrawer(law, featureCount)
        : latentDrawer(law)
  const sort = new EntrySort(featureCount)
  const activate = (feature: number, valueWord: number): void => entries.add(feature, valueAt(valueWord >>> 8))
  return (step, sample) => {
    const start = entries.count
    entries.reserve(featureCount)
    words.moveTo(step, sample)
    draw(words, activate)
    sort.sortFrom(entries, start)
  }
}
