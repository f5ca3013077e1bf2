/** The claims of an experiment: the recorded verdict, and the one of the run in this page beside it. */
import type { Claim } from '@digon/experiments'
import { marginInWords, verdictOf, verdictSigns } from '@digon/experiments/verdict'
import type { JSX } from 'preact'
import { kindWords, valueInWords, verdictWords } from './claim-in-words.js'

export interface ClaimsListProps {
  /** What was recorded; undefined where nothing was. */
  readonly recorded: readonly Claim[] | undefined
  /** What was judged in this page; undefined while nothing was. */
  readonly here: readonly Claim[] | undefined
}

export function ClaimsList({ recorded, here }: ClaimsListProps): JSX.Element {
  const shown = here ?? recorded ?? []
  return (
    <ol class="claims">
      {shown.map((claim) => (
        <ClaimItem
          key={claim.id}
          claim={claim}
          recorded={recorded?.find(({ id }) => id === claim.id)}
          here={here && claim}
        />
      ))}
    </ol>
  )
}

interface ClaimItemProps {
  readonly claim: Claim
  readonly recorded: Claim | undefined
  readonly here: Claim | undefined
}

function ClaimItem({ claim, recorded, here }: ClaimItemProps): JSX.Element {
  const { id, statement, kind, expected, measures, source, control, nearMisses = [], explanation, tolerance } = claim
  const judged = [...(recorded ? [['recorded', recorded] as const] : []), ...(here ? [['here', here] as const] : [])]
  return (
    <li id={id} class="claim">
      <p class="claim-statement">{statement}</p>
      <p class="claim-expected">
        <span class="quiet">expected</span> {valueInWords(expected)}
      </p>
      <table>
        <thead>
          <tr>
            <th scope="col">
              <span class="visually-hidden">run</span>
            </th>
            <th scope="col">verdict</th>
            <th scope="col">measured</th>
            <th scope="col">margin</th>
          </tr>
        </thead>
        <tbody>
          {judged.map(([name, found]) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td>
                <VerdictBadge claim={found} />
              </td>
              <td>{valueInWords(found.measured)}</td>
              <td>{marginInWords(found) || '–'}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {judged.some(([, found]) => !found.holds) && explanation !== undefined && (
        <p class="claim-explanation">{explanation}</p>
      )}
      <details>
        <summary>{capitalized(kindWords[kind])}: what is measured</summary>
        <dl>
          <dt>measured</dt>
          <dd>{measures}</dd>
          <dt>counts as agreement</dt>
          <dd>{valueInWords(tolerance)}</dd>
          <dt>source</dt>
          <dd>{source}</dd>
          <dt>must fail on</dt>
          <dd>{control}</dd>
          {nearMisses.length > 0 && (
            <>
              <dt>near misses that it must notice</dt>
              <dd>{nearMisses.join(', ')}</dd>
            </>
          )}
          <dt>id</dt>
          <dd>
            <code>{id}</code>
          </dd>
        </dl>
      </details>
    </li>
  )
}

function VerdictBadge({ claim }: { claim: Claim }): JSX.Element {
  const verdict = verdictOf(claim)
  return (
    <span class={`verdict verdict-${verdict}`}>
      <span aria-hidden="true">{verdictSigns[verdict]}</span> {verdictWords[verdict]}
    </span>
  )
}

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
