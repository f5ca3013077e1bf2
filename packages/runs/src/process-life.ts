/**
 * Whether a process of this machine is still at work. Numbers of processes are used again, and a killed process keeps its
 * number until its parent has noticed (in a container without an init, for ever); Linux tells both apart.
 */
import { readFile, readlink } from 'node:fs/promises'
import { hostname, networkInterfaces } from 'node:os'
import { systemCode } from './file-system.js'

/**
 * Where process ids mean the same as here: one boot of one machine and, on Linux, one namespace. Two processes that find the same
 * may ask for each other; undefined where nobody may, since the system does not say. Where there are no namespaces (macOS,
 * Windows) it is the host's name and its network addresses: names alone are not unique.
 */
export async function processSpace(): Promise<string | undefined> {
  if (process.platform !== 'linux') return [hostname(), ...hardwareAddresses()].join(' ')
  const boot = await readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => undefined)
  const namespace = await readlink('/proc/self/ns/pid').catch(() => undefined)
  return boot && namespace && `${boot.trim()} ${namespace}`
}

function hardwareAddresses(): readonly string[] {
  const addresses = Object.values(networkInterfaces()).flatMap((found) => found ?? [])
  return [...new Set(addresses.filter(({ internal }) => !internal).map(({ mac }) => mac))].sort()
}

/** When a process started, in the system's own unit; undefined where the system does not say, or there is no such process. */
export async function processStart(pid: number): Promise<string | undefined> {
  return (await statusOf(pid))?.start
}

/**
 * Whether the process lives.
 *
 * @param start its `processStart` when it was last seen, where that is known: another one is another process.
 */
export async function isProcessAlive(pid: number, start: string | undefined): Promise<boolean> {
  try {
    process.kill(pid, 0)
  } catch (error) {
    // Anything but "no such process" (no permission to ask, above all) means that there is one.
    return systemCode(error) !== 'ESRCH'
  }
  const status = await statusOf(pid)
  if (status === undefined) return true
  const hasEnded = status.state === 'Z' || status.state === 'X'
  return !hasEnded && (start === undefined || status.start === start)
}

/** From /proc/PID/stat: after the name in brackets come the state (field 3) and, as field 22, the start in ticks since boot. */
async function statusOf(pid: number): Promise<{ state: string; start: string } | undefined> {
  // In a namespace that was given no /proc of its own, the numbers there are those of another one.
  if ((await readlink('/proc/self').catch(() => undefined)) !== String(process.pid)) return undefined
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined)
  const fields = text?.slice(text.lastIndexOf(')') + 2).split(' ')
  const [state, start] = [fields?.[0], fields?.[19]]
  return state === undefined || start === undefined ? undefined : { state, start }
}
