/** The same tests in a page, on the adapter of the browser. */
import './sampler.test.js'
import './webgpu.test.js'
