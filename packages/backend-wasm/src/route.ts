/**
 * The cost model: by which route a member's step is computed. The choice follows shape, batch size and law alone, never
 * time, place or thread, so a member has the same bits everywhere.
 */
import type { AutoencoderModel, Member } from '@digon/model'

/** Numbers of the routes in the kernels. */
export const route: { readonly lanes: 0; readonly tiles: 1; readonly pairs: 2 } = { lanes: 0, tiles: 1, pairs: 2 }

/** How a member's step is computed. */
export interface Route {
  readonly route: 0 | 1 | 2
  /** Tiles: inputs as panels instead of entries. */
  readonly denseInputs: boolean
  /** Share of live outputs, from 0 to 1, from which the way back is dense: of a block with tiles, of a sample with pairs. */
  readonly denseShare: number
}

/** What the choice looks at. */
export interface RouteQuestion {
  readonly model: AutoencoderModel
  readonly batchSize: number
}

/** The largest hidden size that has a kernel of lanes (scripts/lane-kernels.mjs). */
const largestLaneSize = 8

/** Whether the kernels can take a route with a member. */
export function canTake({ model }: RouteQuestion, member: Member, { route: kind }: Route): boolean {
  if (kind === route.lanes) return model.hiddenSize <= largestLaneSize
  if (kind === route.pairs) return model.hiddenActivation === 'identity' && !model.hiddenBias && member.hiddenL1 === 0
  return true
}

/** The cheapest route of a member. */
export function chooseRoute(question: RouteQuestion, member: Member): Route {
  const { featureCount, hiddenSize } = question.model
  const lanes: Route = { route: route.lanes, denseInputs: false, denseShare: 1 }
  if (canTake(question, member, lanes) && featureCount * hiddenSize <= 512) return lanes
  const active = expectedActive(question, member)
  const occupied = question.batchSize * Math.min(1, active)
  const backThroughPairs = (active * featureCount + (2 * featureCount * featureCount * hiddenSize) / occupied / 2) / 4
  const denseShare = Math.min(1, backThroughPairs / (2 * Math.ceil(hiddenSize / 4)) / featureCount)
  const pairs: Route = { route: route.pairs, denseInputs: false, denseShare }
  if (canTake(question, member, pairs) && active < hiddenSize / 2) return pairs
  return { route: route.tiles, denseInputs: active >= featureCount / 8, denseShare: 0.5 }
}

/** Roughly how long a step of a member takes on one core, in microseconds: for sharing out members and for chunks of steps. */
export function expectedMicroseconds(question: RouteQuestion, member: Member, chosen: Route): number {
  const { featureCount, hiddenSize } = question.model
  const active = expectedActive(question, member)
  const inputs = chosen.denseInputs ? featureCount : active
  const dense = 4 * inputs + (featureCount * hiddenSize * 3 + 2 * inputs * hiddenSize) / 7
  const perSample =
    chosen.route === route.lanes
      ? 20 + 2 * featureCount * hiddenSize
      : chosen.route === route.tiles
        ? 20 + dense
        : 100 + active * featureCount
  const perStep = featureCount * hiddenSize * (chosen.route === route.pairs ? featureCount / 4 : 10)
  return (question.batchSize * perSample + perStep) / 2500
}

/** Expected active features of a sample. */
function expectedActive({ model, batchSize }: RouteQuestion, { data }: Member): number {
  const { featureCount } = model
  if (data.kind === 'batches') return data.batches[0]!.features.length / batchSize
  if (data.kind === 'exactly') return data.activeCount
  if (typeof data.probability === 'number') return data.probability * featureCount
  return data.probability.reduce((sum, probability) => sum + probability, 0)
}
