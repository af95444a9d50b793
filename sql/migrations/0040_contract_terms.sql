-- Contract terms, the chains' words for fees, and the terms by which they pay (domain.md 5.2, 5.3; reconciliation.md 5).

-- A statement keeps the terms that were known when it closed, also in a report that knows more by now: so a version is asked for
-- at a moment of its own, within what the report's clock lets count.
create function core.was_known(
    arrived_at timestamptz, recorded_at timestamptz, superseded_at timestamptz, superseded_recorded_at timestamptz, moment timestamptz)
returns boolean language sql stable parallel safe as $$
    select arrived_at <= moment and case when current_setting('ka.knowledge') = 'recorded'
        then recorded_at <= current_setting('ka.known_at')::timestamptz
             and (superseded_at > moment or superseded_recorded_at > current_setting('ka.known_at')::timestamptz)
        else superseded_at > moment
        end
$$;
comment on function core.was_known(timestamptz, timestamptz, timestamptz, timestamptz, timestamptz) is
    'Whether a version was in force at a past moment, counting only what the report''s own clock lets count';

create function core.plain_fee_text(fee_text text) returns text language sql immutable parallel safe as $$
    select regexp_replace(normalize(fee_text, nfkc), '\s', '', 'g')
$$;
comment on function core.plain_fee_text(text) is 'Normal form by which fee texts are compared: NFKC, without white space';

create table core.fee (
    fee_code text collate "C" not null,
    name     text not null,
    name_en  text not null,
    primary key (fee_code)
);
comment on table core.fee is 'One row: one of our own fee codes; the chains'' many words for it stand in core.fee_text';
comment on column core.fee.fee_code is 'Our code, a stable English word';
comment on column core.fee.name is 'Name as finance says it';
comment on column core.fee.name_en is 'The same in English';
insert into core.fee (fee_code, name, name_en) values
    ('listing_fee', '进场费', 'listing fee'), ('barcode_fee', '条码费', 'barcode fee'), ('information_fee', '网络信息费', 'information service fee'),
    ('poster_fee', '海报费', 'poster fee (DM)'), ('stack_fee', '堆头费', 'stack display fee'), ('end_rack_fee', '端头费', 'end-rack fee (TG)'),
    ('display_fee', '促销陈列费', 'promotional display fee'), ('anniversary_fee', '店庆费', 'anniversary fee'),
    ('festival_fee', '节庆费', 'festival fee'), ('new_store_fee', '新店开业费', 'new store fee'), ('renovation_fee', '老店翻新费', 'renovation fee'),
    ('promoter_fee', '促销员管理费', 'promoter management fee'), ('quality_fee', '质量管理费', 'quality management fee'),
    ('logistics_fee', '物流配送费', 'logistics fee'), ('account_transfer_fee', '转户费', 'account transfer fee'),
    ('monthly_rebate', '月返', 'monthly rebate'), ('annual_rebate', '年返', 'annual rebate'),
    ('unconditional_rebate', '无条件返利', 'unconditional rebate'), ('conditional_rebate', '有条件返利', 'conditional rebate'),
    ('distribution_service', '配送服务费', 'distribution service fee'), ('shrinkage_fee', '损耗费', 'shrinkage fee'),
    ('margin_compensation', '毛利补偿', 'margin compensation'), ('fixed_fee', '固定费用', 'fixed fee');

create table core.fee_text (
    chain_id    text collate "C" not null,
    fee_text    text not null,
    part_number smallint not null default 1,
    fee_code    text collate "C" not null,
    share_pct   numeric(7, 4),
    valid_from  date not null default '-infinity',
    valid_to    date not null default 'infinity',
    load_id     bigint, row_number integer,
    arrived_at             timestamptz not null,
    recorded_at            timestamptz not null,
    superseded_at          timestamptz not null default 'infinity',
    superseded_recorded_at timestamptz not null default 'infinity',
    superseded_by          bigint,
    constraint fee_text_normal_form check (fee_text = core.plain_fee_text(fee_text)),
    constraint fee_text_period_ordered check (valid_from <= valid_to),
    constraint fee_text_share_range check (share_pct > 0 and share_pct <= 100),
    constraint fee_text_version_once unique nulls not distinct (chain_id, fee_text, part_number, valid_from, arrived_at, load_id, recorded_at)
);
comment on table core.fee_text is 'One row: what a chain''s fee text means in our fee codes, or one part of it where the text is a lump for several fees';
comment on column core.fee_text.chain_id is 'Chain whose word it is';
comment on column core.fee_text.fee_text is 'The chain''s text in normal form: NFKC, without white space';
comment on column core.fee_text.part_number is '1, or the number of the part where one lump is split';
comment on column core.fee_text.fee_code is 'Our fee code';
comment on column core.fee_text.share_pct is 'Per cent of the lump; the part with the highest number takes what remains';
comment on column core.fee_text.valid_from is 'First statement period end for which the text means this';
comment on column core.fee_text.valid_to is 'Last such period end, included';
comment on column core.fee_text.load_id is 'Load it came with; empty when from configuration';
comment on column core.fee_text.row_number is 'Row of that file';
comment on column core.fee_text.arrived_at is 'When this version arrived';
comment on column core.fee_text.recorded_at is 'When it was recorded here';
comment on column core.fee_text.superseded_at is 'Arrival of the version that replaced it';
comment on column core.fee_text.superseded_recorded_at is 'When that one was recorded here';
comment on column core.fee_text.superseded_by is 'Load whose file ended this version; empty while in force';

create table core.contract (
    chain_id           text collate "C" not null,
    contract_id        text collate "C" not null,
    contract_year      integer not null,
    contract_type      text collate "C" not null default 'purchase_and_sale',
    signed_on          date,
    valid_from         date not null,
    valid_to           date not null,
    settlement_mode    text collate "C" not null default 'invoice_days',
    term_days          integer not null default 0,
    payment_days       text not null default '',
    reconciliation_day integer,
    invoice_day        integer,
    dispute_days       integer,
    load_id         bigint, row_number integer,
    arrived_at             timestamptz not null,
    recorded_at            timestamptz not null,
    superseded_at          timestamptz not null default 'infinity',
    superseded_recorded_at timestamptz not null default 'infinity',
    superseded_by          bigint,
    constraint contract_type_known check (contract_type in ('consignment', 'exclusive', 'purchase_and_sale')),
    constraint contract_settlement_mode_known check (settlement_mode in ('cash', 'goods_days', 'invoice_days', 'monthly_days')),
    constraint contract_period_ordered check (valid_from <= valid_to),
    constraint contract_payment_days_of_month check (payment_days ~ '^(([1-9]|[12]\d|3[01])(\|([1-9]|[12]\d|3[01]))*)?$'),
    constraint contract_days_of_month check (reconciliation_day between 1 and 31 and invoice_day between 1 and 31),
    constraint contract_days_not_negative check (term_days >= 0 and dispute_days >= 0),
    constraint contract_version_once unique nulls not distinct (chain_id, contract_id, arrived_at, load_id, recorded_at)
);
comment on table core.contract is 'One row: one version of a chain''s contract: when it holds, and how the chain pays under it. In force once signed, then from its first day, retroactively (M5.1)';
comment on column core.contract.chain_id is 'Chain';
comment on column core.contract.contract_id is 'Our number of the contract';
comment on column core.contract.contract_year is 'Year it is for';
comment on column core.contract.contract_type is 'consignment (代销), exclusive (包销), purchase_and_sale (购销)';
comment on column core.contract.signed_on is 'Day of signature; empty while unsigned: not in force';
comment on column core.contract.valid_from is 'First day';
comment on column core.contract.valid_to is 'Last day, included; its terms hold on until a later contract is signed';
comment on column core.contract.settlement_mode is 'cash (现结); goods_days or invoice_days (货到/票到N天): N days after goods or after the chain received the invoice; monthly_days (月结N天): N days after the end of the month in which it received the invoice';
comment on column core.contract.term_days is 'N of the settlement mode (账期), calendar days';
comment on column core.contract.payment_days is 'Days of the month on which the chain pays what is due (回款日), parted by |; empty: any day';
comment on column core.contract.reconciliation_day is 'Day of the month by which a period must be reconciled (对账日)';
comment on column core.contract.invoice_day is 'Day of the month on which the invoice is submitted (投票日)';
comment on column core.contract.dispute_days is 'Working days from a statements arrival within which a difference may be disputed; empty: no limit';
comment on column core.contract.load_id is 'Load it came with; empty when from configuration';
comment on column core.contract.row_number is 'Row of that file';
comment on column core.contract.arrived_at is 'When this version arrived';
comment on column core.contract.recorded_at is 'When it was recorded here';
comment on column core.contract.superseded_at is 'Arrival of the version that replaced it; infinity while in force';
comment on column core.contract.superseded_recorded_at is 'When that one was recorded here; infinity likewise';
comment on column core.contract.superseded_by is 'Load whose file ended this version; empty while in force';

create table core.contract_term (
    chain_id        text collate "C" not null,
    contract_id     text collate "C" not null,
    term_id         text collate "C" not null,
    clause          text not null,
    fee_code        text collate "C" not null,
    labels          text not null default '',
    kind            text collate "C" not null,
    deduction_mode  text collate "C" not null default 'on_account',
    base            text collate "C" not null default 'goods_less_returns',
    pct             numeric(9, 4),
    amount          numeric(16, 2),
    per             text collate "C" not null default 'statement',
    times           integer not null default 1,
    valid_from      date not null default '-infinity',
    valid_to        date not null default 'infinity',
    cap_amount      numeric(16, 2),
    cap_per         text collate "C" not null default 'year',
    needs_invoice   boolean not null default true,
    load_id         bigint, row_number integer,
    arrived_at             timestamptz not null,
    recorded_at            timestamptz not null,
    superseded_at          timestamptz not null default 'infinity',
    superseded_recorded_at timestamptz not null default 'infinity',
    superseded_by          bigint,
    constraint contract_term_kind_known check (kind in ('percentage', 'unconditional_rebate', 'tiered_rebate', 'fixed')),
    constraint contract_term_mode_known check (deduction_mode in ('on_account', 'on_invoice', 'paid_apart')),
    constraint contract_term_base_known check (base in ('goods_less_returns', 'goods')),
    constraint contract_term_per_known check (per in ('statement', 'month', 'year')),
    constraint contract_term_cap_per_known check (cap_per in ('statement', 'year')),
    constraint contract_term_period_ordered check (valid_from <= valid_to),
    constraint contract_term_figures_not_negative check (pct >= 0 and amount >= 0 and cap_amount >= 0 and times > 0),
    constraint contract_term_has_its_figure check (case kind
        when 'fixed' then amount is not null
        when 'tiered_rebate' then per = 'year'
        else pct is not null end),
    constraint contract_term_version_once unique nulls not distinct (chain_id, contract_id, term_id, arrived_at, load_id, recorded_at)
);
comment on table core.contract_term is 'One row: one version of one fee clause of a contract';
comment on column core.contract_term.chain_id is 'Chain';
comment on column core.contract_term.contract_id is 'Contract it belongs to';
comment on column core.contract_term.term_id is 'Our number of the clause within the contract';
comment on column core.contract_term.clause is 'Clause of the contract, as reports cite it';
comment on column core.contract_term.fee_code is 'Our fee code';
comment on column core.contract_term.labels is 'What the chain calls the fee on its statements, parted by |; core.fee_text adds to it and goes before it';
comment on column core.contract_term.kind is 'percentage, unconditional_rebate: pct of the base; tiered_rebate: the tier that the years sales reach gives the pct; fixed: an amount, so many times';
comment on column core.contract_term.deduction_mode is 'How it is taken: on_account (账扣), on_invoice (票扣), paid_apart (交款)';
comment on column core.contract_term.base is 'What the pct is taken of, VAT included: goods less returns, or goods alone';
comment on column core.contract_term.pct is 'Per cent of the base';
comment on column core.contract_term.amount is 'RMB each time, for fixed fees';
comment on column core.contract_term.per is 'statement: expected on each; month, year: allowed so many times in any statement of it, never missed';
comment on column core.contract_term.times is 'How often a fixed fee may be taken per month or year';
comment on column core.contract_term.valid_from is 'First day on which it may be taken; a statements period must touch the window';
comment on column core.contract_term.valid_to is 'Last such day, included';
comment on column core.contract_term.cap_amount is 'RMB that it may not exceed per cap_per; empty: no cap';
comment on column core.contract_term.cap_per is 'What the cap counts for: each statement, or the contract year';
comment on column core.contract_term.needs_invoice is 'Whether the chain owes us an invoice for it when taken on account (M5.2.10)';
comment on column core.contract_term.load_id is 'Load it came with; empty when from configuration';
comment on column core.contract_term.row_number is 'Row of that file';
comment on column core.contract_term.arrived_at is 'When this version arrived';
comment on column core.contract_term.recorded_at is 'When it was recorded here';
comment on column core.contract_term.superseded_at is 'Arrival of the version that replaced it; infinity while in force';
comment on column core.contract_term.superseded_recorded_at is 'When that one was recorded here; infinity likewise';
comment on column core.contract_term.superseded_by is 'Load whose file ended this version; empty while in force';

create table core.contract_tier (
    chain_id        text collate "C" not null,
    contract_id     text collate "C" not null,
    term_id         text collate "C" not null,
    sales_from      numeric(16, 2) not null,
    pct             numeric(9, 4) not null,
    load_id         bigint, row_number integer,
    arrived_at             timestamptz not null,
    recorded_at            timestamptz not null,
    superseded_at          timestamptz not null default 'infinity',
    superseded_recorded_at timestamptz not null default 'infinity',
    superseded_by          bigint,
    constraint contract_tier_not_negative check (sales_from >= 0 and pct >= 0),
    constraint contract_tier_version_once unique nulls not distinct (chain_id, contract_id, term_id, sales_from, arrived_at, load_id, recorded_at)
);
comment on table core.contract_tier is 'One row: one version of one tier of a conditional rebate (有条件返利)';
comment on column core.contract_tier.chain_id is 'Chain';
comment on column core.contract_tier.contract_id is 'Contract';
comment on column core.contract_tier.term_id is 'Clause within the contract';
comment on column core.contract_tier.sales_from is 'Yearly sales in RMB, VAT included, from which the tier holds';
comment on column core.contract_tier.pct is 'Per cent of the whole years sales once the tier is reached';
comment on column core.contract_tier.load_id is 'Load it came with; empty when from configuration';
comment on column core.contract_tier.row_number is 'Row of that file';
comment on column core.contract_tier.arrived_at is 'When this version arrived';
comment on column core.contract_tier.recorded_at is 'When it was recorded here';
comment on column core.contract_tier.superseded_at is 'Arrival of the version that replaced it; infinity while in force';
comment on column core.contract_tier.superseded_recorded_at is 'When that one was recorded here; infinity likewise';
comment on column core.contract_tier.superseded_by is 'Load whose file ended this version; empty while in force';
