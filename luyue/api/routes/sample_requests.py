"""What only sample requests have: applying for one, and following it step by step (SR-15)."""

from typing import Any

from fastapi import APIRouter, Response

from luyue.api import identifiers
from luyue.api.answers import answer, etag
from luyue.api.bodies import body_of
from luyue.api.context import TAKES_KEY, Asked
from luyue.api.idempotency import Received
from luyue.api.kinds import SAMPLE_REQUESTS
from luyue.api.problems import Problem, documented
from luyue.api.process_answers import ProcessAnswer
from luyue.api.routes.parcels import ScanAnswer, tracks_of
from luyue.api.routes.processes import ProcessId
from luyue.domain.facts import Track
from luyue.domain.sample_request import SAMPLE_REQUEST
from luyue.domain.sample_request import state as s
from luyue.domain.sample_request.messages import Apply
from luyue.domain.sample_request.progress import Progress, Step, progress
from luyue.journal.journal import Journal
from luyue.journal.streams import happened

router = APIRouter(prefix="/v1/sample-requests", tags=["sample-requests"])


class StepAnswer(Step):
    """A step; logistics' tracks come with their provinces, and for services and ops with their places and words."""

    tracks: tuple[ScanAnswer, ...] = ()  # type: ignore[assignment]


class ProgressAnswer(Progress):
    """The steps of a request, in order, and what time does next."""

    steps: tuple[StepAnswer, ...]


async def apply(asked: Asked, body: Any) -> Response:
    asked.check_own(creator_id=body.creator_id)

    async def act(received: Received) -> Response:
        id = identifiers.process_id(SAMPLE_REQUEST.id_prefix, received.at, received.command_id)
        await _check_contact(asked.journal, id, body.contact_id)
        execution = asked.services.execution
        outcome = await execution.run(SAMPLE_REQUESTS, id, "apply", body, asked.caller, received, opens=True)
        row = await asked.row(SAMPLE_REQUEST.stream(id))
        if outcome.status == s.REFUSED:
            await execution.forget_texts(SAMPLE_REQUESTS, id)
            state = await asked.journal.processes.state(SAMPLE_REQUEST, row, outcome.result_version)
            raise Problem("refused", state.violations, id=id)
        shown = await asked.shown(SAMPLE_REQUESTS, row, outcome.result_version)
        return answer(shown, 201, ETag=etag(shown.version), Location=f"/v1/sample-requests/{id}")

    return await asked.once(body, act)


apply.__annotations__["body"] = body_of(SAMPLE_REQUEST, Apply)
router.post(
    "",
    name="apply",
    summary="Apply",
    description=Apply.__doc__ or "",
    status_code=201,
    response_model=ProcessAnswer,
    responses=documented(401, 403, 404, 409, 422, 429, 503),
    openapi_extra=TAKES_KEY,
)(apply)


async def _check_contact(journal: Journal, id: str, contact_id: str | None) -> None:
    """Raises `Problem` where the contact is not known, unless the request has been made already."""
    if contact_id is None or await journal.personal_data.contact(contact_id) is not None:
        return
    if await journal.processes.find(SAMPLE_REQUEST.stream(id)) is None:
        raise Problem.of_field("contact_id", "字段 contact_id 无效:没有该联系方式", "contact_id: no such contact")


@router.get("/{id}/progress", response_model=ProgressAnswer, responses=documented(401, 404, 503))
async def read_progress(id: ProcessId, asked: Asked) -> Response:
    """Every step with its times: done, current, to come, or where the request ended; and what comes next by when."""
    journal = asked.journal
    row = await asked.row(SAMPLE_REQUEST.stream(id))
    state = await journal.processes.state(SAMPLE_REQUEST, row)
    policy = await journal.policies.version(row.policy_version)
    events = await journal.streams.history(row.stream, up_to=row.version)
    history = [happened(SAMPLE_REQUEST, event) for event in events]
    shipment = state.shipment
    scans = await tracks_of(asked, shipment.carrier, shipment.tracking_no) if shipment else []
    tracks = [Track(at=scan.at, kind=scan.kind, region=scan.region) for scan in scans]
    made = progress(state, policy, history, tracks)
    steps = [
        StepAnswer.model_validate({**dict(step), "tracks": scans if step.name == "logistics" else ()})
        for step in made.steps
    ]
    return answer(ProgressAnswer.model_validate({**dict(made), "steps": steps}))
