/**
 * Loss and gradients of one batch in float32. What it computes is written for reading in `reference-gradients.ts`; here work
 * follows the active latents but for the pre-activations, and what is a sum over samples of a latent's number is made once.
 */
import { exponential } from '@digon/data'
import { countThreshold } from './batch-threshold.js'
import type { DictionaryModel } from './dictionary.js'
import type { StepBuffers } from './step-buffers.js'

/** The loss of one batch, and its parts. */
export interface BatchLoss {
  /** Mean over samples, all terms. */
  readonly loss: number
  /** Mean number of latents with a code above 0. */
  readonly activeCount: number
}

export interface BatchRoom {
  /** `[sample, latent]`: u, then for batch-wide budgets z. */
  readonly read: Float32Array
  readonly counts: Uint32Array
}

/**
 * Fills `buffers.gradients`.
 *
 * @param inputs `[sample, input]`, at least one sample.
 */
export function differentiate(
  model: DictionaryModel,
  buffers: StepBuffers,
  inputs: Float32Array,
  room: BatchRoom,
): BatchLoss {
  const { inputSize, latentCount, rule, tied, prefixes } = model
  const { parameters, gradients, blockOf, errors, listed, codes } = buffers
  const { norms, thresholds, scales, offsets, paidSums, readSums } = buffers
  const { encoderBias, decoder, decoderBias, magnitudeBias } = parameters
  const encoder = tied ? decoder : parameters.encoder!
  const readGradient = tied ? gradients.decoder : gradients.encoder!
  const samples = inputs.length / inputSize
  const share = 1 / samples
  const kind = rule.kind
  const sparsity = 'sparsity' in rule ? rule.sparsity : 0
  const reach = rule.kind === 'jump-relu' ? rule.bandwidth / 2 : 0
  const { read } = room
  const lastError = prefixes.length * inputSize

  for (const values of Object.values(gradients)) values.fill(0)
  paidSums.fill(0)
  readSums.fill(0)
  prepareLatents(model, buffers)

  for (let s = 0; s < samples; s++) {
    const x = s * inputSize
    for (let j = 0; j < latentCount; j++) {
      const e = j * inputSize
      let sum = -offsets[j]!
      for (let i = 0; i < inputSize; i++) sum += encoder[e + i]! * inputs[x + i]!
      read[s * latentCount + j] = kind === 'gated' ? sum : sum + encoderBias[j]!
    }
  }
  let budget = 0
  let least = 0
  if (rule.kind === 'batch-top-k') {
    budget = Math.floor(rule.activeCount * samples)
    least = countThreshold(read, budget, room.counts)
    for (let k = 0; k < samples * latentCount; k++) if (read[k]! > least) budget--
  }

  let loss = 0
  let activeTotal = 0
  for (let s = 0; s < samples; s++) {
    const x = s * inputSize
    const own = read.subarray(s * latentCount, (s + 1) * latentCount)
    // Which latents this sample needs: the active ones, and for jump-relu those near their threshold.
    let count = 0
    if (rule.kind === 'top-k') {
      count = listLargest(own, rule.activeCount, listed)
      for (let k = 0; k < count; k++) codes[k] = own[listed[k]!]!
    } else {
      for (let j = 0; j < latentCount; j++) {
        const z = own[j]!
        let code = z
        if (kind === 'l1') {
          if (z <= 0) continue
        } else if (kind === 'batch-top-k') {
          if (z < least || z <= 0) continue
          if (z === least && least > 0 && budget-- <= 0) continue
        } else if (kind === 'jump-relu') {
          if (z <= thresholds[j]! - reach) continue
          if (z <= thresholds[j]!) code = 0
        } else {
          if (z + encoderBias[j]! <= 0) continue
          code = Math.max(0, scales[j]! * z + magnitudeBias![j]!)
        }
        listed[count] = j
        codes[count++] = code
      }
    }

    // Errors of the prefixes, the smallest first; then each takes in those of the larger ones, weighted.
    for (let i = 0; i < inputSize; i++) errors[i] = decoderBias[i]! - inputs[x + i]!
    let block = 0
    for (let k = 0; k <= count; k++) {
      const wanted = k < count ? blockOf[listed[k]!]! : prefixes.length - 1
      for (; block < wanted; block++)
        errors.copyWithin((block + 1) * inputSize, block * inputSize, (block + 1) * inputSize)
      if (k === count) break
      const code = codes[k]!
      if (code === 0) continue
      activeTotal++
      const [r, d] = [block * inputSize, listed[k]! * inputSize]
      for (let i = 0; i < inputSize; i++) errors[r + i]! += code * decoder[d + i]!
    }
    for (let p = prefixes.length - 1; p >= 0; p--) {
      const { weight } = prefixes[p]!
      const [r, above] = [p * inputSize, (p + 1) * inputSize]
      const isLast = p === prefixes.length - 1
      let square = 0
      for (let i = 0; i < inputSize; i++) {
        const error = errors[r + i]!
        square += error * error
        errors[r + i] = 2 * share * weight * error + (isLast ? 0 : errors[above + i]!)
      }
      loss += weight * square
    }
    for (let i = 0; i < inputSize; i++) gradients.decoderBias[i]! += errors[i]!
    if (kind === 'gated') {
      for (let i = 0; i < inputSize; i++) errors[lastError + i] = decoderBias[i]! - inputs[x + i]!
      for (let k = 0; k < count; k++) {
        const j = listed[k]!
        const gate = own[j]! + encoderBias[j]!
        for (let i = 0; i < inputSize; i++) errors[lastError + i]! += gate * decoder[j * inputSize + i]!
      }
      let square = 0
      for (let i = 0; i < inputSize; i++) {
        square += errors[lastError + i]! ** 2
        errors[lastError + i]! *= 2 * share
      }
      loss += square
    }

    for (let k = 0; k < count; k++) {
      const j = listed[k]!
      const code = codes[k]!
      const [d, r] = [j * inputSize, blockOf[j]! * inputSize]
      let byCode = 0
      for (let i = 0; i < inputSize; i++) byCode += errors[r + i]! * decoder[d + i]!
      if (code !== 0) for (let i = 0; i < inputSize; i++) gradients.decoder[d + i]! += code * errors[r + i]!
      let byRead = byCode
      if (kind === 'l1') {
        loss += sparsity * code * norms[j]!
        paidSums[j]! += code
        byRead += share * sparsity * norms[j]!
        gradients.encoderBias[j]! += byRead
      } else if (kind === 'gated') {
        const gate = own[j]! + encoderBias[j]!
        loss += sparsity * gate * norms[j]!
        paidSums[j]! += gate
        let byGate = share * sparsity * norms[j]!
        for (let i = 0; i < inputSize; i++) byGate += errors[lastError + i]! * decoder[d + i]!
        gradients.encoderBias[j]! += byGate
        byRead = byGate
        if (code > 0) {
          gradients.magnitudeBias![j]! += byCode
          gradients.magnitudeScale![j]! += byCode * scales[j]! * own[j]!
          byRead += byCode * scales[j]!
        }
      } else if (kind === 'jump-relu') {
        const threshold = thresholds[j]!
        if (Math.abs(own[j]! - threshold) < reach) {
          gradients.logThreshold![j]! -= ((threshold * byCode + share * sparsity) / (2 * reach)) * threshold
        }
        if (code === 0) continue
        loss += sparsity
        gradients.encoderBias[j]! += byRead
      } else {
        gradients.encoderBias[j]! += byRead
      }
      readSums[j]! += byRead
      for (let i = 0; i < inputSize; i++) readGradient[d + i]! += byRead * inputs[x + i]!
    }
  }

  for (let j = 0; j < latentCount; j++) {
    const d = j * inputSize
    const reads = readSums[j]!
    const paid = norms[j]! > 0 ? (share * sparsity * paidSums[j]!) / norms[j]! : 0
    for (let i = 0; i < inputSize; i++) {
      gradients.decoderBias[i]! -= reads * encoder[d + i]!
      readGradient[d + i]! -= reads * decoderBias[i]!
      gradients.decoder[d + i]! += paid * decoder[d + i]!
    }
  }
  return { loss: loss / samples, activeCount: activeTotal / samples }
}

/** What of each latent is the same for all samples. */
function prepareLatents(model: DictionaryModel, buffers: StepBuffers): void {
  const { inputSize, latentCount, tied } = model
  const { parameters, norms, thresholds, scales, offsets } = buffers
  const { decoder, decoderBias, logThreshold, magnitudeScale } = parameters
  const encoder = tied ? decoder : parameters.encoder!
  for (let j = 0; j < latentCount; j++) {
    let [square, offset] = [0, 0]
    for (let i = 0; i < inputSize; i++) {
      square += decoder[j * inputSize + i]! ** 2
      offset += encoder[j * inputSize + i]! * decoderBias[i]!
    }
    norms[j] = Math.sqrt(square)
    offsets[j] = offset
    if (logThreshold) thresholds[j] = exponential(logThreshold[j]!)
    if (magnitudeScale) scales[j] = exponential(magnitudeScale[j]!)
  }
}

/** The indices of the `count` largest positive numbers, ascending; of equal ones the first. @returns how many there are. */
function listLargest(values: Float32Array, count: number, listed: Uint32Array): number {
  let found = 0
  for (let j = 0; j < values.length; j++) {
    const value = values[j]!
    if (value <= 0 || (found === count && value <= values[listed[found - 1]!]!)) continue
    // By insertion, the largest first; an equal one stays before.
    let place = found < count ? found++ : found - 1
    for (; place > 0 && values[listed[place - 1]!]! < value; place--) listed[place] = listed[place - 1]!
    listed[place] = j
  }
  listed.subarray(0, found).sort()
  return found
}
