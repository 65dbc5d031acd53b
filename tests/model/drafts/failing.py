"""Calls of the system that fail before they work."""

import os
from collections.abc import Callable


def failing(call: str, *errors: OSError) -> Callable[..., object]:
    """A function of os that raises each error, then works."""
    left, real = iter(errors), getattr(os, call)

    def function(*given: object) -> object:
        for error in left:
            raise error
        return real(*given)

    return function
