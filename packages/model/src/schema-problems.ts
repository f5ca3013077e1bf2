/** From the issues that zod finds to problems: where, what was found, what would be right. */
import type { z } from 'zod'
import { type EnsembleProblem, foundText } from './ensemble-problems.js'
import { nearestName } from './nearest-name.js'

type Issue = z.core.$ZodIssue
type Path = readonly (string | number)[]

/** The problems behind zod's issues, in their order. A path that several checks refuse, with the same words, is named once. */
export function schemaProblems(input: unknown, issues: readonly Issue[]): readonly EnsembleProblem[] {
  const problems = issues.flatMap((issue) => issueProblems(input, issue, []))
  return [...new Map(problems.map((problem) => [JSON.stringify(problem.path), problem])).values()]
}

function issueProblems(input: unknown, issue: Issue, above: Path): readonly EnsembleProblem[] {
  const path = [...above, ...issue.path.map((part) => (typeof part === 'number' ? part : String(part)))]
  if (issue.code === 'unrecognized_keys') {
    const known = issue.message.split(', ')
    return issue.keys.map((key) => ({
      path: [...path, key],
      found: 'an unknown field',
      expected: nearestName(key, known) ?? `one of ${issue.message}`,
    }))
  }
  if (issue.code === 'invalid_union') {
    // The alternative that was meant is the one whose own type fits; what is wrong lies inside it.
    const meant = issue.errors.find((alternative) => !alternative.some(isTypeOfWhole))
    if (meant !== undefined) return meant.flatMap((inner) => issueProblems(input, inner, path))
  }
  return [{ path, found: foundText(valueAt(input, path)), expected: issue.message }]
}

function isTypeOfWhole(issue: Issue): boolean {
  return issue.code === 'invalid_type' && issue.path.length === 0
}

function valueAt(input: unknown, path: Path): unknown {
  let value = input
  for (const part of path) value = (value as Readonly<Record<string | number, unknown>> | null | undefined)?.[part]
  return value
}
