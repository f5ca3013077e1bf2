import { readFileSync } from 'node:fs'

/** Name to version of what makes a run: the command line (all packages of Digon share its version) and Node. */
export function packageVersions(): Readonly<Record<string, string>> {
  return { digon: ownVersion(), node: process.versions.node }
}

/** The version in this package's manifest. */
export function ownVersion(): string {
  const manifest = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version: string }
  return manifest.version
}
