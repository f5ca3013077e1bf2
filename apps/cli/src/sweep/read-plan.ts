import { parseSweepPlan, type SweepPlan } from '@digon/formats'
import { readNamedText } from '@digon/runs'
import { planProblems } from '@digon/sweeps'

const maximumPlanBytes = 1 << 24

/**
 * The plan in a file, its cells checked.
 *
 * @throws {InvalidSpecError} naming every problem as `file:line:column: message`; {CannotReadError} when there is no such file.
 */
export async function readPlan(path: string): Promise<SweepPlan> {
  const { plan, source } = parseSweepPlan(await readNamedText(path, { maximumBytes: maximumPlanBytes }), path)
  const problems = planProblems(plan)
  if (problems.length > 0) throw source.refuse(problems)
  return plan
}
