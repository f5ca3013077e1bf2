import { productName } from '@digon/metrics'
import { type Column, formatNumber, textTable } from '../text-table.js'
import { type AnalyzedMember, isUnreadable, type TiedMember, type UntiedMember } from './analyze-members.js'

const positivePart = 'W⁺ is W without its negative weights: what a feature at 1 puts on neurons behind a ReLU.'

/** Members as a table for people; members that could not be measured as sentences below it. */
export function membersTable(members: readonly AnalyzedMember[]): string {
  const numbered = members.map((member, index) => ({ member, index }))
  const measured = numbered.flatMap(({ member, index }) => (isUnreadable(member) ? [] : [{ member, index }]))
  const isUntied = measured.some(({ member }) => 'decoderShapes' in member)
  const hasNeurons = measured.some(({ member }) => member.neurons !== undefined)
  const columns: Column[] = [
    { title: 'member', align: 'right' },
    { title: 'represented', align: 'right' },
    { title: isUntied ? (hasNeurons ? 'Σ|W⁺·V|ᵢᵢ' : 'Σ|W·V|ᵢᵢ') : '‖W‖²', align: 'right' },
    { title: 'dimensions per feature', align: 'right' },
    { title: 'ΣD', align: 'right' },
    { title: isUntied ? 'shape of encoder / decoder' : 'shape', maximumWidth: 40 },
    ...(hasNeurons ? [{ title: 'neurons: one feature / several / silent' }] : []),
    { title: 'dimensionalities of the first features' },
  ]
  const rows = measured.map(({ member, index }) => [
    String(index),
    String(member.represented),
    formatNumber(member.frobeniusSquared),
    formatNumber(member.dimensionsPerFeature),
    formatNumber(member.features.reduce((sum, { dimensionality }) => sum + dimensionality, 0)),
    shapesOf(member),
    ...(hasNeurons ? [neuronsOf(member)] : []),
    dimensionalitiesOf(member),
  ])
  const problems = numbered.flatMap(({ member, index }) =>
    isUnreadable(member) ? [`member ${index} cannot be measured: ${member.problem}`] : [],
  )
  const positive = isUntied && hasNeurons ? [positivePart] : []
  return [textTable(columns, rows), ...positive, ...problems].join('\n')
}

function shapesOf(member: TiedMember | UntiedMember): string {
  const encoder = productName(member.shapes)
  return 'decoderShapes' in member ? `${encoder} / ${productName(member.decoderShapes)}` : encoder
}

function neuronsOf({ neurons = [] }: TiedMember | UntiedMember): string {
  const count = (kind: string): number => neurons.filter((neuron) => neuron.kind === kind).length
  return `${count('monosemantic')} / ${count('polysemantic')} / ${count('silent')}`
}

function dimensionalitiesOf({ features }: TiedMember | UntiedMember): string {
  const first = features.slice(0, 8).map(({ dimensionality }) => dimensionality.toFixed(2))
  return `${first.join(' ')}${features.length > 8 ? ' …' : ''}`
}
