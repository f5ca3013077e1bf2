/**
 * The cost model: by which route a member's step is computed. The choice follows shape, batch size and law alone, never
 * time, machine or thread, so a member has the same bits everywhere.
 *
 * The rule rests on the routes of `kernels.bench.ts`; microseconds a step of 1024 samples, trained models, AMD EPYC (Zen 5),
 * one core of a busy machine, Node 20 (compare within a line only):
 *
 * | shape, probability | narrow: entries | panels | wide: panels | along lists | entries | entries, Gram |
 * | ------------------ | --------------- | ------ | ------------ | ----------- | ------- | ------------- |
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
import { largestNarrowSize } from './generated/constants.js'

/** How a member's step is computed. */
export type Route = NarrowRoute | WideRoute

/** All values of a sample stay in registers. */
export interface NarrowRoute {
  readonly kernel: 'narrow'
  /** How inputs come: as entries of the samples that are not empty, or as panels of all samples. */
  readonly inputs: 'entries' | 'panels'
}

/** Blocks of samples, register tiles over features and hidden units. */
export type WideRoute = {
  readonly kernel: 'wide'
  /** Share of live outputs of a group of features, from 0 to 1, from which its way back is tiled. */
  readonly tiledFrom: number
} & (
  | {
      /** As entries of the samples that are not empty. */
      readonly inputs: 'entries'
      /** What the sums of outputs are made of: hidden values, or rows of the Gram matrix. */
      readonly outputs: 'hidden' | 'gram'
    }
  | {
      /** As panels of all samples, read along lists of the active ones or whole. */
      readonly inputs: 'lists' | 'panels'
      readonly outputs: 'hidden'
    }
)

/** What the choice looks at, beside the member. */
export interface RouteQuestion {
  readonly model: AutoencoderModel
  readonly batchSize: number
}

/** Features times hidden size up to which narrow kernels are cheaper: wide ones pad the hidden size to a multiple of 4, narrow ones leave the cache first. */
function largestNarrow(hiddenSize: number): number {
  if (hiddenSize <= 2) return 512
  return hiddenSize <= 5 ? 160 : 60
}

/** Features up to which the Gram matrix is worth its memory: 16 MiB. */
const largestGram = 2048

/** Whether the kernels can take a route with a model. */
export function canTake(model: AutoencoderModel, route: Route): boolean {
  const { hiddenSize, hiddenActivation, outputActivation, hiddenBias, featureCount } = model
  if (route.kernel === 'narrow') return hiddenSize <= largestNarrowSize && outputActivation !== 'gelu'
  return route.outputs === 'hidden' || (hiddenActivation === 'identity' && !hiddenBias && featureCount > 4)
}

/** The cheapest route of a member. */
export function chooseRoute(question: RouteQuestion, member: Member): Route {
  const { model, batchSize } = question
  const { featureCount, hiddenSize } = model
  const active = expectedActive(member, featureCount)
  // In panels empty samples take part, but the drawing goes eight samples at a time.
  const mostlyActive = active >= 0.7 || featureCount * hiddenSize <= 10
  const narrow: Route = { kernel: 'narrow', inputs: mostlyActive ? 'panels' : 'entries' }
  if (canTake(model, narrow) && featureCount * hiddenSize <= largestNarrow(hiddenSize)) return narrow
  const share = active / featureCount
  const inputs = share < 1 / 8 ? 'entries' : share < 1 / 3 ? 'lists' : 'panels'
  const wide: Route = { kernel: 'wide', inputs, outputs: 'hidden', tiledFrom: 0.5 }
  const byGram: Route = { kernel: 'wide', inputs: 'entries', outputs: 'gram', tiledFrom: 0.5 }
  const occupied = batchSize * Math.min(1, active)
  // Multiply-adds of a step for the sums of outputs. Rows of the Gram matrix come from the second-level cache, at half the
  // rate, and are transposed afterwards; of the matrix itself one half is enough in tied models.
  const byHidden = occupied * featureCount * hiddenSize
  const matrix = featureCount * featureCount * hiddenSize * (model.tied ? 0.6 : 1)
  const byRows = (2 * batchSize * active + 4 * occupied) * featureCount + matrix
  const fits = featureCount <= largestGram && canTake(model, byGram)
  return fits && byRows < byHidden ? byGram : wide
}

/** Roughly how long a step of a member takes on one core, in microseconds: for sharing out members and for chunks of steps. */
export function expectedMicroseconds(question: RouteQuestion, member: Member, route: Route): number {
  const { featureCount, hiddenSize } = question.model
  const active = expectedActive(member, featureCount)
  const occupied = route.inputs === 'panels' ? 1 : Math.min(1, active)
  const products = featureCount * hiddenSize
  const sample = route.kernel === 'wide' ? 20 + occupied * wideCycles() : 12 + occupied * narrowCycles()
  return (question.batchSize * sample + 10 * products) / 2500

  function narrowCycles(): number {
    return (route.inputs === 'panels' ? 0 : 40) + 3 * featureCount + 0.8 * products
  }

  function wideCycles(): number {
    const inputs = route.inputs === 'panels' ? featureCount : active
    const drawn = route.inputs === 'entries' ? 20 * active : 4 * featureCount
    return drawn + 2 * featureCount + (3 * products + 2 * inputs * hiddenSize) / 7
  }
}
