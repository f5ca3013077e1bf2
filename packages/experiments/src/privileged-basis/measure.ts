/** What each row of the paper's table shows: codes of all restarts, and the best one beside the best known and beside other codes. */
import { matrixFromRows, toRows } from '@digon/matrix'
import { featureNorms } from '@digon/metrics'
import { linearOptimum } from '@digon/theory'
import { best, type Restarts, restartsBy } from '../vocabulary/restarts.js'
import { type SecondLoss, secondLosses } from '../vocabulary/second-evaluation.js'
import type { Trained, TrainedMember } from '../vocabulary/sweep.js'
import bestKnown from './best-known.json' with { type: 'json' }
import { codeInWords, neuronCode } from './code.js'
import { featureCount, hiddenSize, papersCodes } from './settings.js'

export type RowResult = ReturnType<typeof measureRow>
export type CodedRestart = ReturnType<typeof measureRestart>

export const wordsOf = ({ code }: Pick<CodedRestart, 'code'>): string => codeInWords(code)

/** Samples on which models are compared: they know each loss to 2 %, and how far the difference between two codes varies. */
function secondSamplesAt(probability: number): number {
  return Math.round(Math.max(40_960, 12_000 / probability))
}

export function measureRow({ condition: probability, ...trained }: Trained<number>) {
  const models: Restarts<TrainedMember> = restartsBy(
    trained,
    (member) => member,
    ({ loss }) => loss,
  )
  const restarts = { ...models, all: models.all.map(measureRestart) }
  const first = best(models)
  // The best restart with the paper's code, or with another one if the best of all has the paper's.
  const isPapers = restarts.all.map((restart) => wordsOf(restart) === papersCodes.get(probability))
  const rival = models.all[isPapers.indexOf(!isPapers[0]!)]
  const secondSamples = secondSamplesAt(probability)
  const compared = [first, knownModel(probability, first), ...(rival ? [rival] : [])]
  const [ofFirst, ofKnown, ofRival] = secondLosses(compared, trained.task.ensemble, secondSamples) as [
    SecondLoss,
    SecondLoss,
    SecondLoss?,
  ]
  const { loss, lossStandardError } = first
  return {
    probability,
    restarts,
    /** Of the best restart over the best model known, on the same samples. */
    overBestKnown: ofFirst.loss / ofKnown.loss,
    /** The loss of the best restart, twice. */
    checked: { loss, lossStandardError, exactLoss: ofFirst.loss, exactStandardError: ofFirst.standardError },
    /** On the task's samples, the best restart with the paper's code against the best with another one; missing where all or none have it. */
    ...(ofRival && {
      ranking: {
        papers: (isPapers[0] ? first : rival!).loss,
        other: (isPapers[0] ? rival! : first).loss,
        // The task's samples are more, and the same for all restarts as well.
        standardError: ofRival.excessError * Math.sqrt(secondSamples / trained.task.evaluationSamples),
      },
    }),
    /** `[feature][hidden]` */
    bestWeights: toRows(first.weights),
  }
}

/** The stored one; where none is, features of their own for the most important, which is the linear optimum. */
function knownModel(probability: number, { member }: TrainedMember): Pick<TrainedMember, 'member' | 'parameters'> {
  const stored = bestKnown.models.find((each) => each.probability === probability)
  const rows = stored?.weights ?? Array.from({ length: featureCount }, (_, i) => onNeuron(i))
  const bias = stored?.bias ?? linearOptimum({ probability, importance: member.importance }, hiddenSize).bias
  return {
    member,
    parameters: {
      weights: { shape: [featureCount, hiddenSize], values: matrixFromRows(rows).values },
      bias: { shape: [featureCount], values: Float64Array.from(bias) },
    },
  }
}

function onNeuron(neuron: number): number[] {
  return Array.from({ length: hiddenSize }, (_, k) => (k === neuron ? 1 : 0))
}

function measureRestart({ weights, loss }: TrainedMember) {
  const norms = featureNorms(weights)
  const rows = toRows(weights)
  const code = neuronCode(weights)
  const shares = code.represented.map((feature) => Math.max(...rows[feature]!.map(Math.abs)) / norms[feature]!)
  return {
    loss,
    code,
    /** Smallest share of a represented feature's norm that lies on one neuron; 1 when there is none. */
    onOneNeuron: Math.min(1, ...shares),
  }
}
