import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type ExperimentAudit, faults } from '@digon/experiments'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { digon } from '../command-line.test-support.js'
import { audit } from './audit.js'
import { auditTables } from './audit-tables.js'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'digon-audit-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function file(name: string, content: string): string {
  const path = join(folder, name)
  writeFileSync(path, content)
  return path
}

/** Every model of every condition keeps nothing but zeros. */
const zeros = `
export const name = 'all weights lost'
export const trained = (sweeps) => Object.fromEntries(Object.entries(sweeps).map(([sweep, conditions]) => [
  sweep,
  conditions.map((each) => ({ ...each, members: each.members.map(lost) })),
]))
const lost = (trained) => ({ ...trained, weights: { ...trained.weights, values: trained.weights.values.map(() => 0) } })
`

test('the JSON document names faults and what they touch, and gives every claim a verdict under each', async () => {
  const published = faults.filter(({ name }) => ['untrained', 'biases lost', 'sets ignored'].includes(name))
  const options = {
    preset: 'quick',
    backend: 'auto',
    seed: 3,
    jobs: 1,
    fault: [file('lost.mjs', zeros)],
    json: true,
  } as const
  const [printed, said]: [string[], string[]] = [[], []]
  const terminal = {
    out: (text: string) => printed.push(text),
    error: (text: string) => said.push(text),
    signal: new AbortController().signal,
  }
  await audit(['adversarial'], options, terminal, published)
  expect(printed).toHaveLength(1)
  const { experiments, ...facts } = JSON.parse(printed[0]!)
  const touches = ['adversarial']
  const description = expect.stringMatching(/^[A-Z].*\.$/)
  expect(facts).toEqual({
    seed: 3,
    preset: 'quick',
    faults: [
      { name: 'untrained', description, touches },
      { name: 'biases lost', description, touches },
      { name: 'sets ignored', description, touches: [] },
      { name: 'all weights lost', touches },
    ],
  })
  expect(experiments.map(({ id }: ExperimentAudit) => id)).toEqual(touches)
  const { claims, ...rest } = experiments[0] as ExperimentAudit
  expect(rest).toEqual({ id: 'adversarial', lossRatios: { untrained: expect.any(Number) } })
  expect(claims.length).toBeGreaterThanOrEqual(5)
  for (const claim of claims) {
    expect(Object.keys(claim)).toEqual(['id', 'kind', 'trained', 'nearMisses', 'unnoticed', 'holds'])
    expect(claim.id).toMatch(/^adversarial\//)
    expect(['paper', 'mathematics', 'self-check']).toContain(claim.kind)
    expect(claim.trained).toBe(true)
    expect(Object.keys(claim.holds)).toEqual(['none', 'untrained', 'biases lost', 'sets ignored', 'all weights lost'])
    expect(claim.holds['sets ignored']).toBe(claim.holds.none)
  }
  const held = (name: string) => claims.filter(({ holds }) => holds[name]).length
  expect(held('none')).toBeGreaterThanOrEqual(5)
  expect(held('all weights lost')).toBeLessThan(held('none'))
  expect(held('untrained')).toBeLessThan(held('none'))
  expect(said).toContain('adversarial: untrained (fault 1 of 3)')
})

test('for people there is a row a claim and a column a fault, and how many claims hold under each', () => {
  const claim = (id: string, trained: boolean, lost: boolean) => ({
    ...{ id: `short/${id}`, kind: 'paper' as const, trained, nearMisses: [], unnoticed: lost ? ['biases lost'] : [] },
    holds: { none: true, 'biases lost': lost, elsewhere: true },
  })
  const audits = [
    {
      id: 'short',
      touchedBy: ['biases lost'],
      lossRatios: {},
      claims: [claim('a', true, false), claim('b', false, true)],
    },
  ]
  const text = auditTables(audits, [{ name: 'biases lost' }, { name: 'elsewhere' }])
  expect(text).toMatch(/^short\/a {2}paper {2}✓ {2}·$/m)
  expect(text).toMatch(/^short\/b {2}paper {2}✓ {2}✓$/m)
  expect(text).toMatch(/^0 {2}none +2 of 2 +1 of 1$/m)
  expect(text).toMatch(/^1 {2}biases lost +1 of 2 +0 of 1$/m)
  expect(text).toMatch(/^claims that hold under a fault on which they must fail +fault$/m)
  expect(text).toMatch(/^short\/b +biases lost$/m)
  expect(text).toMatch(/^claims about trained models that hold under every fault$/m)
  // It touches nothing, so there is nothing to count.
  expect(text).toMatch(/^2 {2}elsewhere$/m)
})

test.each([
  ['no name', 'export const plan = (task) => task', 'name is nothing; expected a string'],
  [
    'a name of ours',
    "export const name = 'untrained'; export const plan = (task) => task",
    'name is "untrained"; expected a name that no other fault has',
  ],
  ['the name none', "export const name = 'none'; export const plan = (task) => task", 'name is "none"'],
  ['no change', "export const name = 'mine'", 'plan is nothing; expected a function from a task to a task, or trained'],
  [
    'a change that is no function',
    "export const name = 'mine'; export const trained = 3",
    'trained is 3; expected a function from trained sweeps',
  ],
  ['a broken module', 'export const name = ', 'it cannot be loaded ('],
])('a fault file with %s is refused with file, field and what would be right', async (name, content, words) => {
  const path = file(`${name.replaceAll(' ', '-')}.mjs`, content)
  const { code, out, error } = await digon(['audit', 'intro', '--fault', path])
  expect([code, out]).toEqual([2, ''])
  expect(error).toContain(`invalid ${path}: ${words}`)
})

test('a fault file that is absent, given twice, or that gives no task is refused before any training', async () => {
  const refused = async (words: string, ...files: readonly string[]) => {
    const faults = files.flatMap((path) => ['--fault', path])
    const args = ['audit', 'intro', '--backend', 'reference', ...faults]
    const { code, out, error } = await digon(args)
    expect([code, out]).toEqual([2, ''])
    expect(error).toContain(words)
  }
  await refused('absent.mjs: no such file or folder', join(folder, 'absent.mjs'))
  const mine = file('mine.mjs', "export default { name: 'mine', plan: () => 3 }")
  await refused('name is "mine"; expected a name that no other fault has', mine, mine)
  await refused('invalid fault mine: plan gave undefined', mine)
})
