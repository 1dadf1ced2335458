"""What a reading asks of its rows, as terms and values."""

from typing import Any


def where(equal: dict[str, Any]) -> tuple[str, list[Any]]:
    terms, args = ["1"], []
    for name, value in equal.items():
        values = value if isinstance(value, list | tuple) else [value]
        known = [one for one in values if one is not None and not _too_large(one)]
        nothing = f" OR {name} IS NULL" if None in values else ""
        terms.append(f"({name} IN ({', '.join('?' * len(known))}){nothing})")
        args.extend(known)
    return " AND ".join(terms), args


def _too_large(value: Any) -> bool:
    """For SQLite's 64 bits: such a number is in no table."""
    return isinstance(value, int) and not -(2**63) <= value < 2**63
