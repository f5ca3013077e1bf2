/** Which of some pictures stands for all of them where there is room for one. */

/**
 * The picture that is shrunk least in a space of this shape; undefined of none.
 *
 * @param spaceRatio width over height
 */
export function fittingPicture<Picture extends { readonly width: number; readonly height: number }>(
  pictures: readonly Picture[],
  spaceRatio: number,
): Picture | undefined {
  const misfit = ({ width, height }: Picture) => Math.abs(Math.log(width / height / spaceRatio))
  return [...pictures].sort((a, b) => misfit(a) - misfit(b))[0]
}
