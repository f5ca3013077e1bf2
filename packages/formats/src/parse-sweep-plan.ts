/** A plan of a sweep from its text: YAML or JSON, its axes written out. Whether its cells can be trained is checked later. */
import { foundJson, type Problem, unknownField, valueAt } from '@digon/messages'
import type { z } from 'zod'
import { isAscending, type PlanAxis, type PlanCoordinate, type PlanValue, type SweepPlan } from './sweep-plan.js'
import {
  type SingleAxis,
  type SweepAxis,
  type SweepPlanDescription,
  sweepPlanDescriptionSchema,
} from './sweep-plan-description.js'
import { readYaml, type YamlSource } from './yaml-source.js'

/** Most cells of a plan: combinations times restarts. */
const mostCells = 10_000_000

const defaultEvaluationSamples = 10_000

/** A checked plan, and where its values stand in the file. */
export interface ParsedSweepPlan {
  readonly plan: SweepPlan
  /** For problems that are found later. */
  readonly source: YamlSource
}

/**
 * @param file the file's name, for messages.
 * @throws {InvalidSpecError} naming every problem as `file:line:column: message`.
 */
export function parseSweepPlan(text: string, file: string): ParsedSweepPlan {
  const source = readYaml(text, file)
  const parsed = sweepPlanDescriptionSchema.safeParse(source.value)
  if (!parsed.success) throw source.refuse(parsed.error.issues.flatMap((issue) => problemsOf(issue, source.value)))
  const problems: Problem[] = []
  const plan = completePlan(parsed.data, problems)
  if (problems.length > 0) throw source.refuse(problems)
  return { plan, source }
}

function completePlan(description: SweepPlanDescription, problems: Problem[]): SweepPlan {
  const {
    axes = {},
    restarts = 1,
    seed,
    evaluationSamples = defaultEvaluationSamples,
    lossEvery,
    lossSteps,
    ...base
  } = description
  const found = Object.entries(axes).map(([name, axis]) => completeAxis(name, axis, problems))
  const names = found.flatMap(({ coordinates }) => coordinates.map(({ name }) => name))
  const again = names.find((name, index) => names.indexOf(name) < index)
  if (again !== undefined) {
    problems.push({ path: ['axes'], found: `two axes of the name ${again}`, expected: 'a name for each' })
  }
  const cells = found.reduce((product, { coordinates }) => product * coordinates[0]!.values.length, restarts)
  if (cells > mostCells) {
    problems.push({ path: ['axes'], found: `${cells} cells`, expected: `at most ${mostCells}` })
  }
  if (lossSteps !== undefined && lossEvery !== undefined) {
    problems.push({ path: ['lossSteps'], found: 'steps beside lossEvery', expected: 'one of the two' })
  }
  if (lossSteps !== undefined && !isAscending(lossSteps)) {
    problems.push({ path: ['lossSteps'], found: JSON.stringify(lossSteps), expected: 'ascending steps' })
  }
  const given = Object.entries(base).filter((entry): entry is [string, PlanValue] => entry[1] !== undefined)
  const kept = { restarts, seed, evaluationSamples, lossEvery: lossEvery ?? null, ...(lossSteps && { lossSteps }) }
  return { base: Object.fromEntries(given), axes: found, ...kept }
}

function completeAxis(name: string, axis: SweepAxis, problems: Problem[]): PlanAxis {
  const path = ['axes', name]
  if (!isZipped(axis)) return { coordinates: [completeCoordinate(name, axis, path, problems)] }
  const coordinates = Object.entries(axis.zip).map(([each, single]) =>
    completeCoordinate(each, single, [...path, 'zip', each], problems),
  )
  const count = coordinates[0]?.values.length ?? 0
  if (count === 0) problems.push({ path: [...path, 'zip'], found: 'no axis', expected: 'at least one' })
  for (const { name: each, values } of coordinates) {
    if (values.length === count) continue
    problems.push({
      path: [...path, 'zip', each],
      found: `${values.length} values`,
      expected: `${count}, as the first`,
    })
  }
  return { coordinates }
}

function isZipped(axis: SweepAxis): axis is Extract<SweepAxis, { zip: unknown }> {
  return !Array.isArray(axis) && 'zip' in axis
}

type Single = readonly PlanValue[] | SingleAxis

function completeCoordinate(
  name: string,
  axis: Single,
  path: readonly (string | number)[],
  problems: Problem[],
): PlanCoordinate {
  if (isList(axis)) return { name, fields: [name], values: checkValues(axis, path, problems) }
  const { field = name } = axis
  const fields = typeof field === 'string' ? [field] : field
  if ('values' in axis) return { name, fields, values: checkValues(axis.values, [...path, 'values'], problems) }
  const { from, to, count, scale = 'linear' } = axis
  const isWrong = from === to || (scale === 'log' && !(from > 0 && to > 0))
  if (isWrong) {
    const expected = scale === 'log' ? 'two different numbers > 0' : 'two different numbers'
    problems.push({ path: [...path, 'to'], found: `from ${from} to ${to}`, expected })
  }
  return { name, fields, values: isWrong ? [from] : spaced(from, to, count, scale) }
}

function isList(axis: Single): axis is readonly PlanValue[] {
  return Array.isArray(axis)
}

/** Rounded to 12 digits, where powers of different machines agree and 0.3 reads as 0.3; the ends are exact. */
function spaced(from: number, to: number, count: number, scale: 'linear' | 'log'): number[] {
  return Array.from({ length: count }, (_, index) => {
    if (index === 0) return from
    if (index === count - 1) return to
    const share = index / (count - 1)
    return Number((scale === 'log' ? from * (to / from) ** share : from + (to - from) * share).toPrecision(12))
  })
}

function checkValues(
  values: readonly PlanValue[],
  path: readonly (string | number)[],
  problems: Problem[],
): readonly PlanValue[] {
  const seen = new Set<string>()
  for (const [index, value] of values.entries()) {
    const text = JSON.stringify(value)
    if (seen.has(text)) {
      problems.push({ path: [...path, index], found: `${text} again`, expected: 'values that differ' })
    }
    seen.add(text)
  }
  return values
}

function problemsOf(issue: z.core.$ZodIssue, value: unknown): Problem[] {
  const path = issue.path as (string | number)[]
  if (issue.code === 'unrecognized_keys') {
    const known = path.length === 0 ? issue.message.split(', ') : []
    return issue.keys.map((key) => unknownField([...path, key], known, known.length > 0 ? undefined : 'no field'))
  }
  if (issue.code === 'invalid_key') {
    return [{ path, found: foundJson(path.at(-1)), expected: issue.issues[0]?.message ?? issue.message }]
  }
  return [{ path, found: foundJson(valueAt(value, path)), expected: issue.message }]
}
