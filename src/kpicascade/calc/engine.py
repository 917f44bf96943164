"""Which engine does the arithmetic: numpy, or functions compiled with numba."""

from enum import StrEnum
from importlib.util import find_spec

_WORTH_COMPILING = 10_000_000


class Engine(StrEnum):
    """Who does the arithmetic. All give the same results."""

    AUTO = "auto"
    """Compiled functions for more than ten million figures where numba is installed, else numpy."""
    NUMPY = "numpy"
    """Numpy alone."""
    COMPILED = "compiled"
    """Functions compiled with numba, the extra `fast`; the very first call compiles and keeps them."""


def is_compiled(engine: Engine, figures: int) -> bool:
    """Decide whether to use compiled functions for so many figures.

    Raises:
        ModuleNotFoundError: Compiled functions are asked for and numba is not installed.
    """
    if engine is Engine.NUMPY or (engine is Engine.AUTO and figures <= _WORTH_COMPILING):
        return False
    has_numba = find_spec("numba") is not None
    if engine is Engine.COMPILED and not has_numba:
        raise ModuleNotFoundError("compiled functions need numba: pip install 'kpicascade[fast]'.")
    return has_numba
