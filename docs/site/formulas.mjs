/** Formulas between dollar signs become MathML when the site is made; pages load no script for them. Code spans keep their dollars. */
import temml from 'temml'

/** @param parser TypeDoc's Markdown parser, a `MarkdownIt` of markdown-it. */
export function loadFormulas(parser) {
  parser.inline.ruler.after('escape', 'formula', (state, silent) => {
    const found = /^(\$\$?)(?=\S)([^$]*?\S)\1(?!\d)/.exec(state.src.slice(state.pos))
    if (found === null) return false
    if (!silent) {
      const token = state.push('formula', 'math', 0)
      token.content = found[2]
      token.meta = { displayMode: found[1] === '$$' }
    }
    state.pos += found[0].length
    return true
  })
  parser.renderer.rules.formula = (tokens, index) =>
    temml.renderToString(tokens[index].content, { ...tokens[index].meta, throwOnError: true })
}
