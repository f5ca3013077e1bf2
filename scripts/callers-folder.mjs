/** Where the user of `npm run digon` is: npm starts scripts in the folder of the package, and says from where in INIT_CWD. */
import { existsSync } from 'node:fs'

/**
 * The folder that relative paths on the command line are meant from.
 *
 * @param env the environment; the caller's folder counts only in the scripts that are the command line, not below another one.
 * @param here the folder to take where npm says nothing, or one that is gone.
 */
export function callersFolder(env, here) {
  const isCommandLine = env.npm_lifecycle_event === 'digon' || env.npm_lifecycle_event === 'start'
  const folder = isCommandLine ? env.INIT_CWD : undefined
  return folder !== undefined && existsSync(folder) ? folder : here
}
