/** Numbers on which host and kernels agree: their one source, written as AssemblyScript and as TypeScript. */
import { largestNarrowSize } from './narrow-kernels.mjs'

const activations = { identity: 0, relu: 1, gelu: 2 }

/** How inputs come, see `Route` in src/choose-route.ts. */
const inputs = { entries: 0, lists: 1, panels: 2 }

/** Room for the candidates of a sample that are drawn side by side. */
const mostSparseCandidates = 16

/** For the kernels. */
export function assemblyConstants() {
  const numbers = {
    identity: activations.identity,
    relu: activations.relu,
    gelu: activations.gelu,
    byEntries: inputs.entries,
    byLists: inputs.lists,
    byPanels: inputs.panels,
    mostSparseCandidates,
  }
  return Object.entries(numbers)
    .map(([name, value]) => `export const ${name} = ${value}\n`)
    .join('')
}

/** For the host. */
export function hostConstants() {
  const constants = { activations, inputs, mostSparseCandidates, largestNarrowSize }
  return Object.entries(constants)
    .map(([name, value]) => {
      const type = typeof value === 'number' ? 'number' : `Readonly<Record<${names(value)}, number>>`
      return `export const ${name}: ${type} = ${JSON.stringify(value)}\n`
    })
    .join('')
}

function names(record) {
  return Object.keys(record)
    .map((name) => `'${name}'`)
    .join(' | ')
}
