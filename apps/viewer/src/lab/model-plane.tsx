/**
 * The model on the screen, to touch: vectors are dragged with the pointer or moved with the keys, and the picture of more than two
 * dimensions is turned. An arrow at a dragged vector shows the way in which the loss falls; when it is let go, training goes on from there.
 */
import { useSignal } from '@preact/signals'
import type { JSX, TargetedPointerEvent } from 'preact'
import { useRef } from 'preact/hooks'
import { importances } from '../experiment/course.js'
import { Plane } from '../pictures/plane.js'
import { frontTurn, type Projection, project, type Turn, turnedBy, unproject } from '../pictures/projection.js'
import { weightsOf } from '../training/frame.js'
import { alignedGhost } from './compare.js'
import { type Descent, descentOf } from './descent.js'
import type { LabStore } from './store.js'
import { type Drag, VectorHandle } from './vector-handle.js'

/** Of the picture, in radians. */
const keyTurn = Math.PI / 24

/** So near to a tip the pointer means its vector, as a share of the reach. */
const nearTip = 0.05

/** More vectors than this are not moved one by one. */
const mostHandles = 40

export function ModelPlane({ store }: { store: LabStore }): JSX.Element | null {
  const turn = useSignal<Turn>(frontTurn)
  const dragged = useSignal<Drag | undefined>(undefined)
  const axes = useRef<Projection['axes'] | undefined>(undefined)
  /** Where a vector is being put, until it is there: further keys go on from it. */
  const pending = useRef<{ readonly feature: number; readonly vector: readonly number[] } | undefined>(undefined)
  const frame = store.shown.value
  if (frame === undefined) return null
  const restart = store.selected.value
  const { settings, pinned, ensemble } = store.moment.value
  const projection = project(weightsOf(frame, restart), turn.value, axes.current)
  axes.current = projection.axes
  const drag = dragged.value
  const points =
    drag === undefined
      ? projection.points
      : projection.points.map((point, feature) =>
          feature === drag.feature ? { ...point, x: drag.x, y: drag.y } : point,
        )
  const shift = (right: number, up: number) => unproject(right, up, turn.value, axes.current!)
  /** The vector of the newest frame, moved on the screen. Rounded, so that an address can carry the numbers as they are. */
  const moved = (feature: number, right: number, up: number): readonly number[] => {
    const waiting = pending.current?.feature === feature ? pending.current.vector : undefined
    const from = waiting ?? rowOf(store, feature)
    const by = shift(right, up)
    return Array.from(from, (value, k) => Number((value + by[k]!).toFixed(4)))
  }
  const place = async (feature: number, vector: readonly number[]): Promise<void> => {
    const own = { feature, vector }
    pending.current = own
    await store.act({ kind: 'place', restart, feature, vector })
    if (pending.current === own) pending.current = undefined
  }
  const drop = (feature: number, x: number, y: number): Promise<void> => {
    const from = project(weightsOf(store.frame.value!, restart), turn.value, axes.current).points[feature]!
    return place(feature, moved(feature, x - from.x, y - from.y))
  }
  const shape = store.shape.value
  const label = `Feature vectors of restart ${restart + 1}${shape === undefined ? '' : `: ${shape}`}`
  return (
    <figure class="lab-plane" aria-label="Feature vectors">
      <Plane
        points={points}
        importances={importances(settings)}
        label={label}
        hovered={store.hovered.value}
        names={store.labels.value}
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
            onPointerDown={frame.hiddenSize > 2 ? (event) => beginTurning(event, turn) : undefined}
            onPointerMove={
              frame.featureCount > mostHandles
                ? (event) => {
                    store.hovered.value = featureUnder(event, points, reach)
                  }
                : undefined
            }
            onPointerLeave={() => {
              store.hovered.value = []
            }}
          >
            <title>{label}</title>
            {/* Where nothing is drawn, an inner picture hears no pointer. */}
            <rect class="lab-handles-ground" x={-reach} y={-reach} width={2 * reach} height={2 * reach} />
            {drag !== undefined && (
              <DescentArrow
                drag={drag}
                reach={reach}
                descent={descentOf(
                  ensemble,
                  frame,
                  {
                    restart,
                    feature: drag.feature,
                    vector: moved(
                      drag.feature,
                      drag.x - projection.points[drag.feature]!.x,
                      drag.y - projection.points[drag.feature]!.y,
                    ),
                  },
                  shift,
                )}
              />
            )}
            {frame.featureCount <= mostHandles &&
              points.map(({ x, y }, feature) => (
                <VectorHandle
                  key={feature}
                  {...{ store, feature, x, y, reach, dragged }}
                  isPinned={pinned.includes(feature)}
                  onDrop={(toX, toY) => drop(feature, toX, toY)}
                  onMove={(right, up) => void place(feature, moved(feature, right, up))}
                />
              ))}
          </svg>
        )}
      </Plane>
      <figcaption class="lab-turn">
        {!settings.tied && <span>The rows of W, which read; V, which writes, has directions of its own.</span>}
        {frame.hiddenSize > 2 && (
          <TurnControls turn={turn} leftOut={projection.leftOut} hiddenSize={frame.hiddenSize} />
        )}
      </figcaption>
    </figure>
  )
}

/** The vector whose tip is near the pointer, where vectors have no handles. */
function featureUnder(
  { clientX, clientY, currentTarget }: TargetedPointerEvent<SVGSVGElement>,
  points: Projection['points'],
  reach: number,
): readonly number[] {
  const { left, top, width, height } = currentTarget.closest('.plane')!.getBoundingClientRect()
  const x = (((clientX - left) / width) * 2 - 1) * reach
  const y = (1 - ((clientY - top) / height) * 2) * reach
  const distances = points.map((point) => Math.hypot(point.x - x, point.y - y))
  const nearest = distances.indexOf(Math.min(...distances))
  return distances[nearest]! <= nearTip * reach ? [nearest] : []
}

function rowOf(store: LabStore, feature: number): Float32Array {
  const { values, columns } = weightsOf(store.frame.value!, store.selected.value)
  return values.subarray(feature * columns, (feature + 1) * columns)
}

/** Longest arrow, as a share of the reach; a slope of `usualSlope` gives half of it. */
const longestArrow = 0.5
const usualSlope = 0.01

function DescentArrow({
  drag: { x, y },
  descent,
  reach,
}: {
  drag: Drag
  descent: Descent | undefined
  reach: number
}): JSX.Element | null {
  const slope = Math.hypot(descent?.right ?? 0, descent?.up ?? 0)
  if (descent === undefined || slope === 0) return null
  const length = (longestArrow * reach * slope) / (slope + usualSlope)
  const [right, up] = [descent.right / slope, descent.up / slope]
  const tip = { x: x + length * right, y: y + length * up }
  const head = 0.05 * reach
  const corner = (side: number) => `${tip.x - head * (right + side * up)} ${-(tip.y - head * (up - side * right))}`
  return (
    <path class="lab-descent" d={`M${x} ${-y}L${tip.x} ${-tip.y}M${corner(0.6)}L${tip.x} ${-tip.y}L${corner(-0.6)}`} />
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
    <>
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
    </>
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
