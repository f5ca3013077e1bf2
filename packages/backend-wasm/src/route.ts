/**
 * The cost model: by which route a member's step is computed. The choice follows shape, batch size and law alone, never
 * time, place or thread, so a member has the same bits everywhere.
 */
import type { AutoencoderModel, Member } from '@digon/model'

/** Numbers of the routes in the kernels. */
export const route: { readonly rows: 0; readonly lanes: 1; readonly tiles: 2 } = { rows: 0, lanes: 1, tiles: 2 }

/** How a member's step is computed. */
export interface Route {
  readonly route: 0 | 1 | 2
  /** Tiles: inputs as panels instead of entries. */
  readonly denseInputs: boolean
  /** Rows: outputs from the Gram matrix. */
  readonly gram: boolean
  /** Tiles: share of live outputs, from 0 to 1, from which the way back is tiled. */
  readonly tiledShare: number
}

/** The largest hidden size that has a kernel of lanes (scripts/lane-kernels.mjs). */
const largestLaneSize = 8

/** Whether the kernels can take a route with a model. */
export function canTake(model: AutoencoderModel, { route: kind, gram }: Route): boolean {
  if (kind === route.lanes && model.hiddenSize > largestLaneSize) return false
  return !gram || model.hiddenActivation === 'identity'
}

/** The cheapest route of a member. */
export function chooseRoute(model: AutoencoderModel, member: Member, batchSize: number): Route {
  const base: Route = { route: route.rows, denseInputs: false, gram: false, tiledShare: 0.7 }
  if (model.hiddenSize <= largestLaneSize && model.featureCount * model.hiddenSize <= 512) {
    return { ...base, route: route.lanes }
  }
  const active = expectedActive(model, member, batchSize)
  if (active > model.featureCount / 2) return { ...base, route: route.tiles, denseInputs: true }
  if (active < model.hiddenSize / 2) return { ...base, gram: model.hiddenActivation === 'identity' }
  return { ...base, route: route.tiles }
}

/** Expected active features of a sample. */
function expectedActive({ featureCount }: AutoencoderModel, { data }: Member, batchSize: number): number {
  if (data.kind === 'batches') return data.batches[0]!.features.length / batchSize
  if (data.kind === 'exactly') return data.activeCount
  if (typeof data.probability === 'number') return data.probability * featureCount
  return data.probability.reduce((sum, probability) => sum + probability, 0)
}

/** Roughly how long a step of a member takes on one core, in microseconds: for sharing out members and for chunks of steps. */
export function expectedMicroseconds(
  { model, batchSize }: { readonly model: AutoencoderModel; readonly batchSize: number },
  member: Member,
  { route: kind, denseInputs, gram }: Route,
): number {
  const { featureCount, hiddenSize } = model
  const active = expectedActive(model, member, batchSize)
  const inputs = denseInputs ? featureCount : active
  const perSample =
    kind === route.lanes
      ? 15 + 3 * featureCount * hiddenSize
      : 15 * inputs + 2 * inputs * hiddenSize + featureCount * (gram ? active : hiddenSize)
  const perStep = featureCount * hiddenSize * (gram ? featureCount / 4 : 10)
  return (batchSize * perSample + perStep) / 2500
}
