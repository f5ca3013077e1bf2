import type { Command } from '@commander-js/extra-typings'
import type { CommandContext } from '../command-context.js'
import { jsonText } from '../json-text.js'
import { textTable } from '../text-table.js'

/** `digon list`: the experiments. */
export function addListCommand(program: Command, { terminal }: CommandContext): void {
  program
    .command('list')
    .description('list the experiments: id, title, section of the paper, and what each preset trains')
    .option('--json', 'one JSON document on stdout')
    .addHelpText('after', '\nExample: digon list')
    .action(async (options) => {
      const { experimentCatalog } = await import('@digon/experiments/catalog')
      if (options.json) {
        const entries = experimentCatalog.map(({ id, title, section, presets }) => {
          return { id, title, section, presets: Object.keys(presets) }
        })
        return terminal.out(jsonText(entries))
      }
      terminal.out(
        textTable(
          [
            { title: 'id' },
            { title: 'experiment', maximumWidth: 44 },
            { title: 'preset' },
            { title: 'what it trains', maximumWidth: 64 },
          ],
          experimentCatalog.flatMap(({ id, title, section, presets }) =>
            Object.entries(presets).map(([preset, summary], index) => {
              return [...(index === 0 ? [id, `${title} (${section})`] : ['', '']), preset, summary]
            }),
          ),
        ),
      )
    })
}
