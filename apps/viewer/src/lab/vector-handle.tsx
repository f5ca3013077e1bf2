/**
 * A vector's handle in the picture: dragged with the pointer, moved with the arrow keys, also while it is dragged; Escape lets go of it
 * where it was. What a drag changes is made when it ends.
 */
import type { Signal } from '@preact/signals'
import type { JSX, TargetedKeyboardEvent, TargetedPointerEvent } from 'preact'
import type { LabStore } from './store.js'

/** Of a vector, for each press of an arrow key; a tenth with Shift. */
const keyStep = 0.1

/** The vector that is being dragged, before it is let go: where it is on the screen, in units of the weights. */
export interface Drag {
  readonly feature: number
  readonly x: number
  readonly y: number
  /** From the pointer to it: what arrow keys added. */
  readonly shift: { readonly x: number; readonly y: number }
}

export interface VectorHandleProps {
  readonly store: LabStore
  readonly feature: number
  readonly x: number
  readonly y: number
  /** Half the width of the picture in units of the weights. */
  readonly reach: number
  readonly isPinned: boolean
  readonly dragged: Signal<Drag | undefined>
  /** Puts the vector there. */
  readonly onDrop: (x: number, y: number) => Promise<void>
  /** Moves the vector from where it is. */
  readonly onMove: (right: number, up: number) => void
}

export function VectorHandle(props: VectorHandleProps): JSX.Element {
  const { store, feature, x, y, reach, isPinned, dragged, onDrop, onMove } = props
  /** A model of an earlier step is looked at, not touched. */
  const isFixed = store.lookedBack.value !== undefined
  const look = (...features: readonly number[]) => {
    store.hovered.value = features
  }
  const onPointerDown = (event: TargetedPointerEvent<SVGCircleElement>) => {
    event.stopPropagation()
    if (isFixed) return
    const handle = event.currentTarget
    // The outer picture: an inner one has the box of what is drawn in it.
    const picture = handle.closest('.plane')!
    handle.setPointerCapture(event.pointerId)
    handle.focus()
    const onMoved = ({ clientX, clientY }: PointerEvent) => {
      const { left, top, width, height } = picture.getBoundingClientRect()
      const shift = dragged.value?.shift ?? { x: 0, y: 0 }
      dragged.value = {
        feature,
        shift,
        x: (((clientX - left) / width) * 2 - 1) * reach + shift.x,
        y: (1 - ((clientY - top) / height) * 2) * reach + shift.y,
      }
    }
    const end = () => {
      handle.removeEventListener('pointermove', onMoved)
      handle.removeEventListener('pointerup', onUp)
      handle.removeEventListener('pointercancel', onCancel)
      handle.removeEventListener('keydown', onEscape)
    }
    const onUp = async () => {
      end()
      const last = dragged.value
      if (last !== undefined) await onDrop(last.x, last.y)
      if (dragged.value === last) dragged.value = undefined
    }
    const onCancel = () => {
      end()
      dragged.value = undefined
    }
    const onEscape = ({ key }: KeyboardEvent) => {
      if (key === 'Escape') onCancel()
    }
    handle.addEventListener('pointermove', onMoved)
    handle.addEventListener('pointerup', onUp)
    handle.addEventListener('pointercancel', onCancel)
    handle.addEventListener('keydown', onEscape)
  }
  const move = (right: number, up: number): void => {
    const last = dragged.value
    if (last?.feature === feature) {
      const shift = { x: last.shift.x + right, y: last.shift.y + up }
      dragged.value = { feature, shift, x: last.x + right, y: last.y + up }
    } else onMove(right, up)
  }
  const onKeyDown = (event: TargetedKeyboardEvent<SVGCircleElement>) => {
    const step = event.shiftKey ? keyStep / 10 : keyStep
    const act: Record<string, () => unknown> = {
      ArrowLeft: () => move(-step, 0),
      ArrowRight: () => move(step, 0),
      ArrowUp: () => move(0, step),
      ArrowDown: () => move(0, -step),
      p: () => store.act({ kind: isPinned ? 'unpin' : 'pin', feature }),
      c: () => store.act({ kind: 'clone', feature }),
      Delete: () => store.act({ kind: 'delete', feature }),
    }
    const chosen = isFixed ? undefined : act[event.key]
    if (chosen === undefined) return
    event.preventDefault()
    chosen()
  }
  const keys = isFixed
    ? 'It is of an earlier step: go on from there to move it.'
    : 'Arrow keys move it, P pins, C clones, Delete removes.'
  return (
    // biome-ignore lint/a11y/useSemanticElements: a button cannot stand in a picture
    <circle
      class="lab-handle"
      cx={x}
      cy={-y}
      r={0.09 * reach}
      role="button"
      tabIndex={0}
      aria-disabled={isFixed}
      aria-label={`Feature ${store.labels.value[feature]}, length ${Math.hypot(x, y).toFixed(2)}${isPinned ? ', pinned' : ''}. ${keys}`}
      onPointerDown={onPointerDown}
      onPointerEnter={() => look(feature)}
      onPointerLeave={() => look()}
      onFocus={() => look(feature)}
      onBlur={() => look()}
      onKeyDown={onKeyDown}
    />
  )
}
