/** Weights `[feature][neuron]` of each row of the paper's table, written down. */
import { featureCount, hiddenSize } from './settings.js'

type Rows = readonly (readonly number[])[]

const nothing = new Array<number>(hiddenSize).fill(0)

function filled(rows: Rows): Rows {
  return Array.from({ length: featureCount }, (_, feature) => rows[feature] ?? nothing)
}

const alone = (neuron: number) => nothing.map((_, k) => (k === neuron ? 1 : 0))

export const fiveAlone: Rows = filled([0, 1, 2, 3, 4].map(alone))

/** 3 switches both of the last neurons on, 4 and 5 one each. */
export const binaryCode: Rows = filled([
  ...[0, 1, 2].map(alone),
  [0, 0, 0, 0.85, 0.85],
  [0, 0, 0, -0.8, 0.85],
  [0, 0, 0, 0.8, -0.7],
])

export const fiveInThree: Rows = filled([
  ...[0, 1].map(alone),
  [0, 0, -0.5, 0.95, -0.5],
  [0, 0, 0.75, 0.8, 0.8],
  [0, 0, 0.9, 0.1, -0.85],
  [0, 0, -0.95, 0.1, 0.85],
  [0, 0, 0.55, -0.8, 0.6],
])

export const sixInFour: Rows = filled([
  alone(0),
  [0, -0.8, -0.8, 0.8, 0.8],
  [0, 0.8, 0, 0.8, 0],
  [0, -0.8, 0.8, 0.8, -0.8],
  [0, 0.8, 0.8, -0.8, -0.8],
  [0, 0, 0.8, 0, 0.8],
  [0, 0.8, -0.8, -0.8, 0.8],
])

/** The first eight of the ten pairs. */
const pairs = [0, 1, 2, 3, 4].flatMap((a) => [0, 1, 2, 3, 4].filter((b) => b > a).map((b) => [a, b] as const))
const asPair = ([a, b]: readonly [number, number]) => nothing.map((_, k) => (k === a || k === b ? 0.7 : -0.7))

export const eightInFive: Rows = filled(pairs.slice(0, 8).map(asPair))
export const tenPairs: Rows = filled(pairs.map(asPair))

/** Five features along directions that are orthogonal and on no neuron. */
export const rotated: Rows = filled([0, 1, 2, 3, 4].map((i) => nothing.map((_, k) => (i === k ? 0.6 : -0.4))))
