import { featureDimensionality, featureNorms } from '@digon/metrics'
import type { JSX } from 'preact'
import type { RestartFrame } from '../laboratory/laboratory.js'
import { featureCount } from '../laboratory/settings.js'

/** The picture in numbers: norm, dimensionality and bias of every feature. */
export function NumbersTable({ restart }: { restart: RestartFrame }): JSX.Element {
  const weights = { rows: featureCount, columns: 2, values: Float64Array.from(restart.weights) }
  const norms = featureNorms(weights)
  const dimensionalities = featureDimensionality(weights)
  return (
    <table>
      <caption>The selected model in numbers</caption>
      <thead>
        <tr>
          <th scope="col">feature</th>
          <th scope="col">importance</th>
          <th scope="col">norm ‖W‖</th>
          <th scope="col">dimensionality D</th>
          <th scope="col">bias</th>
        </tr>
      </thead>
      <tbody>
        {Array.from(norms, (norm, feature) => (
          <tr key={importances[feature]}>
            <th scope="row">{feature + 1}</th>
            <td>{importances[feature]}</td>
            <td>{norm.toFixed(3)}</td>
            <td>{dimensionalities[feature]!.toFixed(3)}</td>
            <td>{(restart.bias[feature] ?? 0).toFixed(3)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

const importances: readonly string[] = Array.from({ length: featureCount }, (_, feature) => (0.9 ** feature).toFixed(3))
