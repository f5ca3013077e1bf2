/**
 * What the laboratory knows of one experiment, and what it can do. Views read signals and call actions; the worker is handed in. What
 * the actions do is `actions.ts`.
 */
import { computed, type ReadonlySignal, signal } from '@preact/signals'
import type { Experiment, ParsedAddress } from '../experiment/address.js'
import type { Change } from '../experiment/change.js'
import { changeMoment, firstMoment, type Moment } from '../experiment/course.js'
import { featureLabels, namesAfter } from '../experiment/feature-names.js'
import type { Engine, Speed } from '../experiment/settings.js'
import type { Frame } from '../training/frame.js'
import type { Training } from '../training/training.js'
import { type Actions, createActions } from './actions.js'
import { createAnnouncer } from './announcer.js'
import { type DescribedPart, partsOfModel, textOf } from './describe-model.js'
import { emptyRing, type FrameRing } from './frame-ring.js'
import type { LossHistory } from './loss-history.js'
import type { EngineFacts, KeptModel, LabSignals } from './signals.js'

export interface LabStore extends LabSignals, Actions {
  /** The frame that is looked at. */
  readonly shown: ReadonlySignal<Frame | undefined>
  /** Settings and pins at the frame that is looked at. */
  readonly moment: ReadonlySignal<Moment>
  /** The moments up to that one, the first at least. */
  readonly past: ReadonlySignal<readonly Moment[]>
  /** The model that is looked at, in words; undefined while finding them would hold up the pictures. */
  readonly shape: ReadonlySignal<string | undefined>
  /** The same words, each with the features that it speaks of. */
  readonly shapeParts: ReadonlySignal<readonly DescribedPart[] | undefined>
  /** What an address of this holds. */
  readonly experiment: ReadonlySignal<Experiment>
  /** `[feature]`: the name of each, or its number counted from 1. */
  readonly labels: ReadonlySignal<readonly string[]>
  /** What of the address could not be used. */
  readonly notes: readonly string[]
  /** For screen readers: short, and seldom while playing. */
  readonly announcement: ReadonlySignal<string>
}

export interface LabStoreOptions {
  readonly address: ParsedAddress
  /** While playing, pictures are drawn no more often than this; asked each time. 0 for about 30 a second. */
  readonly redrawInMilliseconds: () => number
  /** In milliseconds, from any beginning. */
  readonly now: () => number
}

/** Names of shapes of larger models take too long to be found thirty times a second. */
const mostNamedWhilePlaying = 24

export function createLabStore(training: Training, options: LabStoreOptions): LabStore {
  const { address, redrawInMilliseconds, now } = options
  const signals: LabSignals = {
    settings: signal(address.settings),
    changes: signal<readonly Change[]>([]),
    names: signal<readonly string[]>(address.names ?? []),
    engine: signal<Engine>(address.engine),
    opened: signal<EngineFacts | undefined>(undefined),
    frame: signal<Frame | undefined>(undefined),
    ring: signal<FrameRing>(emptyRing),
    lookedBack: signal<number | undefined>(undefined),
    history: signal<LossHistory>([]),
    playing: signal(false),
    speed: signal<Speed>('normal'),
    stepsPerSecond: signal<number | undefined>(undefined),
    selected: signal(address.restart ?? 0),
    hovered: signal<readonly number[]>([]),
    problem: signal<string | undefined>(undefined),
    notice: signal<string | undefined>(undefined),
    undoable: signal<string | undefined>(undefined),
    stopsAtPlateau: signal(true),
    pausesWhenHidden: signal(false),
    kept: signal<KeptModel | undefined>(undefined),
  }
  const { settings, changes, frame, ring, lookedBack, engine } = signals
  const shown = computed(() => {
    const index = lookedBack.value
    return index === undefined ? frame.value : (ring.value.frames[index] ?? frame.value)
  })
  const moments = computed(() => {
    const all = [firstMoment(settings.value)]
    for (const change of changes.value) all.push(changeMoment(all.at(-1)!, change))
    return all
  })
  const moment = computed(() => moments.value[shown.value?.changeCount ?? 0] ?? moments.value.at(-1)!)
  const past = computed(() => moments.value.slice(0, (shown.value?.changeCount ?? 0) + 1))
  const experiment = computed(() => ({
    settings: settings.value,
    changes: changes.value.slice(0, shown.value?.changeCount ?? 0),
    engine: engine.value,
    step: shown.value?.step ?? 0,
    restart: signals.selected.value,
    names: signals.names.value,
  }))
  const labels = computed(() => {
    const { featureCount } = settings.value
    const made = changes.value.slice(0, shown.value?.changeCount ?? 0)
    return featureLabels(namesAfter(signals.names.value, made, featureCount), moment.value.settings.featureCount)
  })
  const shapeParts = computed(() => {
    const of = shown.value
    const isNamed = of !== undefined && (of.featureCount <= mostNamedWhilePlaying || !signals.playing.value)
    return isNamed ? partsOfModel(of, signals.selected.value, labels.value) : undefined
  })
  const shape = computed(() => shapeParts.value && textOf(shapeParts.value))
  const announcer = createAnnouncer(now)
  return {
    ...signals,
    shown,
    moment,
    past,
    shape,
    shapeParts,
    experiment,
    labels,
    notes: address.notes,
    announcement: announcer.announcement,
    ...createActions({ signals, moment, shown, shape, training, announcer, redrawInMilliseconds, now, address }),
  }
}
