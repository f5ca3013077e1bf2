/**
 * What is wrong with a plan's cells, before any is trained. Every value of every axis is tried in every shape, the other axes at
 * their first value: all cells of a large plan would take longer than it should take to start.
 */
import type { SweepPlan } from '@digon/formats'
import { type Path, type Problem, unknownField } from '@digon/messages'
import { InvalidEnsembleError, resolveStages } from '@digon/model'
import { combinationCount, taskOfCells } from './expand.js'
import { FieldPathError } from './field-path.js'
import { reservedColumns } from './member-columns.js'

/** What a plan's fields may begin with. */
const settable = ['model', 'target', 'optimizer', 'batchSize', 'member', 'stages', 'steps']

/** Most combinations that are tried. */
const mostTried = 5000

/** At most ten. Paths lead into the plan's file where they can. */
export function planProblems(plan: SweepPlan): readonly Problem[] {
  const problems = fieldProblems(plan)
  if (problems.length > 0) return problems
  const found = new Map<string, Problem>()
  for (const combination of tried(plan)) {
    for (const problem of problemsAt(plan, combination)) found.set(JSON.stringify(problem), problem)
    if (found.size >= 10) break
  }
  return [...found.values()]
}

function fieldProblems(plan: SweepPlan): Problem[] {
  const { base, axes, lossSteps = [] } = plan
  const problems: Problem[] = []
  const [last, most] = [lossSteps.at(-1), mostSteps(plan)]
  if (last !== undefined && last >= most) {
    problems.push({ path: ['lossSteps'], found: String(last), expected: `steps from 0 to ${most - 1}` })
  }
  const member = base.member
  if (member !== undefined && (typeof member !== 'object' || member === null || Array.isArray(member))) {
    problems.push({ path: ['member'], found: JSON.stringify(member), expected: 'fields of a member' })
  }
  const forbidden = ['seed', 'count'].filter((name) => member !== null && Object.hasOwn(Object(member), name))
  for (const name of forbidden) {
    problems.push({ path: ['member', name], found: 'a field of the plan', expected: 'seed and restarts beside member' })
  }
  for (const { name, fields } of axes.flatMap((axis) => axis.coordinates)) {
    const path: Path = ['axes', name]
    if (reservedColumns.includes(name)) {
      problems.push({ path, found: `the name ${name}`, expected: 'another name; the table already has this column' })
    }
    for (const field of fields) {
      const [first, second] = field.split('.')
      if (first === 'member' && (second === 'seed' || second === 'count' || second === undefined)) {
        problems.push({
          path,
          found: `the field ${field}`,
          expected: 'a field of member; for several seeds use restarts',
        })
      } else if (!settable.includes(first!)) problems.push(unknownField([...path, 'field', first!], settable))
    }
  }
  return problems
}

/** Of any cell; infinite when they are no numbers, which is said elsewhere. */
function mostSteps({ base, axes }: SweepPlan): number {
  const axis = axes.flatMap(({ coordinates }) => coordinates).find(({ fields }) => fields.includes('steps'))
  const steps = axis?.values ?? [base.steps]
  return Math.max(...steps.map((value) => (typeof value === 'number' ? value : Number.POSITIVE_INFINITY)))
}

/** Combinations that show every value of every axis, and all shapes. */
function* tried(plan: SweepPlan): Iterable<number> {
  const lengths = plan.axes.map(({ coordinates }) => coordinates[0]!.values.length)
  const isShape = plan.axes.map(({ coordinates }) =>
    coordinates.some(({ fields }) => fields.some((field) => !field.startsWith('member.'))),
  )
  let count = 0
  for (let combination = 0; combination < combinationCount(plan); combination++) {
    let rest = combination
    let away = 0
    for (let axis = lengths.length - 1; axis >= 0; axis--) {
      if (!isShape[axis] && rest % lengths[axis]! > 0) away++
      rest = Math.floor(rest / lengths[axis]!)
    }
    if (away > 1) continue
    yield combination
    if (++count >= mostTried) return
  }
}

function problemsAt(plan: SweepPlan, combination: number): readonly Problem[] {
  try {
    const { ensemble, stages, steps } = taskOfCells(plan, [combination * plan.restarts], 'check')
    resolveStages(ensemble, stages)
    if (Number.isSafeInteger(steps) && steps >= 0 && steps < 2 ** 32) return []
    return [inPlan(plan, { path: ['steps'], found: JSON.stringify(steps), expected: 'an integer ≥ 0' })]
  } catch (error) {
    if (error instanceof InvalidEnsembleError) return error.problems.map((problem) => inPlan(plan, problem))
    if (!(error instanceof FieldPathError)) throw error
    const axis = plan.axes.flatMap((each) => each.coordinates).find(({ fields }) => fields.includes(error.path))
    const path: Path = axis === undefined ? ['axes'] : ['axes', axis.name]
    return [{ path, found: error.reason, expected: 'a field that every cell can have' }]
  }
}

/** A problem of a cell's ensemble at its place in the plan: at the axis that sets the field, else at the field. */
function inPlan(plan: SweepPlan, problem: Problem): Problem {
  const [first, second, ...rest] = problem.path
  const isMember = first === 'members' || first === 'shared'
  const path: Path = isMember
    ? ['member', ...(first === 'members' ? rest : [second, ...rest])].filter(isPart)
    : problem.path
  const field = path.join('.')
  const axis = plan.axes
    .flatMap(({ coordinates }) => coordinates)
    .find(({ fields }) =>
      fields.some((each) => `${field}.`.startsWith(`${each}.`) || `${each}.`.startsWith(`${field}.`)),
    )
  return { ...problem, path: axis === undefined ? path : ['axes', axis.name] }
}

function isPart(part: string | number | undefined): part is string | number {
  return part !== undefined
}
