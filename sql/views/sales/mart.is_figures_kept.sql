-- Whether the kept figures answer the question asked: they hold all that has been recorded, and nothing that was not yet known then. In
-- plpgsql, as mart.is_settlement_kept().
create function mart.is_figures_kept() returns boolean language plpgsql stable parallel safe as $$
begin
    -- Each chain is refreshed by itself, as in mart.is_settlement_kept(); a price threshold concerns all of them.
    return exists (select from core.kept_figures_state)
        and not exists (
            select from core.chain
            where not exists (select from core.kept_figures_state as kept where kept.chain_id = chain.chain_id))
        and not exists (
            select from core.kept_figures_state as kept
            where core.known_at() < case when current_setting('ka.knowledge') = 'recorded' then kept.recorded_to else kept.arrived_to end)
        -- What was recorded last is told by an index; files are looked through only where that is newer than some chain's figures.
        and ((select max(load.recorded_at) from ops.load as load) <= (select min(recorded_to) from core.kept_figures_state)
            or not exists (
                select from ops.load as load
                join core.kept_figures_state as kept on load.chain_id in ('', kept.chain_id) and load.recorded_at > kept.recorded_to
                where load.recorded_at > (select min(recorded_to) from core.kept_figures_state)))
        and not exists (
            select from ops.quarantined_row as held
            join ops.load as load using (load_id)
            join core.kept_figures_state as kept on load.chain_id in ('', kept.chain_id) and held.closed_at > kept.recorded_to
            where held.state = 'replayed' and held.closed_at > (select min(recorded_to) from core.kept_figures_state))
        and not exists (
            select from core.settlement_account as account
            join core.kept_figures_state as kept on kept.chain_id = account.chain_id
            where greatest(account.recorded_at, case when account.superseded_recorded_at < 'infinity'
                then account.superseded_recorded_at end)
                > kept.recorded_to)
        and not exists (
            select from core.rule_setting as rule
            where rule.rule_key like 'price.%'
              and greatest(rule.recorded_at, case when rule.superseded_recorded_at < 'infinity' then rule.superseded_recorded_at end)
                > (select min(recorded_to) from core.kept_figures_state));
end
$$;
comment on function mart.is_figures_kept() is 'Whether the kept figures hold exactly what is known at ka.known_at';
