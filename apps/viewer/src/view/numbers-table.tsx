/** The picture in numbers: norm, dimensionality and bias of every feature. */
import { featureDimensionality, featureNorms } from '@digon/metrics'
import type { JSX } from 'preact'
import type { RestartFrame } from '../trainer/frame.js'
import { featureCount } from '../trainer/settings.js'

export function NumbersTable({ restart, name }: { restart: RestartFrame; name: string }): JSX.Element {
  const weights = { rows: featureCount, columns: 2, values: Float64Array.from(restart.weights) }
  const norms = featureNorms(weights)
  const dimensionalities = featureDimensionality(weights)
  return (
    <table>
      <caption>
        {name} <small>(dimensionality D: the share of a dimension that a feature has for itself)</small>
      </caption>
      <thead>
        <tr>
          <th scope="col">feature</th>
          <th scope="col">norm ‖W‖</th>
          <th scope="col">D</th>
          <th scope="col">bias</th>
        </tr>
      </thead>
      <tbody>
        {Array.from(norms, (norm, feature) => (
          <tr key={importances[feature]}>
            <th scope="row">
              {feature + 1} <small>(importance {importances[feature]})</small>
            </th>
            <td>{norm.toFixed(3)}</td>
            <td>{dimensionalities[feature]!.toFixed(3)}</td>
            <td>{signed(restart.bias[feature]!)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

const importances: readonly string[] = Array.from({ length: featureCount }, (_, feature) => (0.9 ** feature).toFixed(2))

/** Three digits, with a true minus, and none before a zero. */
function signed(value: number): string {
  const digits = value.toFixed(3)
  return Number(digits) === 0 ? '0.000' : digits.replace('-', '−')
}
