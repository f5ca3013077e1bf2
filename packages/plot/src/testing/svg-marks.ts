/** Reads back what was drawn, so that tests can compare places and colors with the data. Knows Vega's SVG, no other. */

/** One drawn thing: its attributes, and its text if it has any. */
export type Mark = Readonly<Record<string, string>>

/** Groups of marks whose class holds all the words, one group per panel, in the order drawn. */
export function markGroups(svg: string, words: string): Mark[][] {
  const groups = [...svg.matchAll(/<g class="([^"]*)"[^>]*>((?:<(?!\/?g[ >])[^>]*>|[^<])*)<\/g>/g)]
  return groups
    .filter(([, names]) => words.split(' ').every((word) => names!.split(' ').includes(word)))
    .map(([, , content]) => marksIn(content!))
}

/** All marks of all such groups. */
export function marks(svg: string, words: string): Mark[] {
  return markGroups(svg, words).flat()
}

/** Every text in the picture. */
export function texts(svg: string): string[] {
  return [...svg.matchAll(/<text[^>]*>(.*?)<\/text>/g)].map(([, content]) => content!.replace(/<[^>]*>/g, ''))
}

/** All numbers of an attribute, in order. */
export function numbersIn(attribute: string | undefined): number[] {
  return (attribute?.match(/-?\d+(?:\.\d+)?/g) ?? []).map(Number)
}

function marksIn(content: string): Mark[] {
  return [...content.matchAll(/<(path|line|text)((?: [\w:-]+="[^"]*")*)\/?>(?:([^<]*)<\/text>)?/g)].map(
    ([, , attributes, text]) => ({
      ...Object.fromEntries(
        [...attributes!.matchAll(/([\w:-]+)="([^"]*)"/g)].map(([, name, value]) => [name!, value!]),
      ),
      ...(text !== undefined && { text }),
    }),
  )
}
