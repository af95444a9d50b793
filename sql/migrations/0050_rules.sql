-- The company's choices, mirrored from config/rules.yaml so that views can read them: thresholds and penalties, each with the
-- clause it comes from. Versioned like every setting: what is first seen counts from ever, a change from the moment it was made.

create table core.rule_setting (
    rule_key   text collate "C" not null,
    value      numeric(18, 6) not null,
    unit       text not null,
    source     text not null,
    arrived_at             timestamptz not null,
    recorded_at            timestamptz not null,
    superseded_at          timestamptz not null default 'infinity',
    superseded_recorded_at timestamptz not null default 'infinity',
    primary key (rule_key, arrived_at)
);
comment on table core.rule_setting is 'One row: one version of a threshold, from config/rules.yaml';
comment on column core.rule_setting.rule_key is 'Name of the threshold, for example lock.suspected_interval_factor';
comment on column core.rule_setting.value is 'The threshold, in unit';
comment on column core.rule_setting.unit is 'What value counts: days, per cent, RMB, times';
comment on column core.rule_setting.source is 'Clause of the operating manual, or why the company chose it';

create table core.penalty_rule (
    rule_id      text collate "C" not null,
    title        text not null,
    title_en     text not null,
    clause       text not null,
    unit         text collate "C" not null,
    unit_amount  numeric(12, 2) not null,
    minimum      numeric(12, 2),
    maximum      numeric(12, 2),
    arrived_at             timestamptz not null,
    recorded_at            timestamptz not null,
    superseded_at          timestamptz not null default 'infinity',
    superseded_recorded_at timestamptz not null default 'infinity',
    constraint penalty_rule_unit_known check (unit in ('sku_store', 'day', 'case')),
    constraint penalty_rule_limits_ordered check (minimum <= maximum),
    primary key (rule_id, arrived_at)
);
comment on table core.penalty_rule is 'One row: one version of a penalty of the operating manual, from config/rules.yaml; an exposure for a person to decide on, never a charge';
comment on column core.penalty_rule.rule_id is 'Stable word, for example sku_lock';
comment on column core.penalty_rule.unit is 'What is counted: sku_store (an item in a store), day (a day late), case (once)';
comment on column core.penalty_rule.unit_amount is 'RMB per unit';
comment on column core.penalty_rule.minimum is 'RMB at least, per person; null: none';
comment on column core.penalty_rule.maximum is 'RMB at most, per person; null: none';

create table core.penalty_share (
    rule_id    text collate "C" not null,
    role       text collate "C" not null,
    factor     numeric(9, 4) not null,
    is_capped  boolean not null,
    arrived_at             timestamptz not null,
    recorded_at            timestamptz not null,
    superseded_at          timestamptz not null default 'infinity',
    superseded_recorded_at timestamptz not null default 'infinity',
    constraint penalty_share_role_known check (role in ('representative', 'city_manager', 'region_manager', 'supervisor', 'analyst', 'finance', 'operations', 'dealer')),
    primary key (rule_id, role, arrived_at)
);
comment on table core.penalty_share is 'One row: one version of who bears a penalty, and how many times its amount';
comment on column core.penalty_share.factor is 'Times the rule''s amount: 0.5 is half of it, 5 five times';
comment on column core.penalty_share.is_capped is 'Whether the rule''s minimum and maximum hold for this role';

-- Raises instead of returning null: a view without its threshold would be silent, not empty.
create function core.rule_value(wanted text) returns numeric language plpgsql stable parallel safe as $$
declare
    found_value numeric;
begin
    select value into found_value from core.rule_setting
    where rule_key = wanted and core.is_known(arrived_at, recorded_at, superseded_at, superseded_recorded_at);
    if found_value is null then
        raise exception 'the threshold % is not in the warehouse', wanted
            using hint = 'config/rules.yaml holds it; loading any file, or ka migrate, brings the settings in';
    end if;
    return found_value;
end
$$;
comment on function core.rule_value(text) is 'A threshold of config/rules.yaml as known at ka.known_at; an error when there is none';

-- Columns that all three tables share, and those whose name says most of it.
do $$
declare
    mirrored text;
begin
    foreach mirrored in array array['rule_setting', 'penalty_rule', 'penalty_share'] loop
        execute format('comment on column core.%I.arrived_at is %L', mirrored, '-infinity when first seen; else the moment of change');
        execute format('comment on column core.%I.recorded_at is %L', mirrored, 'When it was recorded here');
        execute format('comment on column core.%I.superseded_at is %L', mirrored, 'When it was changed or taken out; infinity while in force');
        execute format('comment on column core.%I.superseded_recorded_at is %L', mirrored, 'When that was recorded here');
    end loop;
end
$$;
comment on column core.penalty_rule.title is 'Name for people, Chinese';
comment on column core.penalty_rule.title_en is 'Name for people, English';
comment on column core.penalty_rule.clause is 'Clause of the operating manual';
comment on column core.penalty_share.rule_id is 'Penalty that is shared';
comment on column core.penalty_share.role is 'Who bears it; dealer: the store''s dealer';
