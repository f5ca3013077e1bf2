/** Which parameters a dictionary has, and how many numbers each. */
import type { DictionaryModel, DictionaryParameters } from './dictionary.js'

/** Names in the order of `DictionaryParameters`, with the count of their numbers. */
export function parameterSizes({
  inputSize,
  latentCount,
  rule,
  tied,
}: DictionaryModel): readonly (readonly [keyof DictionaryParameters, number])[] {
  const weights = latentCount * inputSize
  return [
    ...(tied ? [] : [['encoder', weights] as const]),
    ['encoderBias', latentCount],
    ['decoder', weights],
    ['decoderBias', inputSize],
    ...(rule.kind === 'jump-relu' ? [['logThreshold', latentCount] as const] : []),
    ...(rule.kind === 'gated'
      ? [['magnitudeScale', latentCount] as const, ['magnitudeBias', latentCount] as const]
      : []),
  ]
}

/** Parameters whose numbers are all of one type. */
export type ParametersOf<Numbers extends Float32Array | Float64Array> = DictionaryParameters & {
  readonly [Name in keyof DictionaryParameters]: Numbers
}

/** Zeros, or a copy of `from` in another number type. */
export function newParameters<Numbers extends Float32Array | Float64Array>(
  model: DictionaryModel,
  NumberType: { new (length: number): Numbers },
  from?: DictionaryParameters,
): ParametersOf<Numbers> {
  const entries = parameterSizes(model).map(([name, size]) => {
    const values = new NumberType(size)
    if (from !== undefined) values.set(from[name]!)
    return [name, values] as const
  })
  return Object.fromEntries(entries) as unknown as ParametersOf<Numbers>
}
