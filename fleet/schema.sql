-- The queue's own tables are procrastinate's. What was asked for each house, and what came of it:
create schema fleet;
create table fleet.runs (
    run_no bigint generated always as identity primary key,
    house text not null check (house <> ''),
    asked_at timestamptz not null default clock_timestamp(),
    started_at timestamptz,
    worker text,
    attempts integer not null default 0,
    finished_at timestamptz,
    exit_code integer,
    said text
);
-- A house whose run is still to be done is not asked for again.
create unique index runs_one_for_a_house on fleet.runs (house) where finished_at is null;
