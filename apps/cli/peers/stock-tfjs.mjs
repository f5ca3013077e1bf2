/**
 * One training step of the official notebook's model as a user of tfjs would write it, timed: digon bench talks to this over
 * standard input and output. Nothing of Digon's is in it: tfjs's own operations, gradients and optimizer, on its WASM backend.
 *
 * Usage: node stock-tfjs.mjs MEMBERS FEATURES HIDDEN BATCH PROBABILITY...
 * First prints the version of tfjs, then for every line "N" makes N steps and prints the seconds they took.
 */
import { register } from 'node:module'
import { createInterface } from 'node:readline'
import * as tf from '@tensorflow/tfjs-core'
import '@tensorflow/tfjs-backend-wasm'

register('./bundler-modules.mjs', import.meta.url)
await import('@tensorflow/tfjs-core/dist/register_all_gradients.js')

const [members, features, hidden, batch, ...probabilities] = process.argv.slice(2).map(Number)
await tf.setBackend('wasm')
console.log(tf.version_core)

const learningRate = 1e-3
const weightDecay = 0.01
const deviation = Math.sqrt(2 / (features + hidden))
const weights = tf.variable(tf.randomNormal([members, features, hidden], 0, deviation))
const bias = tf.variable(tf.zeros([members, 1, features]))
const optimizer = tf.train.adam(learningRate)
const block = new Float32Array(members * batch * features)

/** Drawn in JavaScript: tf.randomUniform takes several times as long. */
function drawInputs() {
  const perMember = batch * features
  for (let member = 0, i = 0; member < members; member++) {
    const probability = probabilities[member]
    for (const end = i + perMember; i < end; i++) block[i] = Math.random() < probability ? Math.random() : 0
  }
  return tf.tensor3d(block, [members, batch, features])
}

function step() {
  tf.tidy(() => {
    const inputs = drawInputs()
    optimizer.minimize(() => {
      const hiddenValues = tf.matMul(inputs, weights)
      const outputs = tf.relu(tf.add(tf.matMul(hiddenValues, weights, false, true), bias))
      return tf.sum(tf.mean(tf.squaredDifference(inputs, outputs), [1, 2]))
    })
    // AdamW: the decay apart from Adam's gradient.
    weights.assign(tf.mul(weights, 1 - learningRate * weightDecay))
    bias.assign(tf.mul(bias, 1 - learningRate * weightDecay))
  })
}

for await (const line of createInterface({ input: process.stdin })) {
  const startedAt = performance.now()
  for (let k = 0; k < Number(line); k++) step()
  await bias.data()
  console.log((performance.now() - startedAt) / 1000)
}
