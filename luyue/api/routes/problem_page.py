"""The page that problems' types point to: each kind of problem with what it means, in both languages."""

from html import escape

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from luyue.api.wording import PROBLEMS

router = APIRouter(include_in_schema=False)


@router.get("/problems")
async def problems() -> HTMLResponse:
    """Every kind of problem."""
    sections = "".join(
        f'<section id="{code}"><h2>{wording.status} {code}</h2>'
        f"<p>{escape(wording.title_en)}. {escape(wording.detail_en)}</p>"
        f'<p lang="zh-CN">{escape(wording.title_zh)}。{escape(wording.detail_zh)}</p></section>'
        for code, wording in PROBLEMS.items()
    )
    head = '<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Problems · Luyue</title>'
    return HTMLResponse(
        f'<!doctype html><html lang="en"><head>{head}</head><body><h1>Problems</h1>{sections}</body></html>'
    )
