/**
 * How deep a YAML text nests, measured on the parser's flat token tree before anything recursive sees it: a few thousand
 * brackets would otherwise overflow the stack of whatever walks the document.
 */
import type { CST } from 'yaml'

/** The offset of the first value nested deeper than the limit, or undefined when there is none. */
export function firstTooDeep(tokens: readonly CST.Token[], maximumDepth: number): number | undefined {
  const open: { token: CST.Token | null | undefined; depth: number }[] = tokens.map((token) => ({ token, depth: 0 }))
  while (open.length > 0) {
    const { token, depth } = open.pop()!
    if (!token) continue
    if (token.type === 'document') {
      open.push({ token: token.value, depth })
    } else if ('items' in token) {
      if (depth === maximumDepth) return token.offset
      for (const { key, value } of token.items)
        open.push({ token: key, depth: depth + 1 }, { token: value, depth: depth + 1 })
    }
  }
  return undefined
}
