/** What a person chose for all trainings, kept by this browser. A missing, full or broken storage remembers nothing and breaks nothing. */
import { effect } from '@preact/signals'
import type { LabSignals } from './signals.js'

const key = 'digon: how the laboratory plays'

const names = ['pausesWhenHidden', 'stopsAtPlateau'] as const
type Choices = Pick<LabSignals, (typeof names)[number]>

/** Takes up what was chosen before, and keeps what is chosen from now on. @returns what ends it. */
export function rememberChoices(choices: Choices): () => void {
  const kept = read()
  for (const name of names) {
    const value = kept[name]
    if (typeof value === 'boolean') choices[name].value = value
  }
  return effect(() => {
    write(Object.fromEntries(names.map((name) => [name, choices[name].value])))
  })
}

function read(): Readonly<Record<string, unknown>> {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(key) ?? '{}')
    return typeof kept === 'object' && kept !== null ? (kept as Record<string, unknown>) : {}
  } catch {
    return {}
  }
}

function write(choices: Readonly<Record<string, boolean>>): void {
  try {
    localStorage.setItem(key, JSON.stringify(choices))
  } catch {}
}
