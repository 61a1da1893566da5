"""The weights of a shipped model, as fp32.

Enters: `model.onnx`, its configuration. Leaves: tensors by the names of our encoder and heads.
"""

import numpy as np
import onnx
from onnx import numpy_helper

# One matrix holds the three.
JOINED = ["query", "key", "value"]


# How the exporter begins the names of nodes -> how we call them. It leaves out whose method it was
# that asked a layer, and names a head after its key in the dictionary.
PLACES = {"layers": "encoder.layers", "ner": "heads.ner", "query": "heads.query", "key": "heads.key", "role": "heads.role", "pair": "heads.pair"}


def ours(node):
    """Our name of the matrix by which a node multiplies."""
    path = node.removeprefix("/model/").split("/MatMul")[0].replace("/", ".")
    first, _, rest = path.partition(".")
    return f"model.{PLACES.get(first, first)}.{rest}"


class Weights:
    """What a `model.onnx` holds, fp32, by the names of our encoder and heads."""

    def __init__(self, path, cfg):
        # The exporter folds the scale of the attention scores into the query.
        self.scale = (cfg["hidden"] // cfg["attention_heads"]) ** 0.5
        graph = onnx.load(path).graph
        self.values = {i.name: numpy_helper.to_array(i) for i in graph.initializer}
        # A matrix has lost its name; the node that multiplies by it has kept it.
        self.matrices = {
            ours(node.name): node.input[1] for node in graph.node if node.op_type in ("MatMul", "MatMulInteger")
        }

    def holds(self, name):
        """Whether the file has this tensor: not every model has a branch and all heads."""
        part = name.removesuffix(".weight")
        return name in self.values or part in self.matrices or f"{part}.linear" in self.matrices

    def __getitem__(self, name):
        part, kind = name.rsplit(".", 1)
        layer, _, short = part.rpartition(".")
        if short in JOINED:
            joint, at = self[f"{layer}.joint.{kind}"], JOINED.index(short)
            size = len(joint) // 3
            return joint[at * size:(at + 1) * size] * (self.scale if short == "query" else 1)
        if f"{part}.linear" in self.matrices:  # made even: see `smooth`
            value = self[f"{part}.linear.{kind}"]
            return value * self.values[f"{part}.factor"] if kind == "weight" else value
        if f"{part}.row" in self.values:  # a table without the rows that no text can ask for
            return self.plain(f"{part}.table.{kind}")[self.values[f"{part}.row"]]
        if kind == "weight" and part in self.matrices:
            return self.plain(self.matrices[part].removesuffix("_quantized")).T
        return self.plain(name)

    def plain(self, name):
        """A tensor as it is, or multiplied out. Matrices have a scale a column."""
        if name in self.values:
            return self.values[name]
        parts = (self.values[f"{name}_{part}"] for part in ("quantized", "zero_point", "scale"))
        value, zero, scale = (part.astype(np.float32) for part in parts)
        return (value - zero) * scale
