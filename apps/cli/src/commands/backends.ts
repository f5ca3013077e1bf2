import type { Command } from '@commander-js/extra-typings'
import type { CommandContext } from '../main.js'
import { textTable } from '../text-table.js'

/** `digon backends`: what can run here, and why the rest cannot. */
export function addBackendsCommand(program: Command, { terminal }: CommandContext): void {
  program
    .command('backends')
    .description('what can run here, and why the rest cannot')
    .option('--json', 'one JSON document on stdout')
    .addHelpText('after', '\nExample: digon backends --json')
    .action(async (options) => {
      const { allBackends } = await import('../backends.js')
      const facts = []
      for (const backend of await allBackends()) {
        const probe = await backend.probe()
        facts.push(
          probe.available
            ? { name: backend.name, available: true, device: probe.device }
            : { name: backend.name, available: false, reason: probe.reason },
        )
      }
      if (options.json) return terminal.out(JSON.stringify(facts))
      terminal.out(
        textTable(
          [{ title: 'backend' }, { title: 'available' }, { title: 'device, or why not', maximumWidth: 80 }],
          facts.map(({ name, available, device, reason }) => [
            name,
            available ? 'yes' : 'no',
            device?.description ?? reason ?? '',
          ]),
        ),
      )
    })
}
