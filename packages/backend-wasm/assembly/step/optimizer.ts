// One update of all parameters of a member, as in PyTorch: adamw and adam, or sgd with momentum. The new state is written
// to the spare one, so that a step which turns out not finite can be thrown away whole.
import { member, shape } from '../context'
import { Coefficients } from '../records'

/** Updates the member; says whether every number of its new state is finite. If not, the member is as it was. */
export function update(coefficients: Coefficients): bool {
  clearFrozenGradients()
  const finite = shape.optimizer ? descend(coefficients) : adapt(coefficients)
  if (!finite) return false
  keepFrozen()
  const old = member.state
  member.state = shape.spareState
  shape.spareState = old
  return true
}

/** x - x is 0 for every finite x, else NaN. */
@inline
function trace(sum: v128, x: v128): v128 {
  return f32x4.add(sum, f32x4.sub(x, x))
}

function isClean(sum: v128): bool {
  return i32x4.bitmask(f32x4.ne(sum, f32x4.splat(0))) == 0
}

function adapt(coefficients: Coefficients): bool {
  const size = <usize>shape.parameterCount << 2
  const decayFactor = f32x4.splat(coefficients.decayFactor)
  const coupledDecay = f32x4.splat(member.coupledDecay)
  const stepSize = f32x4.splat(coefficients.stepSize)
  const correction = f32x4.splat(coefficients.secondCorrection)
  const epsilon = f32x4.splat(shape.epsilon)
  const beta1 = f32x4.splat(shape.beta1)
  const oneMinusBeta1 = f32x4.splat(shape.oneMinusBeta1)
  const beta2 = f32x4.splat(shape.beta2)
  const oneMinusBeta2 = f32x4.splat(shape.oneMinusBeta2)
  const end = member.state + size
  let target = shape.spareState
  let gradientAt = shape.gradient
  let sum = f32x4.splat(0)
  for (let at = member.state; at < end; at += 16) {
    const parameter = v128.load(at)
    const gradient = f32x4.add(v128.load(gradientAt), f32x4.mul(coupledDecay, parameter))
    const first = f32x4.add(f32x4.mul(beta1, v128.load(at + size)), f32x4.mul(oneMinusBeta1, gradient))
    const square = f32x4.mul(f32x4.mul(oneMinusBeta2, gradient), gradient)
    const second = f32x4.add(f32x4.mul(beta2, v128.load(at + 2 * size)), square)
    const spread = f32x4.add(f32x4.mul(f32x4.sqrt(second), correction), epsilon)
    const step = f32x4.div(f32x4.mul(stepSize, first), spread)
    const next = f32x4.sub(f32x4.mul(parameter, decayFactor), step)
    v128.store(target, next)
    v128.store(target + size, first)
    v128.store(target + 2 * size, second)
    sum = trace(trace(sum, next), second)
    target += 16
    gradientAt += 16
  }
  return isClean(sum)
}

function descend(coefficients: Coefficients): bool {
  const size = <usize>shape.parameterCount << 2
  const coupledDecay = f32x4.splat(member.coupledDecay)
  const rate = f32x4.splat(coefficients.stepSize)
  const momentum = f32x4.splat(shape.momentum)
  const end = member.state + size
  let target = shape.spareState
  let gradientAt = shape.gradient
  let sum = f32x4.splat(0)
  for (let at = member.state; at < end; at += 16) {
    const parameter = v128.load(at)
    const gradient = f32x4.add(v128.load(gradientAt), f32x4.mul(coupledDecay, parameter))
    const buffer = f32x4.add(f32x4.mul(momentum, v128.load(at + size)), gradient)
    const next = f32x4.sub(parameter, f32x4.mul(rate, buffer))
    v128.store(target, next)
    v128.store(target + size, buffer)
    v128.store(target + 2 * size, v128.load(at + 2 * size))
    sum = trace(trace(sum, next), buffer)
    target += 16
    gradientAt += 16
  }
  return isClean(sum)
}

function clearFrozenGradients(): void {
  for (let range = 0; range < member.frozenCount; range++) {
    const record = member.frozen + (<usize>range << 3)
    memory.fill(shape.gradient + (<usize>load<u32>(record) << 2), 0, <usize>load<u32>(record, 4) << 2)
  }
}

/** Frozen ranges keep parameters and moments, which weight decay and momentum would change without any gradient. */
function keepFrozen(): void {
  const size = <usize>shape.parameterCount << 2
  for (let range = 0; range < member.frozenCount; range++) {
    const record = member.frozen + (<usize>range << 3)
    const start = <usize>load<u32>(record) << 2
    const length = <usize>load<u32>(record, 4) << 2
    for (let part: usize = 0; part < 3; part++) {
      memory.copy(shape.spareState + part * size + start, member.state + part * size + start, length)
    }
  }
}
