"""What cannot be sent to the workers of a cluster."""

import cloudpickle

from kpicascade.bulk.work import Work
from kpicascade.calc.aggregate import Aggregate


def refuse_unsendable(work: Work, engine: str) -> None:
    """Refuse own aggregates that cannot travel to workers.

    Raises:
        ValueError: One cannot; the message names it, its node and the reason.
    """
    tried: set[int] = set()
    for tree in work.all_trees:
        for node, setting in tree.hierarchy.settings.items():
            if isinstance(setting.aggregate, Aggregate) or id(setting.aggregate) in tried:
                continue
            tried.add(id(setting.aggregate))
            try:
                cloudpickle.dumps(setting.aggregate)
            except Exception as reason:
                name = getattr(setting.aggregate, "__qualname__", repr(setting.aggregate))
                raise ValueError(
                    f"the aggregate {name!r} of {node!r} cannot be sent to the workers of {engine}: {reason}"
                ) from reason
