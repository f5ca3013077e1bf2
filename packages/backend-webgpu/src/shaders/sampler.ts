/**
 * One sample of a sampling plan: STREAM.md of @digon/data, "One sample". Entries come in the order in which they are drawn,
 * to `emit(feature, value)`, which the module around it defines. The layout of a plan's words is `layout/plan-words.ts`.
 * Groups are a part of their own, which only laws with groups pay for. Loops that run at least once test their end behind the
 * body: emulated devices go through all others once more than needed.
 */

const bands = /* wgsl */ `
// Positions of a band that are already chosen, a bit each.
var<private> marks: array<u32, markWords>;
var<private> valueScale: f32;
var<private> valueOffset: f32;

fn emitAt(feature: u32, position: u32) {
  emit(feature, f32(position) * valueScale + valueOffset);
}

fn drawDenseFeatures(plan: u32) {
  let count = tables[plan + planDenseFeatureCount];
  let features = plan + tables[plan + planDenseFeatures];
  if (count == 0u) {
    return;
  }
  var index = features;
  loop {
    let word = nextWord();
    if (word <= tables[index + count]) {
      emitAt(tables[index], highWord(word, tables[index + 2u * count]));
    }
    continuing {
      index++;
      break if index == features + count;
    }
  }
}

// How many of the thresholds are ≤ one word, found by halving; no word is drawn where there are none.
fn drawExcess(first: u32, end: u32) -> u32 {
  if (first == end) {
    return 0u;
  }
  let word = nextWord();
  var low = first;
  var high = end;
  loop {
    let middle = (low + high) / 2u;
    if (tables[middle] <= word) {
      low = middle + 1u;
    } else {
      high = middle;
    }
    continuing {
      break if low == high;
    }
  }
  return low - first;
}

// Floyd's subset: the position that this word chooses as the next, one of 0 to newest.
fn choosePosition(word: u32, newest: u32) -> u32 {
  let drawn = highWord(word, newest + 1u);
  let taken = (marks[drawn / 32u] >> (drawn % 32u)) & 1u;
  let position = select(drawn, newest, taken == 1u);
  marks[position / 32u] |= 1u << (position % 32u);
  return position;
}

fn drawBand(plan: u32, bands: u32, record: u32, ofGroups: bool) {
  let size = tables[record + bandSize];
  let thinned = tables[record + bandThinned] == 1u;
  let units = bands + tables[record + bandUnits];
  let limits = bands + tables[record + bandAcceptanceLimits];
  let excess = drawExcess(bands + tables[record + bandCountThresholds], bands + tables[record + bandCountThresholdsEnd]);
  let candidates = tables[record + bandLeastCandidates] + excess;
  if (candidates == 0u) {
    return;
  }
  for (var word = 0u; word * 32u < size; word++) {
    marks[word] = 0u;
  }
  var newest = size - candidates;
  loop {
    let position = choosePosition(nextWord(), newest);
    var accepted = true;
    if (thinned) {
      accepted = nextWord() <= tables[limits + position];
    }
    drawUnit(plan, tables[units + position], accepted, ofGroups);
    continuing {
      newest++;
      break if newest == size;
    }
  }
}

// Compilers copy a function to every place that calls it, so bands of features and of groups take turns in this one.
fn drawBands(plan: u32, bands: u32, ofGroups: bool) {
  let bandCount = tables[bands];
  if (bandCount == 0u) {
    return;
  }
  var record = bands + 1u;
  loop {
    drawBand(plan, bands, record, ofGroups);
    continuing {
      record += bandLength;
      break if record == bands + 1u + bandLength * bandCount;
    }
  }
}
`

const withoutGroups = /* wgsl */ `
// A candidate draws its value, accepted or not.
fn drawUnit(plan: u32, unit: u32, accepted: bool, ofGroups: bool) {
  let word = nextWord();
  if (accepted) {
    emitAt(unit, word >> 8u);
  }
}

fn drawUnits(plan: u32) {
  drawDenseFeatures(plan);
  drawBands(plan, plan + tables[plan + planFeatureBands], false);
}
`

const withGroups = /* wgsl */ `
// What a group makes active when it is on: one of its features, or all of them.
fn emitGroup(plan: u32, group: u32) {
  let starts = plan + tables[plan + planGroupStarts] + group;
  let features = plan + tables[plan + planGroupFeatures];
  var place = tables[starts];
  var end = tables[starts + 1u];
  if (tables[plan + tables[plan + planGroupKinds] + group] == 1u) {
    place += highWord(nextWord(), end - place);
    end = place + 1u;
  }
  for (; place < end; place++) {
    emitAt(tables[features + place], nextWord() >> 8u);
  }
}

fn drawDenseGroups(plan: u32) {
  let count = tables[plan + planDenseGroupCount];
  let groups = plan + tables[plan + planDenseGroups];
  for (var index = 0u; index < count; index++) {
    if (nextWord() <= tables[groups + count + index]) {
      emitGroup(plan, tables[groups + index]);
    }
  }
}

// A feature draws its value, accepted or not; a group that is not accepted draws no more.
fn drawUnit(plan: u32, unit: u32, accepted: bool, ofGroups: bool) {
  if (ofGroups) {
    if (accepted) {
      emitGroup(plan, unit);
    }
    return;
  }
  let word = nextWord();
  if (accepted) {
    emitAt(unit, word >> 8u);
  }
}

fn drawUnits(plan: u32) {
  drawDenseFeatures(plan);
  for (var turn = 0u; turn < 2u; turn++) {
    let ofGroups = turn == 1u;
    if (ofGroups) {
      drawDenseGroups(plan);
    }
    drawBands(plan, plan + tables[plan + select(planFeatureBands, planGroupBands, ofGroups)], ofGroups);
  }
}
`

const drawing = /* wgsl */ `
fn drawSample(plan: u32, seed: vec2<u32>, step: u32, sample: u32) {
  openWords(seed, step, sample);
  valueScale = bitcast<f32>(tables[plan + planValueScale]);
  valueOffset = bitcast<f32>(tables[plan + planValueOffset]);
  drawUnits(plan);
}
`

/** `drawSample` for laws with groups, or for those that have none. */
export function sampler(hasGroups: boolean): string {
  return bands + (hasGroups ? withGroups : withoutGroups) + drawing
}
