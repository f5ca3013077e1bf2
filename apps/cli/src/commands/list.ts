import type { Command } from '@commander-js/extra-typings'
import type { CommandContext } from '../command-context.js'
import { textTable } from '../text-table.js'

/** `digon list`: the experiments. */
export function addListCommand(program: Command, { terminal }: CommandContext): void {
  program
    .command('list')
    .description('the experiments: id, title, section of the paper, presets')
    .option('--json', 'one JSON document on stdout')
    .addHelpText('after', '\nExample: digon list')
    .action(async (options) => {
      const { experimentCatalog } = await import('@digon/experiments/catalog')
      const experiments = experimentCatalog.map(({ id, title, section, presets }) => ({
        id,
        title,
        section,
        presets: Object.keys(presets),
      }))
      if (options.json) return terminal.out(JSON.stringify(experiments))
      terminal.out(
        textTable(
          [{ title: 'id' }, { title: 'section' }, { title: 'title' }, { title: 'presets' }],
          experiments.map(({ id, title, section, presets }) => [id, section, title, presets.join(', ')]),
        ),
      )
    })
}
