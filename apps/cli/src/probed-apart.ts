import { execFile } from 'node:child_process'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { Backend, Probe } from '@digon/model'

/**
 * Drivers and their loaders write to the process's standard error whatever they like, as `error:` with lines that look like a
 * stack trace, and nothing in the process can stop them. So a backend that loads them is asked elsewhere first.
 */

/** A driver that does not answer in this time is asked in this process. */
const timeoutMilliseconds = 20_000

/**
 * The backend, with a `probe` that asks in a process of its own, whose standard error nobody sees. Where that says no, no driver is
 * loaded here.
 *
 * @param specifier the module that has the backend, as this package imports it, or a URL.
 * @param expression the backend by the module's exports, for example `webgpu()`.
 */
export function probedApart(backend: Backend, specifier: string, expression: string): Backend {
  return {
    ...backend,
    async probe() {
      const there = await probeElsewhere(specifier, expression)
      return there?.available === false ? there : backend.probe()
    },
  }
}

const answers = new Map<string, Promise<Probe | undefined>>()

/** Asked once in a process, as every task wants to know. Undefined when it could not be asked. */
function probeElsewhere(specifier: string, expression: string): Promise<Probe | undefined> {
  const key = `${specifier} ${expression}`
  const answer = answers.get(key) ?? askElsewhere(specifier, expression)
  answers.set(key, answer)
  return answer
}

async function askElsewhere(specifier: string, expression: string): Promise<Probe | undefined> {
  const program = `const { ${expression.split('(')[0]} } = await import(${JSON.stringify(specifier)})
console.log(JSON.stringify(await ${expression}.probe()))
process.exit()`
  const options = { cwd: dirname(fileURLToPath(import.meta.url)), timeout: timeoutMilliseconds }
  try {
    const args = ['--input-type=module', '--eval', program]
    const { stdout } = await promisify(execFile)(process.execPath, args, options)
    return JSON.parse(stdout.trim().split('\n').at(-1)!) as Probe
  } catch {
    return undefined
  }
}
