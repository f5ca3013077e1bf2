/** Everything to take away: the link, the embed code, the file and the command that repeat the training, pictures, weights. */
import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { formatAddress } from '../experiment/address.js'
import { commandText, type TaskText, taskText } from '../experiment/task-text.js'
import type { Frame } from '../training/frame.js'
import { pngBlob, save, svgText } from './picture-file.js'
import type { LabStore } from './store.js'

export function Share({ store }: { store: LabStore }): JSX.Element {
  const said = useSignal('')
  /** For browsers that let no page write to the clipboard: the text to take by hand. */
  const byHand = useSignal('')
  const copy = async (text: string, what: string): Promise<void> => {
    byHand.value = ''
    try {
      await navigator.clipboard.writeText(text)
      said.value = `${what} copied.`
    } catch {
      byHand.value = text
      said.value = `The browser does not let this page copy. Here is ${what.toLowerCase()}:`
    }
  }
  const copyTask = ({ text, reason }: Partial<Record<'text' | 'reason', string>>, what: string): void => {
    if (text !== undefined) void copy(text, what)
    else said.value = reason ?? ''
  }
  const link = () => new URL(formatAddress(store.experiment.value), location.href).href
  const picture = () => document.querySelector<SVGSVGElement>('.lab-plane svg.plane')
  const savePicture = async (kind: 'svg' | 'png'): Promise<void> => {
    const shown = picture()
    if (shown === null) return
    const step = store.shown.value?.step ?? 0
    try {
      save(kind === 'svg' ? svgText(shown) : await pngBlob(shown), `digon-step-${step}.${kind}`)
      said.value = `Picture saved as ${kind.toUpperCase()}.`
    } catch (failure) {
      said.value = `The picture could not be saved: ${failure instanceof Error ? failure.message : String(failure)}`
    }
  }
  const saveWeights = async (): Promise<void> => {
    const frame = store.shown.value
    if (frame === undefined) return
    const { writeWeights } = await import('@digon/formats')
    save(writeWeights(parametersOf(frame), store.moment.value.ensemble.model), `digon-step-${frame.step}.safetensors`)
    said.value = 'Weights of all restarts saved.'
  }
  const task = (make: (experiment: typeof store.experiment.value) => TaskText) => make(store.experiment.value)
  return (
    <details class="lab-share">
      <summary>Share and save</summary>
      <div class="lab-buttons">
        <button type="button" onClick={() => copy(link(), 'Link')}>
          Copy link
        </button>
        <button type="button" onClick={() => copy(embedCode(link()), 'Embed code')}>
          Embed code
        </button>
        <button type="button" onClick={() => copyTask(task(taskText), 'YAML')}>
          YAML
        </button>
        <button type="button" onClick={() => copyTask(task(commandText), 'Command')}>
          digon command
        </button>
        <button type="button" onClick={() => savePicture('svg')}>
          SVG
        </button>
        <button type="button" onClick={() => savePicture('png')}>
          PNG
        </button>
        <button type="button" onClick={saveWeights}>
          Weights
        </button>
      </div>
      <p role="status">{said}</p>
      {byHand.value !== '' && <textarea readOnly rows={5} value={byHand.value} aria-label="To copy by hand" />}
    </details>
  )
}

/** The plane and the time alone, in an article. */
function embedCode(link: string): string {
  const source = `${link}&embed&hide=settings,compare,share`.replaceAll('&', '&amp;')
  return `<iframe src="${source}" title="A model of superposition that trains in the page" width="720" height="640" loading="lazy"></iframe>`
}

function parametersOf({ restarts, featureCount, hiddenSize, weights, outputWeights, bias, hiddenBias }: Frame) {
  return {
    weights: { shape: [restarts, featureCount, hiddenSize], values: weights },
    ...(outputWeights && { outputWeights: { shape: [restarts, hiddenSize, featureCount], values: outputWeights } }),
    ...(bias && { bias: { shape: [restarts, featureCount], values: bias } }),
    ...(hiddenBias && { hiddenBias: { shape: [restarts, hiddenSize], values: hiddenBias } }),
  }
}
