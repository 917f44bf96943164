"""Objects to bytes that open on any worker, functions of the caller's included."""

import pickle
from io import BytesIO
from types import MappingProxyType
from typing import Any

import cloudpickle


class _Packer(cloudpickle.Pickler):  # type: ignore[misc] # cloudpickle has no types
    """Packs read-only mappings too, which pickle refuses."""

    def reducer_override(self, obj: object) -> Any:  # noqa: ANN401 - pickle's own protocol
        """Say how to make an object anew."""
        if isinstance(obj, MappingProxyType):
            return MappingProxyType, (dict(obj),)
        return super().reducer_override(obj)


def pack(item: object) -> bytes:
    """Turn an object into bytes.

    Raises:
        Exception: Whatever the object raises when it cannot be packed.
    """
    buffer = BytesIO()
    _Packer(buffer, protocol=pickle.HIGHEST_PROTOCOL).dump(item)
    return buffer.getvalue()
