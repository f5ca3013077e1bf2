/** Every law and every kind of values that the laboratory offers trains to the weights of the command line, bit for bit. */
import { wasm } from '@digon/backend-wasm'
import { parseSpec } from '@digon/formats'
import { trainTask } from '@digon/model'
import { expect, test } from 'vitest'
import { formatAddress, parseAddress } from '../experiment/address.js'
import { taskText } from '../experiment/task-text.js'
import { Laboratory } from './laboratory.js'

const backend = wasm({ threads: 1 })
const clock = { now: () => 0, wait: async () => undefined }

async function trained(query: string) {
  const { settings, changes, step, notes, engine } = parseAddress(query)
  expect(notes, query).toEqual([])
  const laboratory = await Laboratory.open({ backend, fallback: backend, clock }, settings, changes)
  const frame = await laboratory.step(step)
  return { frame, experiment: { settings, changes, engine, step } }
}

const queries = [
  'probabilities=zipf+1+0.5',
  'probabilities=0.5+0.4+0.3+0.2+0.1&values=range+0.5+1',
  'groups=together+1+2%3B+exclusive+3+4',
  'law=exactly&active=2&values=sign',
  'law=hierarchy&p=0.4',
  'law=hierarchy&parents=0+0+1+1+2&probabilities=0.5+0.4+0.2+0.3+0.1&exclusive=3+4&values=normal+0+1',
  'law=copula&p=0.2&correlation=0.4',
  'law=copula&probabilities=zipf+0.5+1&values=folded-normal+0.1+0.5',
  'law=latent&p=0.3',
  'law=latent&states=0.5+0.5+0+0+0.1%3B+0+0+0.9+0.9+0.1&weights=1+3&values=clipped-normal+0+1',
]

test.each([
  ...queries.map((query) => [query, '']),
  // From each law to the next while it trains, with what the one before had and the next has not.
  ['law=hierarchy&exclusive=2+3', '10:law=independent~15:law=hierarchy'],
  ['groups=together+1+2&values=sign', '10:law=copula~12:correlation=0.1~15:law=independent'],
  ['law=latent&weights=1+3', '5:weights=equal~10:law=exactly~15:active=3~18:values=unit'],
  ['probabilities=zipf+1+0.5', '5:probabilities=zipf+2+0.4~10:probabilities=p~15:groups=exclusive+1+5'],
])('%s, changed by “%s”, is repeated by its file and by its link', async (query, changes) => {
  const text = `?v=3&seed=3&batch=16&restarts=2&step=20&${query}${changes && `&changes=${changes}`}`
  const { frame, experiment } = await trained(text)
  const file = taskText(experiment)
  if ('reason' in file) throw new Error(file.reason)
  const { parameters } = await trainTask(parseSpec(file.text, 'lab.yaml').task, wasm({ threads: 2 }))
  expect([...parameters.weights!.values]).toEqual([...frame.weights])
  expect([...parameters.bias!.values]).toEqual([...frame.bias!])
  const again = await trained(formatAddress(experiment))
  expect([...again.frame.weights]).toEqual([...frame.weights])
})
