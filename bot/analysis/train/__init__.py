"""How the shipped weights are made (`make model`); not needed to run Sitrep. Needs PyTorch, onnx and the data folder."""
