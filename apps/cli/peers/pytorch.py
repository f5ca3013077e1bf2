"""One training step of the official notebook's model, timed: digon bench talks to this over standard input and output.

Usage: python3 pytorch.py MEMBERS FEATURES HIDDEN BATCH THREADS PROBABILITY...
First prints what it is, then for every line "N" makes N steps and prints the seconds they took.
"""
import sys
import time

import torch

members, features, hidden, batch, threads = (int(text) for text in sys.argv[1:6])
probability = torch.tensor([float(text) for text in sys.argv[6:]])
torch.set_num_threads(threads)
libraries = [line.strip() for line in torch.__config__.show().splitlines() if "BLAS" in line or "MKL" in line]
with open("/proc/self/maps") as maps:
    loaded = "OpenBLAS" if "openblas" in maps.read() else "reference BLAS or other"
print(f"{torch.__version__}|{loaded}|{'; '.join(libraries)[:200]}|{torch.get_num_threads()}", flush=True)

weights = torch.nn.Parameter(torch.empty(members, features, hidden))
torch.nn.init.xavier_normal_(weights)
bias = torch.nn.Parameter(torch.zeros(members, features))
optimizer = torch.optim.AdamW([weights, bias], lr=1e-3)
importance = torch.ones(features)


def step():
    optimizer.zero_grad(set_to_none=True)
    values = torch.rand(batch, members, features)
    active = torch.rand(batch, members, features) <= probability[:, None]
    inputs = torch.where(active, values, torch.zeros(()))
    hidden_values = torch.einsum("bin,inm->bim", inputs, weights)
    outputs = torch.relu(torch.einsum("bim,inm->bin", hidden_values, weights) + bias)
    loss = (importance * (inputs.abs() - outputs) ** 2).mean(dim=(0, 2)).sum()
    loss.backward()
    optimizer.step()


for line in sys.stdin:
    steps = int(line)
    began = time.perf_counter()
    for _ in range(steps):
        step()
    print(time.perf_counter() - began, flush=True)
