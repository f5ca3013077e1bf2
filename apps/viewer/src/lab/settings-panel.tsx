/**
 * Everything that can be set. What acts on a training as it is says so; all else starts anew, and the training before it can be brought
 * back. A field takes its text when it is left or Enter is pressed; what it cannot take is explained, and the old value stays.
 */
import { type Signal, useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { lawFields } from '../experiment/feature-law.js'
import { namesField } from '../experiment/feature-names.js'
import { misfitOf } from '../experiment/misfit.js'
import {
  defaultSettings,
  type Engine,
  engines,
  type LawKind,
  type LiveName,
  liveNames,
  type Settings,
} from '../experiment/settings.js'
import { type SettingField, settingFields } from '../experiment/settings-fields.js'
import type { LabStore } from './store.js'

const groups: readonly { readonly title: string; readonly names: readonly (keyof Settings)[] }[] = [
  { title: 'Model', names: ['featureCount', 'hiddenSize', 'restarts', 'seed'] },
  { title: 'Features', names: ['importance', 'values', 'law'] },
  {
    title: 'Training',
    names: [
      'learningRate',
      'batchSize',
      'optimizer',
      'schedule',
      'weightDecay',
      'hiddenL1',
      'momentum',
      'initialization',
    ],
  },
  { title: 'Layers', names: ['outputActivation', 'hiddenActivation', 'target', 'tied', 'outputBias', 'hiddenBias'] },
]

const choices: Partial<Record<keyof Settings, readonly string[]>> = {
  hiddenActivation: ['identity', 'relu'],
  outputActivation: ['relu', 'identity', 'gelu'],
  law: ['independent', 'exactly', 'hierarchy', 'copula', 'latent'],
  optimizer: ['adamw', 'adam', 'sgd'],
  target: ['identity', 'absolute'],
  tied: ['yes', 'no'],
  outputBias: ['yes', 'no'],
  hiddenBias: ['yes', 'no'],
}

export function SettingsPanel({ store }: { store: LabStore }): JSX.Element {
  return (
    <form class="lab-settings" aria-label="Settings" onSubmit={(event) => event.preventDefault()}>
      {groups.map(({ title, names }, index) => (
        <details key={title} open={index === 0}>
          <summary>{title}</summary>
          <div class="lab-fields">
            {[...names, ...ownFields(title, store.moment.value.settings)].map((name) => (
              <Field key={name} store={store} name={name} />
            ))}
            {title === 'Features' && <NamesField store={store} />}
            {index === 0 && <EngineSelect store={store} />}
          </div>
        </details>
      ))}
      <details>
        <summary>While it plays</summary>
        <div>
          <Choice label="Pause where the loss no longer falls" chosen={store.stopsAtPlateau} />
          <Choice label="Pause while this tab is hidden" chosen={store.pausesWhenHidden} />
        </div>
      </details>
      <p class="quiet lab-live-note">● acts while training goes on; all else starts anew.</p>
    </form>
  )
}

function Field({ store, name }: { store: LabStore; name: keyof Settings }): JSX.Element {
  const refused = useSignal('')
  const field = settingFields[name] as SettingField
  const { settings } = store.moment.value
  const now = field.format(settings[name])
  const isLive = liveNames.includes(name as LiveName)
  const take = (element: HTMLInputElement | HTMLSelectElement): void => {
    const text = element.value.trim()
    refused.value = ''
    if (text === now) return
    const isNone = text === '' && name === 'weightDecay'
    const value = isNone ? undefined : field.parse(text)
    if (value === undefined && !isNone) refused.value = `this is ${field.expected}`
    else {
      const change = name === 'law' ? withLaw(settings, value as LawKind) : { [name]: value }
      const misfit = misfitOf({ ...settings, ...change })
      if (misfit === undefined) return void store.change(change)
      refused.value = misfit
    }
    element.value = now
  }
  const id = `lab-${field.name}`
  const shared = {
    id,
    value: now,
    disabled: store.opened.value === undefined,
    'aria-invalid': refused.value !== '',
    onChange: (event: { currentTarget: HTMLInputElement | HTMLSelectElement }) => take(event.currentTarget),
  }
  const options = choices[name]
  return (
    <label class={wideFields.includes(name) ? 'lab-field lab-field-wide' : 'lab-field'} for={id}>
      <span>
        {field.label}{' '}
        {isLive && (
          <span class="quiet" title="acts while training goes on">
            ●
          </span>
        )}
      </span>
      {options === undefined ? (
        <input
          type="text"
          autocomplete="off"
          spellcheck={false}
          placeholder={now === '' ? 'none' : undefined}
          {...shared}
        />
      ) : (
        <select {...shared}>
          {options.map((option) => (
            <option key={option}>{option}</option>
          ))}
        </select>
      )}
      <span class="lab-hint" role="status">
        {refused.value !== '' && `Not taken: ${refused.value}.`}
      </span>
    </label>
  )
}

/** What needs room: lists, and the law that says what they are. */
const wideFields: readonly (keyof Settings)[] = [
  'law',
  'importance',
  'values',
  ...Object.values(lawFields)
    .flat()
    .filter((name) => name !== 'activeCount'),
]

/** The fields of the chosen law. */
function ownFields(title: string, { law }: Settings): readonly (keyof Settings)[] {
  return title === 'Features' ? lawFields[law] : []
}

/** Another law: what it reads and what does not fit the model, such as a list for other features, begins anew. */
function withLaw(settings: Settings, law: LawKind): Partial<Settings> {
  if (misfitOf({ ...settings, law }) === undefined) return { law }
  return { ...Object.fromEntries(lawFields[law].map((name) => [name, defaultSettings[name]])), law }
}

/** Names act on words alone, so nothing starts anew. */
function NamesField({ store }: { store: LabStore }): JSX.Element {
  const refused = useSignal(false)
  const now = namesField.format(store.names.value)
  return (
    <label class="lab-field lab-field-wide">
      <span>{namesField.label}</span>
      <input
        type="text"
        autocomplete="off"
        spellcheck={false}
        placeholder="cat, dog, …"
        value={now}
        aria-invalid={refused.value}
        onChange={(event) => {
          const names = namesField.parse(event.currentTarget.value)
          refused.value = names === undefined
          if (names === undefined) event.currentTarget.value = now
          else store.names.value = names
        }}
      />
      <span class="lab-hint" role="status">
        {refused.value && `Not taken: this is ${namesField.expected}.`}
      </span>
    </label>
  )
}

function Choice({ label, chosen }: { label: string; chosen: Signal<boolean> }): JSX.Element {
  return (
    <label class="lab-choice">
      <input
        type="checkbox"
        checked={chosen.value}
        onChange={(event) => {
          chosen.value = event.currentTarget.checked
        }}
      />{' '}
      {label}
    </label>
  )
}

function EngineSelect({ store }: { store: LabStore }): JSX.Element {
  return (
    <label class="lab-field lab-field-wide">
      <span>
        Engine{' '}
        <span class="quiet" title="acts while training goes on">
          ●
        </span>
      </span>
      <select
        value={store.engine.value}
        onChange={async (event) => {
          const select = event.currentTarget
          await store.changeEngine(select.value as Engine)
          select.value = store.engine.value
        }}
      >
        {engines.map((engine) => (
          <option key={engine}>{engine}</option>
        ))}
      </select>
      <span class="lab-hint" />
    </label>
  )
}
