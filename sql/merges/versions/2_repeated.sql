-- The same key several times in one file, in a table where nothing adds up: identical rows are one; a row that says something else
-- is taken out and returned, to be quarantined.
-- Filled in: join, key, values
with first as (
    select distinct on ({{key}}) {{key}}, {{values}}, row_number
    from incoming
    order by {{key}}, row_number
),
repeated as (
    delete from incoming i using first f
    where {{join:i=f}} and i.row_number <> f.row_number
    returning f.row_number as first_row_number, i.row_number, ({{values:i}}) is distinct from ({{values:f}}) as says_otherwise
),
-- So that the rows are counted with the one that stands for them.
kept as (
    update incoming i set more_rows = r.more_rows
    from (
        select first_row_number, array_agg(row_number order by row_number) as more_rows
        from repeated where not says_otherwise group by first_row_number
    ) r
    where i.row_number = r.first_row_number
)
select row_number, first_row_number from repeated where says_otherwise
