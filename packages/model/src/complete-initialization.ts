/** A member's initialization, completed and checked against the model. Drawing the values is `initial-parameters.ts`. */
import { foundText, type Path } from '@digon/messages'
import type { Initialization, Model } from './ensemble.js'
import type { InitializationDescription, TensorDescription } from './ensemble-description.js'
import type { Report } from './ensemble-problems.js'
import { parameterShapes, sizeOf } from './parameter-shapes.js'
import type { Parameters, Tensor } from './parameters.js'

type Polygon = Extract<Initialization, { kind: 'polygon' }>

/**
 * The complete initialization of so many members; problems go to `report`. Given parameters may still have a member axis:
 * `initializationOfMember` takes it off.
 */
export function completeInitialization(
  given: InitializationDescription | undefined,
  path: Path,
  model: Model,
  memberCount: number,
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
      return { kind: 'given', parameters: completeGiven(given, [...path, 'parameters'], model, memberCount, report) }
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
  { parameters: given }: Extract<InitializationDescription, { kind: 'given' }>,
  path: Path,
  model: Model,
  memberCount: number,
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
    else complete[name] = completeTensor(tensor, [...path, name], shape, memberCount, report)
  }
  return complete
}

function completeTensor(
  tensor: TensorDescription,
  path: Path,
  shape: readonly number[],
  memberCount: number,
  report: Report,
): Tensor {
  const values = Array.isArray(tensor.values) ? Float64Array.from(tensor.values) : (tensor.values as Tensor['values'])
  const ofEach = memberCount === 1 ? '' : `, or ${shapeText([memberCount, ...shape])}, one for each member`
  const allowed = [shape, [1, ...shape], [memberCount, ...shape]].map(shapeText)
  if (!allowed.includes(shapeText(tensor.shape))) {
    report([...path, 'shape'], shapeText(tensor.shape), `${shapeText(shape)}${ofEach}`)
  } else if (values.length !== sizeOf(tensor.shape)) {
    report([...path, 'values'], `${values.length} numbers`, `${sizeOf(tensor.shape)}`)
  }
  const wrong = values.findIndex((value) => !Number.isFinite(Math.fround(value)))
  if (wrong >= 0) report([...path, 'values', wrong], String(values[wrong]), 'a number that float32 can hold')
  return { shape: tensor.shape, values }
}

/** The initialization of the member at this index among those that share it: given parameters without their member axis. */
export function initializationOfMember(initialization: Initialization, model: Model, index: number): Initialization {
  if (initialization.kind !== 'given') return initialization
  const { parameters } = initialization
  const shapes = parameterShapes(model)
  const hasMembers = (name: string): boolean => (parameters[name]?.shape.length ?? 0) > (shapes[name]?.length ?? 0)
  if (!Object.keys(parameters).some(hasMembers)) return initialization
  const own = Object.entries(parameters).map(([name, tensor]): [string, Tensor] => {
    if (!hasMembers(name)) return [name, tensor]
    const [memberCount, ...shape] = tensor.shape
    const begin = memberCount === 1 ? 0 : index * sizeOf(shape)
    return [name, { shape, values: tensor.values.subarray(begin, begin + sizeOf(shape)) }]
  })
  return { kind: 'given', parameters: Object.fromEntries(own) }
}

function shapeText(shape: readonly number[]): string {
  return `[${shape.join(', ')}]`
}
