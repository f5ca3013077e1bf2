export { type CustomForward, CustomModelError, type CustomOutput, type TensorHandle } from './custom-model.js'
export { type TfjsDevice, type TfjsOptions, tfjs } from './tfjs.js'
