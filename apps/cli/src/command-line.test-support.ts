import { main } from './main.js'
import type { Terminal } from './terminal.js'

/** Runs the command line inside the test, with streams that can be read. */
export async function digon(
  args: readonly string[],
  signal: AbortSignal = new AbortController().signal,
): Promise<{ code: number; out: string; error: string }> {
  const out: string[] = []
  const error: string[] = []
  const terminal: Terminal = {
    out: (text) => out.push(text),
    error: (text) => error.push(text),
    signal,
  }
  const code = await main(args, terminal)
  return { code, out: out.join('\n'), error: error.join('\n') }
}
