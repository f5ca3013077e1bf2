import type { AutoencoderModel, Ensemble } from '@digon/model'

/**
 * The Python program beside exported torch weights: reloads them, computes the losses again, makes ten steps of PyTorch's optimizer
 * on our batches, and compares with what our float64 reference computed.
 *
 * @param name the weights file's name without its ending.
 */
export function checkScript(name: string, { model, optimizer, target }: Ensemble): string {
  const { tied, hiddenActivation, outputActivation } = model as AutoencoderModel
  const activation = { identity: 'value', relu: 'torch.relu(value)', gelu: 'torch.nn.functional.gelu(value)' }
  const optimizerClass = optimizer.kind === 'adamw' ? 'AdamW' : 'Adam'
  return `"""Checks ${name}.pt: the same losses, and the same weights after ten more steps, in PyTorch. Run: python3 ${name}-check.py"""
import os
import numpy as np
import torch

here = os.path.dirname(os.path.abspath(__file__))
weights = torch.load(os.path.join(here, "${name}.pt"))
given = np.load(os.path.join(here, "${name}-check.npz"))
names = {"W": "weights", "W_out": "outputWeights", "b_final": "bias", "b_hidden": "hiddenBias"}


def hidden_activation(value):
    return ${activation[hiddenActivation]}


def output_activation(value):
    return ${activation[outputActivation]}


def loss(p, x, importance, hidden_l1):
    hidden = hidden_activation(x @ p["W"] + p.get("b_hidden", 0))
    out = output_activation(hidden @ ${tied ? 'p["W"].T' : 'p["W_out"]'} + p.get("b_final", 0))
    target = ${target === 'absolute' ? 'x.abs()' : 'x'}
    return (importance * (target - out) ** 2).mean() + hidden_l1 * hidden.abs().sum(dim=1).mean()


worst_loss, worst_weight = 0.0, 0.0
for member in range(len(given["losses"])):
    p = {key: torch.nn.Parameter(value[member].double()) for key, value in weights.items()}
    importance = torch.from_numpy(given["importance"][member])
    batches = torch.from_numpy(given["batches"][:, member]).double()
    hidden_l1 = float(given["hiddenL1"][member])
    found = loss(p, batches[0], importance, hidden_l1).item()
    worst_loss = max(worst_loss, abs(found - given["losses"][member]))
    optimizer = torch.optim.${optimizerClass}(p.values(), lr=float(given["learningRate"][member]), betas=(${optimizer.beta1}, ${optimizer.beta2}),
                                  eps=${optimizer.epsilon}, weight_decay=float(given["weightDecay"][member]))
    for batch in batches:
        optimizer.zero_grad()
        loss(p, batch, importance, hidden_l1).backward()
        optimizer.step()
    for key, value in p.items():
        after = torch.from_numpy(given["after." + names[key]][member])
        worst_weight = max(worst_weight, (value.detach() - after).abs().max().item())
print(f"losses differ by {worst_loss:.1e} at most, weights after 10 steps by {worst_weight:.1e}")
assert worst_loss < 1e-6, "losses differ"
assert worst_weight < 1e-5, "weights differ after ten steps"
print("agrees")
`
}
