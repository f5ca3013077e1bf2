/** Changes of a simulation's tools that faults are made of: random numbers, and dictionaries before and after training. */
import { expectedStatistics } from '@digon/data'
import type { DictionaryTraining } from '@digon/dictionaries'
import type { Dictionary } from '@digon/model'
import { normalsOf, type RandomStream } from '../vocabulary/random-stream.js'
import type { Fault } from './fault.js'

type ChangeStream = (stream: RandomStream) => RandomStream

/** A fault in tools that changes every stream by itself. */
export function everyStream(change: ChangeStream): Fault['tools'] & {} {
  return {
    streamOf:
      (streamOf) =>
      (...path) =>
        change(streamOf(...path)),
  }
}

/** Normal numbers times a factor; uniform ones stay. */
export function normalsTimes(factor: number): ChangeStream {
  return ({ uniform, normal }) => ({ uniform, normal: () => factor * normal() })
}

/** Every number twice. */
export function repeated({ uniform }: RandomStream): RandomStream {
  let kept: number | undefined
  return normalsOf(() => {
    const number = kept ?? uniform()
    kept = kept === undefined ? number : undefined
    return number
  })
}

/** Numbers in the middle of so many equal parts of (0, 1). */
export function rounded(count: number): ChangeStream {
  return ({ uniform }) => normalsOf(() => (Math.floor(uniform() * count) + 0.5) / count)
}

/** A fault in tools that changes what every dictionary is trained on, and how. */
export function everyTraining(change: (training: DictionaryTraining) => DictionaryTraining): Fault['tools'] & {} {
  return {
    trainDictionary: (trainDictionary) => (training) => trainDictionary(change(training)),
  }
}

/** A fault in tools that changes every trained dictionary. */
export function everyDictionary(change: (dictionary: Dictionary) => Dictionary): Fault['tools'] & {} {
  return {
    trainDictionary: (trainDictionary) => (training) => change(trainDictionary(training)),
  }
}

/** The same probabilities and values, all features independent of one another. */
export function withoutDependence(training: DictionaryTraining): DictionaryTraining {
  const { features, directions } = training.inputs
  if (features.kind === 'independent' && features.groups === undefined) return training
  const { probabilities } = expectedStatistics(features, directions.rows)
  const law = {
    kind: 'independent',
    probability: [...probabilities],
    ...(features.values && { values: features.values }),
  } as const
  return { ...training, inputs: { ...training.inputs, features: law } }
}

/** Every latent fires as soon as it reads something positive. */
export function withoutEncoderBiases(dictionary: Dictionary): Dictionary {
  const zeros = new Float64Array(dictionary.encoderBias.length)
  return { ...dictionary, encoderBias: zeros, ...(dictionary.threshold && { threshold: zeros }) }
}
