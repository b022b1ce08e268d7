"""The classes that do the work: a class with fields in, the same class with an ``__init__`` out.

They are never compared, printed or hashed by value, so that defining one takes a sixth of the time of a frozen
dataclass; a hundred of those are a fifth of a second at every start on a slow machine. The type checker still
refuses to assign to their fields.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar, overload

if TYPE_CHECKING:
    from typing_extensions import dataclass_transform
else:  # Python 3.10 has none

    def dataclass_transform(**_):
        return lambda decorator: decorator


_T = TypeVar("_T")
_V = TypeVar("_V")


@dataclass_transform(frozen_default=True, eq_default=False)
def service(cls: type[_T]) -> type[_T]:
    """``@service class Finder: index: Index`` takes ``Finder(index)``."""
    return dataclass(eq=False, repr=False)(cls)


@dataclass_transform(frozen_default=True)
def value(cls: type[_T]) -> type[_T]:
    """A value that is made by the thousand while articles are read: equal, hashed and printed by its fields.

    Made in a quarter of the time of a frozen dataclass, which sets each field through ``object.__setattr__``; as with
    a service, it is the type checker that refuses to assign to one.
    """
    return dataclass(unsafe_hash=True)(cls)


class Once(Generic[_V]):
    """``cached_property`` without its lock, in a quarter of the time: for what is made and dropped by one thread."""

    def __init__(self, make: Callable[[Any], _V]) -> None:
        self._make = make
        self.__doc__ = make.__doc__

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name

    @overload
    def __get__(self, instance: None, owner: type) -> Once[_V]: ...

    @overload
    def __get__(self, instance: object, owner: type) -> _V: ...

    def __get__(self, instance: object | None, owner: type) -> Once[_V] | _V:
        if instance is None:
            return self
        made = instance.__dict__[self._name] = self._make(instance)
        return made
