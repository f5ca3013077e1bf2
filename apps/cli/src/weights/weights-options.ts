import { InvalidArgumentError } from '@commander-js/extra-typings'

/** What a user says of a weights file that does not say it itself. */

export const featuresAxisText =
  'the axis of the weights that counts features, 0 or 1, not counting the member axis; needed if the file has no bias that shows it'

export const featuresAxis: (text: string) => 0 | 1 = (text) => {
  if (text !== '0' && text !== '1') throw new InvalidArgumentError('expected 0 or 1')
  return text === '0' ? 0 : 1
}

export const tensorText = 'which tensor to read as weights, where a file has several models'
