/** An audit for people: claim × fault, one table an experiment, and how many claims hold under each fault. */
import type { ExperimentAudit, Fault } from '@digon/experiments'
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
  const all = audits.flatMap(({ claims }) => claims)
  const aboutModels = all.filter(({ trained }) => trained)
  const held = (claims: typeof all, name: string) => claims.filter(({ holds }) => holds[name]).length
  const summary = textTable(
    [
      { title: '', align: 'right' },
      { title: 'fault' },
      { title: 'claims that hold', align: 'right' },
      { title: 'about trained models', align: 'right' },
      { title: 'experiments that do not notice', maximumWidth: 50 },
    ],
    columns.map((name, k) => [
      String(k),
      name,
      `${held(all, name)} of ${all.length}`,
      `${held(aboutModels, name)} of ${aboutModels.length}`,
      k === 0 ? '' : unnoticedBy(audits, name),
    ]),
  )
  return [...matrices, '✓ holds   · does not hold   blank: the fault touches nothing of the experiment', summary].join(
    '\n\n',
  )
}

/** Experiments that a fault touches, and in which it makes no claim fail that holds without it. */
function unnoticedBy(audits: readonly ExperimentAudit[], fault: string): string {
  return audits
    .filter(({ touchedBy }) => touchedBy.includes(fault))
    .filter(({ claims }) => !claims.some(({ holds }) => holds.none && !holds[fault]))
    .map(({ id }) => id)
    .join(', ')
}
