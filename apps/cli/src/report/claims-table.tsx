import { type Claim, isAsExpected, marginInWords } from '@digon/experiments'
import type { JSX } from 'preact'
import { formatNumber } from '../text-table.js'
import { exceptionsInWords } from './over-seeds-in-words.js'
import type { ExperimentFacts } from './report-facts.js'
import { verdictInWords } from './verdict-in-words.js'

/** The claims of an experiment: verdict, numbers, how often over seeds, and what is known of one that does not hold. */
export function ClaimsTable({ facts }: { facts: ExperimentFacts }): JSX.Element {
  const { experiment, claims, overSeeds } = facts
  return (
    // A table wider than the page scrolls, also for those who have no mouse.
    // biome-ignore lint/a11y/noNoninteractiveTabindex: the only way to scroll it with a keyboard
    <section class="wide" aria-label={`Claims of ${experiment.id}`} tabIndex={0}>
      <table>
        <thead>
          <tr>
            <th scope="col">holds</th>
            {overSeeds && <th scope="col">seeds</th>}
            <th scope="col">claim</th>
            <th scope="col">what is measured</th>
            <th scope="col">expected</th>
            <th scope="col">measured</th>
            <th scope="col">tolerance</th>
            <th scope="col">margin</th>
            <th scope="col">kind</th>
            <th scope="col">source</th>
            <th scope="col">must fail on</th>
          </tr>
        </thead>
        <tbody>
          {claims.map((claim, index) => {
            const over = overSeeds?.[index]
            const failsSomewhere = !claim.holds || (over !== undefined && over.heldIn < over.bySeed.length)
            return (
              <tr key={claim.id} id={claim.id} class={isAsExpected(claim) ? 'holds' : 'fails'}>
                <td>{verdictInWords(claim)}</td>
                {over && <td>{`${over.heldIn} of ${over.bySeed.length}`}</td>}
                <td>
                  {claim.statement}
                  <br />
                  <code>{claim.id}</code>
                  {over && over.heldIn < over.bySeed.length && (
                    <p class="note">{`Does not hold with ${exceptionsInWords(over, value)}.`}</p>
                  )}
                  {failsSomewhere && claim.explanation && (
                    <p class="explanation">
                      <strong>Why it fails:</strong> {claim.explanation}
                    </p>
                  )}
                </td>
                <td>{claim.measures}</td>
                <td>{value(claim.expected)}</td>
                <td>{value(claim.measured)}</td>
                <td>{value(claim.tolerance)}</td>
                <td>{marginInWords(claim)}</td>
                <td>{claim.kind}</td>
                <td>{claim.source}</td>
                <td>{claim.control}</td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </section>
  )
}

/** Links to the claims that do not hold, declared departures apart; nothing when all hold. */
export function FailingClaims({ experiments }: { experiments: readonly ExperimentFacts[] }): JSX.Element | null {
  const failing = experiments.flatMap(({ claims }) => claims.filter((claim) => !claim.holds))
  if (failing.length === 0) return null
  return (
    <nav aria-label="Claims that do not hold">
      <ClaimLinks title="Claims that do not hold:" claims={failing.filter(({ departs }) => !departs)} />
      <ClaimLinks title="Declared departures from the paper:" claims={failing.filter(({ departs }) => departs)} />
    </nav>
  )
}

function ClaimLinks({ title, claims }: { title: string; claims: readonly Claim[] }): JSX.Element | null {
  if (claims.length === 0) return null
  return (
    <>
      <p>{title}</p>
      <ul>
        {claims.map(({ id, statement }) => (
          <li key={id}>
            <a href={`#${id}`}>{id}</a>
            {`: ${statement}`}
          </li>
        ))}
      </ul>
    </>
  )
}

/** For example `18 of 19 claims hold`. */
export function claimCount(claims: readonly Claim[]): string {
  return `${claims.filter((claim) => claim.holds).length} of ${claims.length} claims hold`
}

function value(of: number | string | boolean): string {
  if (typeof of === 'number') return formatNumber(of)
  if (typeof of === 'boolean') return of ? 'yes' : 'no'
  return of
}
