/** What the laboratory knows of one experiment, as signals: actions change them, views read them. */
import type { Signal } from '@preact/signals'
import type { Change } from '../experiment/change.js'
import type { Engine, Settings, Speed } from '../experiment/settings.js'
import type { Frame } from '../training/frame.js'
import type { FrameRing } from './frame-ring.js'
import type { LossHistory } from './loss-history.js'

/** What runs the training, for people. */
export interface EngineFacts {
  readonly engine: string
  readonly device: string
  readonly passedOver: readonly { readonly name: string; readonly reason: string }[]
}

/** The signals that actions change. */
export interface LabSignals {
  /** Of the start; changes act on them. */
  readonly settings: Signal<Settings>
  /** Made so far, in the order of their steps. */
  readonly changes: Signal<readonly Change[]>
  /** Names of features, of the start. */
  readonly names: Signal<readonly string[]>
  /** The engine that was asked for. */
  readonly engine: Signal<Engine>
  /** The engine that runs; undefined while the first one loads, and when none could be opened. */
  readonly opened: Signal<EngineFacts | undefined>
  /** The newest. */
  readonly frame: Signal<Frame | undefined>
  readonly ring: Signal<FrameRing>
  /** Index in the ring of the frame that is looked at; undefined for the newest. */
  readonly lookedBack: Signal<number | undefined>
  readonly history: Signal<LossHistory>
  readonly playing: Signal<boolean>
  readonly speed: Signal<Speed>
  readonly stepsPerSecond: Signal<number | undefined>
  /** Index of the restart to look at. */
  readonly selected: Signal<number>
  /** Features to look at, in all pictures; none for all alike. */
  readonly hovered: Signal<readonly number[]>
  /** What went wrong. */
  readonly problem: Signal<string | undefined>
  /** What happened by itself, such as a stop at the plateau. */
  readonly notice: Signal<string | undefined>
  /** What `undo` would bring back. */
  readonly undoable: Signal<string | undefined>
  /** Pauses by itself where the loss no longer falls, once for every training and every change of it. */
  readonly stopsAtPlateau: Signal<boolean>
  /** Pauses while the tab is hidden; `remembered-choices.ts` keeps this and the one before. */
  readonly pausesWhenHidden: Signal<boolean>
  /** The model that others are compared with. */
  readonly kept: Signal<KeptModel | undefined>
}

export interface KeptModel {
  readonly frame: Frame
  readonly restart: number
}
