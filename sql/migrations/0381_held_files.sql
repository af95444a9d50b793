-- A file that can be read and cannot be believed waits until a person lets it in; what its report has sent before says what is plausible.
create table ops.odd_content (
    load_id     bigint not null references ops.load on delete cascade,
    ordinal     integer not null,
    rule        text collate "C" not null,
    sheet       text not null,
    row_number  integer not null,
    column_name text,
    found       text,
    expected    text not null,
    row_count   bigint not null,
    primary key (load_id, ordinal)
);
comment on table ops.odd_content is 'One row: one thing that makes a file implausible; the file is held for it, or was let in by a person (ops.audit)';
comment on column ops.odd_content.load_id is 'Load of the file';
comment on column ops.odd_content.ordinal is 'Its place in the list, from 1';
comment on column ops.odd_content.rule is 'What is odd, as a stable word';
comment on column ops.odd_content.sheet is 'Sheet of the first place; empty where the container has none';
comment on column ops.odd_content.row_number is 'Row of the first place, from 1 as a person counts';
comment on column ops.odd_content.column_name is 'Header of its column, or the field where it stands in none';
comment on column ops.odd_content.found is 'What stands there';
comment on column ops.odd_content.expected is 'What would be plausible';
comment on column ops.odd_content.row_count is 'How many rows are like it';
create index load_held on ops.load (chain_id, report, business_date) where state = 'held';

create table ops.number_shape (
    chain_id     text collate "C" not null,
    report       text collate "C" not null,
    field        text collate "C" not null,
    shape        text collate "C" not null,
    shortest     integer not null,
    longest      integer not null,
    number_count bigint not null,
    primary key (chain_id, report, field, shape)
);
comment on table ops.number_shape is 'One row: one shape of document numbers that a report of a chain has sent in files that were loaded';
comment on column ops.number_shape.chain_id is 'Chain';
comment on column ops.number_shape.report is 'Report of its profile';
comment on column ops.number_shape.field is 'Field that holds the number';
comment on column ops.number_shape.shape is '9 for digits, A for letters, 文 for other scripts, X for a mixture of letters and digits; other signs as they are';
comment on column ops.number_shape.shortest is 'Bytes of the shortest number';
comment on column ops.number_shape.longest is 'Bytes of the longest';
comment on column ops.number_shape.number_count is 'How many numbers were sent';

create table ops.item_usual (
    chain_id   text collate "C" not null,
    report     text collate "C" not null,
    target     text collate "C" not null,
    measure    text collate "C" not null,
    item       text collate "C" not null,
    line_count bigint not null,
    log_sum    double precision not null,
    primary key (chain_id, report, target, measure, item)
);
comment on table ops.item_usual is 'One row: what is usual for one item in a report of a chain, by the lines of files that were loaded; exp(log_sum / line_count) is the geometric mean';
comment on column ops.item_usual.chain_id is 'Chain';
comment on column ops.item_usual.report is 'Report of its profile';
comment on column ops.item_usual.target is 'Table that the lines go to';
comment on column ops.item_usual.measure is 'Field: a quantity, a price or an amount';
comment on column ops.item_usual.item is 'Item number, else barcode, as the file names it';
comment on column ops.item_usual.line_count is 'Lines that stated it, other than nought';
comment on column ops.item_usual.log_sum is 'Sum of the natural logarithms of its absolute values';
comment on column ops.load.state is 'loaded; duplicate: same content under another name; empty: 0 bytes; held: a required column is missing, or the content is implausible (ops.odd_content); refused: cut off or unreadable, or given up by a person';
comment on column ops.alert.kind is 'run_failed, feed_late, feed_thin, file_held, master_data, digest_missing, calendar_missing, delivery_refused';
