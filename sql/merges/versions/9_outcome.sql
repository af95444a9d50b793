-- Which rows of the file said something new.
-- Filled in: is_new
insert into row_outcome (row_number, unit, is_changed)
    select r.row_number, i.unit,
           i.unit in (select unit from change) or i.unit in (select unit from place where load_id = @load){{is_new}}
    from incoming i
    cross join unnest(array[i.row_number] || i.more_rows) as r (row_number)
