-- The file of this name holds a function; a view of the case's own shows it. 33 per cent are asked for.
create view mart.stale_from as
select says, stale_from from (values
    ('of 180 days 59.4 must be left: with 59 it is stale', mart.stale_from('2026-01-01', 180)),
    ('of 100 days 33 must be left: with 32 it is stale', mart.stale_from('2026-01-01', 100)),
    ('nothing is known of its life', mart.stale_from('2026-01-01', null)),
    ('nobody saw when it was made', mart.stale_from(null, 100))) as asked (says, stale_from);
