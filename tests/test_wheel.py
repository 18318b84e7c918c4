"""The wheel carries everything that runs, nothing else, and runs where no checkout is."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

import bot

ROOT = Path(__file__).parent.parent
SENTENCE = "Gunmen attacked an army post near Mosul in Iraq on Monday, killing four soldiers."
# The tests' own coverage must not be measured over there, and the checkout must not be found.
CLEAN = {name: value for name, value in os.environ.items() if not name.startswith(("COV", "PYTHON", "SITREP_"))}


def _run(*command: str | Path, cwd: Path, text: str | None = None, **more: str) -> subprocess.CompletedProcess[str]:
    words = [str(part) for part in command]
    return subprocess.run(words, cwd=cwd, env=CLEAN | more, input=text, capture_output=True, text=True, timeout=120)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built by hatchling as pip would, without the network."""
    folder = tmp_path_factory.mktemp("wheel")
    done = _run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder, cwd=ROOT)
    assert done.returncode == 0, done.stderr
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def names(wheel: Path) -> set[str]:
    """What is in the wheel."""
    return set(zipfile.ZipFile(wheel).namelist())


@pytest.fixture(scope="module")
def sitrep(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> list[str | Path]:
    """The command line of the wheel, installed apart from the checkout but with the packages that are here."""
    home = tmp_path_factory.mktemp("elsewhere")
    done = _run(sys.executable, "-m", "venv", "--without-pip", home / "venv", cwd=home)
    assert done.returncode == 0, done.stderr
    python = home / "venv" / "bin" / "python"
    pip = (sys.executable, "-m", "pip", "--python", python)
    done = _run(*pip, "install", "--quiet", "--no-index", "--no-deps", wheel, cwd=home)
    assert done.returncode == 0, done.stderr
    # Only the folder's packages, not its .pth files: the editable checkout stays out of reach.
    return [home / "venv" / "bin" / "sitrep"]


@pytest.fixture
def apart(tmp_path: Path) -> dict[str, str]:
    """The environment there: today's dependencies, a data folder of its own."""
    return {"PYTHONPATH": sysconfig.get_paths()["purelib"], "SITREP_DATA_DIR": str(tmp_path / "data")}


@pytest.mark.parametrize("floor", ["bot", "handlers", "storage", "seeds"])
def test_every_file_of_a_floor_is_in_the_wheel(floor: str, names: set[str]) -> None:
    here = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / floor).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts and path.suffix != ".pyc"
    }
    assert here
    assert here - names == set()


@pytest.mark.parametrize(
    "name",
    [
        "bot/py.typed",
        "handlers/py.typed",
        "storage/py.typed",
        "seeds/py.typed",
        "bot/demo/page/index.html",
        "seeds/articles/000_662afeb621955082.txt",
        "seeds/countries.toml",
        "seeds/sources.toml",
        "storage/migrations/env.py",
        "storage/migrations/versions/0001_the_first_schema.py",
    ],
)
def test_the_wheel_carries(name: str, names: set[str]) -> None:
    assert name in names


def test_the_wheel_carries_the_exercise_articles(names: set[str]) -> None:
    assert sum(bool(re.fullmatch(r"seeds/exercise/.+\.md", name)) for name in names) >= 40


def test_the_wheel_carries_nothing_but_the_four_floors_and_its_metadata(names: set[str]) -> None:
    tops = {name.partition("/")[0] for name in names}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"bot", "handlers", "storage", "seeds"}


def test_the_wheel_carries_its_licence_and_notice(names: set[str]) -> None:
    assert {Path(name).name for name in names if "/licenses/" in name} == {"LICENSE", "NOTICE"}


def test_the_installed_program_tells_its_version(
    sitrep: list[str | Path], apart: dict[str, str], tmp_path: Path
) -> None:
    done = _run(*sitrep, "--version", cwd=tmp_path, **apart)
    assert (done.returncode, done.stdout) == (0, "sitrep, version 0.1.0\n"), done.stderr


def test_the_installed_program_is_not_the_checkout(
    sitrep: list[str | Path], apart: dict[str, str], tmp_path: Path
) -> None:
    python = Path(sitrep[0]).parent / "python"
    done = _run(python, "-c", "import bot, seeds; print(bot.__file__, seeds.__file__)", cwd=tmp_path, **apart)
    assert str(ROOT) not in done.stdout
    assert "elsewhere" in done.stdout
    assert str(ROOT) in str(bot.__file__)


def test_the_installed_program_analyses(sitrep: list[str | Path], apart: dict[str, str], tmp_path: Path) -> None:
    line = json.dumps({"id": "a", "text": SENTENCE}) + "\n"
    done = _run(*sitrep, "analyse", "--format", "jsonl", cwd=tmp_path, text=line, **apart)
    assert done.returncode == 0, done.stderr
    answer = json.loads(done.stdout)
    assert (answer["id"], answer["countries"][0]["code"]) == ("a", "IQ")


def test_the_installed_program_makes_its_database_and_answers(
    sitrep: list[str | Path], apart: dict[str, str], tmp_path: Path
) -> None:
    article = tmp_path / "article.txt"
    article.write_text(SENTENCE, "utf-8")
    stored = _run(*sitrep, "ingest", article, cwd=tmp_path, **apart)
    assert stored.returncode == 0, stored.stderr
    answered = _run(*sitrep, "ask", "/country iraq", cwd=tmp_path, **apart)
    assert answered.returncode == 0, answered.stderr
    assert "army post near Mosul" in " ".join(answered.stdout.split())
    assert (tmp_path / "data" / "sitrep.db").exists()
