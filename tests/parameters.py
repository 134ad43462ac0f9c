"""Parameters of the flows, written in a line."""

from typing import Any

from flows.runtime.run_flow import RunFlow


def in_groups(flow: RunFlow, **fields: Any) -> dict[str, dict[str, Any]]:
    """The flow's parameters of which these are the fields: `urls=…, to=…` as `what={"urls": …}, where={"to": …}`."""
    groups: dict[str, dict[str, Any]] = {}
    for name, value in fields.items():
        groups.setdefault(flow.places[name], {})[name] = value
    return groups
