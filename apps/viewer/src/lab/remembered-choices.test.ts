import { signal } from '@preact/signals'
import { afterEach, expect, test, vi } from 'vitest'
import { rememberChoices } from './remembered-choices.js'

/** A storage that holds what it is given, or fails as it is told to. */
function storage(fault?: 'full' | 'forbidden', first?: string) {
  let kept: string | null = first ?? null
  const forbid = () => {
    if (fault === 'forbidden') throw new DOMException('The operation is insecure.', 'SecurityError')
  }
  vi.stubGlobal('localStorage', {
    getItem: () => {
      forbid()
      return kept
    },
    setItem: (_: string, text: string) => {
      forbid()
      if (fault === 'full') throw new DOMException('The quota has been exceeded.', 'QuotaExceededError')
      kept = text
    },
  })
}

function visit() {
  const choices = { pausesWhenHidden: signal(false), stopsAtPlateau: signal(true) }
  const end = rememberChoices(choices)
  return { ...choices, end }
}

afterEach(() => vi.unstubAllGlobals())

test('the next visit plays as the last one was told to', () => {
  storage()
  const first = visit()
  first.pausesWhenHidden.value = true
  first.stopsAtPlateau.value = false
  first.end()
  const next = visit()
  expect([next.pausesWhenHidden.value, next.stopsAtPlateau.value]).toEqual([true, false])
})

test('a storage that is full, forbidden, missing or holds something else leaves the choices as they are, to be made again', () => {
  const visits = [
    () => storage('full'),
    () => storage('forbidden'),
    () => vi.stubGlobal('localStorage', undefined),
    ...['null', '3', '{', '{"pausesWhenHidden":"yes"}'].map((first) => () => storage(undefined, first)),
  ]
  for (const prepare of visits) {
    prepare()
    const { pausesWhenHidden, stopsAtPlateau } = visit()
    expect([pausesWhenHidden.value, stopsAtPlateau.value]).toEqual([false, true])
    pausesWhenHidden.value = true
    expect(pausesWhenHidden.value).toBe(true)
  }
})
