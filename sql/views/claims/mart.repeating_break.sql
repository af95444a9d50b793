-- Breaks of the data that show the same as a claim which was open at the start: on the claim's statement or delivery note, and about the
-- store and product that the claim names, if it names any. A function, so that who asks for open differences does not plan all breaks
-- once more where no such claim is open.
-- Depends on: mart.statement_break
create function mart.repeating_break(chain text, statement text, delivery text, store text, product text)
returns table (kind text, claim_key text)
language plpgsql stable parallel restricted rows 1 as $$
begin
    return query
    select distinct found.kind, found.claim_key
    from mart.statement_break as found
    where found.chain_id = chain and not found.is_within_tolerance
      and found.kind not in ('rounding_difference', 'unexplained')
      and (found.delivery_number = delivery or delivery is null and found.statement_number = statement)
      and (store is null or found.store_id = store) and (product is null or found.product_id = product);
end
$$;
comment on function mart.repeating_break(text, text, text, text, text) is
    'Breaks that show the same as a claim of the opening balances';
