/** Where the features of a graph stand: every component on a circle of its own, components of one name together in rows. */

/** A component of a feature graph, as `nameShapes` of @digon/metrics gives it. */
export interface GraphComponent {
  /** For example `digon` or `none of these`. */
  readonly name: string
  /** Its features, at least one. */
  readonly features: readonly number[]
}

/** Sizes in pixels. */
export interface GraphSizes {
  /** Width that rows of components are broken at; a component that is wider has a row of its own. */
  readonly width: number
  /** Between neighbors on a circle. */
  readonly step: number
  /** Around every component. */
  readonly gap: number
  /** Height of the line of text above the components of one name. */
  readonly line: number
}

export interface GraphLayout {
  readonly width: number
  readonly height: number
  /** Centers; y grows downwards. */
  readonly nodes: readonly { readonly feature: number; readonly x: number; readonly y: number }[]
  /** Left ends of the texts that name the components below them, for example `28 × digon`. */
  readonly texts: readonly { readonly text: string; readonly x: number; readonly y: number }[]
}

/** Names with the fewest features a component come first, then in alphabetical order; components in the order given. */
export function layOutGraph(components: readonly GraphComponent[], sizes: GraphSizes): GraphLayout {
  const nodes: { feature: number; x: number; y: number }[] = []
  const texts: { text: string; x: number; y: number }[] = []
  const { gap, line } = sizes
  let [right, y] = [sizes.width, 0]
  for (const [name, group] of byName(components)) {
    texts.push({ text: `${group.length} × ${name}`, x: 0, y: y + line / 2 })
    y += line
    let [x, rowHeight] = [0, 0]
    for (const { features } of group) {
      const radius = circleRadius(features.length, sizes.step)
      const side = 2 * radius + gap
      if (x > 0 && x + side > sizes.width) {
        y += rowHeight
        ;[x, rowHeight] = [0, 0]
      }
      for (const [index, feature] of features.entries()) {
        const angle = (2 * Math.PI * index) / features.length - Math.PI / 2
        nodes.push({
          feature,
          x: x + side / 2 + radius * Math.cos(angle),
          y: y + side / 2 + radius * Math.sin(angle),
        })
      }
      x += side
      rowHeight = Math.max(rowHeight, side)
      right = Math.max(right, x)
    }
    y += rowHeight + line / 3
  }
  return { width: right, height: y, nodes, texts }
}

/** Of a circle on which neighbors stand `step` apart. */
function circleRadius(count: number, step: number): number {
  return count === 1 ? 0 : step / (2 * Math.sin(Math.PI / count))
}

function byName(components: readonly GraphComponent[]): [string, GraphComponent[]][] {
  const groups = new Map<string, GraphComponent[]>()
  for (const component of components) {
    const group = groups.get(component.name)
    if (group === undefined) groups.set(component.name, [component])
    else group.push(component)
  }
  const fewest = (group: readonly GraphComponent[]) => Math.min(...group.map(({ features }) => features.length))
  return [...groups].sort(([a, first], [b, second]) => fewest(first) - fewest(second) || (a < b ? -1 : 1))
}
