import type { Command } from '@commander-js/extra-typings'
import type { CommandContext } from '../command-context.js'
import { integerOption } from '../options.js'

/** `digon view`: the viewer, served on loopback. */
export function addViewCommand(program: Command, { terminal }: CommandContext): void {
  program
    .command('view')
    .description('serve the viewer on this machine only, until Ctrl-C')
    .option('--port <n>', 'the port; 0 takes a free one', integerOption(0, 65535), 0)
    .addHelpText('after', '\nExample: digon view --port 8080')
    .action(async (options) => {
      const { serveViewer } = await import('../view/serve-viewer.js')
      await serveViewer(options.port, terminal)
    })
}
