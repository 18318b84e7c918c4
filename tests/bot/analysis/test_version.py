"""The version of the rules can be known without the weight of the pipeline."""

from __future__ import annotations

import subprocess
import sys


def test_asking_for_the_version_does_not_load_spacy() -> None:
    code = "import sys; from bot.analysis.version import ANALYSIS_VERSION; print('spacy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout.strip() == "False"


def test_the_pipeline_gives_the_same_version() -> None:
    from bot.analysis import pipeline, version

    assert pipeline.ANALYSIS_VERSION == version.ANALYSIS_VERSION
