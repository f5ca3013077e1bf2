import { expect, test } from 'vitest'
import { pageView, wholePage } from './page-view.js'

const parts = ['settings', 'share'] as const

test('parts are left out by name, and what is no part of the page is said', () => {
  expect(pageView('?hide=share&p=1', parts)).toEqual({ hidden: new Set(['share']), notes: [] })
  expect(pageView('?hide=share,header,', parts).notes).toEqual([
    'The address hides “header”, which this page does not have; it has settings, share.',
  ])
  expect(pageView('', parts).hidden.size).toBe(0)
})

test('a page in an article links back to itself, whole, with what it shows', () => {
  expect(wholePage('https://a.example/b/lab/?v=2&step=5&embed=&hide=share')).toBe('https://a.example/b/lab/?v=2&step=5')
})
