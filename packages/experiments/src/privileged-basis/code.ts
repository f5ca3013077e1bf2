/** How features are written on ReLU neurons: which neurons each of them switches on. */
import { type Matrix, toRows } from '@digon/matrix'
import { classifyNeurons, featureNorms } from '@digon/metrics'

export interface NeuronCode {
  /** `[hidden]`. */
  readonly neurons: readonly {
    readonly kind: 'silent' | 'monosemantic' | 'polysemantic'
    /** Features that count for the neuron, the strongest first. */
    readonly features: readonly number[]
  }[]
  /** Features with a norm above 0.5, ascending. */
  readonly represented: readonly number[]
  /**
   * `[feature]`: neurons that the feature switches on, ascending: weights above 0.3 of its largest; empty if not
   * represented.
   */
  readonly switchedOn: readonly (readonly number[])[]
  /** Features that have a monosemantic neuron, ascending. */
  readonly dedicated: readonly number[]
}

const leastNorm = 0.5
const leastShare = 0.3

/** @param weights `[feature, hidden]`, as the hidden layer reads them. */
export function neuronCode(weights: Matrix): NeuronCode {
  const neurons = classifyNeurons(weights, { positive: true }).map(({ kind, features }) => ({
    kind,
    features: features.map(({ feature }) => feature),
  }))
  const norms = [...featureNorms(weights)]
  const switchedOn = toRows(weights).map((row, feature) => {
    const largest = Math.max(...row)
    return norms[feature]! > leastNorm && largest > 0
      ? [...row.keys()].filter((k) => row[k]! > leastShare * largest)
      : []
  })
  const dedicated = neurons
    .flatMap(({ kind, features }) => (kind === 'monosemantic' ? features.slice(0, 1) : []))
    .sort((a, b) => a - b)
  return { neurons, represented: [...norms.keys()].filter((i) => norms[i]! > leastNorm), switchedOn, dedicated }
}

/** How many neurons are of a kind. */
export function countKind({ neurons }: NeuronCode, kind: 'monosemantic' | 'polysemantic'): number {
  return neurons.filter((neuron) => neuron.kind === kind).length
}

/**
 * The binary code of three features in two neurons: one feature switches both on, each of the others one of them (and
 * pushes the other one down). True when these three are all that the two polysemantic neurons stand for.
 */
export function isBinaryCode(code: NeuronCode): boolean {
  const shared = [...code.neurons.keys()].filter((k) => code.neurons[k]!.kind === 'polysemantic')
  const features = new Set(shared.flatMap((k) => code.neurons[k]!.features))
  if (shared.length !== 2 || features.size !== 3) return false
  const patterns = [...features].map((feature) => code.switchedOn[feature]!.join(' ')).sort()
  const [first, second] = shared.map(String)
  return patterns.join(';') === [first, `${first} ${second}`, second].sort().join(';')
}

/** How many different pairs of neurons there are that a feature switches on and nothing else. */
export function countPairs({ switchedOn }: NeuronCode): number {
  return new Set(switchedOn.filter((neurons) => neurons.length === 2).map((neurons) => neurons.join(' '))).size
}

/** For example `3 monosemantic (0, 1, 2), 2 polysemantic; 6 features`. */
export function codeInWords(code: NeuronCode): string {
  const dedicated = code.dedicated.length === 0 ? '' : ` (${code.dedicated.join(', ')})`
  const [alone, shared] = [countKind(code, 'monosemantic'), countKind(code, 'polysemantic')]
  return `${alone} monosemantic${dedicated}, ${shared} polysemantic; ${code.represented.length} features`
}
