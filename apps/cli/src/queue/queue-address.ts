import { UsageError } from '../exit-code.js'

/** Where a queue is. Its password is in no message: what is said of it goes through `withoutPassword`. */
export interface QueueAddress {
  readonly kind: 'redis' | 'postgres'
  /** As it was given, password included. */
  readonly url: string
  /** For people: without the user's name and password. */
  readonly shown: string
}

const kinds: Readonly<Record<string, QueueAddress['kind']>> = {
  'redis:': 'redis',
  'rediss:': 'redis',
  'postgres:': 'postgres',
  'postgresql:': 'postgres',
}

const expected = 'expected redis://HOST:PORT, rediss://…, postgres://USER@HOST/DATABASE or postgresql://…'

/** @throws {UsageError} which does not repeat what was given, as there may be a password in it. */
export function queueAddress(text: string): QueueAddress {
  const url = URL.canParse(text) ? new URL(text) : undefined
  const kind = kinds[url?.protocol ?? '']
  if (url === undefined || kind === undefined)
    throw new UsageError(`invalid --queue: not the address of a queue; ${expected}`)
  if (url.hostname === '') throw new UsageError(`invalid --queue: no host in it; ${expected}`)
  return { kind, url: text, shown: `${url.protocol}//${url.host}${url.pathname === '/' ? '' : url.pathname}` }
}

/** The text with every form of the address's password replaced. */
export function withoutPassword(text: string, { url }: QueueAddress): string {
  const { password, searchParams } = new URL(url)
  const secrets = [password, decoded(password), searchParams.get('password') ?? ''].filter((secret) => secret !== '')
  return secrets.reduce((hidden, secret) => hidden.replaceAll(secret, '***'), text.replaceAll(url, '***'))
}

function decoded(password: string): string {
  try {
    return decodeURIComponent(password)
  } catch {
    return password
  }
}
