/** A verdict in a cell of a table: one word after a sign that says the same. */
import { type Claim, type Verdict, verdictOf, verdictSigns } from '@digon/experiments'

const words: Readonly<Record<Verdict, string>> = {
  holds: 'yes',
  surprises: 'yes, although a departure was declared',
  departs: 'departs',
  undecided: 'not decided',
  fails: 'no',
}

/** For example `✓ yes`. */
export function verdictInWords(claim: Claim): string {
  const verdict = verdictOf(claim)
  return `${verdictSigns[verdict]} ${words[verdict]}`
}
