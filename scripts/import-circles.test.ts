import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { circlesIn, importedBy, importGraph } from './import-circles.js'

test('every form of import is seen, and none in a comment', () => {
  const text = `import './effect.js'
import type { A } from './types.js'
import {
  b,
  type C,
} from './values.js'
export * from './all.js'
export type { D } from './exported.js'
const later = () => import('./lazy.js')
// import { e } from './comment.js'
/** import('./docs.js') */
 * export { f } from './more-docs.js'
`
  expect(importedBy(text)).toEqual([
    './effect.js',
    './types.js',
    './values.js',
    './all.js',
    './exported.js',
    './lazy.js',
  ])
})

test('circles are found whole: two of them, one of a file with itself, and nothing that only leads into one', () => {
  const graph = new Map([
    ['start', ['a', 'self', 'end']],
    ['a', ['b']],
    ['b', ['c', 'end']],
    ['c', ['a']],
    ['x', ['y', 'a']],
    ['y', ['x', 'outside']],
    ['self', ['self']],
    ['end', []],
  ])
  const circles = circlesIn(graph).map((circle) => circle.join(' '))
  expect(circles.sort()).toEqual(['a b c', 'self', 'x y'])
})

test('two files in a circle of types, through a package, are found on disk', () => {
  const folder = mkdtempSync(join(tmpdir(), 'digon-circles-'))
  try {
    const [one, two, three] = ['one.ts', 'two.tsx', 'three.ts'].map((name) => join(folder, name)) as [
      string,
      string,
      string,
    ]
    writeFileSync(one, "import type { Two } from './two.js'\nimport { readFileSync } from 'node:fs'\n")
    writeFileSync(two, "export type { Three } from '@digon/three'\n")
    writeFileSync(three, "import { one } from './one.js'\n")
    const entryOf = (specifier: string) => (specifier === '@digon/three' ? three : undefined)
    expect(circlesIn(importGraph([one, two, three], entryOf))).toEqual([[one, three, two]])
    expect(circlesIn(importGraph([one, two], entryOf))).toEqual([])
  } finally {
    rmSync(folder, { recursive: true })
  }
})
