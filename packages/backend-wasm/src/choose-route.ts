/**
 * By which route a member's step is computed: the one of least cost. The choice follows shape, batch size and law alone, never
 * time, machine or thread, so a member has the same bits everywhere. `cost` is also what members are shared out by.
 *
 * The costs rest on the routes of `kernels.bench.ts`; microseconds a step of 1024 samples, trained models, AMD EPYC (Zen 5),
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

/** Whether the kernels can take a route with a model. */
export function canTake(model: AutoencoderModel, route: Route): boolean {
  const { hiddenSize, hiddenActivation, outputActivation, hiddenBias, featureCount } = model
  if (route.kernel === 'narrow') return hiddenSize <= largestNarrowSize && outputActivation !== 'gelu'
  return route.outputs === 'hidden' || (hiddenActivation === 'identity' && !hiddenBias && featureCount > 4)
}

const everyRoute: readonly Route[] = [
  { kernel: 'narrow', inputs: 'panels' },
  { kernel: 'narrow', inputs: 'entries' },
  { kernel: 'wide', inputs: 'panels', outputs: 'hidden', tiledFrom: 0.5 },
  { kernel: 'wide', inputs: 'lists', outputs: 'hidden', tiledFrom: 0.5 },
  { kernel: 'wide', inputs: 'entries', outputs: 'hidden', tiledFrom: 0.5 },
  { kernel: 'wide', inputs: 'entries', outputs: 'gram', tiledFrom: 0.5 },
]

/** The cheapest route of a member; of two that cost the same, the first. */
export function chooseRoute(question: RouteQuestion, member: Member): Route {
  const active = expectedActive(member, question.model.featureCount)
  let [cheapest, least]: [Route | undefined, number] = [undefined, Number.POSITIVE_INFINITY]
  for (const route of everyRoute) {
    if (!canTake(question.model, route) || isSettledAgainst(question, active, route)) continue
    const own = cost(question, active, route)
    if (own >= least) continue
    cheapest = route
    least = own
  }
  return cheapest!
}

/** Roughly how long a step of a member takes on one core, in microseconds: for sharing out members and for chunks of steps. */
export function expectedMicroseconds(question: RouteQuestion, member: Member, route: Route): number {
  const multiplyAddsPerMicrosecond = 23_000
  return cost(question, expectedActive(member, question.model.featureCount), route) / multiplyAddsPerMicrosecond
}

/**
 * What a step costs, in multiply-adds at the peak of one core.
 *
 * @param active features of a sample, on average.
 */
export function cost({ model, batchSize }: RouteQuestion, active: number, route: Route): number {
  const { featureCount, hiddenSize } = model
  const products = featureCount * hiddenSize
  const occupied = Math.min(1, active)
  return batchSize * (route.kernel === 'narrow' ? narrowSample() : wideSample(route))

  /** In panels empty samples take part, but the drawing goes eight samples at a time. */
  function narrowSample(): number {
    // To draw and list the entries of a sample costs as much as ten weights; from 0.7 active features on no sample is worth it.
    const listing = 10
    const worthIt = Math.min(1, active / 0.7)
    return 100 + 12 * (route.inputs === 'panels' ? products : listing + worthIt * (products - listing))
  }

  function wideSample({ inputs, outputs }: WideRoute): number {
    const share = active / featureCount
    // Hidden values and the inputs' gradient. An active entry costs 5.5 dense ones; in lists 1.5, and listing half of them all.
    const inputShare = inputs === 'panels' ? 1 : inputs === 'lists' ? 0.5 + 1.5 * share : 5.5 * share
    const sums = outputs === 'gram' ? gramSums() : occupied * products
    const live = Math.min(1, 0.2 + share)
    const back = occupied * featureCount * (4 * Math.ceil(hiddenSize / 4)) * live
    return 400 + 64 * featureCount * occupied + 2.3 * products * inputShare + 1.1 * sums + 2.2 * back
  }

  /**
   * Rows of the Gram matrix come from the second-level cache, at half the rate, and are transposed afterwards; of the matrix itself one
   * half is enough in tied models.
   */
  function gramSums(): number {
    const matrix = featureCount * featureCount * hiddenSize * (model.tied ? 0.6 : 1)
    return (2 * active + 4 * occupied) * featureCount + matrix / batchSize
  }
}

/** Features up to which the Gram matrix is worth its memory: 16 MiB. */
const largestGram = 2048

/**
 * Routes that are not taken although the cost may speak for them. All but the memory are exceptions until a measurement moves them: a
 * choice that moves changes the bits of members.
 */
function isSettledAgainst(question: RouteQuestion, active: number, route: Route): boolean {
  const { featureCount, hiddenSize } = question.model
  if (route.kernel === 'narrow') return featureCount * hiddenSize > largestNarrow(hiddenSize)
  if (route.outputs === 'gram') return featureCount > largestGram
  return route.inputs !== 'entries' && gramIsCheaper(question, active)
}

/** Features times hidden size up to which narrow kernels are taken: beyond it they leave the cache, and were about as fast as wide ones. */
function largestNarrow(hiddenSize: number): number {
  if (hiddenSize <= 2) return 512
  return hiddenSize <= 5 ? 160 : 60
}

/**
 * Where the Gram matrix saves sums of outputs it is taken, although lists or panels may save more on the inputs: with more than an eighth
 * of the features active, which takes more than a quarter as many hidden units as features.
 */
function gramIsCheaper(question: RouteQuestion, active: number): boolean {
  const byGram: Route = { kernel: 'wide', inputs: 'entries', outputs: 'gram', tiledFrom: 0.5 }
  if (!canTake(question.model, byGram) || question.model.featureCount > largestGram) return false
  return cost(question, active, byGram) < cost(question, active, { ...byGram, outputs: 'hidden' })
}
