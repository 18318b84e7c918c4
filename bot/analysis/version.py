"""The version of the analysis, apart from the pipeline so that whoever stores analyses need not load spaCy."""

ANALYSIS_VERSION = "tree-5"
"""Changes whenever the same text may give other findings, so that stored analyses can be redone."""
