-- Sessions that somebody signed out of: a copy of their cookie opens nothing any more.
create table ops.ended_session (
    session_id text collate "C" primary key,
    ended_at   timestamptz not null
);
comment on table ops.ended_session is 'One row: one session of the console that was signed out of; kept for two days, longer than any session lasts';
comment on column ops.ended_session.session_id is 'Number drawn at sign-in, carried in the encrypted cookie';
comment on column ops.ended_session.ended_at is 'When';
