/**
 * JSON from files that may lie. JSON.parse alone takes the last of two equal keys and builds whatever depth it is given;
 * here both are refused before anything is built. What the values mean is checked by the caller.
 */
import { InvalidFileError } from './invalid-file.js'

/** Options of `parseStrictJson`. */
export interface StrictJsonOptions {
  /** The file's name, for the message. */
  readonly file: string
  /** What the text is, for the message, for example `header`. */
  readonly field: string
  /** Containers inside one another, an integer ≥ 1. */
  readonly maximumDepth: number
}

/**
 * The value of a JSON text.
 *
 * @throws {InvalidFileError} when the text is not JSON, is nested deeper than allowed, or names a key twice in one object.
 */
export function parseStrictJson(text: string, options: StrictJsonOptions): unknown {
  checkNestingAndKeys(text, options)
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new InvalidFileError(options.file, options.field, `not JSON: ${messageOf(cause)}`, { cause })
  }
}

/** One pass over the characters; grammar is left to JSON.parse, so malformed text is walked over, not judged. */
function checkNestingAndKeys(text: string, { file, field, maximumDepth }: StrictJsonOptions): void {
  // One entry per open container: the keys of an object, undefined for an array.
  const open: (Set<string> | undefined)[] = []
  for (let at = 0; at < text.length; at++) {
    const character = text[at]
    if (character === '{' || character === '[') {
      if (open.length === maximumDepth) {
        throw new InvalidFileError(file, field, `nested deeper than ${maximumDepth} at character ${at + 1}`)
      }
      open.push(character === '{' ? new Set() : undefined)
    } else if (character === '}' || character === ']') {
      open.pop()
    } else if (character === '"') {
      const end = endOfString(text, at)
      const keys = open.at(-1)
      if (keys !== undefined && isFollowedByColon(text, end)) {
        const key = decodeString(text.slice(at, end))
        if (keys.has(key)) throw new InvalidFileError(file, field, `key ${JSON.stringify(key)} appears twice`)
        keys.add(key)
      }
      at = end - 1
    }
  }
}

/** The index after the closing quote, or the text's length when there is none. */
function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] === '\\') at++
    else if (text[at] === '"') return at + 1
  }
  return text.length
}

function isFollowedByColon(text: string, start: number): boolean {
  let at = start
  while (text[at] === ' ' || text[at] === '\t' || text[at] === '\n' || text[at] === '\r') at++
  return text[at] === ':'
}

/** Two spellings of one key (`"a"`, `"\u0061"`) are the same key; a string that does not parse is compared as written. */
function decodeString(literal: string): string {
  try {
    return String(JSON.parse(literal))
  } catch {
    return literal
  }
}

function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause)
}
