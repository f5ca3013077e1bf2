import type { Experiment } from '@digon/experiments'
import type { Backend } from '@digon/model'
import { engineVersion } from './load-engine.js'
import { ownVersion } from './own-version.js'
import { experimentVersion } from './reproduce/load-outside-experiment.js'

/**
 * Name to version of what makes a run: the command line (all packages of Digon share its version), Node, and the engine and
 * experiments from outside.
 */
export function packageVersions(
  backend?: Backend,
  experiments: readonly Experiment[] = [],
): Readonly<Record<string, string>> {
  const engine = backend && engineVersion(backend)
  const outside = experiments.flatMap((experiment): [string, string][] => {
    const version = experimentVersion(experiment)
    return version === undefined ? [] : [[`experiment ${experiment.id}`, version]]
  })
  return {
    digon: ownVersion(),
    node: process.versions.node,
    ...(engine !== undefined && { [`engine ${backend!.name}`]: engine }),
    ...Object.fromEntries(outside),
  }
}
