/** What is expected of shares, which are shown with their 95 % intervals. */
import { type Expectation, judged } from '../vocabulary/expectations.js'
import { list, type Share, wilsonInterval } from '../vocabulary/statistics.js'

/** Each share differs from the expected one by at most `most`. */
export function sharesNear(expected: readonly number[], most: number): Expectation<readonly Share[]> {
  return (measured) => {
    const isNear = measured.every(({ count, of }, k) => Math.abs(count / of - expected[k]!) <= most)
    const inWords = measured.map(shareInWords).join(', ')
    const words = list(expected, (value) => String(Number(value.toPrecision(3))))
    return judged(
      words,
      isNear && measured.length === expected.length,
      `${most}; in brackets the 95 % interval`,
    )(inWords)
  }
}

function shareInWords(share: Share): string {
  const [lowest, highest] = wilsonInterval(share)
  return `${(share.count / share.of).toFixed(3)} (${lowest.toFixed(3)} to ${highest.toFixed(3)})`
}
