"""Successful answers as bytes, which is what is stored and given again."""

from fastapi import Response
from pydantic import BaseModel


def answer(content: BaseModel, status: int = 200, **headers: str) -> Response:
    """A JSON answer; times are RFC 3339 in UTC."""
    return Response(content.model_dump_json(), status, headers, "application/json")


def etag(version: int) -> str:
    """A version as an ETag."""
    return f'"{version}"'
