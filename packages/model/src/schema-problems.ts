/** From the issues that zod finds to problems: where, what was found, what would be right. */
import { foundText, type Path, type Problem, unknownField, valueAt } from '@digon/messages'
import type { z } from 'zod'

type Issue = z.core.$ZodIssue

/** The problems behind zod's issues, in their order. A path that several checks refuse, with the same words, is named once. */
export function schemaProblems(input: unknown, issues: readonly Issue[]): readonly Problem[] {
  const problems = issues.flatMap((issue) => issueProblems(input, issue, []))
  return [...new Map(problems.map((problem) => [JSON.stringify(problem.path), problem])).values()]
}

function issueProblems(input: unknown, issue: Issue, above: Path): readonly Problem[] {
  const path = [...above, ...issue.path.map((part) => (typeof part === 'number' ? part : String(part)))]
  if (issue.code === 'unrecognized_keys') {
    const known = issue.message.split(', ')
    return issue.keys.map((key) => unknownField([...path, key], known))
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
