/** The laboratory as a page: settings, the model to touch, what it computes, and time. */
import type { JSX } from 'preact'
import { DimensionLadder, NormBars } from './feature-bars.js'
import { Compare, FeatureTools } from './feature-tools.js'
import { GramPicture } from './gram-picture.js'
import './lab.css'
import { LossChart } from './loss-chart.js'
import { Messages } from './messages.js'
import { ModelPlane } from './model-plane.js'
import { NamedShapes } from './named-shapes.js'
import { NumbersTable } from './numbers-table.js'
import { RestartPicker } from './restart-picker.js'
import { SettingsPanel } from './settings-panel.js'
import { Share } from './share.js'
import type { LabStore } from './store.js'
import { Transport } from './transport.js'

/** Parts that an address may leave out, as `hide=settings,share`. */
export const hideable = ['settings', 'pictures', 'restarts', 'numbers', 'compare', 'share', 'time'] as const
export type Hideable = (typeof hideable)[number]

export interface LabProps {
  readonly store: LabStore
  readonly hidden: ReadonlySet<Hideable>
}

export function Lab({ store, hidden }: LabProps): JSX.Element {
  const { featureCount, hiddenSize } = store.moment.value.settings
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: a shortcut for the whole page, which the play button has as well
    <div class="lab" onKeyDown={(event) => onShortcut(event, store)}>
      <header class="lab-header">
        <h1>
          {featureCount} features in {hiddenSize} {hiddenSize === 1 ? 'dimension' : 'dimensions'}
        </h1>
        <p class="lab-status">
          <EngineLine store={store} />
        </p>
      </header>
      <div class="lab-messages">
        <Messages store={store} />
      </div>
      {!hidden.has('settings') && (
        <aside class="lab-side">
          <SettingsPanel store={store} />
        </aside>
      )}
      <div class="lab-model">
        <ModelPlane store={store} />
        <NamedShapes store={store} />
        <FeatureTools store={store} />
        {!hidden.has('compare') && <Compare store={store} />}
      </div>
      {!hidden.has('pictures') && (
        <div class="lab-pictures">
          <LossChart store={store} />
          <GramPicture store={store} />
          <NormBars store={store} />
          <DimensionLadder store={store} />
          {!hidden.has('restarts') && <RestartPicker store={store} />}
        </div>
      )}
      <div class="lab-below">
        {!hidden.has('share') && <Share store={store} />}
        {!hidden.has('numbers') && (
          <details class="lab-numbers">
            <summary>Numbers</summary>
            <NumbersTable store={store} />
          </details>
        )}
        {!hidden.has('numbers') && <Keys />}
      </div>
      {!hidden.has('time') && <Transport store={store} />}
    </div>
  )
}

const keys = [
  ['Space', 'plays and pauses'],
  ['Tab', 'goes to the next vector or control; on a vector:'],
  ['Arrows', 'move it, with Shift by a tenth; also while it is dragged'],
  ['P', 'pins it, or lets it train again'],
  ['C', 'clones it'],
  ['Delete', 'takes it out of the model'],
  ['Escape', 'lets go of a dragged vector where it was'],
] as const

function Keys(): JSX.Element {
  return (
    <details class="lab-keys">
      <summary>Keys</summary>
      <dl>
        {keys.map(([key, does]) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
    </details>
  )
}

function EngineLine({ store }: { store: LabStore }): JSX.Element {
  const opened = store.opened.value
  if (opened === undefined) {
    return <>{store.problem.value === undefined ? 'The engine is loading…' : 'No engine is running.'}</>
  }
  return (
    <>
      {opened.engine} ({opened.device})
      {opened.passedOver.map(({ name, reason }) => (
        <span key={name}>{`; ${name} cannot run here: ${reason}`}</span>
      ))}
    </>
  )
}

/** Space plays and pauses wherever it does nothing else. */
function onShortcut(event: { key: string; target: EventTarget | null; preventDefault(): void }, store: LabStore): void {
  const target = event.target as HTMLElement
  if (event.key !== ' ' || target.closest('button, input, select, textarea, summary, a, [role=button]') !== null) return
  event.preventDefault()
  void (store.playing.value ? store.pause() : store.play())
}
