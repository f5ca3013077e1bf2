/** Which members diverged, for people: a line each, of many members the first ones. */

const mostLines = 16

/** @param consequence what it means for what is printed beside. */
export function divergedLines(
  diverged: readonly { readonly member: number; readonly step: number }[],
  consequence: string,
): readonly string[] {
  const lines = diverged
    .slice(0, mostLines)
    .map(({ member, step }) => `member ${member} diverged at step ${step}: ${consequence}`)
  const more = diverged.length - lines.length
  return more > 0 ? [...lines, `and ${more} more diverged; task.json in the run lists all`] : lines
}
