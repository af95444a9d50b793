-- Which of the past moments kept aside answers the question asked, where core.kept_settlement does not: asked before, and nothing
-- recorded since.
-- Depends on: mart.is_settlement_kept, mart.recorded_to
create function mart.past_settlement_id() returns bigint language sql stable parallel safe as $$
    select p.past_id from core.past_state p
    where p.knowledge = current_setting('ka.knowledge') and p.known_at = core.known_at() and p.recorded_to >= mart.recorded_to()
        and not mart.is_settlement_kept()
$$;
comment on function mart.past_settlement_id() is
    'The past moment of core.past_state that holds exactly what was known at ka.known_at; null where none does';
