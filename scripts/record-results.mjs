/**
 * Writes what finished `digon reproduce` runs came to as one document, which the viewer's pages on the paper show beside what is trained
 * there:
 *
 *     node scripts/record-results.mjs RUN... [--out docs/reproduction/results.json]
 *
 * RUN is a run folder; every file that is read is checked against the run's hashes. Experiments that no RUN tells of stay as they were
 * recorded. Of a run from several seeds, the first is taken.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { inOrder, readRun } from './reproduction/read-run.mjs'
import { pnpm, root, setUp } from './setup.mjs'

const { values, positionals } = parseArgs({ options: { out: { type: 'string' } }, allowPositionals: true })
if (positionals.length === 0) {
  console.error('usage: node scripts/record-results.mjs RUN... [--out FILE]')
  process.exit(2)
}
setUp()
pnpm(['exec', 'turbo', 'run', 'build', '--filter=digon...', '--output-logs=errors-only'])

const out = resolve(values.out ?? join(root, 'docs', 'reproduction', 'results.json'))
const recorded = existsSync(out) ? JSON.parse(readFileSync(out, 'utf8')) : {}
for (const directory of positionals) {
  const { experiments } = await readRun(resolve(directory))
  for (const { id, directory: folder, preset, record, figures, parts } of experiments) {
    const claims = JSON.parse(readFileSync(join(folder, id, 'claims.json'), 'utf8'))
    recorded[id] = {
      preset,
      seed: record.seed,
      backend: record.backend,
      date: record.startedAt.slice(0, 10),
      seconds: Math.round(parts.reduce((sum, { seconds }) => sum + seconds, 0)),
      claims,
      figures: figures.map(({ file, title, description }) => ({
        name: file.slice(id.length + 1).replace(/\.png$/, ''),
        title,
        description,
      })),
    }
  }
}
const order = await inOrder(Object.keys(recorded).map((id) => ({ id })))
writeFileSync(out, `${JSON.stringify(Object.fromEntries(order.map(({ id }) => [id, recorded[id]])), null, 2)}\n`)
if (out.startsWith(root)) pnpm(['exec', 'biome', 'format', '--write', out])
console.log(`${order.length} experiments in ${out}`)
