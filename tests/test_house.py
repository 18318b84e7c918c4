"""The house stands: imports only go down, rooms stay small, and the papers name what is there."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.__main__ import Lazy
from bot.settings import Settings
from handlers.routes import ROUTES

ROOT = Path(__file__).parent.parent
# A floor, the floors it may use, and how many files it has at the very least: a check that saw none proves nothing.
FLOORS = {
    "bot": ({"bot", "handlers", "storage", "seeds"}, 60),
    "handlers": ({"handlers", "storage", "seeds"}, 20),
    "storage": ({"storage", "seeds"}, 20),
    "seeds": ({"seeds"}, 1),
}
ANALYSIS_MAY_USE = ("bot.analysis", "storage.model", "storage.places", "storage.errors")
MOST_LINES = 400
LONGER = {
    "storage/migrations/versions/0001_the_first_schema.py": "one revision is one file",
    "tests/bot/analysis/test_posture.py": "sentences and what is told of them, in one table",
}
TOP_LEVEL = {
    ".ci", ".dockerignore", ".github", ".gitignore", "CHANGELOG.md", "CONTRIBUTING.md", "Dockerfile", "LICENSE",
    "Makefile", "NOTICE", "README.md", "SECURITY.md", "bot", "docker-compose.yml", "docs", "handlers",
    "pyproject.toml", "requirements-dev.txt", "requirements-model.txt", "requirements.txt", "seeds", "sitrep.service",
    "storage", "tests",
}  # fmt: skip
# Put together here, so that this file does not hold them itself.
REGISTRIES = re.compile(
    "|".join(
        re.escape(name + "." + end)
        for name, end in [
            ("pypi", "org"), ("pythonhosted", "org"), ("anaconda", "org"), ("npmjs", "org"), ("npmjs", "com"),
            ("yarnpkg", "com"), ("crates", "io"), ("docker", "io"), ("ghcr", "io"), ("quay", "io"), ("jsdelivr", "net"),
            ("unpkg", "com"), ("cdnjs", "com"),
        ]
    ),
    re.IGNORECASE,
)  # fmt: skip


def _files() -> list[str]:
    """What belongs to the project, as paths from its root; in a copy without git, everything but hidden folders."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    if (ROOT / ".git").exists():
        listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
        return sorted(name for name in listed.split("\0") if name and (ROOT / name).is_file())
    found = (path.relative_to(ROOT) for path in ROOT.rglob("*") if path.is_file())
    return sorted(p.as_posix() for p in found if not any(part[0] in "._" for part in p.parts[:-1]))


FILES = _files()
MODULES = [name for name in FILES if name.endswith(".py")]


def _floor(name: str) -> str:
    return name.partition("/")[0]


def _package(name: str) -> list[str]:
    return list(Path(name).parent.parts)


def imports(name: str, source: str) -> Iterator[str]:
    """Every module that the source imports, anywhere in it, as a full name; relative imports are resolved."""
    for node in ast.walk(ast.parse(source, name)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            package = _package(name)
            base = package[: len(package) - node.level + 1] if node.level else []
            module = ".".join([*base, *([node.module] if node.module else [])])
            # "from storage import tables" imports storage.tables: both are told.
            yield module
            yield from (f"{module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Call) and getattr(node.func, "attr", getattr(node.func, "id", "")) in (
            "import_module",
            "__import__",
        ):
            yield from (arg.value for arg in node.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str))


def _imported(floor: str) -> Iterator[tuple[str, str]]:
    for name in MODULES:
        if _floor(name) == floor:
            for module in imports(name, (ROOT / name).read_text("utf-8")):
                yield name, module


def _is(module: str, *packages: str) -> bool:
    return any(module == package or module.startswith(package + ".") for package in packages)


@pytest.mark.parametrize("floor", FLOORS)
def test_a_floor_imports_only_itself_and_what_lies_below(floor: str) -> None:
    allowed, _ = FLOORS[floor]
    forbidden = ({*FLOORS, "tests"}) - allowed
    assert [(name, module) for name, module in _imported(floor) if _is(module, *forbidden)] == []


@pytest.mark.parametrize("floor", FLOORS)
def test_the_check_of_imports_saw_the_files_of_every_floor(floor: str) -> None:
    assert sum(_floor(name) == floor for name in MODULES) >= FLOORS[floor][1]


def test_storage_imports_neither_telegram_nor_spacy() -> None:
    assert [found for found in _imported("storage") if _is(found[1], "telegram", "spacy", "aiohttp")] == []


def test_handlers_never_import_spacy() -> None:
    assert [found for found in _imported("handlers") if _is(found[1], "spacy", "thinc")] == []


def test_the_analysis_knows_no_database_no_telegram_and_of_storage_only_the_nouns() -> None:
    of_analysis = [found for found in _imported("bot") if found[0].startswith("bot/analysis/")]
    assert len(of_analysis) > 100
    strange = [
        (name, module)
        for name, module in of_analysis
        if _is(module, "sqlalchemy", "telegram", "alembic", "psycopg", "httpx", "aiohttp")
        or (_is(module, "bot", "handlers", "storage") and module not in ("bot", "storage")
            and not _is(module, *ANALYSIS_MAY_USE))
    ]  # fmt: skip
    assert strange == []


def test_the_nouns_are_plain_python() -> None:
    of_model = [found for found in _imported("storage") if found[0].startswith("storage/model/")]
    outside = {module.partition(".")[0] for _, module in of_model} - set(sys.stdlib_module_names)
    assert of_model
    assert outside <= {"storage"}


def test_the_check_of_imports_understands_every_way_to_import() -> None:
    source = (
        "import a.b\nfrom c import d\ndef f():\n    from . import e\n    from ..g import h\n    import_module('i.j')"
    )
    assert set(imports("x/y/z.py", source)) == {"a.b", "c", "c.d", "x.y", "x.y.e", "x.g", "x.g.h", "i.j"}


@pytest.mark.parametrize(
    ("module", "absent"),
    [
        ("bot.analysis.pipeline", ["sqlalchemy", "telegram"]),
        ("handlers.routes", ["spacy", "telegram"]),
        ("handlers.adapter", ["spacy"]),
        ("storage.model.findings", ["sqlalchemy"]),
        ("bot.__main__", ["spacy", "telegram", "aiohttp"]),
    ],
)
def test_importing_a_room_does_not_load_what_it_must_not_know(module: str, absent: list[str]) -> None:
    code = f"import sys, {module}; print([name for name in {absent!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_no_file_is_long_without_a_reason() -> None:
    code = [name for name in FILES if Path(name).suffix in (".py", ".js", ".css", ".html")]
    long = {name for name in code if len((ROOT / name).read_text("utf-8").splitlines()) > MOST_LINES}
    assert long == set(LONGER)


def test_no_file_is_called_utils() -> None:
    assert [name for name in MODULES if Path(name).name in ("utils.py", "util.py")] == []


def test_every_folder_of_code_is_a_package() -> None:
    folders = {Path(name).parent.as_posix() for name in MODULES}
    bare = {folder for folder in folders if f"{folder}/__init__.py" not in MODULES}
    assert {folder for folder in bare if not folder.startswith("storage/migrations")} == set()


def test_nothing_strange_lies_at_the_top() -> None:
    assert {_floor(name) for name in FILES} <= TOP_LEVEL


def test_no_file_names_a_package_registry() -> None:
    assert len(FILES) > 100
    naming = [name for name in FILES if REGISTRIES.search((ROOT / name).read_bytes().decode("utf-8", "replace"))]
    assert naming == []


def _targets() -> set[str]:
    return set(re.findall(r"^([a-z-]+):.*## ", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))


def test_the_makefile_has_the_promised_targets() -> None:
    assert _targets() >= {"install", "demo", "test", "test-long", "lint", "bench", "clean", "help"}


def test_the_readme_names_every_make_target() -> None:
    named = set(re.findall(r"`make ([a-z-]+)`", (ROOT / "README.md").read_text("utf-8")))
    assert named == _targets()


def test_links_between_the_documents_lead_somewhere() -> None:
    papers = [name for name in FILES if name.endswith(".md") and not name.startswith("seeds/")]
    broken = [
        (paper, link)
        for paper in papers
        for link in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", (ROOT / paper).read_text("utf-8"))
        if "://" not in link and not (ROOT / paper).parent.joinpath(link).exists()
    ]
    assert "README.md" in papers
    assert broken == []


@pytest.mark.parametrize("start", ["runtime", "development"])
def test_every_requirement_is_pinned_to_one_version(start: str) -> None:
    name = "requirements.txt" if start == "runtime" else "requirements-dev.txt"
    lines = (ROOT / name).read_text("utf-8").splitlines()
    assert len(lines) > 50
    assert [line for line in lines if not re.match(r"[a-z0-9.-]+==[^\s;]+( ; .+)?$", line)] == []


def test_the_development_requirements_hold_every_runtime_pin() -> None:
    runtime = {line.partition(" ;")[0] for line in (ROOT / "requirements.txt").read_text("utf-8").splitlines()}
    development = {line.partition(" ;")[0] for line in (ROOT / "requirements-dev.txt").read_text("utf-8").splitlines()}
    assert runtime - development == set()


def _paper(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


@pytest.mark.parametrize("paper", ["README.md", "docs/commands.md"])
def test_every_telegram_command_is_explained(paper: str) -> None:
    described = _paper(paper)
    missing = [route.command for route in ROUTES if not re.search(rf"/{route.command}\b", described)]
    assert [command for command in missing if paper == "README.md" or command not in ("start", "help")] == []


def test_the_readme_lists_exactly_the_commands_of_the_command_line() -> None:
    rows = re.findall(r"^\| `sitrep ([a-z]+)", _paper("README.md"), re.MULTILINE)
    assert sorted(rows) == sorted(Lazy.modules)


def test_the_readme_says_that_this_is_no_emergency_service() -> None:
    assert "no emergency service" in _paper("README.md")


def test_papers_and_deployment_files_name_only_settings_that_exist() -> None:
    known = {f"SITREP_{name.upper()}" for name in Settings.model_fields}
    named = {n for paper in ("docker-compose.yml", "Dockerfile", "sitrep.service", "docs/operating.md", "README.md")
             for n in re.findall(r"SITREP_[A-Z_]+[A-Z]", _paper(paper))}  # fmt: skip
    assert named
    assert named <= known
