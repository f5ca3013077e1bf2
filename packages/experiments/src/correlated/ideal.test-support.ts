/** The shapes that the paper shows; of three crowded pairs, one restart in three has a collapsed pair. */
import { matrixFromRows } from '@digon/matrix'
import { groupedReluOptimum, reluOptimum, type TiedModel } from '@digon/theory'
import type { Ideal } from '../vocabulary/ideal.test-support.js'
import { equalSets } from '../vocabulary/sets.js'
import type { correlated } from './correlated.js'
import { type SetUpName, setUps } from './settings.js'
import { antipodalAcross, antipodalInside, exactLossOf, hexagon, pentagon, twoBases, withShortArm } from './shapes.js'

const pairs = equalSets({ ...setUps.crowded, kind: 'together' })
const onePairClose = [0, 3, 80, 150, 210, 280].map((degrees, feature) => {
  const [angle, norm] = [(degrees * Math.PI) / 180, feature < 2 ? 0.7 : 1]
  return [norm * Math.cos(angle), norm * Math.sin(angle)]
})
const [sideBySide, oneCollapsed] = [hexagon.weights, matrixFromRows(onePairClose)].map(
  (weights) => groupedReluOptimum({ weights, bias: new Float64Array(6) }, pairs).model,
) as [TiedModel, TiedModel]

const { probability } = setUps.independent
const fiveOfSix = reluOptimum(withShortArm(pentagon), { probability, importance: [1, 1, 1, 1, 1, 1] }).model

/** Restarts take the models in turn. */
const ends: Readonly<Record<SetUpName, readonly TiedModel[]>> = {
  correlated: [antipodalAcross],
  anticorrelated: [antipodalInside],
  crowded: [sideBySide, sideBySide, oneCollapsed],
  independent: [fiveOfSix],
  'local-bases': [twoBases],
}

export const ideal: Ideal<ReturnType<typeof correlated.description.plan>> = {
  setUps: (name, _, restart) => {
    const model = ends[name][restart % ends[name].length]!
    return { ...model, loss: exactLossOf(model, setUps[name]) }
  },
}
