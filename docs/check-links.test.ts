import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { brokenLinks } from './site/check-links.mjs'

test('links to missing pages, places and pictures are named, and other sites are not asked', () => {
  const folder = mkdtempSync(join(tmpdir(), 'digon-links-'))
  mkdirSync(join(folder, 'guides'))
  writeFileSync(
    join(folder, 'index.html'),
    '<a href="guides/a%20b.html#here">1</a><a href="guides/a%20b.html#gone">2</a><a href="https://example.org/x">3</a><a href="#top">4</a>',
  )
  writeFileSync(
    join(folder, 'guides', 'a b.html'),
    '<h2 id="here">x</h2><img src="../lost.png"><a href="../index.html">5</a>',
  )
  expect(brokenLinks(folder)).toEqual({
    pages: 2,
    links: 5,
    broken: [
      { page: 'guides/a b.html', link: '../lost.png' },
      { page: 'index.html', link: 'guides/a%20b.html#gone' },
      { page: 'index.html', link: '#top' },
    ],
  })
  rmSync(folder, { recursive: true })
})
