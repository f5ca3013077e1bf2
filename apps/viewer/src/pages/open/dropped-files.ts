/** Files that were dropped or chosen, folders included, as a flat list. */

/** A file with its path in what was dropped. */
export interface NamedFile {
  readonly path: string
  readonly file: File
}

/** Endings of files that can be opened. Those of checkpoints are left out: a run's weights stand beside them. */
const readable = /\.(safetensors|npz|npy|pt|pth|parquet)$/i

/** More than this would be no folder of a run. */
const mostFiles = 2000

export function chosenFiles(list: FileList): NamedFile[] {
  return keepReadable(Array.from(list, (file) => ({ path: file.webkitRelativePath || file.name, file })))
}

export async function droppedFiles(transfer: DataTransfer): Promise<NamedFile[]> {
  // Asked for at once: the transfer is emptied when the event is over.
  const entries = Array.from(transfer.items, (item) => item.webkitGetAsEntry()).filter((entry) => entry !== null)
  if (entries.length === 0) return chosenFiles(transfer.files)
  const found: NamedFile[] = []
  for (const entry of entries) await collect(entry, found)
  return keepReadable(found)
}

async function collect(entry: FileSystemEntry, found: NamedFile[]): Promise<void> {
  if (found.length >= mostFiles) return
  if (entry.isFile) {
    const file = await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject))
    found.push({ path: entry.fullPath.replace(/^\//, ''), file })
    return
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader()
  for (;;) {
    // A reader gives a hundred at a time, and none at the end.
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject))
    if (some.length === 0) return
    for (const each of some) await collect(each, found)
  }
}

/** Of several files those that can be opened; a single file is always tried, so that its own message says what it is. */
function keepReadable(files: readonly NamedFile[]): NamedFile[] {
  if (files.length === 1) return [...files]
  return files
    .filter(({ path }) => readable.test(path) && !/(^|\/)checkpoints\//.test(path))
    .sort((a, b) => a.path.localeCompare(b.path))
}
