import { writeFileSync } from 'node:fs'
import { test } from 'vitest'
import { experimentCatalog } from './catalog.js'
import { boundsLog } from './vocabulary/bounds.test-support.js'
import type { DefinedExperiment } from './vocabulary/define-experiment.js'
import { idealSweeps } from './vocabulary/ideal.test-support.js'

test.each(experimentCatalog.map(({ id }) => id))('%s', { timeout: 300000 }, async (id) => {
  const e = (await experimentCatalog.find((c) => c.id === id)!.load()) as unknown as DefinedExperiment
  const { ideal } = await import(`./${id}/ideal.test-support.ts`)
  const { claims, measure, settings } = e.description
  const rows = claims(measure(idealSweeps(e, ideal), settings.settings.quick))
  const { stated, changes } = boundsLog(id) as any
  const log = { stated, measures: Object.fromEntries(rows.map((r) => [r.id, r.measures])), changes: changes.map(({measures: _, ...c}: any) => c) }
  writeFileSync(new URL(`./${id}/bounds.json`, import.meta.url), `${JSON.stringify(log, null, 2)}\n`)
})
