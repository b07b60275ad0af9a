"""Where parcels go and freight is charged: province-level regions."""

from typing import Annotated

from pydantic import StringConstraints

Region = Annotated[str, StringConstraints(pattern=r"^([1-9][0-9]|overseas)$")]
"""GB/T 2260 prefix of a province, or `overseas`."""
