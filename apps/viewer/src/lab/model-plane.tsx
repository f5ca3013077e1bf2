/**
 * The model on the screen, to touch: vectors are dragged with the pointer or moved with the keys, and the picture of more than two
 * dimensions is turned. What a drag changes is made when it ends; training goes on from there.
 */
import { useSignal } from '@preact/signals'
import type { JSX, TargetedKeyboardEvent, TargetedPointerEvent } from 'preact'
import { useRef } from 'preact/hooks'
import { importances } from '../experiment/course.js'
import { Plane } from '../pictures/plane.js'
import { frontTurn, type Projection, project, type Turn, turnedBy, unproject } from '../pictures/projection.js'
import { weightsOf } from '../training/frame.js'
import { alignedGhost } from './compare.js'
import { describeModel } from './describe-model.js'
import type { LabStore } from './store.js'

/** Of a vector, for each press of an arrow key; a tenth with Shift. */
const keyStep = 0.1
/** Of the picture, in radians. */
const keyTurn = Math.PI / 24

/** More vectors than this are not moved one by one. */
const mostHandles = 40

export function ModelPlane({ store }: { store: LabStore }): JSX.Element | null {
  const turn = useSignal<Turn>(frontTurn)
  /** The vector that is being dragged, before it is let go. */
  const dragged = useSignal<{ feature: number; x: number; y: number } | undefined>(undefined)
  const axes = useRef<Projection['axes'] | undefined>(undefined)
  const frame = store.shown.value
  if (frame === undefined) return null
  const restart = store.selected.value
  const { settings, pinned } = store.moment.value
  const projection = project(weightsOf(frame, restart), turn.value, axes.current)
  axes.current = projection.axes
  const moved = dragged.value
  const points =
    moved === undefined
      ? projection.points
      : projection.points.map((point, feature) =>
          feature === moved.feature ? { ...point, x: moved.x, y: moved.y } : point,
        )
  const isTurnable = frame.hiddenSize > 2
  const place = (feature: number, right: number, up: number): Promise<void> => {
    const vector = weightsOf(frame, restart).values.subarray(
      feature * frame.hiddenSize,
      (feature + 1) * frame.hiddenSize,
    )
    const shift = unproject(right, up, turn.value, projection.axes)
    // Rounded, so that an address can carry the numbers as they are.
    return store.act({
      kind: 'place',
      restart,
      feature,
      vector: Array.from(vector, (value, k) => rounded(value + shift[k]!)),
    })
  }
  const label = `Feature vectors of restart ${restart + 1}: ${describeModel(frame, restart)}`
  return (
    <figure class="lab-plane" aria-label="Feature vectors">
      <Plane
        points={points}
        importances={importances(settings)}
        label={label}
        hovered={store.hovered.value}
        pinned={pinned}
        ghosts={alignedGhost(store.kept.value, frame, restart)?.map((row) =>
          projectPoint(row, turn.value, projection.axes),
        )}
      >
        {({ reach }) => (
          // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot stand in a picture
          <svg
            class="lab-handles"
            viewBox={`${-reach} ${-reach} ${2 * reach} ${2 * reach}`}
            width="100%"
            height="100%"
            role="group"
            aria-label={label}
            onPointerDown={isTurnable ? (event) => beginTurning(event, turn) : undefined}
          >
            <title>{label}</title>
            {frame.featureCount <= mostHandles &&
              points.map(({ x, y }, feature) => (
                <Handle
                  key={feature}
                  store={store}
                  feature={feature}
                  x={x}
                  y={y}
                  reach={reach}
                  isPinned={pinned.includes(feature)}
                  onDrag={(toX, toY) => {
                    dragged.value = { feature, x: toX, y: toY }
                  }}
                  onDrop={async (toX, toY) => {
                    const from = projection.points[feature]!
                    await place(feature, toX - from.x, toY - from.y)
                    dragged.value = undefined
                  }}
                  onMove={(right, up) => place(feature, right, up)}
                />
              ))}
          </svg>
        )}
      </Plane>
      {isTurnable && <TurnControls turn={turn} leftOut={projection.leftOut} hiddenSize={frame.hiddenSize} />}
    </figure>
  )
}

interface HandleProps {
  readonly store: LabStore
  readonly feature: number
  readonly x: number
  readonly y: number
  readonly reach: number
  readonly isPinned: boolean
  readonly onDrag: (x: number, y: number) => void
  readonly onDrop: (x: number, y: number) => Promise<void>
  readonly onMove: (right: number, up: number) => Promise<void>
}

function Handle({ store, feature, x, y, reach, isPinned, onDrag, onDrop, onMove }: HandleProps): JSX.Element {
  const look = (at: number | undefined) => {
    store.hovered.value = at
  }
  const onPointerDown = (event: TargetedPointerEvent<SVGCircleElement>) => {
    event.stopPropagation()
    const handle = event.currentTarget
    // The outer picture: an inner one has the box of what is drawn in it.
    const picture = handle.closest('.plane')!
    handle.setPointerCapture(event.pointerId)
    let last: { x: number; y: number } | undefined
    const onMoved = ({ clientX, clientY }: PointerEvent) => {
      const { left, top, width, height } = picture.getBoundingClientRect()
      last = { x: (((clientX - left) / width) * 2 - 1) * reach, y: (1 - ((clientY - top) / height) * 2) * reach }
      onDrag(last.x, last.y)
    }
    const onUp = () => {
      handle.removeEventListener('pointermove', onMoved)
      if (last !== undefined) void onDrop(last.x, last.y)
    }
    handle.addEventListener('pointermove', onMoved)
    handle.addEventListener('pointerup', onUp, { once: true })
    handle.addEventListener('pointercancel', onUp, { once: true })
  }
  const onKeyDown = (event: TargetedKeyboardEvent<SVGCircleElement>) => {
    const step = event.shiftKey ? keyStep / 10 : keyStep
    const done = (work: Promise<void>) => {
      event.preventDefault()
      void work
    }
    switch (event.key) {
      case 'ArrowLeft':
        return done(onMove(-step, 0))
      case 'ArrowRight':
        return done(onMove(step, 0))
      case 'ArrowUp':
        return done(onMove(0, step))
      case 'ArrowDown':
        return done(onMove(0, -step))
      case 'p':
        return done(store.act({ kind: isPinned ? 'unpin' : 'pin', feature }))
      case 'c':
        return done(store.act({ kind: 'clone', feature }))
      case 'Delete':
        return done(store.act({ kind: 'delete', feature }))
    }
  }
  return (
    // biome-ignore lint/a11y/useSemanticElements: a button cannot stand in a picture
    <circle
      class="lab-handle"
      cx={x}
      cy={-y}
      r={0.09 * reach}
      role="button"
      tabIndex={0}
      aria-label={`Feature ${feature + 1}, length ${Math.hypot(x, y).toFixed(2)}${isPinned ? ', pinned' : ''}. Arrow keys move it, P pins, C clones, Delete removes.`}
      onPointerDown={onPointerDown}
      onPointerEnter={() => look(feature)}
      onPointerLeave={() => look(undefined)}
      onFocus={() => look(feature)}
      onBlur={() => look(undefined)}
      onKeyDown={onKeyDown}
    />
  )
}

function TurnControls({
  turn,
  leftOut,
  hiddenSize,
}: {
  turn: { value: Turn }
  leftOut: number
  hiddenSize: number
}): JSX.Element {
  const by = (around: number, over: number) => () => {
    turn.value = turnedBy(turn.value, around, over)
  }
  return (
    <figcaption class="lab-turn">
      <span>Turn: drag the ground, or</span>
      <button type="button" aria-label="Turn left" onClick={by(-keyTurn, 0)}>
        ←
      </button>
      <button type="button" aria-label="Turn right" onClick={by(keyTurn, 0)}>
        →
      </button>
      <button type="button" aria-label="Turn up" onClick={by(0, -keyTurn)}>
        ↑
      </button>
      <button type="button" aria-label="Turn down" onClick={by(0, keyTurn)}>
        ↓
      </button>
      {hiddenSize > 3 && (
        <span>
          The three main directions of {hiddenSize}; {Math.round(100 * leftOut)} % of the squared lengths are not in
          this picture.
        </span>
      )}
    </figcaption>
  )
}

function beginTurning(event: TargetedPointerEvent<SVGSVGElement>, turn: { value: Turn }): void {
  const ground = event.currentTarget
  const { width } = ground.getBoundingClientRect()
  ground.setPointerCapture(event.pointerId)
  let [x, y] = [event.clientX, event.clientY]
  const onMoved = (moved: PointerEvent) => {
    turn.value = turnedBy(turn.value, ((moved.clientX - x) / width) * Math.PI, ((moved.clientY - y) / width) * Math.PI)
    ;[x, y] = [moved.clientX, moved.clientY]
  }
  ground.addEventListener('pointermove', onMoved)
  const end = () => ground.removeEventListener('pointermove', onMoved)
  ground.addEventListener('pointerup', end, { once: true })
  ground.addEventListener('pointercancel', end, { once: true })
}

function projectPoint(vector: readonly number[], turn: Turn, axes: Projection['axes']): Projection['points'][number] {
  const at = axes.map((axis) => axis.reduce((sum, value, k) => sum + value * vector[k]!, 0))
  const [x, y, depth] = turn.map((row) => row.reduce((sum, value, k) => sum + value * (at[k] ?? 0), 0))
  return { x: x!, y: y!, depth: depth! }
}

function rounded(value: number): number {
  return Number(value.toFixed(4))
}
