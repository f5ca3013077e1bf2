/** How restarts are told apart: by color and by dash, the same in curves and picker. */
const colors = 4
const dashes = ['', '9 5', '3 4', '12 4 3 4'] as const

export function restartColor(restart: number): string {
  return `var(--series-${restart % colors})`
}

/** In units of the stroke's picture. */
export function restartDash(restart: number): string {
  return dashes[Math.floor(restart / colors + restart) % dashes.length]!
}
