-- The rows of mart.computed_settlement with the column that tells differing rows in core.kept_settlement. A function, so that a question
-- which the kept table answers does not plan the algebra: planning it takes longer than such an answer.
-- Depends on: mart.computed_settlement
create function mart.flagged_settlement() returns setof core.kept_settlement
language plpgsql stable parallel restricted rows 100000 as $$
begin
    return query
    select c.*, coalesce(rest_worth <> 0, false) or coalesce(over_amount <> 0, false) or coalesce(duplicate_amount <> 0, false)
        or coalesce(price_amount <> 0, false) or coalesce(tax_amount <> 0, false) or coalesce(line_amount <> 0, false)
        or coalesce(rounding_amount <> 0, false) or coalesce(receipt_amount <> 0, false) or coalesce(unmatched_amount <> 0, false)
        or coalesce(unexplained_amount <> 0, false) or coalesce(hold_key < first_key, false)
        or statement_key is null and hold_key is not null
    from mart.computed_settlement c;
end
$$;
comment on function mart.flagged_settlement() is
    'The rows of mart.computed_settlement, and whether each has a break or waits on some statement';
