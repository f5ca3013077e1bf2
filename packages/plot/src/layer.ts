/** A name for one layer of a Vega-Lite picture, which Vega-Lite itself does not export. */
import type { TopLevelSpec } from 'vega-lite'

export type Layer = Extract<TopLevelSpec, { layer: readonly unknown[] }>['layer'][number]
