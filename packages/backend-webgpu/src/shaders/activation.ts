/**
 * The activations and their slopes. NaN stays NaN in all of them: comparisons are made so that it falls through.
 * gelu is the exact one, x·Φ(x); Φ has a fractional error below 1e-6 in both tails.
 */
import type { AutoencoderModel } from '@digon/model'

const hiddenIdentity = /* wgsl */ `
fn activateHidden(sum: f32) -> f32 {
  return sum;
}

// The slope at a sum, told from the activation.
fn hiddenSlope(hidden: f32) -> f32 {
  return 1.0;
}
`

const hiddenRelu = /* wgsl */ `
fn activateHidden(sum: f32) -> f32 {
  return select(sum, 0.0, sum <= 0.0);
}

// The slope at a sum, told from the activation.
fn hiddenSlope(hidden: f32) -> f32 {
  return select(1.0, 0.0, hidden <= 0.0);
}
`

const outputIdentity = /* wgsl */ `
fn activateOutput(sum: f32) -> f32 {
  return sum;
}

fn outputSlope(sum: f32) -> f32 {
  return 1.0;
}
`

const outputRelu = /* wgsl */ `
fn activateOutput(sum: f32) -> f32 {
  return select(sum, 0.0, sum <= 0.0);
}

fn outputSlope(sum: f32) -> f32 {
  return select(1.0, 0.0, sum <= 0.0);
}
`

/** Chebyshev fit of erfc with fractional error below 1.2e-7 (Press et al., Numerical Recipes, §6.2). */
const outputGelu = /* wgsl */ `
// φ(x) · √(2π)
fn bell(x: f32) -> f32 {
  return exp(-0.5 * x * x);
}

// Φ(x), from the tail of |x|: ½ t · exp(-x²/2) · exp(fit(t)) with t = 1 / (1 + |x| / √8).
fn normalCumulative(x: f32) -> f32 {
  let t = 1.0 / (1.0 + abs(x) * 0.35355339);
  var fit = 0.17087277;
  fit = fit * t - 0.82215223;
  fit = fit * t + 1.48851587;
  fit = fit * t - 1.13520398;
  fit = fit * t + 0.27886807;
  fit = fit * t - 0.18628806;
  fit = fit * t + 0.09678418;
  fit = fit * t + 0.37409196;
  fit = fit * t + 1.00002368;
  fit = fit * t - 1.26551223;
  let tail = 0.5 * t * bell(x) * exp(fit);
  return select(tail, 1.0 - tail, x > 0.0);
}

fn activateOutput(sum: f32) -> f32 {
  return sum * normalCumulative(sum);
}

fn outputSlope(sum: f32) -> f32 {
  return normalCumulative(sum) + sum * bell(sum) * 0.39894228;
}
`

const hiddenParts = { identity: hiddenIdentity, relu: hiddenRelu }
const outputParts = { identity: outputIdentity, relu: outputRelu, gelu: outputGelu }

/** `activateHidden`, `hiddenSlope`, `activateOutput` and `outputSlope` of a model. */
export function activations(model: AutoencoderModel): string {
  return hiddenParts[model.hiddenActivation] + outputParts[model.outputActivation]
}
