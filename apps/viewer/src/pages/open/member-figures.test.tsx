import { renderToString } from 'preact-render-to-string'
import { expect, test } from 'vitest'
import { Bars, Plane } from './member-figures.js'
import type { MemberView } from './opened.js'

test.each([
  [512, false],
  [513, true],
  [2000, true],
])('of %i features a picture says whether it shows all', (featureCount, isPart) => {
  const norms = new Array<number>(featureCount).fill(1)
  const view = { norms, plane: norms.map((norm) => [norm, 0]) } as unknown as MemberView
  for (const picture of [
    <Bars key="bars" title="Lengths" values={norms} end={1} />,
    <Plane key="plane" view={view} />,
  ]) {
    const said = `; the first 512 of ${featureCount.toLocaleString('en')} features`
    expect(renderToString(picture).includes(said)).toBe(isPart)
    expect(renderToString(picture).match(/<(rect|line) /g)).toHaveLength(Math.min(512, featureCount))
  }
})

test.each([0.2, 1, 6, 30, 4000])(
  'vectors of length %d stand beside a circle that can be seen, with its radius in words',
  (length) => {
    const view = { norms: [length], plane: [[length, 0]] } as unknown as MemberView
    const drawn = renderToString(<Plane view={view} />)
    const radius = Number(/<circle r="([\d.]+)"/.exec(drawn)![1])
    const reach = Number(/viewBox="-([\d.]+) /.exec(drawn)![1])
    expect(radius / reach).toBeGreaterThan(0.1)
    expect(radius).toBeLessThanOrEqual(reach)
    expect(drawn).toContain(`the circle has radius ${radius.toLocaleString('en')}`)
  },
)
