/** All claims about phase changes: theory first, then what is trained. */
import { atLeast, atMost, judged, near } from '../vocabulary/expectations.js'
import { best, shareOf } from '../vocabulary/restarts.js'
import { list, median } from '../vocabulary/statistics.js'
import { extraState } from './extra-feature.js'
import { bestOverOptimum, type Cell, type Diagram, medianReached, type PhaseChangeNumbers } from './measure.js'
import { sizeNames, sizes } from './settings.js'

/** A restart this near to the exact optimum has reached it, as a ratio of losses. */
const reached = 1.05

export function claims(numbers: PhaseChangeNumbers) {
  return [
    ...boundaryClaims(numbers),
    ...biasFreeClaims(numbers),
    ...numbers.diagrams.flatMap(diagramClaims),
    ...numbers.bands.map(bandClaim),
  ] as const
}

/** A NaN among the differences fails: nothing that could not be found agrees. */
function boundaryClaims({ theory: { boundaries, triplePoint, slopes, triangle, switches } }: PhaseChangeNumbers) {
  const importances = `r = ${list(switches.map(({ relativeImportance }) => relativeImportance))} (one dimension)`
  const delays = switches.map(({ probability, boundary }) => probability / boundary)
  const differencesOf = (size: number) =>
    boundaries.filter((each) => each.hiddenSize === size).map((each) => Math.abs(each.crossing - each.closedForm))
  return [
    ...sizes.map(
      (hiddenSize) =>
        ({
          id: `boundary-${sizeNames[hiddenSize]}`,
          says: `Exact losses of the paper's candidates (${inWords(hiddenSize)}) meet at p = 4r/(2 + 5r) for r ≤ 1 and at ${hiddenSize === 1 ? '4/(5 + 2r)' : '4/7'} beyond.`,
          measures: 'largest difference at seven r from 0.1 to 10',
          source: 'paper §5, theory; closed forms derived from its losses',
          holds: near(0, 1e-6)(Math.max(...differencesOf(hiddenSize))),
          failsOn: ['losses without the ReLU'],
        }) as const,
    ),
    {
      id: 'triple-point',
      says: 'At r = 1 superposition ends at p = 4/7, where all phases meet.',
      measures: 'p at which the exact losses of the candidates meet',
      source: 'paper §5, theory; closed form',
      holds: near(triplePoint.closedForm, 1e-6)(triplePoint.crossing),
      failsOn: ['losses without the ReLU'],
    },
    {
      id: 'first-order',
      says: 'The change of phase is of first order, so the least loss has a kink where a digon and an ignored feature lose the same.',
      measures: 'ratio of the slopes of the two losses against p (r = 1/2, one dimension)',
      source: 'paper §5: the optimal weights change discontinuously',
      holds: atLeast(2)(slopes[0]! / slopes[1]!),
      failsOn: ['one phase on both sides'],
    },
    {
      id: 'exact-jump',
      says: 'With all weights and biases free the optimum still jumps.',
      measures: `norm of the extra feature just below less just above the switch, the smallest of ${importances}`,
      source: 'paper §5; exact loss, minimized over all parameters',
      holds: atLeast(0.5)(Math.min(...switches.map(({ norms: [below, above] }) => below - above))),
      failsOn: ['a norm that goes to 0 continuously'],
    },
    {
      id: 'exact-later',
      says: "The exact optimum keeps superposition up to larger p than the paper's candidates, which may neither shorten an arm nor use a bias.",
      measures: `p of the switch / p of the boundary at ${importances}`,
      source: 'exact loss, minimized over all parameters; paper §5: trained models differ slightly from theory',
      holds: judged(
        'from 1.03 to 1.2',
        delays.every((delay) => delay > 1.03 && delay < 1.2),
        'switch known to 0.2 %',
      )(list(delays, (delay) => delay.toFixed(3))),
      failsOn: ["the candidates' own boundary"],
    },
    {
      id: 'no-triangle',
      says: 'Three features at 120° never beat a digon and a dedicated feature (r = 1, two dimensions, unit norms).',
      measures: 'least ratio of exact losses at seven p from 0.01 to 1',
      source: 'exact loss (3/8)p² + (1/8)p³ against p²/3; the paper leaves this state out',
      holds: atLeast(1.0001)(Math.min(...triangle)),
      failsOn: ['losses without the ReLU'],
    },
  ] as const
}

function biasFreeClaims({ theory, biasFree }: PhaseChangeNumbers) {
  const { sameSign, sideBySide, opposite } = theory.biasFree
  const found = best(biasFree)
  const arm = Math.sqrt((8 - 5 * 0.5) / (8 - 6 * 0.5))
  const areNear = ([first, second]: readonly [number, number], tolerance: number) =>
    Math.abs(first - 0.725) <= tolerance && Math.abs(second - 0.687) <= tolerance
  const shown = (weights: readonly number[], loss: number) =>
    `${list(weights, (weight) => weight.toFixed(3))}; loss ${loss.toFixed(5)}`
  return [
    {
      id: 'bias-free-optimum',
      says: 'Without biases two features in one dimension at S = .1, r = .8 share one direction with the same sign.',
      measures: 'weights and loss of the exact optimum',
      source:
        "McGrath's comment in the paper: W ≈ 1/√2 for both; exact loss without bias: W = (.725, .687), L = .08749",
      holds: judged(
        '0.725, 0.687; loss 0.0875',
        areNear(sameSign.weights, 0.001) && Math.abs(sameSign.loss - 0.08749) <= 5e-5,
        '0.001 of weights, 0.00005 of the loss',
      )(shown(sameSign.weights, sameSign.loss)),
      failsOn: ['the optimum at p = 0.5'],
    },
    {
      id: 'bias-free-trained',
      says: 'Models trained there without biases find it.',
      measures: 'weights and exact loss of the best restart',
      source: "McGrath's comment in the paper",
      holds: judged(
        '0.725, 0.687; loss 0.0875',
        areNear(found.weights, 0.02) && Math.abs(found.exactLoss / 0.08749 - 1) <= 0.01,
        '0.02 of weights, 1 % of the loss',
      )(shown(found.weights, found.exactLoss)),
      failsOn: ['untrained weights', 'an antipodal pair'],
    },
    {
      id: 'bias-free-restarts',
      says: 'At least half of the restarts there end within 1 % of the least loss.',
      measures: 'share of restarts',
      source: 'restarts',
      holds: atLeast(0.5)(shareOf(biasFree, ({ exactLoss }) => exactLoss < 1.01 * sameSign.loss)),
      failsOn: ['untrained weights', 'an antipodal pair'],
    },
    {
      id: 'bias-free-closed-forms',
      says: 'At r = 1 without biases the optimum goes from an antipodal pair (p = .5) to features side by side (p = .9), as closed forms say.',
      measures: 'largest difference of weights and losses from ‖W‖² = (8 − 5p)/(8 − 6p), L = p/3 − p²/4',
      source: 'closed forms; McGrath: the switch is discontinuous',
      holds: atMost(0.001)(
        Math.max(
          ...sideBySide.weights.map((value) => Math.abs(value - Math.SQRT1_2)),
          Math.abs(sideBySide.loss - (0.9 / 3 - 0.9 ** 2 / 4)),
          ...opposite.weights.map((value, i) => Math.abs(value - (i === 0 ? arm : -arm))),
          Math.abs(opposite.loss - 0.08125),
        ),
      ),
      failsOn: ['the other one of the two optima'],
    },
  ] as const
}

function diagramClaims(diagram: Diagram) {
  const { hiddenSize, cells } = diagram
  const prefix = sizeNames[hiddenSize]
  const words = inWords(hiddenSize)
  const ratios = bestOverOptimum(diagram)
  // At r = 1 exchanging features costs nothing, so the extra one has no state of its own.
  const judgedCells = cells.filter(({ relativeImportance }) => relativeImportance !== 1)
  const ofTheory = judgedCells.filter(({ theory }) => theory.state === 'superposition').length
  const ofTrained = judgedCells.filter(({ restarts }) => best(restarts).state === 'superposition').length
  const otherModels = ['untrained weights', 'models of p = 1'] as const
  return [
    {
      id: `${prefix}-optimum`,
      says: `The best of ten models (${words}) comes within 5 % of the exact optimum over all weights and biases.`,
      measures: `share of ${ratios.length} cells`,
      source: 'exact loss, minimized over all parameters',
      holds: atLeast(0.95)(share(ratios, (ratio) => ratio < reached)),
      failsOn: otherModels,
    },
    {
      id: `${prefix}-optimum-median`,
      says: `In a typical cell the best of ten models (${words}) comes within 2 % of it.`,
      measures: 'exact loss / that of the exact optimum, median over cells',
      source: 'exact loss, minimized over all parameters',
      holds: atMost(1.02)(median(ratios)),
      failsOn: otherModels,
    },
    {
      id: `${prefix}-restarts`,
      says: `In a typical cell half of the restarts (${words}) come within 10 % of the exact optimum.`,
      measures: 'their share, median over cells',
      source: 'restarts; the paper trains ten models in a cell',
      holds: atLeast(0.5)(medianReached(diagram)),
      failsOn: otherModels,
    },
    {
      id: `${prefix}-theory`,
      says: `What becomes of the extra feature in the best of ten models (${words}) is what the paper's theory says.`,
      measures: 'share of cells with r ≠ 1',
      source: 'paper §5: the diagrams agree but for details',
      holds: atLeast(0.9)(share(judgedCells, ({ restarts, theory }) => best(restarts).state === theory.state)),
      failsOn: otherModels,
    },
    {
      id: `${prefix}-region`,
      says: `The region of superposition of trained models (${words}, best of ten) is the one of the paper's theory or a little larger.`,
      measures: 'cells with r ≠ 1',
      source: 'paper §5; exact loss: superposition ends later when arms and biases are free',
      holds: judged(
        `from ${ofTheory} to ${Math.floor(1.25 * ofTheory)}`,
        ofTrained >= ofTheory && ofTrained <= 1.25 * ofTheory,
        'a quarter more',
      )(ofTrained),
      failsOn: otherModels,
    },
    hiddenSize === 1 ? smallBasinClaim(cells) : dedicatedClaim(cells),
    {
      id: `${prefix}-average`,
      says: `Averaged over the nine best as in the paper, norm and superposition (${words}) still fall into the state that theory names.`,
      measures: 'share of cells with r ≠ 1',
      source:
        'paper §5, figure: the worst of ten is dropped, the others averaged. Where restarts end in different states, as a fifth do in two dimensions, an average lies between these',
      holds: atLeast(0.7)(share(judgedCells, (cell) => extraState(cell.mean) === cell.theory.state)),
      failsOn: otherModels,
    },
  ] as const
}

function smallBasinClaim(cells: readonly Cell[]) {
  const sharesReached = cells.map(({ restarts, optimum }) =>
    shareOf(restarts, ({ exactLoss }) => exactLoss < reached * optimum!.loss),
  )
  return {
    id: 'one-dimension-small-basin',
    says: `The least loss can have the smaller basin (${inWords(1)}).`,
    measures: 'cells in which some restarts reach the exact optimum and fewer than half do',
    source: "McGrath's comment in the paper",
    holds: atLeast(1)(sharesReached.filter((there) => there > 0 && there < 0.5).length),
    failsOn: ['untrained weights', 'the exact optimum in every restart'],
  } as const
}

function dedicatedClaim(cells: readonly Cell[]) {
  const important = cells.filter(({ relativeImportance, probability }) => relativeImportance > 1 && probability < 0.5)
  return {
    id: 'two-dimensions-dedicated-extra',
    says: `An extra feature that is more important than the others (${inWords(2)}, r > 1, p < 0.5) has a dimension of its own while the others are in a digon.`,
    measures: 'share of cells, best of ten',
    source: 'paper §5, second diagram',
    holds: atLeast(0.95)(share(important, ({ restarts }) => best(restarts).state === 'dedicated')),
    failsOn: ['untrained weights', 'extra features of less importance'],
  } as const
}

/** Beyond the boundary of theory, before the switch of the exact optimum. */
function bandClaim({ restarts, theoryLoss, ...point }: PhaseChangeNumbers['bands'][number]) {
  const { state, exactLoss } = best(restarts)
  const there = restarts.all.filter((restart) => restart.state === 'superposition').length
  return {
    id: `${sizeNames[point.hiddenSize]}-beyond-theory`,
    says: `Just beyond the boundary of theory (${inWords(point.hiddenSize)}, r = ${point.relativeImportance}, p = ${point.probability}), where the extra feature should be ignored, the best model still has it in superposition and loses less than every candidate.`,
    measures: 'state and loss of the best restart, and how many restarts are in superposition',
    source: 'exact loss: superposition ends later when arms and biases are free',
    holds: judged(
      'superposition, loss below 1 × theory',
      state === 'superposition' && exactLoss < theoryLoss,
      'none',
    )(`${state}, loss ${(exactLoss / theoryLoss).toFixed(3)} × theory; so ${there} of ${restarts.all.length} restarts`),
    failsOn: ['untrained weights', 'the best candidate of theory'],
  } as const
}

function inWords(hiddenSize: number): string {
  return `n = ${hiddenSize + 1}, m = ${hiddenSize}`
}

/** NaN for none. */
function share<Item>(items: readonly Item[], isTrue: (item: Item) => boolean): number {
  return items.filter(isTrue).length / items.length
}
