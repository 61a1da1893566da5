"""Writes a shipped model: ONNX, int8 weights, and its config.

Enters: a trained `Model`, a temperature. Leaves: `model.onnx` (inputs int64 [1, seq];
output `ner_logits` float [1, seq, labels]) and `config.json` in one folder; the default model
also has the vocabulary of all. The fp32 file, for comparison, goes elsewhere. The graph reads
one window at a time: no padding, no mask.
"""

import copy
import json
import shutil
import warnings

import numpy as np
import onnx
import onnxruntime
import torch
from onnx import TensorProto, helper, numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic
from safetensors.torch import save_file
from torch import nn

from .paths import minilm_dir
from .relating import TYPES
from .smooth import smooth
from .sources.passages import ROLES

INPUTS = ["input_ids", "token_type_ids"]
SHIPPED = ["name", "version", "architecture", "hidden", "layers", "attention_heads", "intermediate", "eps",
           "labels", "max_pieces", "overlap", "shape_classes", "special", "lowercase", "strip_accents"]


class Used(nn.Module):
    """The rows of a word table that a text can ask for: BERT's vocabulary has 994 that none can."""

    def __init__(self, table):
        super().__init__()
        names = (minilm_dir() / "vocab.txt").read_text(encoding="utf-8").splitlines()
        used = torch.tensor([not name.startswith("[unused") for name in names])
        self.register_buffer("row", (used.cumsum(0) - 1).clamp(min=0).int())
        self.table = nn.Embedding.from_pretrained(table.weight[used].detach())

    def forward(self, ids):
        return self.table(self.row[ids])


class Outputs(nn.Module):
    """Heads as a tuple, for export."""

    def __init__(self, model, windows):
        super().__init__()
        self.model = copy.deepcopy(model).eval()
        branch = self.model.branch.layers if self.model.branch is not None else ()
        for layer in [*self.model.encoder.layers, *branch]:
            layer.join()
        if self.model.cfg["smooth"]:
            smooth(self.model, windows)
            # Half a megabyte counts where a file may have 95.
            self.model.encoder.words = Used(self.model.encoder.words)

    def forward(self, input_ids, token_type_ids):
        return tuple(self.model(input_ids, None, token_type_ids).values())


def export_fp32(model, path, windows):
    """The fp32 graph, opset 17, sequence dynamic."""
    sample = torch.ones(1, 8, dtype=torch.int64)
    outputs = [f"{name}_logits" for name in model.heads]
    axes = {name: {1: "seq"} for name in INPUTS + outputs}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(Outputs(model, windows), (sample, sample), str(path), dynamo=False,
                          input_names=INPUTS, output_names=outputs,
                          dynamic_axes=axes, opset_version=17)


def quantise(fp32_path, path, windows):
    """int8 weights and activations. Matrices keep to 7 bits (`reduce_range`): on x86 without
    VNNI the 8-bit products would saturate, and the model would answer differently there.
    `windows` are typical inputs: see `fix_ranges`."""
    draft = fp32_path.with_suffix(".gather.onnx")
    common = {"per_channel": True, "weight_type": QuantType.QInt8}
    quantize_dynamic(str(fp32_path), str(draft), op_types_to_quantize=["Gather"], **common)
    quantize_dynamic(str(draft), str(path), op_types_to_quantize=["MatMul"], reduce_range=True, **common)
    draft.unlink()
    model = onnx.load(path)
    fix_ranges(model, windows)
    onnx.save(model, path)


def fix_ranges(model, windows):
    """Gives every activation one range for all inputs, the widest that it had in `windows`. The
    ranges hardly differ from text to text, the engine need not search for them, and a window's
    logits depend on that window alone."""
    searched = [node for node in model.graph.node if node.op_type == "DynamicQuantizeLinear"]
    names = [node.input[0] for node in searched]
    probe = onnx.ModelProto()
    probe.CopyFrom(model)
    probe.graph.output.extend(helper.make_tensor_value_info(name, TensorProto.FLOAT, None) for name in names)
    session = onnxruntime.InferenceSession(probe.SerializeToString())
    low, high = np.zeros(len(names)), np.zeros(len(names))
    for ids, shapes in windows:
        values = session.run(names, dict(zip(INPUTS, (ids, shapes))))
        low = np.minimum(low, [value.min() for value in values])
        high = np.maximum(high, [value.max() for value in values])
    nodes = []
    for node in model.graph.node:
        if node.op_type == "DynamicQuantizeLinear":
            at = names.index(node.input[0])
            value, scale, zero = node.output
            step = np.float32((high[at] - low[at]) / 255)
            model.graph.initializer.extend([
                numpy_helper.from_array(np.array(step), scale),
                numpy_helper.from_array(np.uint8(np.clip(np.rint(-low[at] / step), 0, 255)).reshape(()), zero),
            ])
            node = helper.make_node("QuantizeLinear", [node.input[0], scale, zero], [value], name=node.name)
        nodes.append(node)
    del model.graph.node[:]
    model.graph.node.extend(nodes)


def tapped_tensor(path):
    """The tensor at which the branch begins, by the exporter's name: the one norm that is read in it and outside."""
    nodes = onnx.load(path).graph.node
    norms = {name for node in nodes if node.op_type == "LayerNormalization" for name in node.output}
    inside, outside = ({name for node in nodes if node.name.startswith("/model/branch/") == is_branch for name in node.input}
                       for is_branch in (True, False))
    (tensor,) = norms & inside & outside
    return tensor


def export(model, temperature, folder, fp32_path, windows, vocabulary=False, thresholds=None, relations=None):
    """All shipped files except the card. `thresholds`: the logit at which an entity has each role. `relations`: what
    the program needs beside the logits, see `plan.RAW_RELATIONS`. `windows` are
    `(input_ids, token_type_ids)`, int64 [1, seq]."""
    folder.mkdir(parents=True, exist_ok=True)
    export_fp32(model, fp32_path, windows)
    quantise(fp32_path, folder / "model.onnx", windows)
    if vocabulary:
        shutil.copyfile(minilm_dir() / "vocab.txt", folder / "vocab.txt")
    config = {key: model.cfg[key] for key in SHIPPED} | {"temperature": round(temperature, 4)}
    if model.cfg.get("links_of_built_in"):
        config["links_of_built_in"] = True
    if model.link is not None:
        rounded = {name: [[round(x, 5) for x in row] for row in table] for name, table in
                   (("distance", model.link.distance.tolist()), ("nobody", [model.link.nobody.tolist()]))}
        config["links"] = {"from": tapped_tensor(folder / "model.onnx"),
                           "distance": rounded["distance"], "nobody": rounded["nobody"][0],
                           "roles": ROLES, "thresholds": thresholds or [0.0] * len(ROLES)}
    if relations is not None:
        config["relations"] = {"types": TYPES} | relations
        save_file(model.relate.state_dict(), folder / "relations.safetensors")
    (folder / "config.json").write_text(json.dumps(config, indent=2) + "\n", encoding="utf-8")
