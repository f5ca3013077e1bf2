import { Command, CommanderError, type CommandUnknownOpts } from '@commander-js/extra-typings'
import type { CommandContext } from './command-context.js'
import { addAnalyzeCommand } from './commands/analyze.js'
import { addAuditCommand } from './commands/audit.js'
import { addBackendsCommand } from './commands/backends.js'
import { addBenchCommand } from './commands/bench.js'
import { addEvaluateCommand } from './commands/evaluate.js'
import { addListCommand } from './commands/list.js'
import { addPlotCommand } from './commands/plot.js'
import { addReplayCommand } from './commands/replay.js'
import { addReproduceCommand } from './commands/reproduce.js'
import { addSampleCommand } from './commands/sample.js'
import { addResumeCommand, addSweepCommand } from './commands/sweep.js'
import { addCheckCommand, addExportCommand, addMergeCommand, addStatusCommand } from './commands/sweep-runs.js'
import { addTheoryCommand } from './commands/theory.js'
import { addTrainCommand } from './commands/train.js'
import { addViewCommand } from './commands/view.js'
import { addWorkerCommand } from './commands/worker.js'
import { addConfig } from './config/add-config.js'
import { describeFailure, exitCode } from './exit-code.js'
import { ownVersion } from './own-version.js'
import type { Terminal } from './terminal.js'

/**
 * The command line. This file only names the commands; each loads what it needs when it runs, so that `--help` is instant.
 *
 * @returns the exit code; never throws, never ends the process.
 */
export async function runCommand(args: readonly string[], terminal: Terminal): Promise<number> {
  let code: number = exitCode.done
  const program = new Command('digon')
    .description('A laboratory for superposition: how a small network stores more features than it has dimensions.')
    .version(ownVersion(), '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .helpCommand(false)
    .showSuggestionAfterError()
    .exitOverride()
    .configureOutput({
      writeOut: (text) => terminal.out(text.trimEnd()),
      writeErr: (text) => terminal.error(text.trimEnd()),
    })
    .addHelpText('after', '\nExample: digon reproduce intro --out runs/intro\nHelp on a command: digon train --help')
  const context: CommandContext = {
    terminal,
    finish: (value) => {
      code = value
    },
  }
  for (const add of [
    addListCommand,
    addReproduceCommand,
    addAuditCommand,
    addTrainCommand,
    addEvaluateCommand,
    addSweepCommand,
    addResumeCommand,
    addStatusCommand,
    addCheckCommand,
    addMergeCommand,
    addExportCommand,
    addWorkerCommand,
    addAnalyzeCommand,
    addPlotCommand,
    addSampleCommand,
    addTheoryCommand,
    addReplayCommand,
    addBackendsCommand,
    addBenchCommand,
    addViewCommand,
  ]) {
    add(program, context)
  }
  addConfig(program, args, terminal)
  inheritSettings(program)
  try {
    if (args.length === 0) {
      terminal.error(program.helpInformation().trimEnd())
      return exitCode.usage
    }
    await program.parseAsync([...args], { from: 'user' })
    return await codeWhenDelivered(code, terminal)
  } catch (failure) {
    if (failure instanceof CommanderError) {
      return failure.exitCode === 0 ? codeWhenDelivered(exitCode.done, terminal) : exitCode.usage
    }
    const { code: failureCode, message } = describeFailure(failure)
    terminal.error(message)
    return failureCode
  }
}

/** A command whose result nobody could be given has not finished. */
async function codeWhenDelivered(code: number, terminal: Terminal): Promise<number> {
  const reason = await terminal.undelivered?.()
  if (reason === undefined) return code
  terminal.error(`error: the result could not be written to stdout: ${reason}`)
  return exitCode.unfinished
}

/** Commands of commands as well: none ends the process by itself, all write to the terminal. */
function inheritSettings(parent: { readonly commands: readonly CommandUnknownOpts[] } & CommandUnknownOpts): void {
  for (const command of parent.commands) {
    command.exitOverride().copyInheritedSettings(parent)
    inheritSettings(command)
  }
}
