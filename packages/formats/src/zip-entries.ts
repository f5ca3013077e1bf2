/**
 * The entries of a zip archive, read with limits: a small archive may claim to hold anything. Names that leave a folder are
 * refused, though nothing is ever written under them. Check sums are not looked at; a run's own hashes prove wholeness.
 */
import { unzipSync } from 'fflate'
import { InvalidFileError } from './invalid-file.js'

export interface ZipLimits {
  /** Bytes of all entries together once unpacked, an integer ≥ 0. Default 32 MiB + 8 × the archive's own size. */
  readonly maximumBytes?: number
  /** Entries in the archive, an integer ≥ 0. Default 10 000. */
  readonly maximumEntries?: number
}

export function isZip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x4b && (bytes[2] === 3 || bytes[2] === 5)
}

/**
 * The entries by name, stored or deflated, in the archive's order.
 *
 * @param file the file's name, for the message.
 * @param wanted which entries to unpack. Default: all. It may throw to refuse one.
 * @throws {InvalidFileError} when it is no whole zip archive, names an entry twice or one outside its folder, exceeds a
 * limit (checked before unpacking), or an entry does not unpack to the size that it declares.
 */
export function zipEntries(
  bytes: Uint8Array,
  file: string,
  wanted: (name: string) => boolean = () => true,
  limits: ZipLimits = {},
): Map<string, Uint8Array> {
  const { maximumBytes = 2 ** 25 + 8 * bytes.length, maximumEntries = 10_000 } = limits
  const sizes = new Map<string, number>()
  const seen = new Set<string>()
  let total = 0
  const admit = (entry: { readonly name: string; readonly originalSize: number; readonly size: number }): boolean => {
    const field = `entry ${JSON.stringify(entry.name.slice(0, 200))}`
    const refuse = (where: string, reason: string): never => {
      throw new InvalidFileError(file, where, reason)
    }
    if (seen.has(entry.name)) refuse(field, 'appears twice')
    seen.add(entry.name)
    if (seen.size > maximumEntries) refuse('archive', `more than ${maximumEntries} entries`)
    if (/^[/\\]|(^|[/\\])\.\.([/\\]|$)|^[A-Za-z]:/.test(entry.name)) refuse(field, 'a name that leaves its folder')
    if (entry.name.endsWith('/') || !wanted(entry.name)) return false
    total += entry.originalSize
    if (total > maximumBytes) {
      refuse('archive', `unpacks to ${total} bytes or more; expected at most ${maximumBytes}`)
    }
    if (entry.size > bytes.length) refuse(field, 'longer than the archive')
    sizes.set(entry.name, entry.originalSize)
    return true
  }
  let files: Record<string, Uint8Array>
  try {
    files = unzipSync(bytes, { filter: admit })
  } catch (cause) {
    if (cause instanceof InvalidFileError) throw cause
    const message = cause instanceof Error ? cause.message : String(cause)
    throw new InvalidFileError(file, 'archive', `not a complete zip archive: ${message}`, { cause })
  }
  const entries = new Map<string, Uint8Array>()
  for (const [name, size] of sizes) {
    const content = Object.hasOwn(files, name) ? files[name] : undefined
    if (content?.length !== size) {
      const found = `unpacks to ${content?.length ?? 0} bytes; it declares ${size}`
      throw new InvalidFileError(file, `entry ${JSON.stringify(name)}`, found)
    }
    entries.set(name, content)
  }
  return entries
}
