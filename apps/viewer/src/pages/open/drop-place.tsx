/** A place for a file: dropped or chosen, a folder too. */
import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { chosenFiles, droppedFiles, type NamedFile } from './dropped-files.js'
import type { ReadingOptions, Slot } from './opened.js'
import type { Place } from './use-opening.js'

export interface DropPlaceProps {
  readonly slot: Slot
  readonly place: Place
  readonly title: string
  readonly onFiles: (files: readonly NamedFile[]) => void
  /** What was dropped could not be read. */
  readonly onRefused: (reason: string) => void
  readonly onChoose: (path: string) => void
  readonly onOptions: (options: ReadingOptions) => void
}

export function DropPlace({
  slot,
  place,
  title,
  onFiles,
  onRefused,
  onChoose,
  onOptions,
}: DropPlaceProps): JSX.Element {
  const [over, setOver] = useState(false)
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is one way more; the fields within do the same by keyboard
    <div
      class={over ? 'drop-place drop-over' : 'drop-place'}
      onDragOver={(event) => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault()
        setOver(false)
        if (!event.dataTransfer) return
        void droppedFiles(event.dataTransfer).then(onFiles, (failure: Error) => onRefused(failure.message))
      }}
    >
      <p class="drop-title">{title}</p>
      <div class="drop-buttons">
        <Chooser name={`file-${slot}`} label="Choose a file" onFiles={onFiles} />
        <Chooser name={`folder-${slot}`} label="Choose a run folder" folder onFiles={onFiles} />
      </div>
      {place.files.length > 1 && (
        <label class="drop-list">
          <span>{`${place.files.length} files that can be opened`}</span>
          <select value={place.path} onChange={(event) => onChoose(event.currentTarget.value)}>
            {place.files.map(({ path }) => (
              <option key={path} value={path}>
                {path}
              </option>
            ))}
          </select>
        </label>
      )}
      {place.path !== undefined && <HowToRead place={place} onOptions={onOptions} />}
      <p role="status" class="drop-status">
        {place.working ? `Reading ${place.path}…` : (place.opened?.reading ?? '')}
      </p>
      {place.problem !== undefined && (
        <p role="alert" class="problem">
          <strong>This could not be opened:</strong> {place.problem}
        </p>
      )}
    </div>
  )
}

/** What nothing in the file may decide: asked, never guessed. */
function HowToRead({
  place: { options, problem },
  onOptions,
}: Pick<DropPlaceProps, 'place' | 'onOptions'>): JSX.Element {
  return (
    <details class="how-to-read" open={problem !== undefined}>
      <summary>How to read it</summary>
      <label>
        <span>Features are</span>
        <select
          value={options.featuresAxis ?? ''}
          onChange={({ currentTarget: { value } }) =>
            onOptions({ ...options, featuresAxis: value === '' ? undefined : value === '0' ? 0 : 1 })
          }
        >
          <option value="">found by itself</option>
          <option value="0">the first axis</option>
          <option value="1">the second axis</option>
        </select>
      </label>
      <label>
        <span>Tensor, by its full name</span>
        <input
          type="text"
          autocomplete="off"
          value={options.tensor ?? ''}
          onChange={({ currentTarget: { value } }) =>
            onOptions({ ...options, tensor: value.trim() === '' ? undefined : value.trim() })
          }
        />
      </label>
    </details>
  )
}

interface ChooserProps {
  readonly name: string
  readonly label: string
  readonly folder?: boolean
  readonly onFiles: (files: readonly NamedFile[]) => void
}

/** A native field for files, whose label looks like a button. */
function Chooser({ name, label, folder = false, onFiles }: ChooserProps): JSX.Element {
  return (
    <span class="chooser">
      <input
        id={name}
        type="file"
        class="visually-hidden"
        ref={(field) => {
          if (field) field.webkitdirectory = folder
        }}
        accept={folder ? undefined : '.safetensors,.npz,.npy,.pt,.pth,.parquet'}
        onChange={({ currentTarget }) => {
          if (currentTarget.files) onFiles(chosenFiles(currentTarget.files))
          // So that the same file, changed, can be chosen again.
          currentTarget.value = ''
        }}
      />
      <label for={name} class="button">
        {label}
      </label>
    </span>
  )
}
