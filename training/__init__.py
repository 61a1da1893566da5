"""Trains the named-entity model that ships in `models/default`.

Enters: the data folder (texts and annotations, read only, never copied) and the
base encoder from a Python package. Leaves: `model.onnx`, `vocab.txt`,
`config.json`. One entry point: `python -m training --help`.
"""
