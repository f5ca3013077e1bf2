/** What is measured: engines that run here, and shapes. */
import type { BenchShape } from '@digon/model/bench'
import type { JSX } from 'preact'
import type { EngineFound } from './messages.js'

interface ChoiceProps {
  readonly chosen: ReadonlySet<string>
  readonly disabled: boolean
  readonly onChange: (chosen: ReadonlySet<string>) => void
}

export function EngineChoice({
  engines,
  chosen,
  disabled,
  onChange,
}: ChoiceProps & { readonly engines: readonly EngineFound[] }): JSX.Element {
  return (
    <fieldset disabled={disabled}>
      <legend>Engines</legend>
      {engines.length === 0 && <p class="quiet">The engines of this browser are shown once the page's program runs.</p>}
      {engines.map(({ id, device, kind, reason }) => (
        <label key={id}>
          <input
            type="checkbox"
            checked={chosen.has(id)}
            disabled={device === undefined}
            onChange={() => onChange(toggled(chosen, id))}
          />
          <span>
            <strong>{id}</strong>
            <span class="quiet bench-device">
              {device ?? `does not run here: ${reason}`}
              {kind === 'software' && ' – a processor that pretends to be a GPU; it may take minutes'}
            </span>
          </span>
        </label>
      ))}
    </fieldset>
  )
}

export function ShapeChoice({
  shapes,
  chosen,
  disabled,
  onChange,
}: ChoiceProps & { readonly shapes: readonly BenchShape[] }): JSX.Element {
  return (
    <fieldset disabled={disabled}>
      <legend>Models</legend>
      {shapes.map(({ name, members, featureCount, hiddenSize }) => (
        <label key={name}>
          <input type="checkbox" checked={chosen.has(name)} onChange={() => onChange(toggled(chosen, name))} />
          <span>
            <strong>{name}</strong>
            <span class="quiet bench-device">
              {members === 1 ? 'one model' : `${members} models`} of {featureCount} features in {hiddenSize}{' '}
              {hiddenSize === 1 ? 'dimension' : 'dimensions'}
            </span>
          </span>
        </label>
      ))}
    </fieldset>
  )
}

function toggled(chosen: ReadonlySet<string>, id: string): ReadonlySet<string> {
  const next = new Set(chosen)
  if (!next.delete(id)) next.add(id)
  return next
}
