-- The rows of one file for one table that can be merged, with the unit (document, or single line) that each belongs to. Values take the
-- table's own types only here, behind the test that they fit.
-- Filled in: key, resolve, unit, values
create temp table incoming on commit drop as
    select {{key}}, {{values}}, row_number, null::integer[] as more_rows, {{unit}} as unit
    from (
        select {{key:typed}}, {{values:typed}}, row_number
        from ({{resolve}}) resolved
        where problem is null
    ) typed;
