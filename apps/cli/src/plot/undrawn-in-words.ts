import type { UndrawnFigure } from '@digon/plot'

/** A figure that cannot be drawn, for people. */
export function undrawnInWords({ name, reason }: UndrawnFigure): string {
  return `figure ${name} cannot be drawn: ${reason}`
}
