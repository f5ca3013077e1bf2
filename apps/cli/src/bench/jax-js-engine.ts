import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { BenchEngine } from '@digon/model/bench'

/** jax-js (npm `@jax-js/jax`, optional): the jitted value and gradient of the same model, plain gradient descent, WASM. */
export async function jaxJsEngine(): Promise<BenchEngine | string> {
  let jax: typeof import('@jax-js/jax')
  try {
    // It looks for a navigator, which Node 20 does not have.
    if (globalThis.navigator === undefined)
      Object.defineProperty(globalThis, 'navigator', { value: {}, configurable: true })
    jax = await import('@jax-js/jax')
  } catch {
    return 'the npm package @jax-js/jax is not installed'
  }
  const { numpy, init, defaultDevice, jit, valueAndGrad } = jax
  const devices = await init('wasm')
  if (!devices.includes('wasm')) return 'jax-js found no WASM device'
  defaultDevice('wasm')
  const entry = createRequire(import.meta.url).resolve('@jax-js/jax')
  const { version } = JSON.parse(readFileSync(entry.replace(/dist[\\/][^\\/]+$/, 'package.json'), 'utf8'))

  return {
    name: 'jax-js',
    version,
    threads: 1,
    // The widest shape takes it seconds a step, and the ladder is the same width.
    followsWeights: false,
    measures: (shape) => shape.kind === 'ensemble' && shape.featureCount <= 80,
    async open({ members, featureCount, hiddenSize, batchSize, probabilities }) {
      type Values = ReturnType<typeof numpy.zeros>
      const loss = (weights: Values, bias: Values, inputs: Values): Values => {
        const hidden = numpy.matmul(inputs.ref, weights.ref)
        const product = numpy.matmul(hidden, numpy.transpose(weights, [0, 2, 1]))
        const outputs = numpy.maximum(product.add(bias.reshape([members, 1, featureCount])), 0)
        return numpy.sum(numpy.square(inputs.sub(outputs))).div(batchSize * featureCount)
      }
      const step = jit((weights: Values, bias: Values, inputs: Values) => {
        const [value, [weightsSlope, biasSlope]] = valueAndGrad(loss, { argnums: [0, 1] })(
          weights.ref,
          bias.ref,
          inputs,
        )
        return [value, weights.sub(weightsSlope!.mul(1e-3)), bias.sub(biasSlope!.mul(1e-3))] as [Values, Values, Values]
      })
      const deviation = Math.sqrt(2 / (featureCount + hiddenSize))
      const start = Float32Array.from(
        { length: members * featureCount * hiddenSize },
        (_, i) => deviation * Math.sin(i),
      )
      let weights = numpy.array(start).reshape([members, featureCount, hiddenSize])
      let bias = numpy.zeros([members, featureCount])
      return {
        async run(steps) {
          const startedAt = performance.now()
          let value: Values | undefined
          for (let k = 0; k < steps; k++) {
            const block = new Float32Array(members * batchSize * featureCount)
            const perMember = batchSize * featureCount
            for (let i = 0; i < block.length; i++) {
              if (Math.random() < probabilities[Math.floor(i / perMember)]!) block[i] = Math.random()
            }
            const inputs = numpy.array(block).reshape([members, batchSize, featureCount])
            value?.dispose()
            ;[value, weights, bias] = step(weights, bias, inputs)
          }
          await value?.data()
          return (performance.now() - startedAt) / 1000
        },
        async close() {
          weights.dispose()
          bias.dispose()
        },
      }
    },
  }
}
