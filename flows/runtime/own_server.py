"""The Prefect server that a run starts for itself where none is set: it takes calls of this process only.

By itself it would answer every web page that a browser on this machine shows, credentials blocks with their keys
included: its CORS allows all origins, and it asks for no authentication.
"""

import os
import secrets

from prefect.settings import get_current_settings

from flows.runtime.prefect_names import refresh_global_settings_context

NO_ORIGIN = "https://none.invalid"
"""What no page comes from (RFC 2606, section 2): Prefect has no word for "none"."""


def lock_own_server() -> None:
    """Have the server that Prefect may start ask for a secret, which this process and its children know."""
    if get_current_settings().api.url:
        return
    secret = f"url2video:{secrets.token_urlsafe(24)}"
    os.environ["PREFECT_SERVER_API_AUTH_STRING"] = os.environ["PREFECT_API_AUTH_STRING"] = secret
    os.environ["PREFECT_SERVER_CORS_ALLOWED_ORIGINS"] = NO_ORIGIN
    refresh_global_settings_context()
