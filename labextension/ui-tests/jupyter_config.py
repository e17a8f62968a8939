"""The server of the browser tests: nothing of the person who runs them, everything in a folder that is thrown away."""

import os
from pathlib import Path

from jupyter_server.auth import Authorizer
from traitlets.config import get_config


class OnlyReads(Authorizer):
    """Lets everybody read runs, and nobody change them or run code."""

    def is_authorized(self, handler: object, user: object, action: str, resource: str) -> bool:
        """Whether somebody may do something."""
        return action == "read" or resource not in ("jupyter-tracker", "kernels")


c = get_config()
home = Path(os.environ["JUPYTER_TRACKER_TEST_HOME"])

c.ServerApp.root_dir = str(home / "notebooks")
c.ServerApp.port = int(os.environ["JUPYTER_TRACKER_TEST_PORT"])
c.ServerApp.port_retries = 0
c.ServerApp.open_browser = False
c.ServerApp.allow_root = True
c.IdentityProvider.token = ""
c.ServerApp.disable_check_xsrf = True
c.LabApp.user_settings_dir = str(home / "settings")
c.LabApp.workspaces_dir = str(home / "workspaces")
if os.environ.get("JUPYTER_TRACKER_TEST_ONLY_READS"):
    c.ServerApp.authorizer_class = OnlyReads
c.LabApp.expose_app_in_browser = True
