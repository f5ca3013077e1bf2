/**
 * The cost model: by which route a member's step is computed. The choice follows shape, batch size and law alone, never
 * time, place or thread, so a member has the same bits everywhere.
 */
import type { AutoencoderModel, Member } from '@digon/model'

/** How a member's step is computed. */
export interface Route {
  /** By tiles (wide models), else by lanes (narrow ones). */
  readonly tiled: boolean
  /** Tiles: how inputs are used, as entries, as panels along lists of the active ones, or as panels by tiles. */
  readonly inputs: 'entries' | 'lists' | 'tiles'
  /** Tiles with entries: sums of outputs from the Gram matrix instead of hidden values. */
  readonly gram: boolean
  /** Tiles: share of live outputs, from 0 to 1, from which the way back of a group of features is tiled. */
  readonly denseShare: number
}

/** What the choice looks at, beside the member. */
export interface RouteQuestion {
  readonly model: AutoencoderModel
  readonly batchSize: number
}

/** The largest hidden size that has a kernel of lanes (scripts/lane-kernels.mjs). */
const largestLaneSize = 8

/** Whether the kernels can take a route with a model. */
export function canTake(model: AutoencoderModel, route: Route): boolean {
  const { hiddenSize, hiddenActivation, outputActivation, hiddenBias, featureCount } = model
  if (!route.tiled) return hiddenSize <= largestLaneSize && outputActivation !== 'gelu'
  return !route.gram || (hiddenActivation === 'identity' && !hiddenBias && featureCount > 4)
}

/** The cheapest route of a member. */
export function chooseRoute(question: RouteQuestion, member: Member): Route {
  const { model, batchSize } = question
  const { featureCount, hiddenSize } = model
  const lanes: Route = { tiled: false, inputs: 'entries', gram: false, denseShare: 1 }
  if (canTake(model, lanes) && featureCount * hiddenSize <= 512) return lanes
  const active = expectedActive(question, member)
  const share = active / featureCount
  const inputs = share < 1 / 8 ? 'entries' : share < 1 / 3 ? 'lists' : 'tiles'
  const tiles: Route = { tiled: true, inputs, gram: false, denseShare: 0.5 }
  const byGram: Route = { ...tiles, inputs: 'entries', gram: true }
  const occupied = batchSize * Math.min(1, active)
  // Multiply-adds of a step for the sums of outputs. Rows of the Gram matrix come from the second-level cache, at half the
  // rate, and are turned afterwards; of the matrix itself one half is enough in tied models.
  const byTiles = occupied * featureCount * hiddenSize
  const matrix = featureCount * featureCount * hiddenSize * (model.tied ? 0.6 : 1)
  const byRows = (2 * batchSize * active + 4 * occupied) * featureCount + matrix
  return canTake(model, byGram) && byRows < byTiles ? byGram : tiles
}

/** Roughly how long a step of a member takes on one core, in microseconds: for sharing out members and for chunks of steps. */
export function expectedMicroseconds(question: RouteQuestion, member: Member, route: Route): number {
  const { featureCount, hiddenSize } = question.model
  const active = expectedActive(question, member)
  const inputs = route.inputs === 'tiles' ? featureCount : active
  const drawn = route.inputs === 'entries' ? 20 * active : 4 * featureCount
  const tiledSample = drawn + 2 * featureCount + (3 * featureCount * hiddenSize + 2 * inputs * hiddenSize) / 7
  const sample = 20 + (route.tiled ? tiledSample * Math.min(1, inputs) : 2 * featureCount * hiddenSize)
  return (question.batchSize * sample + 10 * featureCount * hiddenSize) / 2500
}

/** Expected active features of a sample. */
function expectedActive({ model, batchSize }: RouteQuestion, { data }: Member): number {
  const { featureCount } = model
  if (data.kind === 'batches') return data.batches[0]!.features.length / batchSize
  if (data.kind === 'exactly') return data.activeCount
  if (typeof data.probability === 'number') return data.probability * featureCount
  return data.probability.reduce((sum, probability) => sum + probability, 0)
}
