// Draws samples as entries from a plan, bit for bit as @digon/data does (STREAM.md, "One sample"). Entries of a sample
// come in the order of the draws, which is not always ascending: sums do not need it. Dense panels are panel-sampler.ts.
import { Bands, Plan } from '../records'
import { moveTo, nextWord } from './word-stream'

let features: usize = 0
let values: usize = 0
let count: i32 = 0
let plan: Plan = changetype<Plan>(0)

/** Writes the entries of a sample to these addresses; says how many. */
export function drawSample(source: Plan, sample: u32, featuresAt: usize, valuesAt: usize): i32 {
  plan = source
  features = featuresAt
  values = valuesAt
  count = 0
  moveTo(sample)
  if (plan.denseCount > 0) drawDenseFeatures()
  if (plan.dense) return count
  drawBands(changetype<Bands>(plan.featureBands), false)
  for (let index = 0; index < plan.denseGroupCount; index++) {
    const offset = <usize>index << 2
    if (nextWord() <= load<u32>(plan.denseGroupLimits + offset)) emitGroup(load<u32>(plan.denseGroups + offset))
  }
  drawBands(changetype<Bands>(plan.groupBands), true)
  return count
}

@inline
function highWord(a: u32, b: u32): u32 {
  return <u32>((<u64>a * <u64>b) >> 32)
}

@inline
function emit(feature: u32, position: u32): void {
  const byteOffset = <usize>count << 2
  store<u32>(features + byteOffset, feature)
  store<f32>(values + byteOffset, <f32>position * plan.valueScale + plan.valueOffset)
  count++
}

/** Without a branch on the outcome, which cannot be foreseen: a feature that is not active is written over by the next. */
function drawDenseFeatures(): void {
  const end = <usize>plan.denseCount << 2
  for (let byteOffset: usize = 0; byteOffset < end; byteOffset += 4) {
    const word = nextWord()
    const at = <usize>count << 2
    store<u32>(features + at, load<u32>(plan.denseFeatures + byteOffset))
    const position = highWord(word, load<u32>(plan.denseMultipliers + byteOffset))
    store<f32>(values + at, <f32>position * plan.valueScale + plan.valueOffset)
    count += i32(word <= load<u32>(plan.denseLimits + byteOffset))
  }
}

function drawBands(bands: Bands, groups: bool): void {
  for (let band = 0; band < bands.count; band++) drawCandidates(bands, <usize>band << 2, groups)
}

function drawCandidates(bands: Bands, band: usize, groups: bool): void {
  const start = load<u32>(bands.starts + band)
  const size = load<u32>(bands.starts + band, 4) - start
  const candidates = load<u32>(bands.leastCounts + band) + drawExcess(bands, band)
  if (candidates == 0) return
  const thinned = load<u32>(bands.thinned + band) != 0
  if (candidates == 1) {
    drawCandidate(bands, start + highWord(nextWord(), size), thinned, groups)
  } else if (!thinned && !groups) {
    const units = bands.units + (<usize>start << 2)
    if (candidates <= fewCandidates) drawFewFeatures(units, size, candidates)
    else drawManyFeatures(units, size, candidates)
  } else {
    drawMarked(bands, start, size, candidates, thinned, groups)
  }
}

/** Up to so many, comparing a choice with the earlier ones is cheaper than marks. */
const fewCandidates: u32 = 6

/** Few features of a band of equal probabilities: what sparse samples mostly are. */
function drawFewFeatures(units: usize, size: u32, candidates: u32): void {
  const chosen = plan.chosen
  const scale = plan.valueScale
  const offset = plan.valueOffset
  let byteOffset = <usize>count << 2
  let last = chosen
  for (let newest = size - candidates; newest < size; newest++) {
    let choice = highWord(nextWord(), newest + 1)
    for (let at = chosen; at < last; at += 4) choice = select(newest, choice, load<u32>(at) == choice)
    store<u32>(last, choice)
    last += 4
    store<u32>(features + byteOffset, load<u32>(units + (<usize>choice << 2)))
    store<f32>(values + byteOffset, <f32>(nextWord() >> 8) * scale + offset)
    byteOffset += 4
  }
  count += candidates
}

/** The same for many features, whose choices are marked. */
function drawManyFeatures(units: usize, size: u32, candidates: u32): void {
  const marks = plan.marks
  const scale = plan.valueScale
  const offset = plan.valueOffset
  let byteOffset = <usize>count << 2
  let last = plan.chosen
  for (let newest = size - candidates; newest < size; newest++) {
    const drawn = highWord(nextWord(), newest + 1)
    const choice = select(newest, drawn, load<u8>(marks + drawn) != 0)
    store<u8>(marks + choice, 1)
    store<u32>(last, choice)
    last += 4
    store<u32>(features + byteOffset, load<u32>(units + (<usize>choice << 2)))
    store<f32>(values + byteOffset, <f32>(nextWord() >> 8) * scale + offset)
    byteOffset += 4
  }
  for (let at = plan.chosen; at < last; at += 4) store<u8>(marks + load<u32>(at), 0)
  count += candidates
}

function drawMarked(bands: Bands, start: u32, size: u32, candidates: u32, thinned: bool, groups: bool): void {
  const marks = plan.marks
  let chosen = plan.chosen
  for (let newest = size - candidates; newest < size; newest++) {
    const drawn = highWord(nextWord(), newest + 1)
    const choice = load<u8>(marks + drawn) ? newest : drawn
    store<u8>(marks + choice, 1)
    store<u32>(chosen, choice)
    chosen += 4
    drawCandidate(bands, start + choice, thinned, groups)
  }
  for (let at = plan.chosen; at < chosen; at += 4) store<u8>(marks + load<u32>(at), 0)
}

@inline
function drawCandidate(bands: Bands, index: u32, thinned: bool, groups: bool): void {
  const position = <usize>index << 2
  const unit = load<u32>(bands.units + position)
  const accepted = !thinned || nextWord() <= load<u32>(bands.acceptanceLimits + position)
  if (groups) {
    if (accepted) emitGroup(unit)
    return
  }
  const word = nextWord()
  if (accepted) emit(unit, word >> 8)
}

/** Candidates above the least count: how many thresholds are ≤ one word. */
function drawExcess(bands: Bands, band: usize): u32 {
  const first = load<u32>(bands.countStarts + band)
  let end = load<u32>(bands.countStarts + band, 4)
  if (first == end) return 0
  const word = nextWord()
  let begin = first
  while (begin < end) {
    const middle = (begin + end) >> 1
    if (load<u32>(bands.countThresholds + (<usize>middle << 2)) <= word) begin = middle + 1
    else end = middle
  }
  return begin - first
}

function emitGroup(group: u32): void {
  const byteOffset = <usize>group << 2
  const start = load<u32>(plan.groupStarts + byteOffset)
  const end = load<u32>(plan.groupStarts + byteOffset, 4)
  const exclusive: u32 = 1
  if (load<u32>(plan.groupKinds + byteOffset) == exclusive) {
    const chosen = start + highWord(nextWord(), end - start)
    emit(load<u32>(plan.groupFeatures + (<usize>chosen << 2)), nextWord() >> 8)
    return
  }
  for (let at = start; at < end; at++) emit(load<u32>(plan.groupFeatures + (<usize>at << 2)), nextWord() >> 8)
}
