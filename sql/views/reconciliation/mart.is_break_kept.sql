-- Whether core.kept_break answers the question asked: it was judged on what is known now, and nothing of that was not yet known then.
-- Depends on: mart.break_basis, mart.is_settlement_kept
create function mart.is_break_kept() returns boolean language plpgsql stable parallel safe as $$
begin
    return current_setting('ka.knowledge') = 'arrived' and mart.is_settlement_kept()
        and exists (select from core.kept_break_state where basis = mart.break_basis())
        and not exists (
            select from core.tolerance
            where greatest(arrived_at, nullif(superseded_at, 'infinity')) > core.known_at());
end
$$;
comment on function mart.is_break_kept() is 'Whether the kept money breaks answer the question that the clocks ask';
