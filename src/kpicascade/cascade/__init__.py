"""The cascade: a plan as a directed graph whose parts fit together."""

from kpicascade.cascade.cascade import Cascade, expect_cascade
from kpicascade.cascade.graph import Edge, EdgeKind, Node, NodeKind

__all__ = ["Cascade", "Edge", "EdgeKind", "Node", "NodeKind", "expect_cascade"]
