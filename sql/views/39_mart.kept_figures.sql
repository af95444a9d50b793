-- What the kept figures share.

-- Whether they answer the question asked: they hold all that has been recorded, and nothing that was not yet known then.
create function mart.is_figures_kept() returns boolean language sql stable parallel safe as $$
    select exists (
        select from core.kept_figures_state as kept
        where core.known_at() >= case when current_setting('ka.knowledge') = 'recorded' then kept.recorded_to else kept.arrived_to end
            and kept.recorded_to >= all (
                select coalesce(max(load.recorded_at), '-infinity') from ops.load as load
                union all
                select coalesce(max(held.closed_at), '-infinity') from ops.quarantined_row as held where held.state = 'replayed'
                union all
                select coalesce(max(greatest(account.recorded_at, case when account.superseded_recorded_at < 'infinity' then account.superseded_recorded_at end)), '-infinity')
                from core.settlement_account as account
                union all
                select coalesce(max(greatest(rule.recorded_at, case when rule.superseded_recorded_at < 'infinity' then rule.superseded_recorded_at end)), '-infinity')
                from core.rule_setting as rule where rule.rule_key like 'price.%'))
$$;
comment on function mart.is_figures_kept() is 'Whether the kept figures hold exactly what is known at ka.known_at';

-- A month's days up to one of them.
create function mart.up_to_day(day_amounts numeric[], last_day integer) returns numeric language sql immutable parallel safe as $$
    select sum(amount) from unnest(day_amounts[1:last_day]) as amount
$$;
comment on function mart.up_to_day(numeric[], integer) is 'Sum of the first days of a month, RMB; null when none of them has an amount';
