/**
 * Writes what `digon audit … --json` found as a page that a reader of the repository finds:
 *
 *     npm run -s digon -- audit all --json > audit.json
 *     node scripts/summarize-audit.mjs audit.json --out docs/reproduction/audit.md
 *
 * Several files, of other experiments each, make one page. Exit codes: 0 written, 2 a file that is no audit, or other audits.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { auditPage, joinAudits } from './audit-page.mjs'
import { pnpm, root, setUp } from './setup.mjs'

const { values, positionals } = parseArgs({ options: { out: { type: 'string' } }, allowPositionals: true })
if (positionals.length === 0 || values.out === undefined) {
  refuse('usage: node scripts/summarize-audit.mjs AUDIT.json... --out FILE.md')
}
const out = resolve(values.out)
try {
  writeFileSync(out, auditPage(joinAudits(positionals.map((file) => JSON.parse(readFileSync(file, 'utf8'))))))
} catch (error) {
  refuse(`${positionals.join(', ')}: ${error.message}; expected what digon audit --json prints`)
}
// The repository's own formatter, so that what is checked in passes its check.
if (out.startsWith(root)) {
  setUp()
  pnpm(['exec', 'biome', 'format', '--write', out])
}

function refuse(message) {
  console.error(`error: ${message}`)
  process.exit(2)
}
