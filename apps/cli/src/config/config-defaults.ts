/** What a config file says about the options of the commands, checked as a whole and by the options' own parsers. */
import { type CommandUnknownOpts, InvalidArgumentError, type Option } from '@commander-js/extra-typings'
import { readYaml } from '@digon/formats'
import { foundText, type Path, type Problem, unknownField } from '@digon/messages'
import { readNamedText } from '@digon/runs'
import { isModuleName } from '../module-name.js'

/** Values by option, of every command that the file names. */
export type ConfigDefaults = ReadonlyMap<CommandUnknownOpts, ReadonlyMap<Option, unknown>>

const maximumBytes = 1 << 20

/** These options name modules always; those below where their value is a module's name. */
const moduleOptions = ['experiment', 'fault']
const engineOptions = ['backend', 'fallback']

/**
 * @throws {InvalidSpecError} with line, field and what would be right, for every unknown command or option and every invalid value.
 * @throws {CannotReadError} when there is no such file, or it is no plain file.
 */
export async function readConfigDefaults(file: string, program: CommandUnknownOpts): Promise<ConfigDefaults> {
  const source = readYaml(await readNamedText(file, { maximumBytes }), file)
  const defaults = new Map<CommandUnknownOpts, ReadonlyMap<Option, unknown>>()
  const problems = defaultsOfCommands(program, [], source.value, defaults)
  if (problems.length > 0) throw source.refuse(problems)
  return defaults
}

/** Adds to `defaults`. @returns what is wrong. */
function defaultsOfCommands(
  parent: CommandUnknownOpts,
  path: Path,
  value: unknown,
  defaults: Map<CommandUnknownOpts, ReadonlyMap<Option, unknown>>,
): readonly Problem[] {
  const commands = new Map(
    parent
      .createHelp()
      .visibleCommands(parent)
      .map((each) => [each.name(), each]),
  )
  const known = [...commands.keys()]
  return problemsOfFields(path, value, 'commands, each with its options', (at, name, options) => {
    const command = commands.get(name)
    if (command === undefined) return [unknownField(at, known)]
    if (command.commands.length > 0) return defaultsOfCommands(command, at, options, defaults)
    const ofCommand = new Map<Option, unknown>()
    defaults.set(command, ofCommand)
    return defaultsOfOptions(command, at, options, ofCommand)
  })
}

/** Adds to `defaults`. @returns what is wrong. */
function defaultsOfOptions(
  command: CommandUnknownOpts,
  path: Path,
  value: unknown,
  defaults: Map<Option, unknown>,
): readonly Problem[] {
  const options = new Map(command.options.map((each) => [each.name(), each]))
  return problemsOfFields(path, value, 'options with their values', (at, name, given) => {
    const option = options.get(name)
    if (option === undefined) return [unknownField(at, [...options.keys()])]
    const result = parsed(option, given)
    if ('expected' in result) return [{ path: at, found: foundText(given), expected: result.expected }]
    if (result.value !== undefined) defaults.set(option, result.value)
    return []
  })
}

function problemsOfFields(
  path: Path,
  value: unknown,
  expected: string,
  problemsOf: (at: Path, name: string, value: unknown) => readonly Problem[],
): readonly Problem[] {
  if (value === null) return []
  if (typeof value !== 'object' || Array.isArray(value)) return [{ path, found: foundText(value), expected }]
  return Object.entries(value).flatMap(([name, field]) => problemsOf([...path, name], name, field))
}

function parsed(option: Option, given: unknown): { readonly value: unknown } | { readonly expected: string } {
  if (option.isBoolean()) {
    return typeof given === 'boolean' ? { value: given || undefined } : { expected: 'true or false' }
  }
  if (typeof given !== 'string' && typeof given !== 'number') return { expected: 'a text or a number' }
  const text = String(given)
  const name = option.name()
  if (moduleOptions.includes(name) || (engineOptions.includes(name) && isModuleName(text))) {
    return { expected: `no module, as modules are code: name it on the command line, --${name} ${text}` }
  }
  try {
    return { value: option.parseArg === undefined ? text : option.parseArg(text, undefined) }
  } catch (error) {
    if (!(error instanceof InvalidArgumentError)) throw error
    if (option.argChoices !== undefined) return { expected: `one of ${option.argChoices.join(', ')}` }
    return { expected: error.message.replace(/^expected /, '') }
  }
}
