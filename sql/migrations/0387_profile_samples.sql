-- A sample file from which a profile is being drafted in the console, with what a person decided so far: any node can show it, and a restart loses nothing.

create table ops.profile_sample (
    sample_id   bigint generated always as identity primary key,
    file_name   text not null,
    content     bytea not null,
    chain_id    text collate "C" not null,
    answers     jsonb not null default '{}',
    saved_report text collate "C",
    uploaded_at timestamptz not null,
    uploaded_by text not null
);
comment on table ops.profile_sample is 'Sample files of chains from which profiles are drafted in the console; tidied after three months';
comment on column ops.profile_sample.sample_id is 'Number of the sample';
comment on column ops.profile_sample.file_name is 'Name of the file, made safe';
comment on column ops.profile_sample.content is 'The file as uploaded';
comment on column ops.profile_sample.chain_id is 'Chain whose profile is drafted; it need not exist yet';
comment on column ops.profile_sample.answers is 'What a person decided, question to answer';
comment on column ops.profile_sample.saved_report is 'Report of the profile that was saved from it; null while none was';
comment on column ops.profile_sample.uploaded_at is 'When it was uploaded';
comment on column ops.profile_sample.uploaded_by is 'Who uploaded it';
