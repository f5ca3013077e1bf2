/** Pictures of what autoencoders make of known features. */
import { type Curve, curvesFigure, type PlannedFigure, plannedFigure } from '@digon/plot'
import { median } from '../vocabulary/statistics.js'
import type { Measured } from './measure.js'
import { active, activeCounts, detector, innerWeights } from './settings.js'

export function figuresOf(numbers: Measured): readonly PlannedFigure[] {
  const bandMeaning = 'line: median of the restarts, band: from the least to the most'
  return [
    plannedFigure(curvesFigure, {
      name: 'too-few-active',
      title: 'With too few active latents, each takes in what its feature is correlated with',
      description: `Mean cosine of four latents with the feature that theirs are correlated with by ±${active.correlation}, against the number of active latents.`,
      curves: ([1, -1] as const).map((sign) =>
        curve(
          `correlation ${sign < 0 ? '−' : '+'}${active.correlation}`,
          activeCounts,
          activeCounts.map((k) =>
            numbers.active
              .find((each) => each.sign === sign && each.activeCount === k)!
              .restarts.map(({ cosineWithFirst }) => cosineWithFirst),
          ),
        ),
      ),
      xAxis: { title: 'active latents per sample' },
      yAxis: { title: 'mean cosine with the correlated feature', domain: [-0.4, 0.4] },
      bandMeaning,
      guides: [{ label: 'right', x: 2 }],
    }),
    plannedFigure(curvesFigure, {
      name: 'detector',
      title: 'Without knowing the features: a projection is least at the right number',
      description: `Mean ${detector.rank}th largest projection on the latents, against the number of active latents.`,
      curves: [
        curve(
          'mean projection',
          numbers.detector.map(({ activeCount }) => activeCount),
          numbers.detector.map(({ restarts }) => restarts),
        ),
      ],
      xAxis: { title: 'active latents per sample' },
      yAxis: { title: `mean ${detector.rank}th largest projection` },
      bandMeaning,
      guides: [{ label: 'right', x: detector.trueCount }],
    }),
    plannedFigure(curvesFigure, {
      name: 'matryoshka-balance',
      title: 'The inner weight turns absorption into hedging',
      description:
        'How the encoder of the parent’s latent reads the children, against the weight of the inner reconstruction.',
      curves: [
        curve(
          'parent’s latent',
          numbers.matryoshka.map(({ innerWeight }) => innerWeight),
          numbers.matryoshka.map(({ restarts }) => restarts.map(({ encoderRatio }) => encoderRatio)),
        ),
      ],
      xAxis: { title: 'weight of the inner reconstruction' },
      yAxis: { title: 'encoder along children / along parent', domain: [-0.6, 0.6] },
      bandMeaning,
      guides: [{ label: 'balance', x: innerWeights[1]! }],
    }),
  ]
}

function curve(label: string, x: readonly number[], values: readonly (readonly number[])[]): Curve {
  return {
    label,
    x,
    y: values.map(median),
    spread: { lowest: values.map((of) => Math.min(...of)), highest: values.map((of) => Math.max(...of)) },
  }
}
