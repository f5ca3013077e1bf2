/** Faults in what belongs to single members: rates, batches, seeds, divergence. */
import { reference } from '../../reference.js'
import { diverges, type Faults, ownMembers } from './faults.test-support.js'
import { afterEveryStep, mapTensors, reports, trainsInstead, trainsMembers } from './plant.test-support.js'

export const memberFaults: Faults = {
  'every member has the learning rate of the first': {
    plant: () => trainsMembers((_, { members }) => ({ learningRate: members[0]!.learningRate })),
    foundBy: [`training: ${ownMembers}`],
  },
  'only the first of the fixed batches is used': {
    plant: () =>
      trainsMembers(({ data }) => (data.kind === 'batches' ? { data: { ...data, batches: [data.batches[0]!] } } : {})),
    foundBy: ['training: fixed batches in turn, of another count for each member'],
  },
  'initial values depend on the index in the ensemble': {
    plant: () =>
      trainsInstead((ensemble) => ({
        ...ensemble,
        members: ensemble.members.map((member, index) => ({ ...member, seed: member.seed + index })),
      })),
    foundBy: [`initial values, loss and gradient: ${ownMembers}`, diverges],
  },
  'batches depend on the index in the ensemble': {
    plant: () => ({
      ...reference(),
      open: async (ensemble, options) => {
        const snapshot = options?.snapshot ?? (await (await reference().open(ensemble)).snapshot())
        const members = ensemble.members.map((member, index) => ({ ...member, seed: member.seed + index }))
        return reference().open({ ...ensemble, members }, { ...options, snapshot })
      },
    }),
    foundBy: ['a member alone equals the same member among others, at any index', `training: ${ownMembers}`],
  },
  'a member that diverged holds NaN': {
    plant: () =>
      afterEveryStep((after) => ({
        ...after,
        parameters: mapTensors(after.parameters, (value, _, __, member) =>
          after.diverged.some((divergence) => divergence.member === member) ? Number.NaN : value,
        ),
      })),
    foundBy: [diverges],
  },
  'a member that diverged stops the others': {
    plant: () =>
      afterEveryStep((after, before) => (after.diverged.length > 0 ? { ...before, diverged: after.diverged } : after)),
    foundBy: [diverges, 'a member whose bias is NaN diverges at once and spares the others'],
  },
  'divergence is not reported': {
    plant: () => reports((progress) => ({ ...progress, diverged: [] })),
    foundBy: [diverges],
  },
  'the step of divergence is reported one late': {
    plant: () =>
      reports((progress) => ({
        ...progress,
        diverged: progress.diverged.map(({ member, step }) => ({ member, step: step + 1 })),
      })),
    foundBy: [diverges, 'a member whose bias is NaN diverges at once and spares the others'],
  },
}
