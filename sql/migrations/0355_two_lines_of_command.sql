-- Who bears a penalty: two lines of command (KA and sales), and, per case, who answers for a dealer, a promotion or the opening of items.
alter table core.responsibility
    add column subject text not null default '',
    drop constraint responsibility_role_known,
    drop constraint responsibility_version_once,
    add constraint responsibility_role_known check (role in ('representative', 'city_manager', 'region_manager', 'area_manager', 'sales_region_manager',
        'supervisor', 'analyst', 'finance', 'operations', 'finance_director', 'promoter', 'dealer_manager', 'promotion_runner', 'item_opener')),
    add constraint responsibility_version_once unique nulls not distinct
        (person_id, role, chain_id, region, city, store_id, subject, valid_from, arrived_at, load_id, recorded_at);
comment on column core.responsibility.subject is 'What of its kind, or empty for all: the dealer of a dealer_manager, the promotion of a promotion_runner, the product of an item_opener';

-- What the store's dealer is, beside its name.
create table core.dealer (
    dealer              text not null,
    valid_from          date not null,
    valid_to            date not null default 'infinity',
    serves_all_channels boolean not null default false,
    load_id bigint, row_number integer,
    arrived_at             timestamptz not null,
    recorded_at            timestamptz not null,
    superseded_at          timestamptz not null default 'infinity',
    superseded_recorded_at timestamptz not null default 'infinity',
    superseded_by          bigint,
    constraint dealer_period_ordered check (valid_from <= valid_to),
    constraint dealer_version_once unique nulls not distinct (dealer, valid_from, arrived_at, load_id, recorded_at)
);
comment on table core.dealer is 'One row: what a dealer (经销商) is, both ends of the period included';
comment on column core.dealer.dealer is 'Its name, as stores name it';
comment on column core.dealer.valid_from is 'First day';
comment on column core.dealer.valid_to is 'Last day';
comment on column core.dealer.serves_all_channels is 'Whether it serves all channels: its stores then follow the rule of directly served ones (M3)';
comment on column core.dealer.load_id is 'Load that brought this version; null for what was keyed in';
comment on column core.dealer.row_number is 'Its row in the file';
comment on column core.dealer.arrived_at is 'When its file arrived; -infinity: from ever';
comment on column core.dealer.recorded_at is 'When it was recorded here';
comment on column core.dealer.superseded_at is 'Arrival of the version that replaced it; infinity while in force';
comment on column core.dealer.superseded_recorded_at is 'When that version was recorded here';
comment on column core.dealer.superseded_by is 'Load whose file ended this version; null while it is in force';

-- A penalty of the manual may be one that no data here can decide, and one whose amount our copy does not show.
alter table core.penalty_rule
    add column needs text not null default '',
    add column needs_en text not null default '',
    alter column unit_amount drop not null,
    drop constraint penalty_rule_unit_known,
    add constraint penalty_rule_unit_known check (unit in ('sku_store', 'day', 'case', 'item', 'store')),
    add constraint penalty_rule_amount_where_computed check (unit_amount is not null or needs <> '');
comment on column core.penalty_rule.unit is 'What is counted: sku_store (an item in a store), day (a day late), case (once), item, store';
comment on column core.penalty_rule.unit_amount is 'RMB per unit; null where our copy of the manual does not show it';
comment on column core.penalty_rule.needs is 'Which data would decide it, Chinese; empty where it is computed';
comment on column core.penalty_rule.needs_en is 'The same, English';

-- Who shares it: someone named jointly stands in the same exposure; limits may be a multiple; a role may fall back on another.
alter table core.penalty_share
    add column limit_factor numeric(9, 4) not null default 1,
    add column jointly text collate "C" not null default '',
    add column otherwise text collate "C" not null default '',
    drop constraint penalty_share_role_known,
    add constraint penalty_share_role_known check (role in ('representative', 'city_manager', 'region_manager', 'area_manager', 'sales_region_manager',
        'supervisor', 'analyst', 'finance', 'operations', 'dealer', 'promoter', 'dealer_manager', 'promotion_runner', 'item_opener'));
comment on column core.penalty_share.is_capped is 'Whether the rule''s minimum and maximum hold for this role';
comment on column core.penalty_share.limit_factor is 'Times that the rule''s minimum and maximum are multiplied for this role';
comment on column core.penalty_share.jointly is 'Role that bears the same amount jointly: one exposure names both; empty: nobody';
comment on column core.penalty_share.otherwise is 'Role that bears it where master data name nobody; empty: then nobody is named';
