/** What can be wrong with a description of dictionaries, as an error. Finding it is `define-dictionaries.ts`. */
import { type Problem, problemText } from '@digon/messages'

/** A description that describes no dictionaries. Everything found wrong is listed, not only the first. */
export class InvalidDictionaryError extends Error {
  override readonly name = 'InvalidDictionaryError'
  readonly category = 'input'
  /** @param problems at least one. */
  constructor(readonly problems: readonly Problem[]) {
    super(problems.map((problem) => problemText(problem, 'dictionaries')).join('\n'))
  }
}
