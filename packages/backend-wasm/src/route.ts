/**
 * The cost model: by which route a member's step is computed. The choice follows shape, batch size and law alone, never
 * time, place or thread, so a member has the same bits everywhere.
 *
 * The rule rests on the routes of `kernels.bench.ts`; microseconds a step of 1024 samples, trained models, AMD EPYC (Zen 5),
 * one core of a busy machine, Node 20 (compare within a line only):
 *
 * | shape, probability | lanes: entries | panels | tiles: panels | along lists | entries | entries, Gram |
 * | ------------------ | -------------- | ------ | ------------- | ----------- | ------- | ------------- |
 * | 2 × 1, 1           | 19             | 7.2    | 15            |             |         |               |
 * | 5 × 2, 1           | 44             | 17     | 24            |             |         |               |
 * | 5 × 2, 0.05        | 15             | 12     | 20            |             |         |               |
 * | 5 × 2, 0.005       | 6.7            | 7.3    |               |             |         |               |
 * | 20 × 5, 0.05       | 109            | 57     | 72            |             | 114     |               |
 * | 20 × 5, 0.01       | 31             | 78     |               |             | 40      |               |
 * | 20 × 8, 1          |                | 116    | 93            |             |         |               |
 * | 60 × 4, 1          |                | 161    | 154           |             |         |               |
 * | 250 × 2, 1         |                | 447    | 589           |             |         |               |
 * | 80 × 20, 0.14      |                |        | 467           | 442         | 752     |               |
 * | 80 × 20, 0.05      |                |        |               | 350         | 306     | 276           |
 * | 400 × 30, 0.5      |                |        | 3350          | 3840        |         |               |
 * | 400 × 30, 0.25     |                |        | 3240          | 3140        |         |               |
 * | 400 × 30, 0.1      |                |        |               | 2850        | 2490    | 3800          |
 *
 * Live outputs: following a live output costs about 16 vector multiply-adds and as many loads, a tile 2 × 8 at nine tenths of
 * the peak for every output, so half of them live is where both ways back are equal.
 */
import type { AutoencoderModel, Member } from '@digon/model'
import { expectedActive } from './expected-active.js'

/** How a member's step is computed. */
export interface Route {
  /** By tiles (wide models), else by lanes (narrow ones). */
  readonly tiled: boolean
  /** How inputs come: as entries of the samples that are not empty, as panels along lists of the active ones (tiles), or as panels. */
  readonly inputs: 'entries' | 'lists' | 'panels'
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

/** Features times hidden size up to which lanes are cheaper: tiles pad the hidden size to a multiple of 4, lanes leave the cache first. */
function largestInLanes(hiddenSize: number): number {
  if (hiddenSize <= 2) return 512
  return hiddenSize <= 5 ? 160 : 60
}

/** Features up to which the Gram matrix is worth its memory: 16 MiB. */
const largestGram = 2048

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
  const active = expectedActive(member, featureCount)
  // In panels empty samples take part, but the drawing goes eight samples at a time.
  const mostlyActive = active >= 0.7 || featureCount * hiddenSize <= 10
  const lanes: Route = { tiled: false, inputs: mostlyActive ? 'panels' : 'entries', gram: false, denseShare: 1 }
  if (canTake(model, lanes) && featureCount * hiddenSize <= largestInLanes(hiddenSize)) return lanes
  const share = active / featureCount
  const inputs = share < 1 / 8 ? 'entries' : share < 1 / 3 ? 'lists' : 'panels'
  const tiles: Route = { tiled: true, inputs, gram: false, denseShare: 0.5 }
  const byGram: Route = { ...tiles, inputs: 'entries', gram: true }
  const occupied = batchSize * Math.min(1, active)
  // Multiply-adds of a step for the sums of outputs. Rows of the Gram matrix come from the second-level cache, at half the
  // rate, and are turned afterwards; of the matrix itself one half is enough in tied models.
  const byTiles = occupied * featureCount * hiddenSize
  const matrix = featureCount * featureCount * hiddenSize * (model.tied ? 0.6 : 1)
  const byRows = (2 * batchSize * active + 4 * occupied) * featureCount + matrix
  const fits = featureCount <= largestGram && canTake(model, byGram)
  return fits && byRows < byTiles ? byGram : tiles
}

/** Roughly how long a step of a member takes on one core, in microseconds: for sharing out members and for chunks of steps. */
export function expectedMicroseconds(question: RouteQuestion, member: Member, route: Route): number {
  const { featureCount, hiddenSize } = question.model
  const active = expectedActive(member, featureCount)
  const occupied = route.inputs === 'panels' ? 1 : Math.min(1, active)
  const products = featureCount * hiddenSize
  const sample = route.tiled ? 20 + occupied * tiledCycles() : 12 + occupied * laneCycles()
  return (question.batchSize * sample + 10 * products) / 2500

  function laneCycles(): number {
    return (route.inputs === 'panels' ? 0 : 40) + 3 * featureCount + 0.8 * products
  }

  function tiledCycles(): number {
    const inputs = route.inputs === 'panels' ? featureCount : active
    const drawn = route.inputs === 'entries' ? 20 * active : 4 * featureCount
    return drawn + 2 * featureCount + (3 * products + 2 * inputs * hiddenSize) / 7
  }
}
