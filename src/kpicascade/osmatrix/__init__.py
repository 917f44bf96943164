"""The OS matrix: who owns and who supports what, and what is odd about it."""

from kpicascade.osmatrix.matrix import MatrixRow, OsMatrix, os_matrix
from kpicascade.osmatrix.roles import Cell, Rows

__all__ = ["Cell", "MatrixRow", "OsMatrix", "Rows", "os_matrix"]
