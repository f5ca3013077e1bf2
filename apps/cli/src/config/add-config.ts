/** `--config FILE`: options that the command line leaves out take their values from a file. The one place that knows of it. */
import type { CommandUnknownOpts } from '@commander-js/extra-typings'
import type { Terminal } from '../terminal.js'
import { configFile, configInWords } from './config-file.js'

/** To be called when the program has all its commands. @param args of the command line, where asking for help needs no file. */
export function addConfig(program: CommandUnknownOpts, args: readonly string[], terminal: Terminal): void {
  const named = () => program.getOptionValue('config') as string | undefined
  program
    .option('--config <file>', 'a YAML or JSON file with defaults for options, under the names of the commands')
    .addHelpText('after', () => `\n${configInWords(named())}`)
    .hook('preSubcommand', async (_, command) => {
      const isForPeople = program.createHelp().visibleCommands(program).includes(command)
      const file =
        isForPeople && !args.some((arg) => arg === '--help' || arg === '-h') ? configFile(named()) : undefined
      if (file === undefined) return
      const { readConfigDefaults } = await import('./config-defaults.js')
      for (const [of, defaults] of await readConfigDefaults(file, program)) applyTo(of, defaults, file, terminal)
    })
}

/** What the command line says wins, as this comes after it is parsed. */
function applyTo(
  command: CommandUnknownOpts,
  defaults: ReadonlyMap<CommandUnknownOpts['options'][number], unknown>,
  file: string,
  terminal: Terminal,
): void {
  // Whether one is missing is looked at before.
  for (const option of defaults.keys()) option.makeOptionMandatory(false)
  command.hook('preAction', () => {
    const taken = [...defaults].filter(([option]) => {
      const source = command.getOptionValueSource(option.attributeName())
      return source === undefined || source === 'default'
    })
    for (const [option, value] of taken) command.setOptionValueWithSource(option.attributeName(), value, 'config')
    if (taken.length > 0) terminal.error(`from ${file}: ${taken.map(([option]) => option.long).join(', ')}`)
  })
}
