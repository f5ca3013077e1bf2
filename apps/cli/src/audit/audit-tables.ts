/** An audit for people: claim × fault, one table an experiment, and how many claims of the experiments that it touches hold under each fault. */
import type { AuditedClaim, ExperimentAudit, Fault } from '@digon/experiments'
import { textTable } from '../text-table.js'

/** @param faults those that were planted, in their order; columns are their numbers from 1, 0 being none. */
export function auditTables(audits: readonly ExperimentAudit[], faults: readonly Fault[]): string {
  const columns = ['none', ...faults.map(({ name }) => name)]
  const matrices = audits.map(({ claims, touchedBy }) =>
    textTable(
      [
        { title: 'claim' },
        { title: 'kind' },
        ...columns.map((_, k) => ({ title: String(k), align: 'right' as const })),
      ],
      claims.map(({ id, kind, holds }) => [
        id,
        kind,
        ...columns.map((name, k) => (k > 0 && !touchedBy.includes(name) ? '' : holds[name] ? '✓' : '·')),
      ]),
    ),
  )
  const summary = textTable(
    [
      { title: '', align: 'right' },
      { title: 'fault' },
      { title: 'claims that hold', align: 'right' },
      { title: 'about trained models', align: 'right' },
      { title: 'experiments that do not notice', maximumWidth: 50 },
    ],
    columns.map((name, k) => {
      const touched = k === 0 ? audits : audits.filter(({ touchedBy }) => touchedBy.includes(name))
      const claims = touched.flatMap((audit) => audit.claims)
      const unnoticed = touched.filter((audit) => !audit.claims.some(({ holds }) => holds.none && !holds[name]))
      return [
        String(k),
        name,
        heldOf(claims, name),
        heldOf(
          claims.filter(({ trained }) => trained),
          name,
        ),
        k === 0 ? '' : unnoticed.map(({ id }) => id).join(', '),
      ]
    }),
  )
  const key = '✓ holds   · does not hold   blank: the fault changes nothing in the experiment'
  return [...matrices, key, summary, ...findings(audits, faults)].join('\n\n')
}

/** What an audit holds against the claims themselves. */
function findings(audits: readonly ExperimentAudit[], faults: readonly Fault[]): string[] {
  const claims = audits.flatMap((audit) => audit.claims)
  const named = claims.filter(({ unnoticed }) => unnoticed.length > 0)
  const surviving = claims.filter(({ kind, holds }) => kind !== 'self-check' && faults.every(({ name }) => holds[name]))
  return [
    ...(named.length === 0
      ? []
      : [
          textTable(
            [{ title: 'claims that hold under a fault on which they must fail' }, { title: 'fault', maximumWidth: 60 }],
            named.map(({ id, unnoticed }) => [id, unnoticed.join(', ')]),
          ),
        ]),
    ...(surviving.length === 0
      ? []
      : [
          textTable(
            [{ title: 'claims about trained models that hold under every fault' }],
            surviving.map(({ id }) => [id]),
          ),
        ]),
  ]
}

function heldOf(claims: readonly AuditedClaim[], name: string): string {
  if (claims.length === 0) return ''
  return `${claims.filter(({ holds }) => holds[name]).length} of ${claims.length}`
}
