/** What the autoencoders have of the features: on fresh samples of the law that each was trained on. */

import { purpose } from '@digon/data'
import { createInputSource, decode, encode, scoreDictionary } from '@digon/dictionaries'
import { dot, type Matrix, row } from '@digon/matrix'
import { explainedVariance, meanProjectionAtRank, representedFeatures } from '@digon/metrics'
import type { Dictionary } from '@digon/model'
import { mean } from '../vocabulary/statistics.js'
import { detector } from './settings.js'
import type { Fit, Fits } from './simulate.js'

const samples = 8192

/** JSON. */
export function measureFits(fits: Fits) {
  return {
    absorption: fits.absorption.map(({ condition, fits: own }) => ({
      ...condition,
      restarts: own.map((fit) => pairOf(fit, [0, 1])),
    })),
    hedging: fits.hedging.map(({ condition, fits: own }) => ({
      condition,
      restarts: own.map((fit) => pairOf(fit, [0, 1])),
    })),
    active: fits.active.map(({ condition, fits: own }) => ({ ...condition, restarts: own.map(activeOf) })),
    detector: fits.detector.map(({ condition, fits: own }) => ({
      activeCount: condition,
      restarts: own.map(projectionOf),
    })),
    matryoshka: fits.matryoshka.map(({ condition, fits: own }) => ({
      innerWeight: condition,
      restarts: own.map(matryoshkaOf),
    })),
    hidden: fits.hidden.map((fit) => {
      const represented = representedFeatures(fit.inputs.directions)
      const { cosines } = scoreDictionary(fit.dictionary, fit.inputs, { seed: fit.seed, samples })
      const recovered = represented.filter((feature) => cosines[feature]! >= 0.95).length
      return { represented: represented.length, recovered, cosines: [...cosines] }
    }),
    hiddenNested: fits.hiddenNested.map((fit) => pairOf(fit, fit.pair)),
  }
}

export type Measured = ReturnType<typeof measureFits>
export type PairResult = ReturnType<typeof pairOf>

/** A parent and its child. Where there is one latent, the child has none. */
function pairOf({ dictionary, inputs, seed }: Fit, [parent, child]: readonly [number, number]) {
  const score = scoreDictionary(dictionary, inputs, { seed, samples, pairs: [{ parent, child }] })
  const { absorptionGap, hedgingDegrees } = score.pairs[0]!
  const [ofParent, ofChild] = [score.latents[parent]!, score.latents[child]!]
  const bisector = Float64Array.from(
    row(inputs.directions, parent),
    (value, i) => value + row(inputs.directions, child)[i]!,
  )
  return {
    recovered: score.recovered,
    gap: absorptionGap ?? 0,
    degrees: hedgingDegrees ?? 0,
    encoderRatio: ofParent < 0 ? 0 : encoderAlong(dictionary, inputs.directions, ofParent, child, parent),
    bisectorCosine: ofChild < 0 ? 0 : cosine(row(dictionary.decoder, ofChild), bisector),
  }
}

/** A latent's encoder along one feature, over that along another. */
function encoderAlong({ encoder }: Dictionary, truth: Matrix, latent: number, feature: number, other: number): number {
  return dot(row(encoder, latent), row(truth, feature)) / dot(row(encoder, latent), row(truth, other))
}

function activeOf({ dictionary, inputs, seed }: Fit) {
  const { directions } = inputs
  const { latents, cosines } = scoreDictionary(dictionary, inputs, { seed, samples })
  const others = latents.slice(1).map((latent) => cosine(row(dictionary.decoder, latent), row(directions, 0)))
  const { inputs: fresh } = createInputSource(inputs, seed, purpose.evaluation)(2, samples)
  const explained = (of: Dictionary) => explainedVariance(fresh, decode(of, encode(of, fresh)))
  return {
    leastCosine: Math.min(...cosines),
    cosineWithFirst: mean(others),
    explained: explained(dictionary),
    explainedByTruth: explained(truthAsSparse(dictionary, inputs, fresh)),
  }
}

/** The true directions, with as many active latents on average as the dictionary has. */
function truthAsSparse(dictionary: Dictionary, { directions }: Fit['inputs'], fresh: Matrix): Dictionary {
  const zeros = new Float64Array(directions.rows)
  const plain: Dictionary = {
    form: 'jump-relu',
    encoder: directions,
    encoderBias: zeros,
    decoder: directions,
    decoderBias: new Float64Array(directions.columns),
    subtractsDecoderBias: true,
    threshold: zeros,
  }
  const active = encode(dictionary, fresh).values.filter((code) => code > 0).length
  const codes = Float64Array.from(encode(plain, fresh).values).sort().reverse()
  return { ...plain, threshold: new Float64Array(directions.rows).fill(codes[active]!) }
}

function projectionOf({ dictionary, inputs, seed }: Fit) {
  const { inputs: fresh } = createInputSource(inputs, seed, purpose.evaluation)(2, 2048)
  return meanProjectionAtRank(fresh, dictionary.decoder, dictionary.decoderBias, detector.rank)
}

/** Of the latent that must reconstruct alone, which is the first: how its encoder reads the children, beside the parent. */
function matryoshkaOf({ dictionary, inputs }: Fit) {
  const children = Array.from({ length: inputs.directions.rows - 1 }, (_, k) => k + 1)
  const latent = closest(dictionary.decoder, row(inputs.directions, 0))
  return {
    encoderRatio: mean(children.map((child) => encoderAlong(dictionary, inputs.directions, latent, child, 0))),
    cosines: [0, ...children].map((feature) =>
      cosine(row(dictionary.decoder, latent), row(inputs.directions, feature)),
    ),
  }
}

function closest(decoder: Matrix, direction: ArrayLike<number>): number {
  const cosines = Array.from({ length: decoder.rows }, (_, latent) => cosine(row(decoder, latent), direction))
  return cosines.indexOf(Math.max(...cosines))
}

function cosine(a: ArrayLike<number>, b: ArrayLike<number>): number {
  return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b))
}
