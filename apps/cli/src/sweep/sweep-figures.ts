import type { Sweep } from '@digon/sweeps'
import type { Terminal } from '../terminal.js'

/** The figures of a finished sweep. */
export async function writeSweepFigures(
  _sweep: Sweep,
  _table: Uint8Array,
  _write: (path: string, content: Uint8Array | string) => Promise<void>,
  _terminal: Terminal,
): Promise<void> {}
