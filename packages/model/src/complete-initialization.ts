/** A member's initialization, completed and checked against the model. Drawing the values is `initial-parameters.ts`. */
import { foundText, type Path } from '@digon/messages'
import type { Initialization, Model } from './ensemble.js'
import type { InitializationDescription, TensorDescription } from './ensemble-description.js'
import type { Report } from './ensemble-problems.js'
import { parameterShapes, sizeOf } from './parameter-shapes.js'
import type { Parameters, Tensor } from './parameters.js'

type Polygon = Extract<Initialization, { kind: 'polygon' }>

/** The complete initialization; problems go to `report`. */
export function completeInitialization(
  given: InitializationDescription | undefined,
  path: Path,
  model: Model,
  report: Report,
): Initialization {
  if (given === undefined) {
    report(path, foundText(given), 'an initialization; a custom model has no default')
    return { kind: 'normal', deviation: 0 }
  }
  switch (given.kind) {
    case 'xavier-normal':
      return completeFans(given, path, model, report)
    case 'normal':
      return given
    case 'polygon':
      return completePolygon({ ...given, radius: given.radius ?? 1, bias: given.bias ?? 0 }, path, model, report)
    case 'given':
      return { kind: 'given', parameters: completeGiven(given.parameters, [...path, 'parameters'], model, report) }
  }
}

function completeFans(
  given: Extract<InitializationDescription, { kind: 'xavier-normal' }>,
  path: Path,
  model: Model,
  report: Report,
): Initialization {
  const fan = (name: 'fanIn' | 'fanOut', size: number | undefined): number => {
    const value = given[name] ?? size
    if (value === undefined) report([...path, name], 'nothing', 'a number > 0; a custom model has no default')
    return value ?? 1
  }
  const sized = model.kind === 'autoencoder' ? model : undefined
  return { kind: given.kind, fanIn: fan('fanIn', sized?.featureCount), fanOut: fan('fanOut', sized?.hiddenSize) }
}

function completePolygon(polygon: Polygon, path: Path, model: Model, report: Report): Polygon {
  if (model.kind !== 'autoencoder' || !model.tied || model.hiddenSize < 2) {
    report([...path, 'kind'], '"polygon"', 'another kind: a polygon needs a tied autoencoder with hiddenSize ≥ 2')
    return polygon
  }
  if (polygon.corners > model.featureCount) {
    report(
      [...path, 'corners'],
      String(polygon.corners),
      `an integer from 2 to ${model.featureCount}, the features there are`,
    )
  }
  if (polygon.bias !== 0 && !model.outputBias) {
    report([...path, 'bias'], String(polygon.bias), '0, as the model has no output bias')
  }
  return polygon
}

function completeGiven(
  given: Readonly<Record<string, TensorDescription>>,
  path: Path,
  model: Model,
  report: Report,
): Parameters {
  const shapes = parameterShapes(model)
  for (const name of Object.keys(given)) {
    if (!Object.hasOwn(shapes, name)) {
      report([...path, name], 'an unknown parameter', `only ${Object.keys(shapes).join(', ')}`)
    }
  }
  const complete: Record<string, Tensor> = {}
  for (const [name, shape] of Object.entries(shapes)) {
    const tensor = given[name]
    if (tensor === undefined) report([...path, name], 'nothing', `a tensor of shape ${shapeText(shape)}`)
    else complete[name] = completeTensor(tensor, [...path, name], shape, report)
  }
  return complete
}

function completeTensor(tensor: TensorDescription, path: Path, shape: readonly number[], report: Report): Tensor {
  const values = Array.isArray(tensor.values) ? Float64Array.from(tensor.values) : (tensor.values as Tensor['values'])
  if (shapeText(tensor.shape) !== shapeText(shape)) {
    report([...path, 'shape'], shapeText(tensor.shape), shapeText(shape))
  } else if (values.length !== sizeOf(shape)) {
    report([...path, 'values'], `${values.length} numbers`, `${sizeOf(shape)}`)
  }
  const wrong = values.findIndex((value) => !Number.isFinite(Math.fround(value)))
  if (wrong >= 0) report([...path, 'values', wrong], String(values[wrong]), 'a number that float32 can hold')
  return { shape: tensor.shape, values }
}

function shapeText(shape: readonly number[]): string {
  return `[${shape.join(', ')}]`
}
