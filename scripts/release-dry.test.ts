import { spawnSync } from 'node:child_process'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { obstacles } from './release-dry.mjs'

const sound = { folder: 'packages/data', version: '0.1.0', hasChangelog: true, agrees: true }
const ready = { repository: 'https://example.org/someone/digon', packages: [sound], pending: 0 }

test('nothing is in the way of a release with an address, one version and changelogs', () => {
  expect(obstacles(ready)).toEqual([])
})

test.each([
  [{ ...ready, repository: '' }, 'the field repository in package.json is empty'],
  [{ ...ready, pending: 3 }, '3 changesets are not in a changelog yet'],
  [{ ...ready, packages: [sound, { ...sound, version: '0.2.0' }] }, 'the versions 0.1.0, 0.2.0'],
  [{ ...ready, packages: [{ ...sound, hasChangelog: false }] }, 'packages/data has no CHANGELOG.md'],
  [{ ...ready, packages: [{ ...sound, agrees: false }] }, 'packages/data/package.json does not agree'],
])('one thing in the way is one sentence: %#', (state, sentence) => {
  const found = obstacles(state)
  expect(found).toHaveLength(1)
  expect(found[0]).toContain(sentence)
})

test('while this repository has no address, the dry run refuses before it does anything', () => {
  const script = join(dirname(fileURLToPath(import.meta.url)), 'release-dry.mjs')
  const { status, stdout, stderr } = spawnSync(process.execPath, [script], { encoding: 'utf8' })
  expect({ status, stdout }).toEqual({ status: 1, stdout: '' })
  expect(stderr).toContain('no release: the field repository in package.json is empty')
})
