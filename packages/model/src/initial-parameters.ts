/**
 * Where every member starts. Values are a function of the member's own seed, initialization and shape alone: neither the size
 * of the ensemble nor the member's index in it enters (PyTorch's xavier_normal_ on the notebook's [member, feature, hidden]
 * tensor takes its fans from the ensemble's size; see `Initialization`). Same bits on every machine.
 */
import { deriveSeed } from '@digon/data'
import type { Ensemble, Member } from './ensemble.js'
import { normalValues } from './normal-values.js'
import { parameterShapes, sizeOf } from './parameter-shapes.js'
import type { Parameters, Tensor } from './parameters.js'
import { cosineOfTurns, sineOfTurns } from './portable-functions.js'

type Fill = (name: string, shape: readonly number[]) => ArrayLike<number>

/**
 * Initial parameters in float32, members leading, in the order of `parameterShapes`. Random tensors are those of two axes or
 * more; each has a stream of its own, from `deriveSeed(seed, [name])` and the purpose `initialization`.
 */
export function initialParameters(ensemble: Ensemble): Parameters {
  const fills = ensemble.members.map(fillOf)
  const parameters: Record<string, Tensor> = {}
  for (const [name, shape] of Object.entries(parameterShapes(ensemble.model))) {
    const size = sizeOf(shape)
    const values = new Float32Array(fills.length * size)
    for (const [member, fill] of fills.entries()) values.set(fill(name, shape), member * size)
    parameters[name] = { shape: [fills.length, ...shape], values }
  }
  return parameters
}

function fillOf({ seed, initialization }: Member): Fill {
  switch (initialization.kind) {
    case 'xavier-normal':
      return normal(seed, Math.sqrt(2 / (initialization.fanIn + initialization.fanOut)))
    case 'normal':
      return normal(seed, initialization.deviation)
    case 'polygon':
      return polygon(initialization.corners, initialization.radius, initialization.bias)
    case 'given':
      return (name) => initialization.parameters[name]!.values
  }
}

function normal(seed: number, deviation: number): Fill {
  return (name, shape) => {
    const values = new Float64Array(sizeOf(shape))
    if (shape.length < 2) return values
    return normalValues(deriveSeed(seed, [name]), values.length).map((value) => value * deviation)
  }
}

/** Corner k at the angle of k / corners turns: (radius · cos, radius · sin, 0, …, 0). */
function polygon(corners: number, radius: number, bias: number): Fill {
  return (name, shape) => {
    const values = new Float64Array(sizeOf(shape))
    if (name === 'bias') return values.fill(bias)
    if (name !== 'weights') return values
    const hiddenSize = shape[1]!
    for (let corner = 0; corner < corners; corner++) {
      values[corner * hiddenSize] = radius * cosineOfTurns(corner / corners)
      values[corner * hiddenSize + 1] = radius * sineOfTurns(corner / corners)
    }
    return values
  }
}
