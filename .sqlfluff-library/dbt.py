"""What sqlfluff knows of dbt's own macros: each reads as a function of the same name."""

from collections.abc import Callable


def __getattr__(name: str) -> Callable[..., str]:
    return lambda *arguments: f"{name}({', '.join(map(str, arguments))})"
