-- The state of a delivery line while its settlement lines are read in order (docs/money.md#steps):
-- {accepted so far, duplicates so far, lines so far, accepted by this line, duplicate in this line}.
-- Quantities count in the delivery's own direction: a return runs on absolute values. Strict: a null quantity takes no step.
create function mart.settle_step(state numeric[], quantity numeric, received numeric, is_whole boolean)
returns numeric[] language plpgsql immutable strict parallel safe as $$
declare
    accepted numeric := state[1];
    duplicate numeric := state[2];
    k numeric := 0;
    d numeric := 0;
begin
    if quantity = 0 and not is_whole then  -- an amount without quantity settles nothing
        return array[accepted, duplicate, state[3], 0, 0];
    elsif is_whole and quantity >= 0 then  -- a receipt-level line takes whatever is left; where nothing is, it is a duplicate
        k := greatest(received - accepted, 0);
        d := case when k = 0 and accepted > 0 then received else 0 end;
    elsif is_whole then  -- and taken back, a duplicate first
        d := case when duplicate >= received and duplicate > 0 then -received else 0 end;
        k := case when d = 0 then -accepted else 0 end;
    elsif quantity > 0 then  -- the very first line accepts all it states, be it too much
        k := case when state[3] = 0 then quantity else least(quantity, greatest(received - accepted, 0)) end;
        d := quantity - k;
    elsif quantity < 0 then  -- taken back: duplicates first
        d := -least(-quantity, duplicate);
        k := quantity - d;
    end if;
    return array[accepted + k, duplicate + d, state[3] + 1, k, d];
end
$$;
comment on function mart.settle_step(numeric[], numeric, numeric, boolean) is
    'One settlement line applied to the state of its delivery line';

create aggregate mart.settle(quantity numeric, received numeric, is_whole boolean) (
    sfunc = mart.settle_step, stype = numeric[], initcond = '{0,0,0,0,0}', parallel = safe);
comment on aggregate mart.settle(numeric, numeric, boolean) is
    'Running state of a delivery line over its settlement lines: accepted, duplicate, lines, accepted by this line, duplicate in this '
    'line';
