/** Ways to plant a bug into the reference from outside, with its control in `planted-faults.test.ts`. */
import type { Backend, Evaluation, Progress, Session, Snapshot } from '../../backend.js'
import type { Ensemble, Member } from '../../ensemble.js'
import type { Parameters, Tensor } from '../../parameters.js'
import { reference } from '../../reference.js'
import { stepCoefficients } from '../../step-coefficients.js'

/** The reference, training another ensemble than it was asked to. */
export function trainsInstead(change: (ensemble: Ensemble) => Ensemble): Backend {
  return { ...reference(), open: (ensemble, options) => reference().open(change(ensemble), options) }
}

/** The same with other members. */
export function trainsMembers(change: (member: Member, ensemble: Ensemble) => Partial<Member>): Backend {
  return trainsInstead((ensemble) => {
    const members = ensemble.members.map((member) => ({ ...member, ...change(member, ensemble) }))
    return { ...ensemble, members }
  })
}

/** The reference with some calls of its sessions replaced. */
export function behaves(change: (session: Session, ensemble: Ensemble) => Partial<Session>): Backend {
  return {
    ...reference(),
    open: async (ensemble, options) => {
      const session = await reference().open(ensemble, options)
      return { ...callsOf(session), ...change(session, ensemble) }
    },
  }
}

/** The reference with every evaluation changed. */
export function evaluates(change: (evaluation: Evaluation, ensemble: Ensemble) => Evaluation): Backend {
  return behaves((session, ensemble) => ({
    evaluate: async (...given) => change(await session.evaluate(...given), ensemble),
  }))
}

/** The reference with what `advance` says changed. */
export function reports(change: (progress: Progress, ensemble: Ensemble) => Progress): Backend {
  return behaves((session, ensemble) => ({
    advance: async (...given) => change(await session.advance(...given), ensemble),
  }))
}

/** The reference with every snapshot changed that it hands out. */
export function saves(change: (snapshot: Snapshot) => Snapshot): Backend {
  return behaves((session) => ({ snapshot: async () => change(await session.snapshot()) }))
}

/** The reference with every initial state changed. */
export function starts(change: (snapshot: Snapshot) => Snapshot): Backend {
  return {
    ...reference(),
    open: async (ensemble, options) => {
      if (options?.snapshot) return reference().open(ensemble, options)
      const session = await reference().open(ensemble, options)
      const snapshot = change(await session.snapshot())
      return reference().open(ensemble, { ...options, snapshot })
    },
  }
}

/** The reference with its state changed after every step; it may train another ensemble in between. */
export function afterEveryStep(
  change: (after: Snapshot, before: Snapshot, ensemble: Ensemble) => Snapshot,
  trained: (ensemble: Ensemble) => Ensemble = (ensemble) => ensemble,
): Backend {
  return {
    ...reference(),
    open: async (ensemble, options) => {
      let session = await reference().open(trained(ensemble), options)
      let losses = new Float64Array(ensemble.members.length).fill(Number.NaN)
      const advance: Session['advance'] = async (steps, options) => {
        if (!Number.isSafeInteger(steps) || steps < 1) return session.advance(steps, options)
        let progress: Progress | undefined
        for (let step = 0; step < steps; step++) {
          // Lets an abort arrive: inner sessions of one step never wait for anything.
          if (step % 8 === 7) await new Promise((resolve) => setTimeout(resolve))
          const before = await session.snapshot()
          progress = await session.advance(1, options)
          // A session that goes on from a snapshot does not know the last finite losses of those who diverged before.
          losses = progress.losses.map((loss, member) => (Number.isNaN(loss) ? losses[member]! : loss))
          const snapshot = change(await session.snapshot(), before, ensemble)
          session = await reference().open(trained(ensemble), { snapshot })
        }
        return { ...progress!, losses: losses.slice() }
      }
      // The state is exchanged between calls of the inner session, so calls must wait for one another out here.
      let last: Promise<unknown> = Promise.resolve()
      const inTurn = <T>(call: () => Promise<T>): Promise<T> => {
        const result = last.then(call)
        last = result.catch(() => undefined)
        return result
      }
      return {
        advance: (...given) => inTurn(() => advance(...given)),
        evaluate: (...given) => inTurn(() => session.evaluate(...given)),
        parameters: () => inTurn(() => session.parameters()),
        snapshot: () => inTurn(() => session.snapshot()),
        dispose: () => inTurn(() => session.dispose()),
      }
    },
  }
}

/** adamw's and adam's update made again with the bias corrections of a later step. */
export function withCorrectionsOfStepsLater(shift: number): Backend {
  return afterEveryStep((after, before, ensemble) => {
    if (ensemble.optimizer.kind === 'sgd') return after
    const right = stepCoefficients(ensemble, before.step)
    const wrong = stepCoefficients(ensemble, before.step + shift)
    const parameters = mapTensors(after.parameters, (value, name, k, member) => {
      const first = after.firstMoments[name]!.values[k]!
      const root = Math.sqrt(after.secondMoments[name]!.values[k]!)
      const change = ({ firstCorrection, secondCorrection }: typeof right) =>
        (right.learningRates[member]! * firstCorrection * first) /
        (root * secondCorrection + ensemble.optimizer.epsilon)
      return value + change(right) - change(wrong)
    })
    return { ...after, parameters }
  })
}

/** Every number of every tensor changed; k counts through the whole tensor, members included. */
export function mapTensors(
  parameters: Parameters,
  map: (value: number, name: string, k: number, member: number) => number,
): Parameters {
  const entries = Object.entries(parameters).map(([name, { shape, values }]): [string, Tensor] => {
    const size = values.length / shape[0]!
    const mapped = Float64Array.from(values, (value, k) => map(value, name, k, Math.floor(k / size)))
    return [name, { shape, values: mapped }]
  })
  return Object.fromEntries(entries)
}

/** Whether entry k of a tensor belongs to a frozen feature of its member. */
export function isFrozen(ensemble: Ensemble, parameters: Parameters, name: string, k: number): boolean {
  const [, ...shape] = parameters[name]!.shape
  const size = shape.reduce((product, length) => product * length, 1)
  const offset = k % size
  const { frozenFeatures } = ensemble.members[Math.floor(k / size)]!
  if (name === 'bias') return frozenFeatures.includes(offset)
  if (name === 'weights') return frozenFeatures.includes(Math.floor(offset / shape[1]!))
  return name === 'outputWeights' && frozenFeatures.includes(offset % shape[1]!)
}

/** A session's methods as plain functions, so that single ones can be replaced. */
function callsOf(session: Session): Session {
  return {
    advance: (...given) => session.advance(...given),
    evaluate: (...given) => session.evaluate(...given),
    evaluateSamples: (...given) => session.evaluateSamples!(...given),
    parameters: () => session.parameters(),
    snapshot: () => session.snapshot(),
    dispose: () => session.dispose(),
  }
}
