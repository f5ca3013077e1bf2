/**
 * What was changed while a model trained, and from which step on. Settings and changes together repeat a training bit for bit.
 * Doing a change is `course.ts`; its text in an address is `address.ts`.
 */
import type { LiveName, Settings } from './settings.js'

export type Change = { readonly fromStep: number } & Action

/** `fromStep` is the first step that is made with the change, an integer ≥ 0. Features and restarts are counted from 0. */
export type Action =
  /** Another value of one setting. */
  | { readonly kind: 'set'; readonly settings: Partial<Pick<Settings, LiveName>> }
  /** A vector was put elsewhere; its bias and its moments stay. */
  | { readonly kind: 'place'; readonly restart: number; readonly feature: number; readonly vector: readonly number[] }
  /** A feature's weights and bias stay as they are from now on, in all restarts; or train again. */
  | { readonly kind: 'pin' | 'unpin'; readonly feature: number }
  /** Small random numbers are added to all weights. */
  | { readonly kind: 'nudge' }
  /** A further feature begins with the vector, bias and importance of this one. */
  | { readonly kind: 'clone'; readonly feature: number }
  /** The feature is taken out of the model. */
  | { readonly kind: 'delete'; readonly feature: number }

/** A change from whose step on a file of settings cannot follow, as it is none of settings. */
export function isOutsideSettings({ kind }: Action): boolean {
  return kind === 'place' || kind === 'nudge' || kind === 'clone' || kind === 'delete'
}
