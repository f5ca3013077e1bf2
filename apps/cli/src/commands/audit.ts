import type { Command } from '@commander-js/extra-typings'
import { Option } from '@commander-js/extra-typings'
import type { CommandContext } from '../command-context.js'
import { jobsOption, seedOption } from '../options.js'

/** `digon audit ID…`: which claims notice which faults. */
export function addAuditCommand(program: Command, { terminal, finish }: CommandContext): void {
  program
    .command('audit')
    .description('plant small faults into training and results, and show which claims fail on them')
    .argument('<id...>', 'experiments as `digon list` names them, modules that export one (./experiment.mjs), or all')
    .addOption(
      new Option('--preset <preset>', "quick: minutes; paper: the paper's own sizes")
        .choices(['quick', 'paper'] as const)
        .default('quick' as const),
    )
    .option(
      '--backend <name>',
      'the backend that trains, or a module that exports one: ./engine.mjs, package:NAME',
      'auto',
    )
    .option('--seed <n>', 'the seed that every other seed derives from', seedOption, 0)
    .option(
      '--fault <file>',
      'a module that exports a further fault (name, and plan or trained); may be repeated',
      (file: string, files: readonly string[]) => [...files, file],
      [] as readonly string[],
    )
    .addOption(jobsOption())
    .option('--json', 'one JSON document on stdout')
    .addHelpText(
      'after',
      `
A fault module, for example:
  export const name = 'one sample a batch'
  export const plan = (task) => ({ ...task, ensemble: { ...task.ensemble, batchSize: 1 } })
or with trained instead of plan, which takes { [sweep]: [{ condition, members }] } and returns the same with other models.

Example: digon audit intro sparsity-penalty --json`,
    )
    .action(async (ids, options) => {
      const { audit } = await import('../audit/audit.js')
      finish(await audit(ids, options, terminal))
    })
}
