"""How the shipped weights are made (`make model`). Needs PyTorch, onnx and the data folder; Sitrep runs without it."""
