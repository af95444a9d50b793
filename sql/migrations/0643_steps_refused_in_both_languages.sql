-- What a step is refused for is told to each reader in theirs: English, then Chinese, with codes in braces for their labels.
create or replace function ops.take_case_step() returns trigger language plpgsql as $$
declare
    claim ops."case";
    step ops.case_step;
    rest numeric;
    write_off_limit numeric;
    allowed text;
begin
    select * into claim from ops."case" where case_id = new.case_id for update;
    if claim.case_id is null then
        raise exception 'there is no case % ‖ 没有索赔 %', new.case_id, new.case_id using errcode = 'KA404';
    end if;
    if new.action = 'open' and not exists (select from ops.case_event where case_id = new.case_id) then
        new.from_state := null;
        new.to_state := 'open';
        return new;
    end if;
    allowed := (select string_agg(action, ', ' order by action) from ops.case_step
        where from_state = claim.state and not is_by_data);
    select * into step from ops.case_step where from_state = claim.state and action = new.action;
    if step.action is null then
        raise exception 'case % is %: % is not allowed; allowed now: % ‖ 索赔 % 现为 {%}，不能 {%}；现在可以：{%}',
            new.case_id, claim.state, new.action,
            coalesce(allowed, 'nothing'), new.case_id, claim.state, new.action, coalesce(allowed, 'nothing') using errcode = 'KA409';
    end if;
    if step.is_by_data and new.actor <> 'data' then
        raise exception
            'case % is %: % is done by reconciliation alone, when the data shows it; allowed now: % ‖ 索赔 % 现为 {%}：{%} 由对账按数据自动登记；现在可以：{%}',
            new.case_id, claim.state, new.action, allowed, new.case_id, claim.state, new.action, allowed using errcode = 'KA409';
    end if;
    if step.needs_amount and new.amount is null then
        raise exception 'case %: % needs an amount ‖ 索赔 %：{%} 需要金额', new.case_id, new.action,
            new.case_id, new.action using errcode = 'KA400';
    end if;
    if step.needs_note and coalesce(trim(new.note), '') = '' then
        raise exception 'case %: % needs a reason ‖ 索赔 %：{%} 需要说明', new.case_id, new.action,
            new.case_id, new.action using errcode = 'KA400';
    end if;
    rest := claim.claimed_amount - claim.credited_amount - claim.written_off_amount;
    new.from_state := claim.state;
    new.to_state := step.to_state;
    case new.action
        when 'assign' then
            claim.owner := new.note;
        when 'adjust' then
            claim.claimed_amount := new.amount;
        when 'agree' then
            if new.amount > rest then
                raise exception 'case %: the chain cannot agree to % when % is open ‖ 索赔 %：未了 % 元，系统不能认可 % 元',
                    new.case_id, new.amount, rest, new.case_id, rest, new.amount using errcode = 'KA400';
            end if;
            claim.agreed_amount := claim.credited_amount + new.amount;
        when 'credit' then
            if new.amount > rest then
                raise exception 'case %: % credited, but only % is open ‖ 索赔 %：到账 % 元，而未了只有 % 元',
                    new.case_id, new.amount, rest, new.case_id, new.amount, rest using errcode = 'KA400';
            end if;
            claim.credited_amount := claim.credited_amount + new.amount;
            -- Partial credits add up; what was not agreed to stays open until it is back or written off.
            if claim.credited_amount + claim.written_off_amount < claim.claimed_amount then
                new.to_state := claim.state;
            end if;
        when 'write_off' then
            new.amount := nullif(rest, 0);
            write_off_limit := coalesce((select value from core.rule_setting
                where rule_key = 'case.write_off_limit' and superseded_at = 'infinity'), 0);
            if greatest(rest, claim.at_stake_amount) > write_off_limit and (new.approver is null or new.approver = new.actor) then
                raise exception
                    'case %: writing off % needs an approver other than %, since it is above the limit of % ‖ 索赔 %：核销 % 超过限额 %，须 % 以外的人批准',
                    new.case_id, greatest(rest, claim.at_stake_amount), new.actor, write_off_limit,
                    new.case_id, greatest(rest, claim.at_stake_amount), write_off_limit, new.actor using errcode = 'KA403';
            end if;
            claim.written_off_amount := claim.written_off_amount + rest;
        when 'reopen' then
            claim.claimed_amount := new.amount;
            claim.agreed_amount := null;
            claim.written_off_amount := 0;
        when 'clear' then
            claim.claimed_amount := claim.credited_amount + claim.written_off_amount;
        when 'receive_invoice' then
            if claim.at_stake_amount = 0 then
                raise exception 'case %: no invoice is missing ‖ 索赔 %：不缺发票', new.case_id, new.case_id using errcode = 'KA400';
            end if;
            claim.at_stake_amount := 0;
            if rest > 0 then
                new.to_state := claim.state;
            end if;
        when 'settle' then
            -- Only what is owed and nothing else: a claim ends by a credit or a write-off.
            if claim.owed_amount = 0 or rest > 0 or claim.at_stake_amount > 0 then
                raise exception
                    'case %: settle ends a case that only owes the chain; here % is claimed and % at stake ‖ 索赔 %：还索赔 %、或被扣 %，不能 {settle}',
                    new.case_id, rest, claim.at_stake_amount, new.case_id, rest, claim.at_stake_amount using errcode = 'KA400';
            end if;
        else
            null;
    end case;
    update ops."case" set state = new.to_state, owner = claim.owner, claimed_amount = claim.claimed_amount,
        agreed_amount = claim.agreed_amount,
        credited_amount = claim.credited_amount, written_off_amount = claim.written_off_amount, at_stake_amount = claim.at_stake_amount,
        state_since = case when new.to_state <> new.from_state then new.happened_at else state_since end
    where case_id = new.case_id;
    return new;
end
$$;
