/**
 * Circles among source files: files that reach one another by imports, type imports included. Such files can only be understood
 * together. Which package may import which is `house.test.ts`.
 */
import { existsSync, readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'

/** From a file to the files that it imports. */
export type ImportGraph = ReadonlyMap<string, readonly string[]>

/** Specifiers of all imports and re-exports in a source text: of values and of types, by statement and by `import()`. */
export function importedBy(text: string): readonly string[] {
  const code = text.replace(/^\s*(\/\/|\*|\/\*).*$/gm, '')
  const matches = code.matchAll(/^(?:import|export)\b[^'"]*?\bfrom '([^']+)'|^import '([^']+)'|\bimport\('([^']+)'\)/gm)
  return [...matches].map((match) => (match[1] ?? match[2] ?? match[3])!)
}

/**
 * @param paths absolute paths.
 * @param entryOf the file behind a package's name; undefined for packages from outside.
 */
export function importGraph(paths: readonly string[], entryOf: (specifier: string) => string | undefined): ImportGraph {
  const fileOf = (from: string, specifier: string): string | undefined => {
    if (!specifier.startsWith('.')) return entryOf(specifier)
    const file = resolve(dirname(from), specifier).replace(/\.js$/, '')
    return [`${file}.ts`, `${file}.tsx`].find((candidate) => existsSync(candidate))
  }
  return new Map(
    paths.map((path) => {
      const imported = importedBy(readFileSync(path, 'utf8')).map((specifier) => fileOf(path, specifier))
      return [path, imported.filter((file) => file !== undefined)]
    }),
  )
}

/** The circles of a graph: each the sorted list of files that reach one another, or one file that imports itself. */
export function circlesIn(graph: ImportGraph): readonly (readonly string[])[] {
  return stronglyConnected(graph).filter(
    ([first, second]) => second !== undefined || graph.get(first!)!.includes(first!),
  )
}

/** Sets of nodes that reach one another, each sorted: Tarjan's algorithm. */
function stronglyConnected(graph: ImportGraph): readonly (readonly string[])[] {
  const order = new Map<string, number>()
  const lowest = new Map<string, number>()
  const stack: string[] = []
  const found: string[][] = []
  const visit = (node: string): void => {
    const own = order.size
    order.set(node, own)
    lowest.set(node, own)
    stack.push(node)
    for (const next of graph.get(node)!) {
      if (!graph.has(next)) continue
      if (!order.has(next)) visit(next)
      if (stack.includes(next)) lowest.set(node, Math.min(lowest.get(node)!, lowest.get(next)!))
    }
    if (lowest.get(node) === own) found.push(stack.splice(stack.indexOf(node)).sort())
  }
  for (const node of graph.keys()) if (!order.has(node)) visit(node)
  return found
}
