/** The field of a seed, on every page that trains from one. What it cannot take is explained, and stays to be mended. */
import type { JSX } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { settingFields } from '../experiment/settings-fields.js'

export interface SeedFieldProps {
  /** An integer from 0 to 2⁵³ − 1. */
  readonly seed: number
  readonly disabled?: boolean
  /** When the field is left or Enter is pressed; undefined for a text that is no seed. */
  readonly onChange: (seed: number | undefined) => void
}

export function SeedField({ seed, disabled = false, onChange }: SeedFieldProps): JSX.Element {
  const [text, setText] = useState(String(seed))
  // Another seed from elsewhere, such as the address.
  useEffect(() => setText(String(seed)), [seed])
  const isSeed = settingFields.seed.parse(text.trim()) !== undefined
  return (
    <label class="seed-field">
      <span>Seed</span>
      <input
        type="text"
        inputMode="numeric"
        autocomplete="off"
        value={text}
        disabled={disabled}
        aria-invalid={!isSeed}
        onInput={(event) => setText(event.currentTarget.value)}
        onChange={(event) => onChange(settingFields.seed.parse(event.currentTarget.value.trim()))}
      />
      <span class="seed-hint" role="status">
        {isSeed ? '' : `A seed is ${settingFields.seed.expected}.`}
      </span>
    </label>
  )
}
