"""How good a piece of content is (MA-06). Asking records nothing."""

from collections.abc import Sequence

from fastapi import APIRouter, Response
from pydantic import BaseModel

from luyue.api.answers import answer
from luyue.api.context import TAKES_KEY, Asked
from luyue.api.idempotency import Received
from luyue.api.problems import documented
from luyue.api.routes.eligibility import content_language, language_of
from luyue.domain.content_quality import BRINGS, Quality, Ratings, quality_of

router = APIRouter(prefix="/v1", tags=["content-quality"])


class QualityAnswer(BaseModel):
    """The quality of a piece of content, and what it brings its author, in words."""

    quality: Quality
    brings: Sequence[str]


@router.post(
    "/content-quality", response_model=QualityAnswer, responses=documented(401, 409, 422, 503), openapi_extra=TAKES_KEY
)
async def judge(asked: Asked, body: Ratings) -> Response:
    """Good in every dimension: high; bad in any: low; otherwise ordinary (MA-06)."""

    async def act(_received: Received) -> Response:
        quality, language = quality_of(body), language_of(asked)
        content = QualityAnswer(quality=quality, brings=[getattr(text, language) for text in BRINGS[quality]])
        return answer(content, 200, **content_language(language))

    return await asked.once(body, act)
