export { type CustomForward, CustomModelError, type CustomOutput, type TensorHandle } from './custom-model.js'
export type { TfjsDevice } from './devices/device-name.js'
export { type TfjsOptions, tfjs } from './tfjs.js'
