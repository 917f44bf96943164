"""The jobs that a change must pass, each in an environment of its own; `dev.py` runs them without nox."""

from pathlib import Path

import nox

nox.needs_version = ">=2025.5.1"
nox.options.default_venv_backend = "venv"
nox.options.reuse_venv = "yes"
nox.options.error_on_missing_interpreters = True
nox.options.sessions = ["lint", "types", "layers", "tests", "engines", "docs", "notebooks"]

PROJECT = nox.project.load_toml("pyproject.toml")


def install(session: nox.Session, *groups: str, project: tuple[str, ...] = (".",)) -> None:
    """Install dependency groups of pyproject.toml, and the project itself as `project` says."""
    requirements = nox.project.dependency_groups(PROJECT, *groups) if groups else ()
    session.install("--quiet", *requirements, *project)


@nox.session
def demo(session: nox.Session) -> None:
    """Run the main job on a bundled plan: print its scorecard, write its report."""
    install(session)
    session.run("kpicascade", "demo", *session.posargs)


@nox.session
def lint(session: nox.Session) -> None:
    """Hold the code to the linter and the formatter."""
    install(session, "lint", project=())
    session.run("ruff", "check", ".")
    session.run("ruff", "format", "--check", ".")


@nox.session
def types(session: nox.Session) -> None:
    """Check every type, strictly."""
    install(session, "types")
    session.run("mypy")


@nox.session
def layers(session: nox.Session) -> None:
    """Hold imports to the rooms and layers of pyproject.toml."""
    install(session, "layers")
    session.run("lint-imports", "--no-cache")


@nox.session
def tests(session: nox.Session) -> None:
    """Run every test and print the branch coverage."""
    # Editable, so that doctests in src and the tests import the same modules.
    install(session, "tests", project=("--editable", "."))
    # What needs an engine runs in the session `engines`, which installs them.
    session.run("coverage", "run", "-m", "pytest", "--ignore", "tests/engines", *session.posargs)
    session.run("coverage", "report", "--skip-covered")


@nox.session
def engines(session: nox.Session) -> None:
    """Roll up on every engine: frames in memory, DuckDB, a Dask cluster of processes and Spark."""
    install(session, "engines", project=("--editable", "."))
    bulk = sorted(map(str, Path("tests/unit").glob("test_bulk*.py")))
    session.run("pytest", "tests/engines", *bulk, *session.posargs)


@nox.session
def benchmarks(session: nox.Session) -> None:
    """Measure the engine against other ways on the same run, and write the tables of the documentation."""
    install(session, "benchmarks", project=("--editable", "."))
    session.run("python", "-m", "benchmarks", *session.posargs)


@nox.session
def docs(session: nox.Session) -> None:
    """Build the documentation; a broken link or reference fails."""
    install(session, "docs")
    quiet = {"NO_MKDOCS_2_WARNING": "1"}
    session.run("mkdocs", "build", "--strict", "--quiet", "--site-dir", session.create_tmp(), env=quiet)


@nox.session
def notebooks(session: nox.Session) -> None:
    """Run the notebooks from top to bottom; a cell that fails fails the job."""
    install(session, "notebooks")
    session.run("jupyter-execute", *map(str, sorted(Path("notebooks").glob("*.ipynb"))))
