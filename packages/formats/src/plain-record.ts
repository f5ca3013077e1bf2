/** The records of most tasks have one form, which is read here many times faster than any record: for a look at 100,000 of them. */

const number = '(?:0|[1-9]\\d{0,14})'
const file = (name: string) => ` {4}"${name}": \\{\\n {6}"bytes": ${number},\\n {6}"sha256": "[0-9a-f]{64}"\\n {4}\\}`
const files = [
  `(?:${file('evaluation\\.safetensors')},\\n)?`,
  `${file('history\\.parquet')},\\n`,
  `(?:${file('members\\.parquet')},\\n)?`,
  `${file('weights\\.safetensors')}\\n`,
].join('')

/** As `writeTaskRecord` writes it. */
const plainRecord = new RegExp(
  `^\\{\\n {2}"backendChanges": \\[\\],\\n {2}"diverged": \\[\\],\\n {2}"files": \\{\\n${files} {2}\\},\\n` +
    ` {2}"id": "[0-9a-f]{64}",\\n {2}"schemaVersion": 2,\\n {2}"seconds": (${number}(?:\\.\\d{1,6})?),\\n` +
    ` {2}"status": "finished",\\n {2}"worker": "[ !#-\\[\\]-~]*"\\n\\}\\n$`,
)

/**
 * The seconds of a task that is finished, without divergences and changes of backend, from its record.
 *
 * @returns undefined for any other text, a record or not; else what `readTaskRecord` would read.
 */
export function secondsOfPlainRecord(text: string): number | undefined {
  const seconds = plainRecord.exec(text)?.[1]
  return seconds === undefined ? undefined : Number(seconds)
}
