"""What Dagster's pages load: the definitions on the home of the environment."""

from orchestration.assembly import build_defs
from orchestration.assets import Workplace
from orchestration.home import Home

_home = Home.from_environment()
defs = build_defs(Workplace(_home, _home.landing))
