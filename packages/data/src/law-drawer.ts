/** What a law that is drawn in JavaScript does for one sample; `drawn-laws.ts` chooses the drawer of a law. */
import type { WordStream } from './word-stream.js'

/**
 * Chooses the active features of the sample at which `words` stands.
 *
 * @param activate called once for each active feature, in any order, with the word of its value: its 24 high bits are the position.
 */
export type LawDrawer = (words: WordStream, activate: (feature: number, valueWord: number) => void) => void
