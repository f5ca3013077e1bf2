import { expect, test } from 'vitest'
import { prose } from './prose.js'

test('single line breaks become spaces, and indentation and ends are trimmed', () => {
  const text = prose`
    Ten features
      in five
    dimensions.
  `
  expect(text).toBe('Ten features in five dimensions.')
})

test('blank lines part paragraphs, however many and whatever white space stands in them', () => {
  expect(prose`
    First.
       

    Second
    one.
  `).toBe('First.\n\nSecond one.')
})

test('values stand where they are named, as they are written', () => {
  expect(prose`${16} restarts at p = ${0.05}, ${'all'} kept`).toBe('16 restarts at p = 0.05, all kept')
})
