/**
 * Compares a finished `digon reproduce` run with the numbers recorded in recorded-numbers.json: the trained weights of every
 * ensemble (SHA-256 of the tensors' bytes) and what every claim measured and whether it held. Run it before and after a
 * change that must not move a number:
 *
 *     npm run -s digon -- reproduce all --preset quick --seed 0 --backend wasm --out RUN
 *     node scripts/recorded-numbers.mjs RUN           # exit code 1 and a list of differences, if there are any
 *     node scripts/recorded-numbers.mjs RUN --write   # records the numbers of this run instead
 *
 * A run of some experiments is compared with these experiments alone.
 */
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const recordedFile = join(dirname(fileURLToPath(import.meta.url)), 'recorded-numbers.json')
const [run, option] = process.argv.slice(2)
if (run === undefined || !existsSync(join(run, 'run.json'))) {
  console.error('usage: node scripts/recorded-numbers.mjs RUN [--write]')
  process.exit(2)
}

const found = numbersOf(run)
if (option === '--write') {
  writeFileSync(recordedFile, `${JSON.stringify(found, null, 2)}\n`)
} else {
  const recorded = JSON.parse(readFileSync(recordedFile, 'utf8'))
  const differences = Object.keys(found).flatMap((id) => differencesOf(id, recorded[id], found[id]))
  for (const difference of differences) console.log(difference)
  const claims = Object.values(found).flatMap((experiment) => Object.keys(experiment.claims)).length
  console.log(`${Object.keys(found).length} experiments, ${claims} claims: ${differences.length} differences`)
  process.exit(differences.length === 0 ? 0 : 1)
}

function numbersOf(folder) {
  const { experiments } = JSON.parse(readFileSync(join(folder, 'run.json'), 'utf8')).spec
  return Object.fromEntries(experiments.map((id) => [id, experimentNumbers(join(folder, id))]))
}

function experimentNumbers(folder) {
  const files = readdirSync(folder, { recursive: true })
    .map(String)
    .filter((name) => name.endsWith('weights.safetensors') || /recorded.\d+\.safetensors$/.test(name))
    .sort()
  const claims = JSON.parse(readFileSync(join(folder, 'claims.json'), 'utf8'))
  return {
    weights: Object.fromEntries(files.map((name) => [name.replaceAll('\\', '/'), tensorHash(join(folder, name))])),
    claims: Object.fromEntries(claims.map(({ id, holds, measured }) => [id, { holds, measured }])),
  }
}

/** The tensors without the header, whose words may change. */
function tensorHash(file) {
  const bytes = readFileSync(file)
  const header = Number(bytes.readBigUInt64LE(0))
  return createHash('sha256')
    .update(bytes.subarray(8 + header))
    .digest('hex')
}

function differencesOf(id, recorded, now) {
  if (recorded === undefined) return [`${id}: not recorded`]
  return ['weights', 'claims'].flatMap((part) => {
    const names = [...new Set([...Object.keys(recorded[part]), ...Object.keys(now[part])])]
    return names
      .filter((name) => JSON.stringify(recorded[part][name]) !== JSON.stringify(now[part][name]))
      .map((name) => `${id} ${part} ${name}: ${show(recorded[part][name])} → ${show(now[part][name])}`)
  })
}

function show(value) {
  return value === undefined ? 'absent' : JSON.stringify(value)
}
