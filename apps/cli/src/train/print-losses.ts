/** Losses of an ensemble's given parameters on fresh samples, as a table or as JSON. */
import { defineEnsemble, type Ensemble, evaluateSamples, type Parameters } from '@digon/model'
import { jsonText } from '../json-text.js'
import { chooseForAll } from '../reproduce/choose-for-all.js'
import type { Terminal } from '../terminal.js'
import { formatNumber, textTable } from '../text-table.js'

export interface EvaluateOptions {
  readonly samples: number
  readonly backend: string
  readonly json?: true
}

/** @param facts further fields of the JSON document. */
export async function printLosses(
  ensemble: Ensemble,
  { samples, backend: name, json }: EvaluateOptions,
  terminal: Terminal,
  facts: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  const backend = await chooseForAll(name, [{ ensemble }], terminal)
  const session = await backend.open(ensemble, { signal: terminal.signal })
  const { losses, errors } = await evaluateSamples(session, ensemble, {
    sampleCount: samples,
    signal: terminal.signal,
  }).finally(() => session.dispose())
  const features = ensemble.model.featureCount
  const rows = Array.from(losses, (loss, member) => ({
    member,
    loss,
    errors: Array.from(errors.subarray(member * features, (member + 1) * features)),
  }))
  if (json) return terminal.out(jsonText({ ...facts, samples, backend: backend.name, members: rows }))
  const titles = ['member', `loss on ${samples} samples`].map((title) => ({ title, align: 'right' as const }))
  const cells = rows.map(({ member, loss }) => [String(member), formatNumber(loss)])
  terminal.out(textTable(titles, cells))
}

/** The ensemble as it would begin with these parameters. `[member, …]` */
export function withParameters(ensemble: Ensemble, parameters: Parameters): Ensemble {
  const members = ensemble.members.map((member, index) => {
    const own = Object.entries(parameters).map(([name, { shape, values }]) => {
      const [, ...rest] = shape
      const size = values.length / shape[0]!
      return [name, { shape: rest, values: Float64Array.from(values.subarray(index * size, (index + 1) * size)) }]
    })
    return { ...member, initialization: { kind: 'given', parameters: Object.fromEntries(own) } } as const
  })
  return defineEnsemble({ ...ensemble, members })
}
