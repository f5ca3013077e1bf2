export type { Dictionary } from '@digon/model'
export { defineDictionaries } from './define-dictionaries.js'
export type {
  DictionariesDescription,
  DictionaryMember,
  DirectionsDescription,
  RuleDescription,
} from './description.js'
export type {
  DictionaryModel,
  DictionaryOptimizer,
  DictionaryParameters,
  DictionaryTraining,
  InputLaw,
  LatentRule,
  Prefix,
  Start,
} from './dictionary.js'
export type { BatchLoss } from './differentiate.js'
export { decode, encode } from './encode.js'
export { createInputSource, type InputBatch } from './input-source.js'
export { InvalidDictionaryError } from './invalid-dictionary-error.js'
export { orthonormalDirections, randomDirections } from './known-directions.js'
export { type LossAndGradients, referenceGradients } from './reference-gradients.js'
export { type DirectionScores, type SampleScores, scoreDictionary, scoreDirections } from './score-dictionary.js'
export { type DictionarySession, openDictionary } from './session.js'
export { trainedDictionary } from './trained-dictionary.js'
