import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { completeManifest, manifests } from './manifests.mjs'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')

describe.each(manifests().map(({ folder, text, expected }) => [folder, text, expected] as const))(
  '%s',
  (folder, text, expected) => {
    test('the package.json agrees with scripts/manifests.mjs (node scripts/manifests.mjs writes it)', () => {
      expect(text).toBe(expected)
    })

    test('a description is one sentence that fits a list of search results, and keywords are apart', () => {
      const { description, keywords, author, license } = JSON.parse(text) as Record<string, string & readonly string[]>
      expect(description).toMatch(/^[A-Z].{20,120}\.$/)
      expect(new Set(keywords).size, folder).toBe(keywords!.length)
      expect(keywords!.length).toBeGreaterThanOrEqual(5)
      expect([author, license]).toEqual(['Digon contributors', 'MIT'])
    })
  },
)

const manifest = { name: '@digon/data', version: '1.2.3', license: 'ISC', type: 'module', files: ['dist'], bugs: 'old' }

test('while the repository is not decided, no package names one', () => {
  const complete = completeManifest(manifest, 'packages/data', '')
  expect(Object.keys(complete)).toEqual([
    'name',
    'version',
    'description',
    'keywords',
    'license',
    'author',
    'type',
    'files',
  ])
  expect(complete).toMatchObject({
    name: '@digon/data',
    version: '1.2.3',
    license: 'MIT',
    type: 'module',
    files: ['dist'],
  })
})

test('from the one address of the repository come all three addresses of a package', () => {
  expect(completeManifest(manifest, 'packages/data', 'https://example.org/someone/digon')).toMatchObject({
    homepage: 'https://example.org/someone/digon/tree/main/packages/data#readme',
    bugs: { url: 'https://example.org/someone/digon/issues' },
    repository: { type: 'git', url: 'git+https://example.org/someone/digon.git', directory: 'packages/data' },
  })
})

test.each([
  'github:someone/digon',
  'https://example.org',
  'https://example.org/digon/',
  'https://example.org/digon.git',
])('the address %s is refused', (address) => {
  expect(() => completeManifest(manifest, 'packages/data', address)).toThrow(
    `invalid repository in package.json: ${address}`,
  )
})

test('a package without a description is named', () => {
  expect(() => completeManifest(manifest, 'packages/new', '')).toThrow('packages/new is not in scripts/manifests.mjs')
})

test('the root names author and license as its packages do, and has the field for the address', () => {
  const found = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Record<string, string>
  expect(found).toMatchObject({ license: 'MIT', author: 'Digon contributors' })
  expect(typeof found.repository).toBe('string')
})
