/** What the page knows of an opened file: plain records, made in the worker. */

export type Opened = OpenedWeightsFacts | OpenedTableFacts

interface OpenedFacts {
  readonly file: string
  /** How the file was read, in a sentence. */
  readonly reading: string
  /** What was left out or worked out. */
  readonly notes: readonly string[]
}

export interface OpenedWeightsFacts extends OpenedFacts {
  readonly kind: 'model' | 'dictionary'
  readonly memberCount: number
  /** Latents, of a dictionary. */
  readonly featureCount: number
  /** Inputs, of a dictionary. */
  readonly hiddenSize: number
}

export interface OpenedTableFacts extends OpenedFacts {
  readonly kind: 'table'
  readonly rowCount: number
  readonly columns: readonly ColumnFacts[]
  /** The first rows, `[row][column]`, as text. */
  readonly rows: readonly (readonly string[])[]
}

export interface ColumnFacts {
  readonly name: string
  /** Of numbers: least, median and greatest; undefined where there are none. */
  readonly range?: { readonly least: number; readonly median: number; readonly greatest: number }
  /** Rows without a value. */
  readonly missing: number
}

/** What one member of a model shows. */
export interface MemberView {
  readonly member: number
  readonly featureCount: number
  readonly hiddenSize: number
  /** Features with a norm above ½. */
  readonly represented: number
  readonly frobeniusSquared: number
  readonly dimensionsPerFeature: number
  /** `[feature]` */
  readonly norms: readonly number[]
  /** `[feature]` */
  readonly interferences: readonly number[]
  /** `[feature]` */
  readonly dimensionalities: readonly number[]
  /** `[feature]`; empty where there is none. */
  readonly bias: readonly number[]
  /** Named shapes with their features, in words; undefined where there are too many features to look. */
  readonly shapes?: readonly string[]
  /** The product that is named below, of the first `gramSize` features, row by row. */
  readonly gram: readonly number[]
  readonly gramSize: number
  /** `[feature][hidden]` where there are two dimensions, to be drawn; else empty. */
  readonly plane: readonly (readonly number[])[]
  /** WᵀW as the paper writes it; W·V of an untied model, where behind a ReLU W⁺ is W without its negative weights. */
  readonly product: 'WᵀW' | 'W·V' | 'W⁺·V'
}

/** How far one model is from another. */
export interface Comparison {
  /** ‖A − B‖ as they stand. */
  readonly asTheyAre: number
  /** Up to rotation and reflection of the hidden space: so also up to the signs and the order of hidden dimensions. */
  readonly turned: number
  /** Also up to the order of features. */
  readonly reordered?: { readonly distance: number; readonly order: readonly number[] }
  /** Why features could not be reordered. */
  readonly reorderRefusal?: string
  /** ‖B‖, to judge distances by. */
  readonly scale: number
}

/** Two files can be open, to be compared. */
export type Slot = 'A' | 'B'

/** What a file may leave open, as people say it. */
export interface ReadingOptions {
  /** Which axis of the weights is the features, the member axis not counted. Default: found from biases and names. */
  readonly featuresAxis?: 0 | 1 | undefined
  /** Full name of the tensor to read. Default: found by its name. */
  readonly tensor?: string | undefined
}

/** What the page asks of the worker. Every method rejects with an error whose message is for people. */
export interface Opening {
  /** Closes what was open in this place. */
  open(slot: Slot, file: string, bytes: Uint8Array, options?: ReadingOptions): Promise<Opened>
  /** @param member of the model in this place, from 0. */
  view(slot: Slot, member: number): Promise<MemberView>
  /** The members of the models in A and B. */
  compare(memberOfA: number, memberOfB: number): Promise<Comparison>
}
