/** A worker in which the fused engine runs some members of an ensemble. */
import '@digon/backend-wasm/worker'
