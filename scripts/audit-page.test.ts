import { expect, test } from 'vitest'
import { auditPage, joinAudits } from './audit-page.mjs'

const audit = (id: string, tenthRatio: number) => ({
  seed: 3,
  preset: 'quick',
  faults: [
    { name: 'untrained', description: 'Nothing is trained.', touches: [id] },
    { name: 'tenth of training', description: 'A tenth is.', touches: [id] },
    { name: 'sets ignored', touches: [] as string[] },
  ],
  experiments: [
    {
      id,
      lossRatios: { 'tenth of training': tenthRatio },
      claims: [
        claim(`${id}/tight`, 'paper', [false, false]),
        claim(`${id}/soft`, 'mathematics', [true, true], ['untrained']),
        claim(`${id}/closed`, 'self-check', [true, true]),
      ],
    },
  ],
})

function claim(id: string, kind: string, [untrained, tenth]: readonly boolean[], unnoticed: readonly string[] = []) {
  const holds = { none: true, untrained, 'tenth of training': tenth, 'sets ignored': true }
  return { id, kind, unnoticed, holds }
}

test('the page counts what holds untrained and after a tenth, without experiments that are trained by then', () => {
  const page = auditPage(joinAudits([audit('one', 1.5), audit('two', 1.01)]))
  expect(page).toContain('| claims | 6, of which 4 are about trained models |')
  expect(page).toContain('| untrained, about trained models | 2 of 4 (50 %) |')
  expect(page).toContain('| after a tenth of the training | 1 of 2 (50 %) |')
  expect(page).toContain('within 2 % of its final value | `two` |')
  expect(page).toContain('| hold under every fault, about trained models | `one/soft`, `two/soft` |')
  expect(page).toContain(
    '| hold under a fault on which they must fail | `one/soft` (untrained), `two/soft` (untrained) |',
  )
})

test('the page has a row a fault and a matrix an experiment, blank where the fault touches nothing', () => {
  const page = auditPage(audit('one', 1.5))
  expect(page).toContain('| 1 | untrained | Nothing is trained. | 2 of 3 (67 %) | 1 of 2 (50 %) | none |')
  expect(page).toContain('| 3 | sets ignored |  |  |  | none |')
  expect(page).toContain('| `tight` | paper | ✓ | · | · |  |')
  expect(page).toContain('| `closed` | self-check | ✓ | ✓ | ✓ |  |')
})

test('audits of different questions are not joined', () => {
  expect(() => joinAudits([audit('one', 1), { ...audit('two', 1), seed: 4 }])).toThrow('audits of different seeds')
})
