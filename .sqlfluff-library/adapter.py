"""What sqlfluff knows of dbt's adapter: a dispatched macro reads as a function of the same name."""

from collections.abc import Callable


def dispatch(name: str, macro_namespace: str = "") -> Callable[..., str]:
    """A call that renders as `name(arguments)`."""
    return lambda *arguments: f"{name}({', '.join(map(str, arguments))})"
