import { expect, test } from 'vitest'
import { linesOf, previewCard } from './preview-card.js'

test('a card is 1200 × 630 pixels, whatever the title', async () => {
  for (const title of [
    'Open weights',
    'A title <of> many words & signs that need more than a single line of the card',
  ]) {
    const png = Buffer.from(await previewCard(title))
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([1200, 630])
  }
})

test('titles break between words, and no word is lost', () => {
  expect(linesOf('More features than dimensions', 13)).toEqual(['More features', 'than', 'dimensions'])
  expect(linesOf('one', 2)).toEqual(['one'])
})
