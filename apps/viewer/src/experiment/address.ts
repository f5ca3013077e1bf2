/**
 * The address of the laboratory: `?v=3&n=5&m=2&p=0.1&step=500&changes=300:p=0.03` opens the same model at the same step, bit for bit.
 * Settings that are the default are left out. What cannot be used is said in a note, and the default is taken; a change that cannot be
 * used takes all later ones with it, as they would act on another model.
 */
import { shown, unknownNames } from '../site/page-view.js'
import type { Action, Change } from './change.js'
import { changeMoment, firstMoment, type Moment } from './course.js'
import { isRead } from './feature-law.js'
import { namesField } from './feature-names.js'
import { misfitOf } from './misfit.js'
import {
  defaultSettings,
  type Engine,
  engines,
  type LawKind,
  type LiveName,
  liveNames,
  type Settings,
} from './settings.js'
import { integer, type SettingField, settingFields } from './settings-fields.js'

/** Everything that an address holds. */
export interface Experiment {
  readonly settings: Settings
  readonly changes: readonly Change[]
  readonly engine: Engine
  /** Step to go to. */
  readonly step: number
  /** Index of the restart that is looked at. Default 0. */
  readonly restart?: number
  /** Names of the first features, at the start. Default none. */
  readonly names?: readonly string[]
}

export interface ParsedAddress extends Experiment {
  /** One sentence for each thing that could not be used. */
  readonly notes: readonly string[]
}

export const addressVersion = 3

/** Most changes of an address, and the farthest step: more could not be repeated while someone waits. */
const mostChanges = 1000
const farthestStep = 100_000_000

const names = Object.keys(settingFields) as (keyof Settings)[]

/** @param search as in `location.search`, with or without the question mark. Never throws. */
export function parseAddress(search: string): ParsedAddress {
  const notes: string[] = []
  const parameters = presentVersion(new URLSearchParams(search), notes)
  const known = [...names.map((name) => settingFields[name].name), ...otherNames]
  notes.push(...unknownNames(parameters, 'the laboratory', known))
  const read = <Value>(
    name: string,
    field: Pick<Field<Value>, 'expected' | 'parse'>,
    fallback: Value,
    said: string,
  ): Value => {
    const text = parameters.get(name)
    if (text === null) return fallback
    const value = field.parse(text)
    if (value !== undefined) return value
    notes.push(`The address asks for ${name} ${shown(text)}, which is not ${field.expected}; ${said} is used.`)
    return fallback
  }
  const first = usable(readSettings(read), notes)
  const { settings } = first
  const engine = read('engine', engineField, 'automatic', 'automatic')
  const changes = readChanges(parameters.get('changes'), first, notes)
  notes.push(...unreadNames(parameters, lawsOf(settings, changes)))
  const step = read('step', stepField, 0, 'the start')
  const restart = read('restart', restartField(settings.restarts), 0, '1')
  const given = read('names', namesField, [], 'none')
  const made = changes.filter(({ fromStep }) => fromStep <= step)
  return {
    settings,
    engine,
    changes: made,
    step,
    ...(restart > 0 && { restart }),
    ...(given.length > 0 && { names: given }),
    notes,
  }
}

/** The query of an address that opens this again, question mark included. */
export function formatAddress({ settings, changes, engine, step, restart = 0, names: given = [] }: Experiment): string {
  const parameters = new URLSearchParams({ v: String(addressVersion) })
  const laws = lawsOf(settings, changes)
  for (const name of names) {
    if (!isRead(name, laws)) continue
    const { name: key, format } = settingFields[name] as SettingField
    const text = format(settings[name])
    if (text !== format(defaultSettings[name])) parameters.set(key, text)
  }
  if (engine !== 'automatic') parameters.set('engine', engine)
  if (step > 0) parameters.set('step', String(step))
  if (restart > 0) parameters.set('restart', String(restart + 1))
  if (given.length > 0) parameters.set(namesField.name, given.join(','))
  if (changes.length > 0) parameters.set('changes', changes.map(formatChange).join('~'))
  return `?${parameters}`
}

/** The laws that are trained by, from the start on. */
function lawsOf(settings: Settings, changes: readonly Change[]): readonly LawKind[] {
  return [settings.law, ...changes.flatMap((change) => (change.kind === 'set' ? (change.settings.law ?? []) : []))]
}

/** A note for each setting that is of a law alone, where that law is not chosen. */
function unreadNames(parameters: URLSearchParams, laws: readonly LawKind[]): string[] {
  return names
    .filter((name) => parameters.has(settingFields[name].name) && !isRead(name, laws))
    .map((name) => `The address says ${settingFields[name].name}, which the law ${laws[0]} does not read.`)
}

/**
 * Addresses of version 1 had a seed, a probability and an engine, and did not name their version. In those of version 2 a number of
 * active features was a law of its own.
 */
function presentVersion(given: URLSearchParams, notes: string[]): URLSearchParams {
  const version = given.get('v') ?? (given.has('probability') ? '1' : String(addressVersion))
  const parameters = new URLSearchParams(given)
  if (version === '1') {
    const probability = given.get('probability')
    parameters.delete('probability')
    if (probability !== null) parameters.set('p', probability)
    notes.push(
      'This is an address of version 1. The same settings open; their restarts begin with other random weights than they did then.',
    )
  } else if (version === '2') {
    if (parameters.get('active')) parameters.set('law', 'exactly')
    else parameters.delete('active')
    const changes = parameters.get('changes')
    if (changes !== null) parameters.set('changes', changes.split('~').map(changeOfVersion2).join('~'))
  } else if (version !== String(addressVersion)) {
    notes.push(
      `This is an address of version ${shown(version)}; the laboratory reads version ${addressVersion} and may show something else.`,
    )
  }
  return parameters
}

/** `300:active=3` chose the law as well, and `300:active=` left it. */
function changeOfVersion2(text: string): string {
  const [, step, count] = /^(\d+):active=(.*)$/.exec(text) ?? []
  if (step === undefined) return text
  return count === '' ? `${step}:law=independent` : `${text}~${step}:law=exactly`
}

/** Names that the laboratory reads beside those of settings. */
const otherNames = ['v', 'engine', 'step', 'restart', 'names', 'changes']

interface Field<Value> {
  readonly expected: string
  parse(text: string): Value | undefined
}

type Read = <Value>(name: string, field: Field<Value>, fallback: Value, said: string) => Value

function readSettings(read: Read): Settings {
  const settings = Object.fromEntries(
    names.map((name) => {
      const field = settingFields[name] as SettingField
      return [
        name,
        read<unknown>(field.name, field, defaultSettings[name], field.format(defaultSettings[name]) || 'none'),
      ]
    }),
  ) as unknown as Settings
  return settings
}

/** Settings that fit together; else the default ones. */
function usable(settings: Settings, notes: string[]): Moment {
  const misfit = misfitOf(settings)
  if (misfit === undefined) return firstMoment(settings)
  notes.push(`The settings of the address do not fit together (${misfit}); the defaults are used.`)
  return firstMoment(defaultSettings)
}

function readChanges(text: string | null, first: Moment, notes: string[]): readonly Change[] {
  if (text === null) return []
  const parts = text.split('~')
  const changes: Change[] = []
  let now = first
  for (const [index, part] of parts.slice(0, mostChanges).entries()) {
    const change = parseChange(part)
    const { moment, problem } =
      change === undefined ? { problem: 'it is no change' } : attempt(() => changeMoment(now, change))
    if (change === undefined || moment === undefined) {
      const rest = parts.length - index - 1
      const others = rest > 0 ? `; the ${rest} after it are left out too` : ''
      notes.push(`Change ${index + 1} of the address, ${shown(part)}, cannot be made: ${problem}${others}.`)
      return changes
    }
    changes.push(change)
    now = moment
  }
  if (parts.length > mostChanges) {
    notes.push(`The address has ${parts.length} changes; the first ${mostChanges} are made.`)
  }
  return changes
}

function attempt(make: () => Moment): { moment?: Moment; problem?: string } {
  try {
    return { moment: make() }
  } catch (error) {
    if (!(error instanceof Error)) throw error
    return { problem: error.message.replace(/\.$/, '') }
  }
}

/** `300:p=0.03`, `300:place=1 2 0.5 -0.3`, `300:nudge`; several settings at once one after the other, the law last. */
export function formatChange({ fromStep, ...action }: Change): string {
  if (action.kind !== 'set') return `${fromStep}:${formatAction(action)}`
  return (Object.keys(action.settings) as LiveName[])
    .sort((a, b) => Number(a === 'law') - Number(b === 'law'))
    .map((name) => {
      const field = settingFields[name] as SettingField
      return `${fromStep}:${field.name}=${field.format(action.settings[name] as never)}`
    })
    .join('~')
}

function formatAction(action: Exclude<Action, { kind: 'set' }>): string {
  switch (action.kind) {
    case 'place':
      return `place=${[action.restart + 1, action.feature + 1, ...action.vector].join(' ')}`
    case 'nudge':
      return action.kind
    default:
      return `${action.kind}=${action.feature + 1}`
  }
}

function parseChange(text: string): Change | undefined {
  const [, step, kind, value = ''] = /^(\d{1,9}):([a-z-]+)(?:=(.*))?$/.exec(text) ?? []
  const action = kind === undefined ? undefined : parseAction(kind, value)
  return action === undefined ? undefined : { fromStep: Number(step), ...action }
}

function parseAction(kind: string, value: string): Action | undefined {
  const numbers = value.split(' ').map((each) => (/^-?[\d.e+-]{1,24}$/i.test(each) ? Number(each) : Number.NaN))
  const areNumbers = numbers.every(Number.isFinite)
  const [first, second, ...vector] = numbers as [number, number, ...number[]]
  switch (kind) {
    case 'nudge':
      return value === '' ? { kind } : undefined
    case 'pin':
    case 'unpin':
    case 'clone':
    case 'delete':
      return areNumbers && numbers.length === 1 ? { kind, feature: first - 1 } : undefined
    case 'place':
      return areNumbers && vector.length > 0 ? { kind, restart: first - 1, feature: second - 1, vector } : undefined
    default: {
      const name = liveNames.find((each) => settingFields[each].name === kind)
      if (name === undefined) return undefined
      const isNone = value === '' && name === 'weightDecay'
      const parsed = isNone ? undefined : settingFields[name].parse(value)
      return parsed === undefined && !isNone ? undefined : { kind: 'set', settings: { [name]: parsed } }
    }
  }
}

const engineField: Field<Engine> = {
  expected: `one of ${engines.join(', ')}`,
  parse: (text) => engines.find((engine) => engine === text),
}

/** Counted from 1 in the address. */
function restartField(count: number): Field<number> {
  const field = integer('restart', 'Restart', 1, count)
  return {
    expected: field.expected,
    parse: (text) => {
      const restart = field.parse(text)
      return restart === undefined ? undefined : restart - 1
    },
  }
}

const stepField: Field<number> = {
  expected: `a whole number from 0 to ${farthestStep}`,
  parse: (text) => (/^\d{1,9}$/.test(text) && Number(text) <= farthestStep ? Number(text) : undefined),
}
