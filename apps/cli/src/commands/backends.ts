import type { Command } from '@commander-js/extra-typings'
import type { Device } from '@digon/model'
import type { CommandContext } from '../command-context.js'
import { jsonText } from '../json-text.js'
import { ownVersion } from '../own-version.js'
import { textTable } from '../text-table.js'

/** `digon backends`: what can run here, and why the rest cannot. */
export function addBackendsCommand(program: Command, { terminal }: CommandContext): void {
  program
    .command('backends')
    .description('list the backends that can run here, and say why the others cannot')
    .option('--backend <name>', 'only this one; also a module: ./engine.mjs, package:NAME')
    .option('--json', 'one JSON document on stdout')
    .addHelpText('after', '\nExample: digon backends --json')
    .action(async (options) => {
      const { engineVersion } = await import('../load-engine.js')
      const { allBackends, candidateBackends } = await import('../backends.js')
      const asked = options.backend === undefined ? await allBackends() : await candidateBackends(options.backend)
      const facts = []
      for (const backend of asked) {
        const { name, arithmetic } = backend
        const version = engineVersion(backend) ?? ownVersion()
        facts.push({ name, arithmetic, version, probe: await backend.probe() })
      }
      if (options.json) return terminal.out(jsonText(facts.map(({ probe, ...known }) => ({ ...known, ...probe }))))
      terminal.out(
        textTable(
          [{ title: 'backend' }, { title: 'available' }, { title: 'device, or why not', maximumWidth: 80 }],
          facts.map(({ name, probe }) => [
            name,
            probe.available ? 'yes' : 'no',
            probe.available ? describeDevice(probe.device) : probe.reason,
          ]),
        ),
      )
    })
}

/** With what kind of GPU it is and its limits, where it is one: a software GPU is a processor that pretends. */
export function describeDevice({ description, kind, limits }: Device): string {
  if (kind === 'cpu') return description
  const named = Object.entries(limits).map(([name, value]) => `${name} ${value}`)
  return [description, kind === 'software' ? 'software' : 'hardware', ...named].join(', ')
}
