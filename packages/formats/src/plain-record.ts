/** The records of most tasks have one form, which is read here many times faster than any record: for a look at 100,000 of them. */
import { readTaskRecord, type TaskRecord } from './task-record.js'

const number = '(?:0|[1-9]\\d{0,14})'
const file = (name: string) => ` {4}"${name}": \\{\\n {6}"bytes": ${number},\\n {6}"sha256": "[0-9a-f]{64}"\\n {4}\\}`
const files = [
  `(?:${file('evaluation\\.safetensors')},\\n)?`,
  `${file('history\\.parquet')},\\n`,
  `(?:${file('members\\.parquet')},\\n)?`,
  `${file('weights\\.safetensors')}\\n`,
].join('')

/** As `writeTaskRecord` writes it. Who trained is a part of its own, from bracket to bracket. */
const plainRecord = new RegExp(
  `^\\{\\n {2}"backendChanges": \\[\\],\\n {2}"diverged": \\[\\],\\n {2}"files": \\{\\n${files} {2}\\},\\n` +
    ` {2}"id": "[0-9a-f]{64}",\\n {2}"schemaVersion": 2,\\n {2}"seconds": (${number}(?:\\.\\d{1,6})?),\\n` +
    ` {2}"status": "finished",\\n {2}"trainedBy": (\\[(?:\\]|\\n[^]*?\\n {2}\\])),\\n {2}"worker": "[ !#-\\[\\]-~]*"\\n\\}\\n$`,
)

/**
 * Reads records of finished tasks without divergences and changes of backend. Who trained is checked once for each text of it, which
 * tasks of one process share.
 *
 * @returns what reads a record's text: undefined for any other text, a record or not; else what `readTaskRecord` would read, with one
 *   and the same `trainedBy` wherever it is written the same.
 */
export function plainRecordReader(): (
  text: string,
) => Pick<TaskRecord, 'seconds' | 'diverged' | 'trainedBy'> | undefined {
  const known = new Map<string, TaskRecord['trainedBy']>()
  const checked = (text: string): TaskRecord['trainedBy'] | undefined => {
    try {
      return readTaskRecord(text, 'task.json').trainedBy
    } catch {
      return undefined
    }
  }
  return (text) => {
    const found = plainRecord.exec(text)
    if (found === null) return undefined
    const [, seconds, who] = found
    const trainedBy = known.get(who!) ?? checked(text)
    if (trainedBy === undefined) return undefined
    known.set(who!, trainedBy)
    return { seconds: Number(seconds), diverged: [], trainedBy }
  }
}
