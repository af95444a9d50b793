-- Which rows of the file said something new: all rows of a document that changed (reconciliation.md 8).
insert into row_outcome (row_number, is_changed)
    select r.row_number,
           i.unit in (select unit from change) or i.unit in (select unit from place where load_id = @load){{is_new}}
    from incoming i
    cross join unnest(array[i.row_number] || i.more_rows) as r (row_number)
