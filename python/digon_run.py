"""Reads a run folder of Digon, or a weights file, into numpy arrays. Copy this file; it needs numpy and nothing else.

    from digon_run import read_run, read_safetensors
    run = read_run("runs/mine")
    run["weights"]["W"].shape          # (member, feature, hidden)
    run["recorded"][500]["W"]          # kept at step 500, if the spec asked for it
    run["checkpoints"][1000]           # parameters.*, firstMoments.*, secondMoments.*
    run["spec"], run["losses"], run["errors"]

Names of weights are those of the paper's official notebook: W, b_final; W_out [member, hidden, feature] for untied models, b_hidden.
A run of several ensembles has one such dictionary for each under run["ensembles"]["EXPERIMENT/ENSEMBLE"]. The history of losses is
Parquet: pandas.read_parquet("runs/mine/history.parquet").
"""
import json
import os
import re
import struct

import numpy as np

_types = {"F64": "<f8", "F32": "<f4", "F16": "<f2", "I64": "<i8", "I32": "<i4", "I16": "<i2", "I8": "i1",
          "U64": "<u8", "U32": "<u4", "U16": "<u2", "U8": "u1", "BOOL": "?"}


def read_safetensors(path):
    """Arrays by name, and the file's metadata, as (arrays, metadata)."""
    with open(path, "rb") as file:
        (length,) = struct.unpack("<Q", file.read(8))
        header = json.loads(file.read(length))
        data = file.read()
    metadata = header.pop("__metadata__", {})
    arrays = {}
    for name, entry in header.items():
        begin, end = entry["data_offsets"]
        if entry["dtype"] == "BF16":
            halves = np.frombuffer(data[begin:end], "<u2").astype("<u4") << 16
            arrays[name] = halves.view("<f4").reshape(entry["shape"])
        else:
            arrays[name] = np.frombuffer(data[begin:end], _types[entry["dtype"]]).reshape(entry["shape"])
    return arrays, metadata


def read_run(folder):
    """All that a run folder holds, as a dictionary; what is not there is left out."""
    with open(os.path.join(folder, "run.json")) as file:
        record = json.load(file)
    run = {"record": record, "spec": record["spec"], **_read_task(folder)}
    ensembles = {}
    for path, _, files in os.walk(folder):
        if path != folder and "weights.safetensors" in files:
            ensembles[os.path.relpath(path, folder).replace(os.sep, "/")] = _read_task(path)
    if ensembles:
        run["ensembles"] = ensembles
    return run


def _read_task(folder):
    task = {}
    path = os.path.join(folder, "weights.safetensors")
    if os.path.exists(path):
        task["weights"] = read_safetensors(path)[0]
    path = os.path.join(folder, "evaluation.safetensors")
    if os.path.exists(path):
        task.update(read_safetensors(path)[0])
    for kind in ("recorded", "checkpoints"):
        kept = os.path.join(folder, kind)
        if os.path.isdir(kept):
            names = [name for name in os.listdir(kept) if re.fullmatch(r"\d+\.safetensors", name)]
            steps = sorted(int(name.split(".")[0]) for name in names)
            task[kind] = {step: read_safetensors(os.path.join(kept, f"{step}.safetensors"))[0] for step in steps}
    return task
