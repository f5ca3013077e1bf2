import type { Terminal } from './terminal.js'

/** What every command is given. */
export interface CommandContext {
  readonly terminal: Terminal
  /** Sets the exit code of a command that ended by itself; without it the code is 0. */
  readonly finish: (code: number) => void
}
