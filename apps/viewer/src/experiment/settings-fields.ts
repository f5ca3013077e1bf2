/**
 * Every setting as text: its name in an address, how it is written and read, and what a text must be. Addresses and the fields of
 * the page read the same way. Features are counted from 1, as in the pictures.
 */
import { lawSettingFields } from './law-fields.js'
import { parseNumber } from './parse-number.js'
import type { Settings } from './settings.js'

export interface SettingField<Name extends keyof Settings = keyof Settings> {
  /** In the address. */
  readonly name: string
  /** On the page. */
  readonly label: string
  /** What a text must be, for messages: `a whole number from 1 to 200`. */
  readonly expected: string
  format(value: Settings[Name]): string
  /** Undefined when the text is nothing of that kind. */
  parse(text: string): Settings[Name] | undefined
}

type Fields = { readonly [Name in keyof Settings]: SettingField<Name> }

export const settingFields: Fields = {
  featureCount: integer('n', 'Features n', 1, 200),
  hiddenSize: integer('m', 'Hidden size m', 1, 100),
  hiddenActivation: choice('hidden', 'Hidden activation', ['identity', 'relu']),
  outputActivation: choice('output', 'Output activation', ['relu', 'identity', 'gelu']),
  tied: yesOrNo('tied', 'Tied weights'),
  outputBias: yesOrNo('bias', 'Output bias'),
  hiddenBias: yesOrNo('hidden-bias', 'Hidden bias'),
  target: choice('target', 'Target', ['identity', 'absolute']),
  probability: decimal('p', 'Probability p', { least: 0.0001, most: 1 }),
  law: choice('law', 'Law of features', ['independent', 'exactly', 'hierarchy', 'copula', 'latent']),
  activeCount: integer('active', 'Active features', 0, 200),
  ...lawSettingFields,
  importance: {
    name: 'importance',
    label: 'Importance',
    expected: 'a curve such as 0.9^i, or one number from 0 for each feature, separated by spaces',
    format: (importance) => ('base' in importance ? `${importance.base}^i` : importance.join(' ')),
    parse: parseImportance,
  },
  optimizer: choice('optimizer', 'Optimizer', ['adamw', 'adam', 'sgd']),
  momentum: decimal('momentum', 'Momentum', { least: 0, most: 0.999 }),
  hiddenL1: decimal('l1', 'L1 on hidden', { least: 0, most: 100 }),
  learningRate: decimal('rate', 'Learning rate', { least: 1e-7, most: 100 }),
  weightDecay: optional(decimal('decay', 'Weight decay', { least: 0, most: 100 })),
  schedule: {
    name: 'schedule',
    label: 'Rate over time',
    expected: 'constant, linear or cosine with a number of steps such as “cosine 3000”',
    format: (schedule) => (schedule === 'constant' ? schedule : `${schedule.kind} ${schedule.steps}`),
    parse: parseSchedule,
  },
  batchSize: integer('batch', 'Batch size', 1, 16_384),
  initialization: {
    name: 'init',
    label: 'Initial weights',
    expected: 'xavier with two fans such as “xavier 10 20”, or normal with a deviation such as “normal 0.05”',
    format: (start) =>
      start.kind === 'normal' ? `normal ${start.deviation}` : `xavier ${start.fanIn} ${start.fanOut}`,
    parse: parseInitialization,
  },
  restarts: integer('restarts', 'Restarts', 1, 32),
  seed: integer('seed', 'Seed', 0, Number.MAX_SAFE_INTEGER),
}

export function integer(name: string, label: string, least: number, most: number) {
  return {
    name,
    label,
    expected: `a whole number from ${least} to ${most}`,
    format: String,
    parse: (text: string): number | undefined => {
      const value = /^\d+$/.test(text) ? Number(text) : Number.NaN
      return Number.isSafeInteger(value) && value >= least && value <= most ? value : undefined
    },
  }
}

function decimal(name: string, label: string, { least, most }: { least: number; most: number }) {
  return {
    name,
    label,
    expected: `a number from ${least} to ${most}`,
    format: String,
    parse: (text: string): number | undefined => {
      const value = parseNumber(text) ?? Number.NaN
      return value >= least && value <= most ? value : undefined
    },
  }
}

function choice<Choice extends string>(name: string, label: string, choices: readonly Choice[]) {
  return {
    name,
    label,
    expected: `one of ${choices.join(', ')}`,
    format: (value: Choice): string => value,
    parse: (text: string): Choice | undefined => choices.find((each) => each === text),
  }
}

function yesOrNo(name: string, label: string) {
  return {
    name,
    label,
    expected: 'yes or no',
    format: (value: boolean): string => (value ? 'yes' : 'no'),
    parse: (text: string): boolean | undefined => (text === 'yes' ? true : text === 'no' ? false : undefined),
  }
}

/** The empty text stands for undefined; `parse` answers with it for nothing else, so an empty text is read by the caller. */
function optional<Field extends { format(value: number): string }>(field: Field) {
  return { ...field, format: (value: number | undefined): string => (value === undefined ? '' : field.format(value)) }
}

function parseImportance(text: string): Settings['importance'] | undefined {
  const curve = /^(\S+)\^i$/.exec(text)?.[1]
  if (curve !== undefined) {
    const base = parseNumber(curve)
    return base !== undefined && base > 0 ? { base } : undefined
  }
  const numbers = text.trim().split(/\s+/).map(parseNumber)
  return numbers.every((each) => each !== undefined && each >= 0) ? (numbers as number[]) : undefined
}

function parseSchedule(text: string): Settings['schedule'] | undefined {
  if (text === 'constant') return text
  const [, kind, steps] = /^(linear|cosine) (\d{1,9})$/.exec(text) ?? []
  return Number(steps) >= 1 ? { kind: kind as 'linear' | 'cosine', steps: Number(steps) } : undefined
}

function parseInitialization(text: string): Settings['initialization'] | undefined {
  const [kind, ...numbers] = text.split(/\s+/)
  const [first, second] = numbers.map(parseNumber)
  if (kind === 'normal' && numbers.length === 1 && first !== undefined && first >= 0) {
    return { kind: 'normal', deviation: first }
  }
  if (kind !== 'xavier' || numbers.length !== 2) return undefined
  return first !== undefined && second !== undefined && first > 0 && second > 0
    ? { kind: 'xavier-normal', fanIn: first, fanOut: second }
    : undefined
}
