/**
 * One sample of a sampling plan: STREAM.md of @digon/data, "One sample". Entries come in the order in which they are drawn,
 * to `emit(feature, value)`, which the module around it defines. The layout of a plan's words is `plan-words.ts`.
 */
export const sampler: string = /* wgsl */ `
// Positions of a band that are already chosen, a bit each.
var<private> marks: array<u32, markWords>;

fn emitAt(plan: u32, feature: u32, position: u32) {
  let scale = bitcast<f32>(tables[plan]);
  let offset = bitcast<f32>(tables[plan + 1u]);
  emit(feature, f32(position) * scale + offset);
}

// What a group makes active when it is on: one of its features, or all of them.
fn emitGroup(plan: u32, group: u32) {
  let starts = plan + tables[plan + 9u] + group;
  let features = plan + tables[plan + 10u];
  var place = tables[starts];
  var end = tables[starts + 1u];
  if (tables[plan + tables[plan + 8u] + group] == 1u) {
    place += highWord(nextWord(), end - place);
    end = place + 1u;
  }
  for (; place < end; place++) {
    emitAt(plan, tables[features + place], nextWord() >> 8u);
  }
}

// The number of a band's thresholds that are ≤ one word, found by halving; no word is drawn where there are none.
fn drawExcess(thresholds: u32, first: u32, end: u32) -> u32 {
  if (first == end) {
    return 0u;
  }
  let word = nextWord();
  var low = first;
  var high = end;
  while (low < high) {
    let middle = (low + high) / 2u;
    if (tables[thresholds + middle] <= word) {
      low = middle + 1u;
    } else {
      high = middle;
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

// How the units of a band, or the dense units, are drawn: candidates from first to the last, their tables.
struct Band {
  dense: bool,
  first: u32,
  size: u32,
  units: u32,
  limits: u32,
  thinned: bool,
}

// Dense units draw an event each: all are candidates.
fn denseBand(plan: u32, ofGroups: bool) -> Band {
  let size = tables[plan + select(2u, 5u, ofGroups)];
  let units = plan + tables[plan + select(3u, 6u, ofGroups)];
  return Band(true, 0u, size, units, units + size, false);
}

fn openBand(bands: u32, band: u32) -> Band {
  let start = tables[bands + tables[bands + 1u] + band];
  let size = tables[bands + tables[bands + 1u] + band + 1u] - start;
  let countStarts = bands + tables[bands + 6u] + band;
  let excess = drawExcess(bands + tables[bands + 7u], tables[countStarts], tables[countStarts + 1u]);
  let candidates = tables[bands + tables[bands + 5u] + band] + excess;
  if (candidates > 0u) {
    for (var word = 0u; word * 32u < size; word++) {
      marks[word] = 0u;
    }
  }
  let units = bands + tables[bands + 2u] + start;
  let limits = bands + tables[bands + 3u] + start;
  return Band(false, size - candidates, size, units, limits, tables[bands + tables[bands + 4u] + band] == 1u);
}

// Units are features, or groups. Compilers copy a function to every place that calls it, so all kinds share these loops.
fn drawUnits(plan: u32, band: Band, ofGroups: bool) {
  for (var candidate = band.first; candidate < band.size; candidate++) {
    let word = nextWord();
    var position = candidate;
    var accepted = true;
    if (band.dense) {
      accepted = word <= tables[band.limits + position];
    } else {
      position = choosePosition(word, candidate);
      if (band.thinned) {
        accepted = nextWord() <= tables[band.limits + position];
      }
    }
    let unit = tables[band.units + position];
    if (ofGroups) {
      if (accepted) {
        emitGroup(plan, unit);
      }
      continue;
    }
    // The word of a dense feature is mask and value; its multipliers follow its limits.
    var value = 0u;
    if (band.dense) {
      value = highWord(word, tables[band.limits + band.size + position]);
    } else {
      value = nextWord() >> 8u;
    }
    if (accepted) {
      emitAt(plan, unit, value);
    }
  }
}

fn drawSample(plan: u32, seed: vec2<u32>, step: u32, sample: u32) {
  openWords(seed, step, sample);
  for (var turn = 0u; turn < 2u; turn++) {
    let ofGroups = turn == 1u;
    let bands = plan + tables[plan + select(4u, 7u, ofGroups)];
    let bandCount = tables[bands];
    var band = denseBand(plan, ofGroups);
    for (var next = 0u; ; next++) {
      drawUnits(plan, band, ofGroups);
      if (next == bandCount) {
        break;
      }
      band = openBand(bands, next);
    }
  }
}
`
