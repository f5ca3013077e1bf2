import { spawnSync } from 'node:child_process'

/**
 * Two hosts on one machine, for tests: each with a network, a name and process ids of its own, and the same disk. Needs the right to
 * make namespaces, which root has in most containers.
 */
export interface Hosts {
  /** Where the hosts reach this machine. */
  readonly address: string
  /** What to run a program with, by the name of the host. */
  readonly around: Readonly<Record<'host-a' | 'host-b', readonly string[]>>
  readonly remove: () => void
}

const address = '10.213.77.1'
const names = ['host-a', 'host-b'] as const

/** Undefined where they cannot be had. */
export function twoHosts(): Hosts | undefined {
  const id = process.pid
  const bridge = `dg${id}`
  const isDone = (command: string): boolean => {
    const [program, ...args] = command.split(' ')
    return spawnSync(program!, args).status === 0
  }
  const remove = (): void => {
    for (const name of names) isDone(`ip netns del ${name}-${id}`)
    for (const index of names.keys()) isDone(`ip link del dg${id}h${index}`)
    isDone(`ip link del ${bridge}`)
  }
  const network = [
    `ip link add ${bridge} type bridge`,
    `ip addr add ${address}/24 dev ${bridge}`,
    `ip link set ${bridge} up`,
  ]
  const hosts = names.flatMap((name, index) => {
    const [here, there] = [`dg${id}h${index}`, `dg${id}t${index}`]
    const inside = `ip -n ${name}-${id}`
    return [
      `ip netns add ${name}-${id}`,
      `ip link add ${here} type veth peer name ${there}`,
      `ip link set ${here} master ${bridge} up`,
      `ip link set ${there} netns ${name}-${id}`,
      `${inside} addr add 10.213.77.${index + 2}/24 dev ${there}`,
      `${inside} link set ${there} up`,
    ]
  })
  const alone = ['unshare', '--uts', '--pid', '--fork', '--kill-child', '--mount-proc', 'sh', '-c']
  const around = (name: string) => [
    'ip',
    'netns',
    'exec',
    `${name}-${id}`,
    ...alone,
    `hostname ${name}; exec "$@"`,
    'sh',
  ]
  const [a, b] = names.map(around)
  const isThere =
    [...network, ...hosts].every(isDone) && isDone(`ip netns exec ${names[0]}-${id} unshare --uts --pid --fork true`)
  if (isThere) return { address, around: { 'host-a': a!, 'host-b': b! }, remove }
  remove()
  return undefined
}
