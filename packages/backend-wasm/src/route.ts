/**
 * The cost model: by which route a member's step is computed. The choice follows shape, batch size and law alone, never
 * time, place or thread, so a member has the same bits everywhere.
 */

/** Numbers of the routes in the kernels. */
export const route: { readonly rows: 0; readonly lanes: 1; readonly tiles: 2 } = { rows: 0, lanes: 1, tiles: 2 }

/** How a member's step is computed. */
export interface Route {
  readonly route: 0 | 1 | 2
  readonly denseInputs: boolean
  readonly gram: boolean
  /** Share of live outputs, from 0 to 1, above which the backward pass of tiles is tiled. */
  readonly tiledShare: number
}
