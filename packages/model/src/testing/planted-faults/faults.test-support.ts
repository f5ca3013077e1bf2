/** What a planted fault is. */
import type { Backend } from '../../backend.js'

/** A bug, and the tests of the suite that must find it, by their exact names; others may find it too. */
interface Fault {
  readonly plant: () => Backend
  readonly foundBy: readonly string[]
}

/** What the backend does wrong (it completes "the suite notices when …") to the fault. */
export type Faults = Readonly<Record<string, Fault>>

/** Ends the names of the tests of the ensemble in which every member differs. */
export const ownMembers = 'every member its own seed, law, importance, rates and penalty'

/** The test of a member that diverges. */
export const diverges =
  'a member that diverges is frozen at its last good state and spares the others: learning rate 1e+30'
