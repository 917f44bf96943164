"""How hard the laws are tried: the profile is `quick` while working, `thorough` before a change lands."""

import os

from hypothesis import HealthCheck, settings

# No deadlines: on a busy machine a slow example says nothing about the law.
settings.register_profile("quick", max_examples=40, deadline=None)
settings.register_profile(
    "thorough", max_examples=250, deadline=None, print_blob=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "thorough" if "CI" in os.environ else "quick"))
