/** Scores of dictionaries on true features as a table. */
import type { DirectionScores, SampleScores } from '@digon/dictionaries'
import { formatNumber, textTable } from '../text-table.js'

/** A line of scores, and what the line is called. */
export interface ScoredLine {
  readonly name: string
  readonly scores: DirectionScores & Partial<SampleScores>
}

export function dictionaryScores(lines: readonly ScoredLine[]): string {
  const hasSamples = lines.some(({ scores }) => scores.activePerSample !== undefined)
  const number = (value: number | undefined): string => (value === undefined ? '' : formatNumber(value))
  const titles = [
    ...['dictionary', 'MCC', 'MMCS', 'uniqueness', 'recovered', 'merged', 'split'],
    ...(hasSamples ? ['F1', 'L0', 'true L0', 'dead', 'explained variance'] : []),
  ]
  const rows = lines.map(({ name, scores }) => [
    name,
    number(scores.meanMatchedCosine),
    number(scores.meanMaxCosine),
    number(scores.uniqueness),
    `${scores.recovered} of ${scores.cosines.length}`,
    String(scores.merged),
    String(scores.split),
    ...(hasSamples
      ? [
          scores.meanF1,
          scores.activePerSample,
          scores.activeFeatures,
          scores.deadLatents,
          scores.explainedVariance,
        ].map(number)
      : []),
  ])
  return textTable(
    titles.map((title, index) => ({ title, align: index === 0 ? 'left' : 'right' })),
    rows,
  )
}

/** Of the pairs that were asked for, a line each; empty without pairs. */
export function pairScores(lines: readonly ScoredLine[]): string {
  const shown = (value: number | null): string => (value === null ? 'none' : formatNumber(value))
  const rows = lines.flatMap(({ name, scores }) =>
    (scores.pairs ?? []).map(({ parent, child, absorptionGap, hedgingDegrees }) => [
      ...[name, String(parent), String(child), shown(absorptionGap), shown(hedgingDegrees)],
    ]),
  )
  if (rows.length === 0) return ''
  return textTable(
    ['dictionary', 'parent', 'child', 'absorption gap', 'hedging in degrees'].map((title, index) => ({
      title,
      align: index === 0 ? 'left' : 'right',
    })),
    rows,
  )
}
