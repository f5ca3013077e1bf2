import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isEmbedded, pageView, unknownNames, viewOf, wholePage } from './page-view.js'

const parts = ['settings', 'share'] as const

test('parts are left out by name, and what is no part of the page is said', () => {
  expect(pageView('?hide=share&p=1', parts)).toEqual({ hidden: new Set(['share']), notes: [] })
  expect(pageView('?hide=share,header,', parts).notes).toEqual([
    'The address hides “header”, which this page does not have; it has settings, share.',
  ])
  expect(pageView('', parts).hidden.size).toBe(0)
})

test('a page is shown alone where the address says embed, and another value of it is said', () => {
  expect(['?embed', '?embed=', '?embed=yes', '?embed=no', ''].map(isEmbedded)).toEqual([true, true, true, false, false])
  expect(pageView('?embed', parts).notes).toEqual([])
  expect(pageView('?embed=no', parts).notes).toEqual([
    'The address says embed “no”, which is nothing or yes; the page is shown whole.',
  ])
})

test('a name that nothing reads, and one that stands twice, are said; what others add to links is not', () => {
  const said = unknownNames(new URLSearchParams('m=2&hid=cell&embed&utm_source=a&seed=1&seed=2'), 'this page', [
    'm',
    'seed',
  ])
  expect(said).toEqual([
    'The address names “hid”, which this page does not know. Did you mean hide?',
    'The address says seed 2 times; the first counts.',
  ])
})

test('any address gives a view, without an error', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (embed, hide) => {
      const search = `?${new URLSearchParams({ embed, hide })}`
      const { hidden, notes } = pageView(search, parts)
      expect([...hidden].every((part) => hide.split(',').includes(part))).toBe(true)
      expect(notes.length).toBeLessThanOrEqual(4)
      expect(pageView(`?${viewOf(search)}`, parts)).toEqual({ hidden, notes })
    }),
  )
})

test('a page in an article links back to itself, whole, with what it shows', () => {
  expect(wholePage('https://a.example/b/lab/?v=3&step=5&embed=&hide=share')).toBe('https://a.example/b/lab/?v=3&step=5')
})
