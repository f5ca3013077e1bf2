/** A picture as data. Drawing it is `@digon/plot/svg` and `@digon/plot/png`; nothing here needs a canvas or a DOM. */
export interface Figure {
  /** File name without an ending: lower case, digits and hyphens. */
  readonly name: string
  /** One line above the picture. */
  readonly title: string
  /** What can be seen, in words, for readers who cannot see it. */
  readonly description: string
  /** A Vega-Lite specification with its data inlined (JSON). */
  readonly specification: FigureSpecification
}

/** A Vega-Lite 6 top-level specification. Plain JSON: packages that only carry figures do not load Vega. */
export type FigureSpecification = Readonly<Record<string, unknown>>
