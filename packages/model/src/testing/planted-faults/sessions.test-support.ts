/** Faults in how a session or a backend behaves around the arithmetic. */
import type { Progress, Session } from '../../backend.js'
import type { Parameters } from '../../parameters.js'
import { reference } from '../../reference.js'
import type { Faults } from './faults.test-support.js'
import { behaves, reports } from './plant.test-support.js'

/** What the leaking backends below hold. */
let held = 0

export function countHeld(): number {
  return held
}

export const sessionFaults: Faults = {
  'evaluate makes a step': {
    plant: () =>
      behaves((session) => ({
        evaluate: async (...given) => {
          const evaluation = await session.evaluate(...given)
          await session.advance(1)
          return evaluation
        },
      })),
    foundBy: ['evaluate changes no state'],
  },
  'advance makes one step too few when asked for several': {
    plant: () =>
      behaves((session) => ({
        advance: async (steps, options) => {
          const progress = await session.advance(Math.max(1, steps - 1), options)
          return { ...progress, step: progress.step + (steps > 1 ? 1 : 0) }
        },
      })),
    foundBy: ['several calls of advance equal one', 'resumed at any step equals uninterrupted: adam'],
  },
  'the step reported is the last one done': {
    plant: () => reports((progress) => ({ ...progress, step: progress.step - 1 })),
    foundBy: ['training: plain sgd'],
  },
  'the arrays of parameters are used again': {
    plant: () =>
      behaves((session) => {
        let handedOut: Parameters | undefined
        const refresh = async () => {
          const now = await session.parameters()
          handedOut ??= now
          for (const [name, { values }] of Object.entries(now)) handedOut[name]!.values.set(values)
          return handedOut
        }
        return {
          parameters: refresh,
          advance: async (...given) => {
            const progress = await session.advance(...given)
            await refresh()
            return progress
          },
        }
      }),
    foundBy: ['arrays that were handed out belong to the caller'],
  },
  'the array of losses is used again': {
    plant: () =>
      behaves((session) => {
        let losses: Float64Array | undefined
        return {
          advance: async (...given) => {
            const progress = await session.advance(...given)
            losses ??= progress.losses
            losses.set(progress.losses)
            return { ...progress, losses }
          },
        }
      }),
    foundBy: ['arrays that were handed out belong to the caller'],
  },
  'sessions share one state': {
    plant: () => {
      let current: Session | undefined
      return {
        ...reference(),
        open: async (ensemble, options) => {
          current = await reference().open(ensemble, options)
          return {
            advance: (...given) => current!.advance(...given),
            evaluate: (...given) => current!.evaluate(...given),
            parameters: () => current!.parameters(),
            snapshot: () => current!.snapshot(),
            dispose: () => current!.dispose(),
          }
        },
      }
    },
    foundBy: ['two sessions open at once do not disturb each other'],
  },
  'a second call before the first has settled is refused': {
    plant: () =>
      behaves((session) => {
        let busy = false
        return {
          advance: async (...given) => {
            if (busy) throw new Error('busy')
            busy = true
            try {
              return await session.advance(...given)
            } finally {
              busy = false
            }
          },
        }
      }),
    foundBy: ['calls made without waiting run one after the other'],
  },
  'one failed call makes all later ones fail': {
    plant: () =>
      behaves((session) => {
        let last: Promise<Progress | undefined> = Promise.resolve(undefined)
        return {
          advance: (...given) => {
            const next = last.then(() => session.advance(...given))
            last = next
            return next
          },
        }
      }),
    foundBy: ['a call that fails does not stop those behind it', 'advance with an aborted signal makes no step'],
  },
  'step counts are not checked': {
    plant: () =>
      behaves((session) => ({ advance: (steps, options) => session.advance(Math.trunc(steps) || 1, options) })),
    foundBy: ['step counts and batches that make no sense are refused, and the session stays usable'],
  },
  'dispose may be called only once': {
    plant: () =>
      behaves((session) => {
        let disposed = false
        return {
          dispose: async () => {
            if (disposed) throw new Error('disposed twice')
            disposed = true
            await session.dispose()
          },
        }
      }),
    foundBy: ['dispose may be called twice, and every later call is refused'],
  },
  'a disposed session still answers': {
    plant: () => behaves(() => ({ dispose: async () => undefined })),
    foundBy: ['dispose may be called twice, and every later call is refused'],
  },
  'abort is ignored': {
    plant: () => behaves((session) => ({ advance: (steps) => session.advance(Math.min(steps, 50)) })),
    foundBy: [
      'advance with an aborted signal makes no step',
      'aborted in the middle, a session stands at a whole step and goes on from there',
    ],
  },
  'abort loses the reason': {
    plant: () =>
      behaves((session) => ({
        advance: async (steps, options) => {
          try {
            return await session.advance(steps, options)
          } catch (error) {
            throw options?.signal?.aborted ? new Error('aborted') : error
          }
        },
      })),
    foundBy: ['advance with an aborted signal makes no step'],
  },
  'open does not listen to its signal': {
    plant: () => ({
      ...reference(),
      open: (ensemble, options) =>
        reference().open(ensemble, options?.snapshot ? { snapshot: options.snapshot } : undefined),
    }),
    foundBy: ['open with an aborted signal rejects with its reason'],
  },
  'everything is said to be supported': {
    plant: () => ({ ...reference(), supports: () => ({ supported: true }) }),
    foundBy: ['a custom model that nobody defined is refused with a reason, by supports and by open'],
  },
  'the arithmetic is not named': {
    plant: () => ({ ...reference(), arithmetic: '' }),
    foundBy: ['its arithmetic is named in lower case letters, digits and hyphens'],
  },
  'the device has no description': {
    plant: () => ({
      ...reference(),
      probe: async () => ({ available: true, device: { description: '', kind: 'cpu', limits: {} } }),
    }),
    foundBy: ['probe says what is available, the same twice'],
  },
  'the backend is not available': {
    plant: () => ({ ...reference(), probe: async () => ({ available: false, reason: 'no SIMD' }) }),
    foundBy: ['probe says what is available, the same twice'],
  },
  'something stays behind with every session': {
    plant: () => behaves(() => ({ dispose: async () => void held++ })),
    foundBy: ['resources neither grow nor stay behind'],
  },
  'something is kept with every step': {
    plant: () =>
      behaves((session) => ({
        advance: (...given) => {
          held++
          return session.advance(...given)
        },
      })),
    foundBy: ['resources neither grow nor stay behind'],
  },
}
