"""Shipments (SH-01 to SH-08): a parcel is watched, for samples and consumer orders alike, and fake ones are found."""

from luyue.domain.shipment.kind import SHIPMENT

__all__ = ["SHIPMENT"]
