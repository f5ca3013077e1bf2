/** SHA-256 by the platform's own Web Cryptography: in Node, workers and secure pages (https or loopback). */

/**
 * The hash as 64 hexadecimal digits, lower case. Text is hashed as UTF-8.
 *
 * @throws {Error} in a page without Web Cryptography (plain http on another host).
 */
export async function sha256(content: Uint8Array | string): Promise<string> {
  const subtle: SubtleCrypto | undefined = globalThis.crypto?.subtle
  if (subtle === undefined) throw new Error('no SHA-256 here; expected a secure page (https or localhost)')
  // A copy, since Web Cryptography takes no views of shared memory.
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : new Uint8Array(content)
  const digest = new Uint8Array(await subtle.digest('SHA-256', bytes))
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
