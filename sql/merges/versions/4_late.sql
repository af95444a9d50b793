-- Units that a file of later arrival has already sighted, or whose absence a later snapshot may have noted: they take the exact path.
-- Filled in: join_document, late_document, late_window, same_chain
create temp table late_unit on commit drop as
    with later as (
        select s.units, s.window_from, s.window_to
        from ops.load_sighting s
        join ops.load l using (load_id)
        where {{same_chain:l}} and s.target = @table and (l.arrived_at, l.sha256) >= (@arrived, @sha256)
    )
    select distinct i.unit{{late_document}}
    from incoming i{{join_document}}
    where exists (select from later) and (i.unit in (select unnest(units) from later){{late_window}});
