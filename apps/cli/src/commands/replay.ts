import type { Command } from '@commander-js/extra-typings'
import type { CommandContext } from '../command-context.js'
import { exitCode } from '../exit-code.js'
import { jsonText } from '../json-text.js'
import { textTable } from '../text-table.js'

/** `digon replay FILE`: optimizer steps recorded elsewhere, repeated by one of our backends. */
export function addReplayCommand(program: Command, { terminal, finish }: CommandContext): void {
  program
    .command('replay')
    .description('repeat optimizer steps that were recorded elsewhere, and report the largest deviation')
    .argument('<file>', 'a recording in the format digon-replay/1 (JSON)')
    .option('--backend <name>', 'the backend that repeats them', 'auto')
    .option('--json', 'one JSON document on stdout')
    .addHelpText('after', '\nExample: digon replay pytorch-replay.json --backend reference')
    .action(async (file, options) => {
      const { checkBackendName, candidateBackends } = await import('../backends.js')
      checkBackendName(options.backend)
      const { parseReplay, replayCase } = await import('@digon/model/replay')
      const recording = parseReplay(await readJson(file))
      const { BackendUnavailableError } = await import('@digon/model')
      const [backend] = await candidateBackends(options.backend)
      const probe = await backend!.probe()
      if (!probe.available) throw new BackendUnavailableError([{ name: backend!.name, reason: probe.reason }])
      const cases = []
      for (const recorded of recording.cases) {
        terminal.signal.throwIfAborted()
        cases.push(await replayCase(backend!, recorded))
      }
      finish(cases.every((result) => result.supported && result.holds) ? exitCode.done : exitCode.fails)
      if (options.json) return terminal.out(jsonText({ backend: backend!.name, cases }))
      const error = (value: number | undefined) => (value === undefined ? '–' : value.toExponential(1))
      terminal.out(`${backend!.name}, largest relative deviations:`)
      terminal.out(
        textTable(
          [
            { title: 'case', maximumWidth: 60 },
            { title: 'losses', align: 'right' },
            { title: 'gradients', align: 'right' },
            { title: 'parameters', align: 'right' },
            { title: 'holds' },
          ],
          cases.map(({ name, supported, reason, relativeError, holds }) => [
            name,
            error(relativeError?.losses),
            error(relativeError?.gradients),
            error(relativeError?.parameters),
            supported ? (holds ? 'yes' : 'NO') : `not supported: ${reason}`,
          ]),
        ),
      )
    })
}

/** A recording of some million numbers. */
const maximumRecordingBytes = 1 << 28

async function readJson(file: string): Promise<unknown> {
  const { readNamedText } = await import('@digon/runs')
  const text = await readNamedText(file, { maximumBytes: maximumRecordingBytes })
  try {
    return JSON.parse(text)
  } catch (problem) {
    const { UsageError } = await import('../exit-code.js')
    throw new UsageError(`${file} is not JSON: ${(problem as Error).message}`)
  }
}
