import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { basename, dirname, join, relative, resolve, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { circlesIn, importGraph } from './import-circles.js'

/** Rules of the repository that a compiler does not see: layers, circles, what a package loads, the shape of files and manifests. */

const root = join(dirname(fileURLToPath(import.meta.url)), '..')

/** The layer of each package, as in CONTRIBUTING.md: a package imports only from layers below its own. */
const layers: Readonly<Record<string, number>> = {
  '@digon/matrix': 0,
  '@digon/messages': 0,
  '@digon/data': 1,
  '@digon/theory': 1,
  '@digon/metrics': 1,
  '@digon/model': 2,
  '@digon/plot': 2,
  '@digon/backend-wasm': 3,
  '@digon/backend-webgpu': 3,
  '@digon/backend-tfjs': 3,
  '@digon/formats': 3,
  '@digon/dictionaries': 3,
  '@digon/experiments': 4,
  '@digon/runs': 5,
  '@digon/sweeps': 6,
  digon: 7,
  '@digon/viewer': 7,
}

interface Manifest {
  readonly name: string
  readonly private?: boolean
  readonly license?: string
  readonly scripts?: Readonly<Record<string, string>>
  readonly dependencies?: Readonly<Record<string, string>>
  readonly optionalDependencies?: Readonly<Record<string, string>>
  readonly peerDependencies?: Readonly<Record<string, string>>
  readonly exports?: Readonly<Record<string, { readonly '@digon/source': string }>>
  readonly publishConfig?: { readonly exports?: Readonly<Record<string, object>> }
}

const packages = ['packages', 'apps'].flatMap((part) =>
  readdirSync(join(root, part))
    .map((name) => join(root, part, name))
    .filter((folder) => existsSync(join(folder, 'package.json')))
    .map((folder) => ({
      folder,
      manifest: JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest,
    })),
)

function sources(folder: string): string[] {
  return (readdirSync(join(folder, 'src'), { recursive: true }) as string[])
    .map((name) => join(folder, 'src', name))
    .filter((path) => /\.tsx?$/.test(path) && statSync(path).isFile() && !/[\\/]generated[\\/]/.test(path))
}

function isTest(path: string): boolean {
  return /\.(test|bench|test-support)\.tsx?$/.test(path)
}

/** What a file imports: statically (loaded with it) and lazily (by `import()`). */
function importsOf(path: string): { eager: string[]; lazy: string[] } {
  const text = readFileSync(path, 'utf8').replace(/^\s*(\/\/|\*|\/\*).*$/gm, '')
  const eager = [...text.matchAll(/^(?:import|export)(?! type\b)[^'"]*?from '([^']+)'|^import '([^']+)'/gm)]
  const lazy = [...text.matchAll(/\bimport\('([^']+)'\)/g)]
  return { eager: eager.map((match) => (match[1] ?? match[2])!), lazy: lazy.map((match) => match[1]!) }
}

/** Every outside package that is loaded when this one is imported, through our own packages as well. */
function loadedBy(name: string): Set<string> {
  const outside = new Set<string>()
  const seen = new Set<string>()
  const visit = (path: string): void => {
    if (seen.has(path)) return
    seen.add(path)
    for (const specifier of importsOf(path).eager) {
      if (specifier.startsWith('.')) {
        const file = resolve(dirname(path), specifier).replace(/\.js$/, '')
        const found = [`${file}.ts`, `${file}.tsx`].find((candidate) => existsSync(candidate))
        if (found !== undefined) visit(found)
      } else if (specifier.startsWith('@digon/')) visit(entryOf(specifier))
      else outside.add(specifier)
    }
  }
  visit(entryOf(name))
  return outside
}

/** The file behind a specifier; what a bundler is asked to make of it (`?url`) stays out. */
function entryOf(specifier: string): string {
  const [scope, name, ...rest] = specifier.replace(/\?.*$/, '').split('/')
  const { folder, manifest } = packages.find((candidate) => candidate.manifest.name === `${scope}/${name}`)!
  return join(folder, manifest.exports![rest.length === 0 ? '.' : `./${rest.join('/')}`]!['@digon/source'])
}

test.each([
  '@digon/matrix',
  '@digon/messages',
  '@digon/data',
  '@digon/metrics',
  '@digon/theory',
  '@digon/model',
  '@digon/backend-wasm',
  '@digon/experiments/catalog',
])('%s loads nothing from outside', (name) => {
  expect([...loadedBy(name)]).toEqual([])
})

test('the import scan sees what is there: formats loads zod, plot loads no Vega until it draws', () => {
  expect([...loadedBy('@digon/formats')]).toContain('zod')
  expect([...loadedBy('@digon/plot')]).toEqual([])
  expect(packages.length).toBeGreaterThanOrEqual(14)
})

/**
 * Circles of 2026-11-28 that wait to be untied, and no other: a circle that is gone must be taken out here. To be emptied.
 */
const circlesToUntie: readonly string[] = []

test('no source files import one another in a circle, within a package or between packages, not even types', () => {
  const files = packages.flatMap(({ folder }) => sources(folder))
  const graph = importGraph(files, (specifier) => (specifier.startsWith('@digon/') ? entryOf(specifier) : undefined))
  expect([...graph.values()].flat().length).toBeGreaterThan(files.length)
  const circles = circlesIn(graph).map((circle) => {
    const folder = dirname(circle[0]!)
    const names = circle.map((file) => relative(folder, file).split(sep).join('/'))
    return `${relative(root, folder).split(sep).join('/')}: ${names.join(' ')}`
  })
  expect(circles.sort()).toEqual(circlesToUntie)
})

describe.each(packages.map(({ folder, manifest }) => [manifest.name, folder, manifest] as const))(
  '%s',
  (name, folder, manifest) => {
    test('depends on lower layers only, and its sources import nothing else of ours', () => {
      const layer = layers[name]!
      const dependencies = { ...manifest.dependencies, ...manifest.optionalDependencies, ...manifest.peerDependencies }
      const ours = Object.keys(dependencies).filter((dependency) => dependency.startsWith('@digon/'))
      for (const dependency of ours) expect(layers[dependency], `${name} → ${dependency}`).toBeLessThan(layer)
      for (const path of sources(folder).filter((candidate) => !isTest(candidate))) {
        const { eager, lazy } = importsOf(path)
        for (const specifier of [...eager, ...lazy].filter((candidate) => candidate.startsWith('@digon/'))) {
          expect(ours, path).toContain(specifier.split('/').slice(0, 2).join('/'))
        }
      }
    })

    test('tfjs is found in backend-tfjs alone, Vega in plot alone', () => {
      const dependencies = Object.keys({ ...manifest.dependencies, ...manifest.optionalDependencies })
      // The command line has tfjs as it is, to be measured beside ours, but none of its sources uses it.
      if (name !== '@digon/backend-tfjs' && name !== 'digon')
        expect(dependencies.filter((each) => each.startsWith('@tensorflow/'))).toEqual([])
      if (name !== '@digon/backend-tfjs') {
        for (const path of sources(folder)) {
          const { eager, lazy } = importsOf(path)
          expect(
            [...eager, ...lazy].filter((each) => each.startsWith('@tensorflow/')),
            path,
          ).toEqual([])
        }
      }
      if (name !== '@digon/plot') expect(dependencies.filter((each) => each.startsWith('vega'))).toEqual([])
    })

    test('has a README, the five scripts, tests, and the license if it is published', () => {
      expect(existsSync(join(folder, 'README.md'))).toBe(true)
      expect(Object.keys(manifest.scripts ?? {})).toEqual(
        expect.arrayContaining(['build', 'test', 'typecheck', 'lint', 'bench']),
      )
      expect(sources(folder).some((path) => /\.test\.tsx?$/.test(path))).toBe(true)
      if (!manifest.private) expect(manifest.license).toBe('MIT')
    })

    test('is published with the entries that it has in the workspace, but those for tests of ours', () => {
      const entries = Object.keys(manifest.exports ?? {}).filter((entry) => entry !== './test-support')
      if (manifest.exports) expect(entries).toContain('./package.json')
      if (!manifest.private) expect(Object.keys(manifest.publishConfig?.exports ?? {})).toEqual(entries)
    })

    test('no source file is above 400 lines or named for nothing in particular', () => {
      for (const path of sources(folder)) {
        if (/[\\/]fixtures[\\/]/.test(path)) continue
        expect(readFileSync(path, 'utf8').split('\n').length, path).toBeLessThanOrEqual(401)
        expect(path).not.toMatch(/[\\/](utils?|common|helpers?|misc)(\.tsx?|[\\/])/)
      }
    })
  },
)

/**
 * Sources that may touch a disk themselves: the door in `runs`, those who read what is shipped beside their own code, and one that
 * looks whether a config file is there, before anything is loaded.
 */
const touchDisks: readonly RegExp[] = [
  /^packages\/runs\/src\//,
  /^apps\/cli\/src\/(own-version|config\/config-file|bench\/jax-js-engine|view\/(serve-viewer|site-file))\.ts$/,
]

test('links in a README that is packed or copied lead into its own folder, or to another site', () => {
  const packed = packages.filter(({ manifest }) => !manifest.private).map(({ folder }) => folder)
  const examples = readdirSync(join(root, 'examples')).map((name) => join(root, 'examples', name))
  const readmes = [...packed, ...examples].map((folder) => join(folder, 'README.md')).filter(existsSync)
  expect(readmes.length).toBeGreaterThan(packed.length)
  const leading = readmes.flatMap((readme) =>
    [...readFileSync(readme, 'utf8').matchAll(/\]\(([^)\s]+)\)/g)]
      .map((match) => match[1]!)
      .filter((link) => !/^(https:|#)/.test(link))
      .filter((link) => link.startsWith('..') || !existsSync(join(dirname(readme), link.split('#')[0]!)))
      .map((link) => `${relative(root, readme)}: ${link}`),
  )
  expect(leading).toEqual([])
})

test('files that a user names are read and written through @digon/runs alone', () => {
  for (const path of packages.flatMap(({ folder }) => sources(folder).filter((each) => !isTest(each)))) {
    const name = relative(root, path).split(sep).join('/')
    if (touchDisks.some((allowed) => allowed.test(name)) || /\/testing\//.test(name)) continue
    const { eager, lazy } = importsOf(path)
    expect(
      [...eager, ...lazy].filter((each) => /^(node:)?fs(\/|$)/.test(each)),
      name,
    ).toEqual([])
  }
})

test('the backend contract can be read in two minutes', () => {
  expect(readFileSync(join(root, 'packages/model/src/backend.ts'), 'utf8').split('\n').length).toBeLessThan(150)
})

test('a type check writes nothing, and a build only what is its own: both run at once, and two writers spoil a file', () => {
  const { tasks } = JSON.parse(readFileSync(join(root, 'turbo.json'), 'utf8')) as {
    tasks: Record<string, { outputs?: string[] }>
  }
  expect(tasks.typecheck!.outputs).toBeUndefined()
  for (const { manifest } of packages) {
    // `tsc -b` also writes the packages that this one refers to.
    expect(`${manifest.scripts!.build} ${manifest.scripts!.typecheck}`, manifest.name).not.toMatch(/tsc (-b|--build)/)
  }
})

test('CONTRIBUTING.md names layers as they are, and only files that exist', () => {
  const text = readFileSync(join(root, 'CONTRIBUTING.md'), 'utf8')
  const named = [...text.matchAll(/`((?:packages|apps|scripts|docs)\/[^`<\s]+)`/g)].map((match) => match[1]!)
  expect(named.length).toBeGreaterThan(20)
  expect(named.filter((path) => !existsSync(join(root, path)))).toEqual([])
  for (const { folder, manifest } of packages) {
    const row = new RegExp(`^\\| ${layers[manifest.name]} .*\`${basename(folder)}\``, 'm')
    expect(text, manifest.name).toMatch(row)
  }
})

test('every changeset can be read: front matter with packages and kinds of change, then a sentence', () => {
  const folder = join(root, '.changeset')
  for (const name of readdirSync(folder).filter((each) => each.endsWith('.md'))) {
    expect(readFileSync(join(folder, name), 'utf8'), name).toMatch(/^---\n("[^"]+": (patch|minor|major)\n)+---\n\n\S/)
  }
})
