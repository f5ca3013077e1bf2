import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'

/** Where a package of ours has its source; undefined for others. @param name as it is imported. */
function sourceOf(name: string): string | undefined {
  const [, folder, entry] = /^@digon\/([^/]+)(.*)$/.exec(name) ?? []
  if (folder === undefined) return undefined
  const directory = join(import.meta.dirname, '../../../packages', folder)
  const { exports } = JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8'))
  return join(directory, exports[`.${entry}`]['@digon/source'])
}

interface Loaded {
  /** Names of packages from outside, as they are imported. */
  readonly packages: Set<string>
  readonly files: Set<string>
}

/** What a file imports when it is loaded, with all that this imports in turn. @param follows packages to look into. */
function loadedBy(
  file: string,
  follows: (name: string) => string | undefined = () => undefined,
  loaded: Loaded = { packages: new Set(), files: new Set() },
): Loaded {
  if (loaded.files.has(file)) return loaded
  loaded.files.add(file)
  const text = readFileSync(file, 'utf8')
  for (const [, name] of text.matchAll(/^(?:import|export)(?! type\b)[^'"]*?from '([^']+)'/gm)) {
    const next = name!.startsWith('.') ? join(dirname(file), name!.replace(/\.js$/, '.ts')) : follows(name!)
    if (next !== undefined) loadedBy(next, follows, loaded)
    if (!name!.startsWith('.')) loaded.packages.add(name!)
  }
  return loaded
}

const here = (name: string) => join(import.meta.dirname, name)

test('help and version load the parser of arguments, how errors are worded, and nothing else from outside', () => {
  const loaded = [...loadedBy(here('command-line.ts')).packages].filter((name) => !name.startsWith('node:'))
  expect(loaded.sort()).toEqual(['@commander-js/extra-typings', '@digon/messages'])
})

test('the program loads nothing before it knows what is asked', () => {
  expect([...loadedBy(here('main.ts')).packages]).toEqual([])
})

test.each(['sweep/sweep-worker.ts', 'sweep/sweep-command.ts', 'queue/queued-worker.ts', 'train/train-from-file.ts'])(
  '%s loads no experiment, and nothing that draws',
  (file) => {
    const { packages } = loadedBy(here(file), sourceOf)
    expect(packages).toContain('@digon/runs')
    for (const name of ['@digon/experiments', '@digon/plot', '@digon/dictionaries', 'vega']) {
      expect(packages).not.toContain(name)
    }
  },
)
