import { InvalidArgumentError, Option } from '@commander-js/extra-typings'

/** What a user says of a weights file that does not say it itself. */

export const featuresAxisOption = () =>
  new Option(
    '--features-axis <axis>',
    'which axis of the weights is the features, 0 or 1, counted without members; needed where no bias tells',
  ).argParser((text): 0 | 1 => {
    if (text !== '0' && text !== '1') throw new InvalidArgumentError('expected 0 or 1')
    return text === '0' ? 0 : 1
  })

export const tensorOption = () =>
  new Option('--tensor <name>', 'which tensor to read as weights, where a file has several models')
