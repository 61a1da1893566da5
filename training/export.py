"""Writes the shipped model: ONNX, int8 weights, vocabulary and config.

Enters: a trained `Model`, a temperature. Leaves: `model.onnx` (inputs int64
[batch, seq]; output `ner_logits` float [batch, seq, labels]), `vocab.txt`,
`config.json` in one folder. Also the fp32 file, for comparison, elsewhere.
"""

import json
import shutil
import warnings

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import nn

from .paths import base_dir

INPUTS = ["input_ids", "attention_mask", "token_type_ids"]
SHIPPED = ["name", "version", "architecture", "hidden", "layers", "attention_heads",
           "intermediate", "eps", "labels", "max_pieces", "shape_classes", "special",
           "lowercase", "strip_accents"]


class Outputs(nn.Module):
    """Heads as a tuple, for export."""

    def __init__(self, model):
        super().__init__()
        self.model = model

    def forward(self, *inputs):
        return tuple(self.model(*inputs).values())


def export_fp32(model, path):
    """The fp32 graph, opset 17, batch and sequence dynamic."""
    model.eval()
    sample = torch.ones(2, 8, dtype=torch.int64)
    outputs = [f"{name}_logits" for name in model.heads]
    axes = {name: {0: "batch", 1: "seq"} for name in INPUTS + outputs}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(Outputs(model).eval(), (sample, sample, sample), str(path), dynamo=False,
                          input_names=INPUTS, output_names=outputs,
                          dynamic_axes=axes, opset_version=17)


def quantise(fp32_path, path):
    """int8 weights. Matrices keep to 7 bits (`reduce_range`): on x86 without VNNI the
    8-bit products would saturate, and the model would answer differently there."""
    draft = fp32_path.with_suffix(".gather.onnx")
    common = {"per_channel": True, "weight_type": QuantType.QInt8}
    quantize_dynamic(str(fp32_path), str(draft), op_types_to_quantize=["Gather"], **common)
    quantize_dynamic(str(draft), str(path), op_types_to_quantize=["MatMul"], reduce_range=True, **common)
    draft.unlink()


def export(model, temperature, folder, fp32_path):
    """All shipped files except the card."""
    folder.mkdir(parents=True, exist_ok=True)
    export_fp32(model, fp32_path)
    quantise(fp32_path, folder / "model.onnx")
    shutil.copyfile(base_dir() / "vocab.txt", folder / "vocab.txt")
    config = {key: model.cfg[key] for key in SHIPPED} | {"temperature": round(temperature, 4)}
    (folder / "config.json").write_text(json.dumps(config, indent=2) + "\n", encoding="utf-8")
