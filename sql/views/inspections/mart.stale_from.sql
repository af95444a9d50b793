-- The first day on which goods have less of their shelf life left than config/rules.yaml asks for; null where either is not known.
create function mart.stale_from(produced_on date, shelf_life_days integer)
returns date language sql stable as $$
    select produced_on + shelf_life_days
        - ceil(shelf_life_days * (select core.rule_value('freshness.min_remaining_pct')) / 100)::integer + 1
$$;
comment on function mart.stale_from(date, integer) is
    'First day on which goods have less of their shelf life left than config/rules.yaml asks for';
