-- Which of the past moments kept aside holds the supply lines and price findings of the question asked, where the kept form does not:
-- asked before for the same business date, and nothing recorded since that they read.
-- Depends on: mart.is_figures_kept, mart.recorded_to
create function mart.past_figures_id() returns bigint language sql stable parallel safe as $$
    select past.past_id
    from core.past_state as past
    where past.knowledge = current_setting('ka.knowledge') and past.known_at = core.known_at() and past.figures_as_of = core.as_of()
        and past.recorded_to >= mart.recorded_to() and not mart.is_figures_kept()
        and not exists (
            select from core.rule_setting as rule
            where rule.rule_key like 'price.%'
              and greatest(rule.recorded_at, nullif(rule.superseded_recorded_at, 'infinity')) > past.recorded_to)
$$;
comment on function mart.past_figures_id() is
    'The past moment of core.past_state that holds the figures as known at ka.known_at; null where none does';
