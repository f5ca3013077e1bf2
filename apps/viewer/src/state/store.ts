/**
 * What the page knows, and what it can do about it. Views read signals and call actions; the training is handed in, so that tests
 * can hand in another one. What the actions do is `actions.ts`.
 */
import { type ReadonlySignal, type Signal, signal } from '@preact/signals'
import type { Frame } from '../trainer/frame.js'
import type { Engine, Settings, Speed } from '../trainer/settings.js'
import type { Opened, Training } from '../worker/training.js'
import { type Actions, createActions } from './actions.js'
import type { ParsedAddress } from './address.js'
import { createAnnouncer } from './announcer.js'
import { emptyHistory, type LossHistory } from './loss-history.js'

export interface StoreOptions {
  /** What to begin with. */
  readonly address: ParsedAddress
  /** While playing, pictures are drawn no more often than this; asked each time. 0 for about 30 a second. */
  readonly redrawInMilliseconds: () => number
  /** In milliseconds, from any beginning. */
  readonly now: () => number
}

export interface Store extends Actions {
  readonly settings: ReadonlySignal<Settings>
  /** The engine that was asked for. */
  readonly engine: ReadonlySignal<Engine>
  /** The engine that runs; undefined while it loads, and when none could be opened. */
  readonly opened: ReadonlySignal<Opened | undefined>
  readonly frame: ReadonlySignal<Frame | undefined>
  readonly history: ReadonlySignal<LossHistory>
  readonly playing: ReadonlySignal<boolean>
  readonly speed: ReadonlySignal<Speed>
  /** Index of the restart to look at. */
  readonly selected: Signal<number>
  /** Values of the address that could not be used. */
  readonly notes: readonly string[]
  /** What went wrong; undefined when nothing did. */
  readonly problem: ReadonlySignal<string | undefined>
  /** For screen readers: short, and seldom while playing. */
  readonly announcement: ReadonlySignal<string>
}

export function createStore(training: Training, { address, redrawInMilliseconds, now }: StoreOptions): Store {
  const signals = {
    settings: signal(address.settings),
    engine: signal(address.engine),
    opened: signal<Opened | undefined>(undefined),
    frame: signal<Frame | undefined>(undefined),
    history: signal<LossHistory>(emptyHistory),
    playing: signal(false),
    speed: signal<Speed>('normal'),
    selected: signal(0),
    problem: signal<string | undefined>(undefined),
  }
  const announcer = createAnnouncer(now)
  return {
    ...signals,
    notes: address.notes,
    announcement: announcer.announcement,
    ...createActions(signals, training, announcer, redrawInMilliseconds),
  }
}
