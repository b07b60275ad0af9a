"""Migrations run while the release before goes on: those that would hold it up or break it are found here."""

import pytest

from luyue.journal.migrate import shipped
from tests.structure.online_steps import dangers

FIRST_ONLINE = "0019"
"""Those before it were applied before anything was in service."""

REFUSED = [
    "create index processes_by_id on processes (id)",
    "create unique index events_of on events (stream)",
    "reindex table events",
    "lock table events",
    "update processes set status = 'X'",
    "delete from listeners where true",
    "insert into fact_subjects (subject, stream) select subject, stream from listeners",
    "drop table listeners",
    "alter table processes rename column status to state",
    "alter table processes rename to process",
    "alter table processes drop column status",
    "alter table processes drop status",
    "alter table events alter column version type bigint",
    "alter table events alter version set data type bigint",
    "alter table processes alter column creator_id set not null",
    "alter table processes add column made_at timestamptz not null default clock_timestamp()",
    "alter table processes add column number bigint generated always as identity",
    "alter table processes add column colour text not null",
    "alter table processes add constraint named check (id <> '')",
    "alter table processes add check (id <> '')",
    "alter table listeners add constraint l foreign key (stream) references processes",
    "alter table listeners add column process text references processes",
    "alter table processes add constraint once unique (id)",
    "alter table processes add primary key (id)",
    "create table fresh (a int);\ncreate index concurrently fresh_a on fresh (a)",
]
ADMITTED = [
    "create table fresh (id text not null, constraint fresh_pkey primary key (id));\n"
    "create index fresh_id on fresh (id);\nalter table fresh add constraint c check (id <> '');\n"
    "insert into fresh (id) select stream from processes;\ngrant select on fresh to luyue_service;",
    "-- create index a on processes (id)\ncreate index concurrently processes_by_id on processes (id)",
    "drop index processes_by_creator",
    "alter table processes add column colour text",
    "alter table processes add column points integer not null default 0, add column colour text default 'red'",
    "alter table processes add constraint named check (id <> '') not valid",
    "alter table processes validate constraint named",
    "alter table processes drop constraint named",
    "alter table processes alter column status drop not null",
    "alter table processes add constraint once unique using index processes_by_id",
    "create or replace function f() returns trigger language plpgsql as $$ begin update events set a = 1; end $$",
    "insert into policies (version) values ('v')",
]


def test_new_steps_hold_nobody_up() -> None:
    assert [
        (step.name, dangers(step.sql)) for step in shipped() if step.name >= FIRST_ONLINE and dangers(step.sql)
    ] == []


@pytest.mark.parametrize("sql", REFUSED)
def test_a_step_that_would_is_refused(sql: str) -> None:
    assert dangers(sql)


@pytest.mark.parametrize("sql", ADMITTED)
def test_a_step_that_would_not_is_admitted(sql: str) -> None:
    assert dangers(sql) == []


def test_no_two_steps_have_one_number() -> None:
    numbers = [step.name.partition("_")[0] for step in shipped()]
    assert len(set(numbers)) == len(numbers)
