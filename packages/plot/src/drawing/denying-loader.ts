/** The only loader that figures are drawn with: it refuses every address and remembers which was asked for. */
import type { Loader } from 'vega'

export interface DenyingLoader {
  readonly loader: Loader
  /** Addresses that were asked for, in order. */
  readonly refused: readonly string[]
}

/** Data must be in the figure itself; images and links are nothing a figure of ours has. */
export function denyingLoader(): DenyingLoader {
  const refused: string[] = []
  const refuse = (address: string): Promise<never> => {
    refused.push(address)
    return Promise.reject(new Error(`refused to load ${address}`))
  }
  return {
    refused,
    loader: {
      load: refuse,
      http: refuse,
      file: refuse,
      // Vega's text renderer does not wait for this one: rejecting would end as an unhandled rejection.
      sanitize: (address) => {
        refused.push(address)
        return Promise.resolve({ href: '' })
      },
    },
  }
}
