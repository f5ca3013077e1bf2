/** Whether a spec of `digon train` asks for dictionaries. Apart from what reads it, so that other specs load nothing of it. */
export function isDictionarySpec(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'dictionary'
}
