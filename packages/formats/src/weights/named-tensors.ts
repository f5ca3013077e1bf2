/** Tensors of a file by the names of a layout, whatever prefix a framework put before them (`model.`, `module.`, `state_dict.`). */
import type { FileTensor, FileTensors } from '../file-tensor.js'

/** The tensors under one prefix, looked up by the rest of their names. */
export class NamedTensors {
  readonly #byName = new Map<string, string>()
  readonly #used = new Set<string>()

  constructor(
    readonly all: FileTensors,
    /** With its dot, or empty. */
    readonly prefix: string,
  ) {
    for (const name of Object.keys(all)) {
      if (!name.startsWith(prefix)) continue
      const rest = name.slice(prefix.length)
      this.#byName.set(rest, name)
      const lower = rest.toLowerCase()
      if (!this.#byName.has(lower)) this.#byName.set(lower, name)
    }
  }

  /** The tensor of that name, whatever its case, with its full name; undefined when there is none. */
  find(name: string): { readonly name: string; readonly tensor: FileTensor } | undefined {
    const full = this.#byName.get(name) ?? this.#byName.get(name.toLowerCase())
    return full === undefined ? undefined : { name: full, tensor: this.all[full]! }
  }

  /** As `find`; the tensor then counts as read. */
  take(name: string): { readonly name: string; readonly tensor: FileTensor } | undefined {
    const found = this.find(name)
    if (found !== undefined) this.#used.add(found.name)
    return found
  }

  /** The first of several names that is there. */
  takeFirst(names: readonly string[]): { readonly name: string; readonly tensor: FileTensor } | undefined {
    const name = names.find((candidate) => this.find(candidate) !== undefined)
    return name === undefined ? undefined : this.take(name)
  }

  /** Names of the tensors that nothing took. */
  unused(): string[] {
    return Object.keys(this.all).filter((name) => !this.#used.has(name))
  }
}

/** Every prefix that a name of the file begins with, the shortest first; the empty one included. */
export function prefixesOf(tensors: FileTensors): readonly string[] {
  const prefixes = new Set([''])
  for (const name of Object.keys(tensors)) {
    for (let dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', dot + 1)) {
      if (prefixes.size < 1000) prefixes.add(name.slice(0, dot + 1))
    }
  }
  return [...prefixes].sort((a, b) => a.length - b.length || (a < b ? -1 : 1))
}
