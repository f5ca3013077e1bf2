/** Text files: UTF-8 and nothing else. Another encoding is named, never guessed at or read as if it were this one. */
import { InvalidFileError } from './invalid-file.js'

/**
 * The text of a file, without a byte order mark.
 *
 * @param file the file's name, for the message.
 * @throws {InvalidFileError} when the bytes are not UTF-8, or hold a zero, as binary files and UTF-16 do.
 */
export function utf8Text(bytes: Uint8Array, file: string): string {
  const refuse = (found: string): never => {
    throw new InvalidFileError(file, 'encoding', `${found}; expected UTF-8 text`)
  }
  for (const [name, ...mark] of byteOrderMarks) {
    if (mark.every((byte, index) => bytes[index] === byte)) refuse(`${name} by its first bytes`)
  }
  const zero = bytes.indexOf(0)
  if (zero >= 0) refuse(`a zero as byte ${zero + 1}, as in UTF-16 or a binary file`)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return refuse('bytes that are not UTF-8')
  }
}

/** The longer mark first: UTF-32 begins as UTF-16 does. */
const byteOrderMarks: readonly (readonly [name: string, ...mark: number[]])[] = [
  ['UTF-32', 0xff, 0xfe, 0, 0],
  ['UTF-32', 0, 0, 0xfe, 0xff],
  ['UTF-16', 0xff, 0xfe],
  ['UTF-16', 0xfe, 0xff],
]
