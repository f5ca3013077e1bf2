/**
 * Licenses of all that the published packages bring with them: every production dependency must have one of those that MIT code can
 * be shipped beside. Prints how many packages have which.
 */
import { pnpmOutput, setUp } from './setup.mjs'

const allowed = new Set([
  'MIT',
  'ISC',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  '0BSD',
  'Unlicense',
  'CC0-1.0',
  'MPL-2.0',
  'BlueOak-1.0.0',
])

setUp()
const { stdout, stderr, status } = pnpmOutput(['licenses', 'list', '--prod', '--json', '--recursive'])
if (status !== 0) {
  console.error(`licenses could not be listed:\n${stderr}${stdout}`)
  process.exit(1)
}
const wrong = []
for (const [license, packages] of Object.entries(JSON.parse(stdout))) {
  const choices = license.replace(/[()]/g, '').split(' OR ')
  const isFine = choices.some((choice) => choice.split(' AND ').every((part) => allowed.has(part)))
  console.log(`${license}: ${packages.length}`)
  if (!isFine) wrong.push(...packages.map(({ name }) => `${name}: ${license}`))
}
if (wrong.length > 0) console.error(`licenses to be looked at:\n${wrong.join('\n')}`)
process.exit(wrong.length === 0 ? 0 : 1)
