"""Sample requests (SR-06 to SR-16): a creator asks for a free sample, gets it, and promotes it in time."""

from luyue.domain.sample_request.kind import SAMPLE_REQUEST

__all__ = ["SAMPLE_REQUEST"]
