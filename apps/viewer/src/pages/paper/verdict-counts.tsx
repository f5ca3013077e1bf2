/** What became of all claims, in one line: each verdict with its sign, its color and its words, so that none passes for another. */
import { verdictSigns } from '@digon/experiments/verdict'
import type { JSX } from 'preact'
import type { VerdictCount } from './claim-in-words.js'
import './verdicts.css'

export function VerdictCounts({ counts }: { counts: readonly VerdictCount[] }): JSX.Element {
  return (
    <p class="verdict-counts">
      {counts.map(({ verdict, text }) => (
        <span key={verdict} class={`verdict verdict-${verdict}`}>
          <span aria-hidden="true">{verdictSigns[verdict]}</span> {text}
          <span class="visually-hidden">. </span>
        </span>
      ))}
    </p>
  )
}
