/**
 * STREAM.md once more, as slowly and plainly as it can be written: exact integers, exact probabilities, sets and sorts. Tests
 * compare the samplers with it. It shares no code with them and reads the law itself.
 */
import type { FeatureGroup, PlannedLaw, PlannedValueLaw } from './law.js'

/** An active feature with its value. */
export interface SlowEntry {
  readonly feature: number
  readonly value: number
}

const wordSize = 2n ** 32n

/** Philox4x32-10 on exact integers. */
export function slowPhilox(counter: readonly bigint[], key: readonly bigint[]): bigint[] {
  let [w0, w1, w2, w3] = counter as [bigint, bigint, bigint, bigint]
  let [k0, k1] = key as [bigint, bigint]
  for (let round = 0; round < 10; round++) {
    const first = w0 * 0xd2511f53n
    const second = w2 * 0xcd9e8d57n
    ;[w0, w1, w2, w3] = [
      (second / wordSize) ^ w1 ^ k0,
      second % wordSize,
      (first / wordSize) ^ w3 ^ k1,
      first % wordSize,
    ]
    k0 = (k0 + 0x9e3779b9n) % wordSize
    k1 = (k1 + 0xbb67ae85n) % wordSize
  }
  return [w0, w1, w2, w3]
}

/** One word of the stream. */
export function slowWord(seed: number, purpose: number, step: number, sample: number, draw: number): bigint {
  const key = [BigInt(seed) % wordSize, BigInt(seed) / wordSize]
  return slowPhilox([BigInt(draw) / 4n, BigInt(sample), BigInt(step), BigInt(purpose)], key)[draw % 4]!
}

/** The entries of one sample, ascending. */
export function slowSample(
  law: PlannedLaw,
  address: { readonly featureCount: number; readonly seed: number; readonly purpose: number },
  step: number,
  sample: number,
): SlowEntry[] {
  let draw = 0
  const next = () => slowWord(address.seed, address.purpose, step, sample, draw++)
  const features = Array.from({ length: address.featureCount }, (_, feature) => feature)
  const entries =
    law.kind === 'exactly'
      ? positions(next, features.length, law.activeCount, (feature) => [
          { feature, value: valueAt(next() >> 8n, law.values) },
        ])
      : slowIndependent(law, features, next)
  return entries.sort((a, b) => a.feature - b.feature)
}

/** floor(2³² · P(Binomial(size, probability) ≤ i) + ½) for i = 0 … size, from exact fractions. */
export function slowCountTable(size: number, probability: number): bigint[] {
  const denominator = 2n ** 90n
  const numerator = BigInt(probability * 2 ** 90)
  const total = denominator ** BigInt(size)
  const table: bigint[] = []
  let choose = 1n
  let sum = 0n
  for (let i = 0; i <= size; i++) {
    sum += choose * numerator ** BigInt(i) * (denominator - numerator) ** BigInt(size - i)
    choose = (choose * BigInt(size - i)) / BigInt(i + 1)
    table.push((2n * wordSize * sum + total) / (2n * total))
  }
  return table
}

function slowIndependent(
  law: Extract<PlannedLaw, { kind: 'independent' }>,
  features: readonly number[],
  next: () => bigint,
): SlowEntry[] {
  const groups = law.groups ?? []
  const probabilityOf = (feature: number) =>
    typeof law.probability === 'number' ? law.probability : law.probability[feature]!
  const setProbabilityOf = (group: FeatureGroup) => group.probability ?? (law.probability as number)
  const alone = features.filter((feature) => !groups.some((group) => group.features.includes(feature)))
  const entries: SlowEntry[] = []
  for (const feature of alone.filter((feature) => probabilityOf(feature) >= 1 / 8)) {
    const word = next()
    const threshold = thresholdOf(probabilityOf(feature))
    const multiplier = 2n ** 56n / threshold
    if (word < threshold) entries.push({ feature, value: valueAt((word * multiplier) / wordSize, law.values) })
  }
  for (const band of bandsOf(alone, probabilityOf)) {
    const emit = (feature: number, accepted: boolean) => {
      const value = valueAt(next() >> 8n, law.values)
      return accepted ? [{ feature, value }] : []
    }
    entries.push(...candidates(band, probabilityOf, next, emit))
  }
  const emitGroup = (group: FeatureGroup, accepted: boolean): SlowEntry[] => {
    if (!accepted) return []
    const active =
      group.kind === 'together' ? group.features : [group.features[Number(high(next(), group.features.length))]!]
    return active.map((feature) => ({ feature, value: valueAt(next() >> 8n, law.values) }))
  }
  for (const group of groups.filter((group) => setProbabilityOf(group) >= 1 / 8)) {
    entries.push(...emitGroup(group, next() < thresholdOf(setProbabilityOf(group))))
  }
  for (const band of bandsOf(groups, setProbabilityOf)) {
    entries.push(...candidates(band, setProbabilityOf, next, emitGroup))
  }
  return entries
}

function bandsOf<Unit>(units: readonly Unit[], probabilityOf: (unit: Unit) => number): Unit[][] {
  const bands: Unit[][] = []
  for (let b = 3; b < 32; b++) {
    bands.push(units.filter((unit) => 2 ** -(b + 1) <= probabilityOf(unit) && probabilityOf(unit) < 2 ** -b))
  }
  return bands.filter((band) => band.length > 0)
}

function candidates<Unit>(
  band: readonly Unit[],
  probabilityOf: (unit: Unit) => number,
  next: () => bigint,
  emit: (unit: Unit, accepted: boolean) => SlowEntry[],
): SlowEntry[] {
  const largest = Math.max(...band.map(probabilityOf))
  const equal = band.every((unit) => probabilityOf(unit) === largest)
  const word = next()
  const count = slowCountTable(band.length, largest).findIndex((threshold) => word < threshold)
  return positions(next, band.length, count, (position) => {
    const unit = band[position]!
    return emit(unit, equal || next() < thresholdOf(probabilityOf(unit) / largest))
  })
}

function positions(
  next: () => bigint,
  size: number,
  count: number,
  emit: (position: number) => SlowEntry[],
): SlowEntry[] {
  const chosen = new Set<number>()
  const entries: SlowEntry[] = []
  for (let j = size - count; j < size; j++) {
    const drawn = Number(high(next(), j + 1))
    const position = chosen.has(drawn) ? j : drawn
    chosen.add(position)
    entries.push(...emit(position))
  }
  return entries
}

/** T for a probability above 0; 2³² for the certain event. */
function thresholdOf(probability: number): bigint {
  if (probability === 1) return wordSize
  const rounded = BigInt(Math.floor(probability * 2 ** 32 + 0.5))
  return rounded < 1n ? 1n : rounded > wordSize - 1n ? wordSize - 1n : rounded
}

function high(word: bigint, count: number): bigint {
  return (word * BigInt(count)) / wordSize
}

function valueAt(position: bigint, values: PlannedValueLaw = { kind: 'unit' }): number {
  if (values.kind === 'constant') return Math.fround(values.value) + 0
  if (values.kind === 'unit') return Number(position) / 2 ** 24
  return Number(2n * position + 1n - 2n ** 24n) / 2 ** 24
}
