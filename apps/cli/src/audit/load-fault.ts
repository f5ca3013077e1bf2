/** A fault from a module of the user's. Whether it gives what an audit can train is checked when it is planted. */
import { type Fault, faults } from '@digon/experiments'
import { foundText } from '@digon/messages'
import { UsageError } from '../exit-code.js'
import { loadModule } from '../load-module.js'
import { fromOutside } from '../outside-code.js'

/** The published faults and those of modules, in this order. @throws as `loadFault`. */
export async function loadFaults(
  files: readonly string[],
  published: readonly Fault[] = faults,
): Promise<readonly Fault[]> {
  const loaded: Fault[] = [...published]
  for (const file of files) {
    const taken = loaded.map(({ name }) => name)
    loaded.push(await loadFault(file, taken))
  }
  return loaded
}

/**
 * @param file path of a module that exports `name`, and `plan` or `trained` or both; perhaps `description` and `touches`.
 * @param taken names of faults that were loaded before.
 * @throws {UsageError} with file, field, and what would be right.
 */
async function loadFault(file: string, taken: readonly string[]): Promise<Fault> {
  const { name, description, touches, plan, trained } = await moduleOf(file)
  const refuse = (field: string, found: unknown, expected: string) =>
    new UsageError(`invalid ${file}: ${field} is ${foundText(found)}; expected ${expected}`)
  if (typeof name !== 'string' || name.trim() === '') throw refuse('name', name, 'a string')
  const known = ['none', ...faults.map((fault) => fault.name), ...taken]
  if (known.includes(name)) throw refuse('name', name, 'a name that no other fault has')
  if (description !== undefined && typeof description !== 'string')
    throw refuse('description', description, 'a sentence')
  for (const [field, value] of Object.entries({ touches, plan, trained })) {
    if (value !== undefined && typeof value !== 'function') throw refuse(field, value, functions[field]!)
  }
  if (plan === undefined && trained === undefined) {
    throw refuse('plan', plan, `${functions.plan}, or trained: ${functions.trained}`)
  }
  return fromOutside(file, {
    name,
    ...(description !== undefined && { description }),
    ...(touches !== undefined && { touches: touches as Fault['touches'] & {} }),
    ...(plan !== undefined && { plan: plan as Fault['plan'] & {} }),
    ...(trained !== undefined && { trained: trained as Fault['trained'] & {} }),
  })
}

const functions: Readonly<Record<string, string>> = {
  touches: 'a function from a plan to true or false',
  plan: 'a function from a task to a task',
  trained: 'a function from trained sweeps to trained sweeps',
}

async function moduleOf(file: string): Promise<Readonly<Record<string, unknown>>> {
  const { default: whole, ...named } = (await loadModule(file)).exports
  return { ...(typeof whole === 'object' ? whole : {}), ...named }
}
