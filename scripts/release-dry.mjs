/**
 * `npm run release:dry`: all of a release but the publishing. Builds every package, packs it and lets the package manager go through
 * the motions. It refuses while the packages would name no repository, since provenance cannot be stated for them then.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { manifests } from './manifests.mjs'
import { pnpm, root, setUp } from './setup.mjs'

/**
 * What keeps a release from being made, one sentence each; empty: nothing.
 *
 * @param {{ repository: string, packages: readonly { folder: string, version: string, hasChangelog: boolean, agrees: boolean }[], pending: number }} state
 * @returns {string[]}
 */
export function obstacles({ repository, packages, pending }) {
  const found = []
  if (repository === '') {
    found.push(
      'the field repository in package.json is empty; write the address, then run node scripts/manifests.mjs so that every package names it',
    )
  }
  if (pending > 0) found.push(`${pending} changesets are not in a changelog yet; run npx changeset version`)
  const versions = [...new Set(packages.map(({ version }) => version))]
  if (versions.length !== 1) found.push(`packages have the versions ${versions.join(', ')}; all share one`)
  for (const { folder, hasChangelog, agrees } of packages) {
    if (!hasChangelog) found.push(`${folder} has no CHANGELOG.md; npx changeset version writes it`)
    if (!agrees) found.push(`${folder}/package.json does not agree with scripts/manifests.mjs; run it`)
  }
  return found
}

function currentState() {
  const { repository } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  const packages = manifests()
    .map(({ folder, text, expected }) => ({ folder, agrees: text === expected, ...JSON.parse(text) }))
    .filter((manifest) => !manifest.private)
    .map(({ folder, version, agrees }) => ({
      ...{ folder, version, agrees },
      hasChangelog: readdirSync(join(root, folder)).includes('CHANGELOG.md'),
    }))
  const pending = readdirSync(join(root, '.changeset')).filter((name) => name.endsWith('.md')).length
  return { repository, packages, pending }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const found = obstacles(currentState())
  for (const obstacle of found) console.error(`no release: ${obstacle}`)
  if (found.length > 0) process.exit(1)
  setUp()
  pnpm(['exec', 'turbo', 'run', 'build', '--output-logs=errors-only'])
  pnpm(['--recursive', 'publish', '--dry-run', '--no-git-checks', '--access', 'public'])
  console.log('nothing was published; the workflow Release does')
}
