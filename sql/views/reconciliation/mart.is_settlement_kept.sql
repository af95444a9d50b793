-- Whether core.kept_settlement answers the question asked: it holds all that has been recorded, and nothing that was not yet
-- known then. In plpgsql, which plans it once for a session: as a function of SQL it is planned again by each part of each question.
create function mart.is_settlement_kept() returns boolean language plpgsql stable parallel safe as $$
begin
    -- Each chain is refreshed by itself: all of them must hold what concerns them. What was recorded before the one that lags most is in
    -- all; whether anything came after it is told by an index, before files are looked through.
    return exists (select from core.kept_state)
        and not exists (select from core.chain c where not exists (select from core.kept_state k where k.chain_id = c.chain_id))
        and not exists (
            select from core.kept_state k
            where core.known_at() < case when current_setting('ka.knowledge') = 'recorded' then k.recorded_to else k.arrived_to end)
        and ((select max(l.recorded_at) from ops.load l) <= (select min(recorded_to) from core.kept_state)
            or not exists (
                select from ops.load l
                join core.kept_state k on l.chain_id in ('', k.chain_id) and l.recorded_at > k.recorded_to
                where l.recorded_at > (select min(recorded_to) from core.kept_state)))
        and not exists (
            select from ops.quarantined_row q
            join ops.load l using (load_id)
            join core.kept_state k on l.chain_id in ('', k.chain_id) and q.closed_at > k.recorded_to
            where q.state = 'replayed' and q.closed_at > (select min(recorded_to) from core.kept_state))
        and not exists (
            select from core.settlement_account a
            join core.kept_state k on k.chain_id = a.chain_id
            where greatest(a.recorded_at, case when a.superseded_recorded_at < 'infinity'
                then a.superseded_recorded_at end) > k.recorded_to);
end
$$;
comment on function mart.is_settlement_kept() is 'Whether core.kept_settlement holds exactly what is known at ka.known_at';
