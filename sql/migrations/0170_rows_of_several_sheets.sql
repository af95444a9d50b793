-- A report may take its rows from several sheets of one workbook. So that no two rows of a load share a number, the rows of a second data
-- sheet are numbered on behind the first: number in the load = row of the sheet + offset of the sheet.
alter table ops.load_sheet add column row_offset integer not null default 0;
comment on column ops.load_sheet.row_offset is 'What is added to the sheet''s own row numbers in row_number of the facts: 0 on the first data sheet, then the rows of the data sheets before';
comment on column ops.load_sheet.row_from is 'First such row of the sheet, counted from 1 as a person does';
comment on column ops.load_sheet.row_to is 'Last such row of the sheet';

-- One sheet, now that no two rows share a number; loads from before may still name several.
create or replace function ops.sheet_of(of_load bigint, of_row integer, of_head boolean) returns text language sql stable parallel safe as $$
    select string_agg(sheet, ' | ' order by sheet) from ops.load_sheet
    where load_id = of_load and is_head = of_head and of_row - row_offset between row_from and row_to
$$;

create function ops.row_in_sheet(of_load bigint, of_row integer) returns integer language sql stable parallel safe as $$
    select coalesce(
        (select of_row - row_offset from ops.load_sheet
         where load_id = of_load and of_row - row_offset between row_from and row_to order by is_head, row_offset limit 1),
        of_row)
$$;
comment on function ops.row_in_sheet(bigint, integer) is 'Row as a person counts it on the sheet that ops.sheet_of names, of a row_number of a load';
