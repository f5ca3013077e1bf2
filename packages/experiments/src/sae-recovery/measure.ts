/** What the autoencoders have of the features: on fresh samples of the law that each was trained on. */

import { purpose, toDense } from '@digon/data'
import { createInputSource, decode, encode, scoreDictionary } from '@digon/dictionaries'
import { dot, type Matrix, matrix, row } from '@digon/matrix'
import {
  absorptionGap,
  explainedVariance,
  hedgingAngleInDegrees,
  meanProjectionAtRank,
  type ParentAndChild,
  recoveredFeatures,
  representedFeatures,
} from '@digon/metrics'
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
      restarts: own.map((fit) => pairOf(fit, { parent: 0, child: 1 })),
    })),
    hedging: fits.hedging.map(({ condition, fits: own }) => ({
      condition,
      restarts: own.map((fit) => pairOf(fit, { parent: 0, child: 1 })),
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
    hidden: fits.hidden.map(({ dictionary, inputs }) => {
      const represented = representedFeatures(inputs.directions)
      const { recovered } = recoveredFeatures(inputs.directions, dictionary.decoder)
      return {
        represented: represented.length,
        recovered: represented.filter((feature) => recovered.includes(feature)).length,
      }
    }),
  }
}

export type Measured = ReturnType<typeof measureFits>

/** A parent and its child, each with the latent of the nearest direction: by sign, for features may be antipodal. */
export function pairOf({ dictionary, inputs, seed }: Fit, pair: ParentAndChild) {
  const { directions } = inputs
  const { decoder } = dictionary
  const batch = createInputSource(inputs, seed, purpose.evaluation)(0, samples)
  const codes = encode(dictionary, batch.inputs)
  const features = matrix(samples, directions.rows, toDense(batch.features))
  const [parent, child] = [row(directions, pair.parent), row(directions, pair.child)]
  const [ofParent, ofChild] = [nearestLatent(decoder, parent), nearestLatent(decoder, child)]
  const bisector = Float64Array.from(parent, (value, i) => value / length(parent) + child[i]! / length(child))
  return {
    recovered: recoveredFeatures(directions, decoder).recovered.length,
    gap: absorptionGap(features, codes, ofParent, pair),
    degrees: hedgingAngleInDegrees(row(decoder, ofParent), parent, child),
    encoderRatio: encoderAlong(dictionary, directions, ofParent, pair.child, pair.parent),
    bisectorCosine: cosine(row(decoder, ofChild), bisector),
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
  const latent = nearestLatent(dictionary.decoder, row(inputs.directions, 0))
  return {
    encoderRatio: mean(children.map((child) => encoderAlong(dictionary, inputs.directions, latent, child, 0))),
    cosines: [0, ...children].map((feature) =>
      cosine(row(dictionary.decoder, latent), row(inputs.directions, feature)),
    ),
  }
}

function nearestLatent(decoder: Matrix, direction: ArrayLike<number>): number {
  const cosines = Array.from({ length: decoder.rows }, (_, latent) => cosine(row(decoder, latent), direction))
  return cosines.indexOf(Math.max(...cosines))
}

function cosine(a: ArrayLike<number>, b: ArrayLike<number>): number {
  return dot(a, b) / (length(a) * length(b))
}

function length(vector: ArrayLike<number>): number {
  return Math.sqrt(dot(vector, vector))
}
