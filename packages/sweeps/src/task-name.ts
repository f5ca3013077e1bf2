/** The name of the training task in a folder of a sweep. A part of its identity. */
export function nameOf(folder: string): string {
  return folder.replaceAll('/', '-')
}
