"""Run the project's jobs in environments of their own: `python3 dev.py demo`, `python3 dev.py tests`.

Needs Python 3.11 or newer and pip; all else is installed into `.nox` beside this file, nothing outside.
Without a job's name it runs all that a change must pass.
"""

import os
import subprocess
import sys
import venv
from pathlib import Path

HERE = Path(__file__).resolve().parent
RUNNER = HERE / ".nox" / "runner"
NOX = "nox>=2025.5.1"


def main(jobs: list[str]) -> int:
    """Make the runner's environment if it is not there yet, then run the jobs in it."""
    python = RUNNER / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    if not (RUNNER / "ready").exists():
        venv.create(RUNNER, with_pip=True, clear=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", NOX], check=True)
        (RUNNER / "ready").touch()
    sessions = ["--session", *jobs] if jobs else []
    command = [str(python), "-m", "nox", "--noxfile", str(HERE / "noxfile.py"), *sessions]
    return subprocess.run(command, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
