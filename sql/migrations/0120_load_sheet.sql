-- On which sheets of a workbook the rows of a load stand: row numbers count per sheet, so a row is found only with its sheet.
create table ops.load_sheet (
    load_id  bigint not null references ops.load on delete cascade,
    sheet    text not null,
    is_head  boolean not null,
    row_from integer not null,
    row_to   integer not null,
    primary key (load_id, is_head, sheet),
    constraint load_sheet_rows_ordered check (row_from <= row_to)
);
comment on table ops.load_sheet is 'One row: one sheet of a workbook from which a load took data rows, or its document''s head; none for files without sheets';
comment on column ops.load_sheet.load_id is 'The load';
comment on column ops.load_sheet.sheet is 'Name of the sheet';
comment on column ops.load_sheet.is_head is 'Whether the labels of the document''s head (对账单号, …) stand here; otherwise data rows';
comment on column ops.load_sheet.row_from is 'First such row, counted from 1 as a person does';
comment on column ops.load_sheet.row_to is 'Last such row';

-- Rows may come from several sheets of one load; then all that could hold the row are named.
create function ops.sheet_of(of_load bigint, of_row integer, of_head boolean) returns text language sql stable parallel safe as $$
    select string_agg(sheet, ' | ' order by sheet) from ops.load_sheet
    where load_id = of_load and is_head = of_head and of_row between row_from and row_to
$$;
comment on function ops.sheet_of(bigint, integer, boolean) is 'Sheet on which a row of a load stands; empty where its file has none';
