/** The shapes of the model by name. Each is linked with the pictures: it lights its features there, and is lit by them. */
import type { JSX } from 'preact'
import type { LabStore } from './store.js'

/** For the eye and the pointer; screen readers have the same words as the name of the plane. */
export function NamedShapes({ store }: { store: LabStore }): JSX.Element {
  const hovered = store.hovered.value
  const look = (features: readonly number[]) => () => {
    store.hovered.value = features
  }
  return (
    <p class="lab-shape" aria-hidden="true">
      {(store.shapeParts.value ?? [{ text: ' ', features: [] }]).map(({ text, features }, index) =>
        features.length === 0 ? (
          text
        ) : (
          <span
            key={index}
            class={
              hovered.length > 0 && hovered.every((feature) => features.includes(feature))
                ? 'lab-named lab-hovered'
                : 'lab-named'
            }
            onPointerEnter={look(features)}
            onPointerLeave={look([])}
          >
            {text}
          </span>
        ),
      )}
    </p>
  )
}
