/** Prose in source files: wrapped to be read and reviewed there, unwrapped for whoever shows it. Loads nothing. */

/**
 * Text whose single line breaks are spaces; a blank line parts paragraphs. Indentation and the ends are trimmed.
 *
 *     const method = prose`
 *       ${settings.quick.restarts} restarts at each probability,
 *       all trained together.
 *     `
 */
export function prose(strings: TemplateStringsArray, ...values: readonly (string | number)[]): string {
  return String.raw({ raw: strings }, ...values.map(String))
    .trim()
    .split(/\n\s*\n\s*/)
    .map((paragraph) => paragraph.replace(/\s*\n\s*/g, ' '))
    .join('\n\n')
}
