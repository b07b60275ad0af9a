"""Consignees as shipments are checked against them (SH-02, SH-03): digests, equal where contacts are the same."""

import re
import unicodedata

from luyue.api.identifiers import keyed_digest
from luyue.domain.facts import Consignee
from luyue.domain.facts.regions import Region
from luyue.domain.provinces import PROVINCES, region_of, without_province

_COUNTRY_CODE = re.compile(r"^(\+|00)86")
_BETWEEN_DIGITS = re.compile(r"(?<=\d)[\W_]+(?=\d)")
_SAYS_NOTHING = re.compile(r"(?!(?<=\d)-(?=\d))[\W_]")


def consignee_of(key: str, *, name: str, phone: str, region: str, address: str) -> Consignee:
    """What is kept of a contact for good; nobody without `key` can tell whose it is, or try whose it might be."""
    number = _COUNTRY_CODE.sub("", re.sub(r"[^+0-9]", "", phone))
    code = _region_of(region) or region_of(address)
    return Consignee(
        person=_fingerprint(key, "person", _written(name), number),
        address=_fingerprint(key, "address", code or "", _place(code, region, address)),
        region=code,
    )


def _region_of(region: str) -> Region | None:
    """By its name, or by its code itself."""
    code = _written(region)
    return code if code in PROVINCES else region_of(region)


def _place(code: Region | None, region: str, address: str) -> str:
    """Where it is in the province: one may say in its region what another says in its address, or in both."""
    within, where = _written(region), _written(address)
    if code is not None:
        within, where = without_province(within, code), without_province(where, code)
        within = "" if within == code else within
    repeated = next((size for size in range(len(within), 1, -1) if where.startswith(within[-size:])), 0)
    return within + where[repeated:]


def _written(text: str) -> str:
    """However wide, large and far apart the letters are, and whatever stands between them: 2-301 is not 230-1."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return _SAYS_NOTHING.sub("", _BETWEEN_DIGITS.sub("-", folded))


def _fingerprint(key: str, *parts: str) -> str:
    return keyed_digest(key, "\n".join(("consignee", *parts)).encode()).hex()
