-- One row: one penalty of the manual as one person (or dealer, or two people jointly) is exposed to it, for the month in which it arose,
-- with its arithmetic, as of a date. Read by: managers, who decide.
-- Left out: what is only at risk, and penalties that no data here can decide (mart.penalty_not_computed). Nobody is charged by the system.
-- Depends on: mart.all_penalty_bearer, mart.penalty_in_force
create view mart.exposure as
with penalty as (
    -- The penalties that data can decide.
    select rule_id, title, title_en, clause, unit, unit_amount, minimum, maximum from mart.penalty_in_force where is_computed
), once as (
    -- Whoever holds two of a penalty's roles at one place bears the larger share, once.
    select *, first_value(role) over (partition by rule_id, chain_id, store_id, month, person_id order by factor desc, role) as largest_role
    from mart.all_penalty_bearer()
), summed as (
    -- Units by whoever bears them, and by month.
    select rule_id, role, factor, limit_factor, person_id, joint_role, case when joint_person_id is distinct from person_id then
        joint_person_id end as joint_person_id,
        dealer, month, sum(unit_count)::bigint as unit_count,
        count(distinct (chain_id, store_id)) filter (where store_id <> '') as store_count,
            array_agg(distinct chain_id) filter (where chain_id <> '') as chain_ids
    from once
    where person_id is null or role = largest_role
    group by rule_id, role, factor, limit_factor, person_id, joint_role, case when joint_person_id is distinct from person_id then
        joint_person_id end, dealer, month
), priced as (
    -- Units times amount, with the limits that hold for the share.
    select summed.*, penalty.title, penalty.title_en, penalty.clause, penalty.unit, penalty.unit_amount,
        penalty.minimum * summed.limit_factor as minimum, penalty.maximum * summed.limit_factor as maximum,
        round(summed.unit_count * penalty.unit_amount * summed.factor, 2) as full_amount
    from summed join penalty using (rule_id)
), upto as (
    -- Limits hold for a person and month, whatever the roles: what other roles have used of them comes first.
    select priced.*, coalesce(sum(full_amount) over (
        partition by rule_id, month, person_id, case when person_id is null then role || coalesce(dealer, '') end, limit_factor
            order by role rows between unbounded preceding and 1 preceding), 0) as before_amount
    from priced
), limited as (
    -- What the limits leave of it.
    select upto.*, least(greatest(before_amount + full_amount, minimum), maximum)
        - case when before_amount > 0 then least(greatest(before_amount, minimum), maximum) else 0 end as amount
    from upto
)
select
    rule_id, title, title_en, clause, role, person_id, dealer, chain_ids, store_count, unit, unit_count, unit_amount, factor,
        round(minimum, 2) as minimum,
    round(maximum, 2) as maximum, full_amount, round(amount, 2) as amount,
    unit_count || case unit when 'sku_store' then ' 个门店单品 items in stores' when 'item' then ' 个单品 items' when 'store' then ' 家门店 stores'
        when 'day' then ' 天 days' when 'piece' then ' 件 pieces' when 'percent' then ' 个百分点 per cent'
        when 'approved' then ' 元（批复）RMB approved' else ' 次 times' end
        || ' × ' || unit_amount || case when factor <> 1 then ' × ' || trim_scale(factor) else '' end || ' = ' || full_amount
        || case when amount > full_amount then ' → ' || round(amount, 2) || '（最低 min）' when amount < full_amount then ' → '
            || round(amount, 2) || '（封顶 max）' else '' end as arithmetic,
    joint_role, joint_person_id, month
from limited;

comment on view mart.exposure is
    'One row: one penalty of the operating manual as one person, two jointly, or a dealer is exposed to it for a month, as of the date; '
    'a person decides, nobody is charged';
comment on column mart.exposure.rule_id is 'Penalty of config/rules.yaml';
comment on column mart.exposure.title is 'Its name, Chinese';
comment on column mart.exposure.title_en is 'Its name, English';
comment on column mart.exposure.clause is 'Clause of the operating manual';
comment on column mart.exposure.role is 'Role that bears this share';
comment on column mart.exposure.person_id is 'Who holds it; null when nobody is named, or for a dealer';
comment on column mart.exposure.dealer is 'Dealer that bears it; null for people';
comment on column mart.exposure.chain_ids is 'Chains concerned';
comment on column mart.exposure.store_count is 'Stores concerned';
comment on column mart.exposure.unit is 'sku_store, item, store, day, piece, case, percent, or approved: RMB that an approval names';
comment on column mart.exposure.unit_count is 'Units counted';
comment on column mart.exposure.unit_amount is 'RMB per unit';
comment on column mart.exposure.factor is 'Times the amount that this role bears';
comment on column mart.exposure.minimum is 'RMB at least for this role; null: none';
comment on column mart.exposure.maximum is 'RMB at most for this role, a person and month; null: none';
comment on column mart.exposure.full_amount is 'Units × amount × factor, RMB';
comment on column mart.exposure.amount is 'After minimum and maximum, RMB; counted once where two bear it jointly';
comment on column mart.exposure.arithmetic is 'The same in words, with what is counted';
comment on column mart.exposure.joint_role is 'Role that bears the same amount jointly; null: nobody';
comment on column mart.exposure.joint_person_id is 'Who holds that; null when nobody is named, or the same person';
comment on column mart.exposure.month is 'First day of the month in which it arose; of a missing item, the as-of month';
