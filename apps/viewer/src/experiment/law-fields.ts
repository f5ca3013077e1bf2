/**
 * The settings of feature laws as text: lists of numbers with spaces, rows with semicolons, features counted from 1. Whether a list is as
 * long as there are features is checked with all settings together.
 */
import { parseNumber, parseNumbers } from './parse-number.js'
import type { FeatureSet, Settings, ValueSetting, ZipfCurve } from './settings.js'

const rowText = (rows: readonly (readonly number[])[]): string => rows.map((row) => row.join(' ')).join('; ')

export const lawSettingFields = {
  probabilities: {
    name: 'probabilities',
    label: 'Probabilities',
    expected:
      'p, one number from 0 to 1 for each feature, or “zipf 1 0.5”: an exponent and the active features of a sample',
    format: (value: Settings['probabilities']): string => {
      if (value === 'p') return value
      return 'exponent' in value ? `zipf ${value.exponent} ${value.activePerSample}` : value.join(' ')
    },
    parse: (text: string): Settings['probabilities'] | undefined =>
      text === 'p' ? text : text.startsWith('zipf ') ? parseZipf(text.slice(5)) : parseProbabilities(text),
  },
  groups: {
    name: 'groups',
    label: 'Groups of features',
    expected: 'sets of features such as “together 1 2; exclusive 3 4”, each feature in one set at most',
    format: (sets: Settings['groups']): string =>
      sets.map(({ kind, features }) => [kind, ...features.map((each) => each + 1)].join(' ')).join('; '),
    parse: parseGroups,
  },
  parents: {
    name: 'parents',
    label: 'Parents',
    expected: 'binary, or the parent of each feature such as “0 1 1 2 2”, 0 for one without',
    format: (parents: Settings['parents']): string =>
      parents === 'binary' ? parents : parents.map((parent) => (parent === null ? 0 : parent + 1)).join(' '),
    parse: (text: string): Settings['parents'] | undefined => {
      if (text === 'binary') return text
      const numbers = parseNumbers(text)
      if (!numbers?.every((each) => Number.isSafeInteger(each) && each >= 0)) return undefined
      return numbers.map((each) => (each === 0 ? null : each - 1))
    },
  },
  exclusive: {
    name: 'exclusive',
    label: 'Exclusive siblings',
    expected: 'sets of features with one parent such as “2 3; 4 5”, each feature in one set at most',
    format: (sets: Settings['exclusive']): string => rowText(sets.map((set) => set.map((each) => each + 1))),
    parse: (text: string): Settings['exclusive'] | undefined => {
      if (text.trim() === '') return []
      const sets = text.split(';').map(parseFeatures)
      return sets.includes(undefined) || repeats(sets.flatMap((set) => set!)) ? undefined : (sets as number[][])
    },
  },
  correlation: {
    name: 'correlation',
    label: 'Correlation',
    expected: 'a number from -1 to 1 for every pair, or a matrix such as “1 0.5; 0.5 1”, a row for each feature',
    format: (value: Settings['correlation']): string => (typeof value === 'number' ? String(value) : rowText(value)),
    parse: (text: string): Settings['correlation'] | undefined => {
      const rows = parseRows(text, (each) => each >= -1 && each <= 1)
      return rows?.length === 1 && rows[0]!.length === 1 ? rows[0]![0] : rows
    },
  },
  states: {
    name: 'states',
    label: 'States',
    expected: 'halves, or the probabilities of all features in each state such as “0.5 0.5 0; 0 0 0.9”',
    format: (value: Settings['states']): string => (value === 'halves' ? value : rowText(value)),
    parse: (text: string): Settings['states'] | undefined =>
      text === 'halves' ? text : parseRows(text, (each) => each >= 0 && each <= 1),
  },
  weights: {
    name: 'weights',
    label: 'Weights of states',
    expected: 'equal, or one number from 0 for each state',
    format: (value: Settings['weights']): string => (value === 'equal' ? value : value.join(' ')),
    parse: (text: string): Settings['weights'] | undefined => {
      if (text === 'equal') return text
      const numbers = parseNumbers(text)
      return numbers?.every((each) => each >= 0) ? numbers : undefined
    },
  },
  values: {
    name: 'values',
    label: 'Values',
    expected:
      'unit, signed, sign, a number for a constant, “range 0.5 1”, or a mean and a deviation such as “normal 0 1”, “folded-normal 0 1”, “clipped-normal 0 1”',
    format: (values: ValueSetting): string =>
      typeof values !== 'object'
        ? String(values)
        : values.kind === 'range'
          ? `range ${values.least} ${values.greatest}`
          : `${values.kind} ${values.mean} ${values.deviation}`,
    parse: parseValues,
  },
}

function parseZipf(text: string): ZipfCurve | undefined {
  const [exponent, activePerSample, ...others] = parseNumbers(text) ?? []
  if (exponent === undefined || activePerSample === undefined || others.length > 0) return undefined
  return exponent >= 0 && activePerSample > 0 ? { exponent, activePerSample } : undefined
}

function parseProbabilities(text: string): readonly number[] | undefined {
  const numbers = parseNumbers(text)
  return numbers?.every((each) => each >= 0 && each <= 1) ? numbers : undefined
}

function parseRows(text: string, isRight: (number: number) => boolean): readonly (readonly number[])[] | undefined {
  const rows = text.split(';').map(parseNumbers)
  return rows.every((row) => row?.every(isRight)) ? (rows as number[][]) : undefined
}

/** Two features or more, counted from 1 in the text, ascending and from 0 in the answer. */
function parseFeatures(text: string): readonly number[] | undefined {
  const numbers = text.trim().split(/\s+/)
  const features = numbers.map((each) => (/^\d{1,3}$/.test(each) ? Number(each) - 1 : -1)).sort((a, b) => a - b)
  return features.length >= 2 && features.every((each) => each >= 0) ? features : undefined
}

function repeats(features: readonly number[]): boolean {
  return new Set(features).size !== features.length
}

function parseGroups(text: string): readonly FeatureSet[] | undefined {
  if (text.trim() === '') return []
  const sets = text.split(';').map((part) => {
    const [kind, ...numbers] = part.trim().split(/\s+/)
    const features = parseFeatures(numbers.join(' '))
    return (kind === 'together' || kind === 'exclusive') && features ? { kind, features } : undefined
  })
  const isRight = !sets.includes(undefined) && !repeats(sets.flatMap((set) => set!.features))
  return isRight ? (sets as readonly FeatureSet[]) : undefined
}

function parseValues(text: string): ValueSetting | undefined {
  if (text === 'unit' || text === 'signed' || text === 'sign') return text
  const [kind, ...numbers] = text.trim().split(/\s+/)
  if (numbers.length === 0) return parseNumber(text)
  const [first, second, ...others] = parseNumbers(numbers.join(' ')) ?? []
  if (first === undefined || second === undefined || others.length > 0) return undefined
  if (kind === 'range') return second > first ? { kind, least: first, greatest: second } : undefined
  const isNormal = kind === 'normal' || kind === 'folded-normal' || kind === 'clipped-normal'
  return isNormal && second > 0 ? { kind, mean: first, deviation: second } : undefined
}
