/** What a measurement must say of where it was made. */
import { version as ownVersion } from '../../../package.json'

/** Of Digon: all packages share one. */
export const version: string = ownVersion

/** Name and version of the browser, from its user agent; the whole of it where it is not known. */
export function browserName(userAgent: string): string {
  const named = [
    [/Edg\/([\d.]+)/, 'Edge'],
    [/Firefox\/([\d.]+)/, 'Firefox'],
    [/(?:Headless)?Chrome\/([\d.]+)/, 'Chromium'],
    [/Version\/([\d.]+).*Safari\//, 'Safari'],
  ] as const
  for (const [pattern, name] of named) {
    const found = pattern.exec(userAgent)
    if (found !== null) return `${name} ${found[1]}`
  }
  return userAgent
}
