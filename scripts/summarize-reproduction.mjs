/**
 * Writes what finished `digon reproduce` runs came to as pages that a reader of the repository finds:
 *
 *     node scripts/summarize-reproduction.mjs RUN... --out docs/reproduction
 *
 * RUN is a run folder. Runs from one seed give a page for each of their experiments with its figures as PNG beside it, and a
 * table of all of them in README.md, so give all of them at once; where an experiment was run from several seeds, its page is of the
 * smallest and says how often each claim held. A run with `--seeds N` gives a page on how often each claim holds, robustness.md. Every file of a run that is read is checked against the run's hashes. Pages of earlier calls are
 * replaced, others stay.
 * Exit codes: 0 written, 2 a run that is none, is not finished, or tells of what another one tells of already.
 */
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { experimentPage, indexPage, robustnessPage } from './reproduction/pages.mjs'
import { inOrder, intervalOfShares, joinSeeds, readRun, verdictsOf } from './reproduction/read-run.mjs'
import { pnpm, root, setUp } from './setup.mjs'

const { values, positionals } = parseArgs({ options: { out: { type: 'string' } }, allowPositionals: true })
if (positionals.length === 0 || values.out === undefined) {
  refuse('usage: node scripts/summarize-reproduction.mjs RUN... --out FOLDER')
}
setUp()
pnpm(['exec', 'turbo', 'run', 'build', '--filter=digon...', '--output-logs=errors-only'])

const runs = []
for (const directory of positionals) {
  runs.push(await readRun(resolve(directory)).catch((error) => refuse(error.message)))
}
const ofOneSeed = runs.filter(({ seeds }) => seeds === 1).flatMap(({ experiments }) => experiments)
const single = await inOrder(await joinSeeds(ofOneSeed).catch((error) => refuse(error.message)))
const several = runs.filter(({ seeds }) => seeds > 1)
if (several.length > 1) refuse(`${several[1].directory}: a second run from several seeds; give one`)

const out = resolve(values.out)
mkdirSync(join(out, 'figures'), { recursive: true })
for (const experiment of single) {
  for (const name of readdirSync(join(out, 'figures'))) {
    if (name.startsWith(`${experiment.id}-`)) rmSync(join(out, 'figures', name))
  }
  for (const { file, png } of experiment.figures) writeFileSync(join(out, 'figures', file), png)
  writeFileSync(join(out, `${experiment.id}.md`), experimentPage(experiment))
}
const intervalOf = await intervalOfShares()
for (const run of several) writeFileSync(join(out, 'robustness.md'), robustnessPage({ ...run, intervalOf }))
if (single.length > 0) {
  writeFileSync(
    join(out, 'README.md'),
    indexPage(single, {
      hasRobustness: existsSync(join(out, 'robustness.md')),
      hasAudit: existsSync(join(out, 'audit.md')),
      verdicts: await verdictsOf(single),
    }),
  )
}
// The repository's own formatter, so that what is checked in passes its check.
if (out.startsWith(root)) pnpm(['exec', 'biome', 'format', '--write', out])
console.log(`${single.length} experiments${several.length > 0 ? ' and robustness' : ''} in ${out}`)

function refuse(message) {
  console.error(`error: ${message}`)
  process.exit(2)
}
