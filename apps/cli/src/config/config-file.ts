/** Which file gives options their defaults: the one that `--config` names, or the one in the current folder. Never code. */
import { existsSync } from 'node:fs'
import { extname } from 'node:path'
import { UsageError } from '../exit-code.js'

/** Looked for in the current folder. */
export const configNames: readonly string[] = ['digon.yaml', 'digon.yml', 'digon.json']

const endings = ['.yaml', '.yml', '.json']

/**
 * @param named what `--config` says.
 * @returns undefined where nothing is named and the current folder has none.
 * @throws {UsageError} when it is named as something else than YAML or JSON, or the folder has several.
 */
export function configFile(named: string | undefined): string | undefined {
  if (named !== undefined) {
    if (endings.includes(extname(named).toLowerCase())) return named
    const isCode = /\.[cm]?[jt]s$/i.test(named)
    throw new UsageError(
      `invalid --config: ${named}${isCode ? ' is code, and a config file holds data only' : ''}; expected a file that ends in ${endings.join(', ')}`,
    )
  }
  const found = configNames.filter((name) => existsSync(name))
  if (found.length > 1) {
    throw new UsageError(`this folder has ${found.join(' and ')}; keep one of them, or name one with --config`)
  }
  return found[0]
}

/** For `digon --help`: the file in use, why there is none, or how there could be one. */
export function configInWords(named: string | undefined): string {
  try {
    const file = configFile(named)
    if (file !== undefined) return `Defaults of options are read from ${file}.`
    return `Defaults of options are read from ${configNames.join(' or ')} in this folder, which has none, or from --config FILE.`
  } catch (error) {
    if (error instanceof UsageError) return `No defaults of options can be read: ${error.message}`
    throw error
  }
}
