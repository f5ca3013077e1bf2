/** The buffers that a shader sees. One table declares them in WGSL and puts the host's buffers in the same order. */

/** `uniform`: the same few numbers for all invocations; `read` and `write`: storage that the shader only reads, or also writes. */
export type BindingKind = 'uniform' | 'read' | 'write'

export interface Binding {
  readonly kind: BindingKind
  /** In WGSL. */
  readonly type: string
}

export interface BindingTable<Name extends string> {
  readonly names: readonly Name[]
  readonly kinds: readonly BindingKind[]
  /** The declarations. */
  readonly declarations: string
}

/** A whole shader: its text, where it begins, and what it sees. */
export interface Shader<Name extends string> {
  readonly source: string
  readonly entryPoint: string
  readonly bindings: BindingTable<Name>
}

export const uniform = (type: string): Binding => ({ kind: 'uniform', type })
export const reads = (element: string): Binding => ({ kind: 'read', type: `array<${element}>` })
export const writes = (element: string): Binding => ({ kind: 'write', type: `array<${element}>` })

const addressSpaces: Readonly<Record<BindingKind, string>> = {
  uniform: 'uniform',
  read: 'storage, read',
  write: 'storage, read_write',
}

/** @param bindings by the name of the variable, in the order of their numbers. */
export function bindingTable<Name extends string>(bindings: Readonly<Record<Name, Binding>>): BindingTable<Name> {
  const entries = Object.entries<Binding>(bindings)
  const lines = entries.map(
    ([name, { kind, type }], place) => `@group(0) @binding(${place}) var<${addressSpaces[kind]}> ${name}: ${type};\n`,
  )
  return {
    names: entries.map(([name]) => name as Name),
    kinds: entries.map(([, { kind }]) => kind),
    declarations: `\n${lines.join('')}`,
  }
}
