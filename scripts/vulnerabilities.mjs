/**
 * Known vulnerabilities of all that the published packages bring with them, as `pnpm audit` finds them. Only the registry knows them.
 * Where it does not answer, this says so and ends well, unless DIGON_REQUIRE names `advisories`, as it does on GitHub. Arguments, such
 * as --registry URL, go to pnpm.
 */
import { pnpmOutput, setUp } from './setup.mjs'

/** What pnpm says when it got no list; everything else that is not 0 is a list of vulnerabilities. */
const unanswered =
  /ERR_PNPM_(AUDIT_BAD_RESPONSE|META_FETCH_FAIL|AUDIT_NO_LOCKFILE)|ECONNREFUSED|ENOTFOUND|ETIMEDOUT|EAI_AGAIN|fetch failed|error sending request/i

setUp()
const { status, stdout, stderr } = pnpmOutput([
  'audit',
  '--prod',
  '--audit-level',
  'moderate',
  ...process.argv.slice(2),
])
const said = `${stderr}${stdout}`.trim()
if (status === 0) console.log('no known vulnerabilities in production dependencies, of moderate severity or above')
else if (unanswered.test(said)) {
  const isRequired = (process.env.DIGON_REQUIRE ?? '').split(',').includes('advisories')
  console.log(`NOT CHECKED for known vulnerabilities, as the registry does not say which there are:\n${said}`)
  process.exitCode = isRequired ? 1 : 0
} else {
  console.error(said)
  process.exitCode = 1
}
