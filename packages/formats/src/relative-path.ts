/**
 * Names of files inside a folder, as specs and run.json hold them. They come from strangers, so a name that could leave
 * the folder on any system is no name. Symbolic links are for whoever opens the file to refuse.
 */

/**
 * Whether a path stays inside its folder everywhere: names joined by `/`, none of them empty, `.` or `..`, without
 * backslashes, colons and control characters, at most 1024 characters.
 */
export function isPathInside(path: string): boolean {
  if (path.length === 0 || path.length > 1024) return false
  if (/[\\:]|\p{Cc}/u.test(path)) return false
  return path.split('/').every((name) => name !== '' && name !== '.' && name !== '..')
}
