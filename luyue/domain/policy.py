"""The policy: every parameter of the rules (the catalogue's **P**), in one typed, versioned document."""

from datetime import UTC, datetime, timedelta

from pydantic import Field

from luyue.domain.messages import Moment, Value


class Policy(Value):
    """One version of the parameters. Durations are elapsed time, at least a second."""

    version: str = Field(min_length=1, max_length=64)
    service_launched_at: Moment = datetime(2021, 9, 13, 16, tzinfo=UTC)
    """SR-04: 2021-09-14 00:00 in Beijing. Products published before it offer samples unless their merchant says no."""
    approval_window: timedelta = Field(timedelta(hours=48), ge=timedelta(seconds=1))
    """SR-06"""
    shipping_due: timedelta = Field(timedelta(hours=48), ge=timedelta(seconds=1))
    """SR-07"""
    shipping_cutoff: timedelta = Field(timedelta(hours=120), ge=timedelta(seconds=1))
    """SR-08"""
    receipt_window: timedelta = Field(timedelta(hours=168), ge=timedelta(seconds=1))
    """SR-10"""
    promotion_window: timedelta = Field(timedelta(hours=360), ge=timedelta(seconds=1))
    """SR-11"""
    video_retention: timedelta = Field(timedelta(hours=168), ge=timedelta(seconds=1))
    """SR-12"""
    retention_may_outlast_window: bool = True
    """SR-12"""
    live_cart_minimum: timedelta = Field(timedelta(minutes=3), ge=timedelta(seconds=1))
    """SR-13"""
    fact_grace: timedelta = Field(timedelta(hours=1), ge=timedelta(0))
    """SR-14: how long reports of what happened in time may take."""
    due_soon: timedelta = Field(timedelta(hours=6), ge=timedelta(0))
    """How long before an automatic transition both sides are warned; zero: never."""


DEFAULT_POLICY = Policy(version="1")
