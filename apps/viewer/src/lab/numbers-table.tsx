/** The pictures in numbers: importance, length, interference, dimensionality and bias of every feature. */
import type { JSX } from 'preact'
import { importances } from '../experiment/course.js'
import type { LabStore } from './store.js'
import { productOf, summarizeFrame } from './summarize-frame.js'

export function NumbersTable({ store }: { store: LabStore }): JSX.Element | null {
  const frame = store.shown.value
  if (frame === undefined) return null
  const restart = store.selected.value
  const summary = summarizeFrame(frame, restart)
  if (summary === undefined) return <p>The numbers of this model ran away.</p>
  const { features } = summary
  const importance = importances(store.moment.value.settings)
  return (
    <table class="lab-table">
      <caption>Restart {restart + 1} in numbers</caption>
      <thead>
        <tr>
          <th scope="col">feature</th>
          <th scope="col">importance</th>
          <th scope="col">{frame.outputWeights === undefined ? '‖W‖' : `√|${productOf(frame)}|`}</th>
          <th scope="col">interference</th>
          <th scope="col">dimensionality</th>
          <th scope="col">bias</th>
        </tr>
      </thead>
      <tbody>
        {features.map(({ norm, interference, dimensionality, bias }, feature) => (
          <tr
            key={importance[feature]! + feature}
            class={store.hovered.value.includes(feature) ? 'lab-hovered' : undefined}
            onPointerEnter={() => {
              store.hovered.value = [feature]
            }}
          >
            <th scope="row">{store.labels.value[feature]}</th>
            <td>{Number(importance[feature]!.toPrecision(3))}</td>
            <td>{norm.toFixed(3)}</td>
            <td>{interference.toFixed(3)}</td>
            <td>{dimensionality.toFixed(3)}</td>
            <td>{signed(bias)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** Three digits, with a true minus, and none before a zero. */
function signed(value: number): string {
  const digits = value.toFixed(3)
  return Number(digits) === 0 ? '0.000' : digits.replace('-', '−')
}
