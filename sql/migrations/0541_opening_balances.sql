-- What a company brings along that starts in the middle of a year: statements issued before, claims that are open, monthly sales.
-- Invoices, payments and contracts of before stand where those of after do, by the same keys.

create table core.opening_statement (
    chain_id            text collate "C" not null,
    statement_number    text collate "C" not null,
    account_id          text collate "C" not null,
    period_from         date not null,
    period_to           date not null,
    goods_amount        numeric(16, 2) not null,
    return_amount       numeric(16, 2) not null default 0,
    net_goods_amount    numeric(16, 2),
    net_return_amount   numeric(16, 2),
    stated_payable      numeric(16, 2) not null,
    stated_invoiceable  numeric(16, 2),
    load_id             bigint, row_number integer,
    arrived_at             timestamptz not null,
    recorded_at            timestamptz not null,
    superseded_at          timestamptz not null default 'infinity',
    superseded_recorded_at timestamptz not null default 'infinity',
    superseded_by          bigint,
    constraint opening_statement_period_ordered check (period_from <= period_to),
    constraint opening_statement_returns_signed check (return_amount <= 0 and net_return_amount <= 0),
    constraint opening_statement_version_once unique nulls not distinct (chain_id, statement_number, arrived_at, load_id, recorded_at)
);
comment on constraint opening_statement_period_ordered on core.opening_statement is
    '账期起不晚于账期止 a period that begins no later than it ends';
comment on constraint opening_statement_returns_signed on core.opening_statement is '退货写负数或 0 returns of 0 or less';
comment on table core.opening_statement is
    'One row: one version of one statement that the chain issued before the company started here, from the opening balances';
comment on column core.opening_statement.chain_id is 'Chain';
comment on column core.opening_statement.statement_number is 'Number of the statement; a portal''s own statement of that number takes its place';
comment on column core.opening_statement.account_id is 'Settlement account';
comment on column core.opening_statement.period_from is 'First day of its period';
comment on column core.opening_statement.period_to is 'Last day of its period';
comment on column core.opening_statement.goods_amount is 'Goods, RMB including VAT';
comment on column core.opening_statement.return_amount is 'Returns, RMB including VAT, negative';
comment on column core.opening_statement.net_goods_amount is 'Goods, RMB excluding VAT; empty where no clause asks for it';
comment on column core.opening_statement.net_return_amount is 'Returns, RMB excluding VAT, negative; empty likewise';
comment on column core.opening_statement.stated_payable is 'What the chain states it pays, RMB including VAT';
comment on column core.opening_statement.stated_invoiceable is 'What it states we invoice, RMB including VAT; empty: the payable';

create table core.opening_claim (
    chain_id         text collate "C" not null,
    claim_number     text collate "C" not null,
    statement_number text collate "C" not null default '',
    delivery_number  text collate "C" not null default '',
    order_number     text collate "C" not null default '',
    store_id         text collate "C" not null default '',
    product_id       text collate "C" not null default '',
    what             text not null,
    found_on         date not null,
    dispute_until    date,
    amount           numeric(16, 2) not null,
    state            text collate "C" not null default 'open',
    agreed_amount    numeric(16, 2),
    owner            text,
    load_id          bigint, row_number integer,
    arrived_at             timestamptz not null,
    recorded_at            timestamptz not null,
    superseded_at          timestamptz not null default 'infinity',
    superseded_recorded_at timestamptz not null default 'infinity',
    superseded_by          bigint,
    constraint opening_claim_amount_positive check (amount > 0),
    constraint opening_claim_agreed_within check (agreed_amount > 0 and agreed_amount <= amount),
    constraint opening_claim_state_known check (state in ('open', 'sent', 'agreed', 'refused')),
    constraint opening_claim_agreed_says_amount check (state <> 'agreed' or agreed_amount is not null),
    constraint opening_claim_version_once unique nulls not distinct (chain_id, claim_number, arrived_at, load_id, recorded_at)
);
comment on constraint opening_claim_amount_positive on core.opening_claim is '索赔金额大于 0 an amount above 0';
comment on constraint opening_claim_agreed_within on core.opening_claim is
    '同意金额大于 0 且不超过索赔金额 an agreed amount above 0 and no more than the claim';
comment on constraint opening_claim_state_known on core.opening_claim is '待发出、已发出、已同意或已拒绝 open, sent, agreed or refused';
comment on constraint opening_claim_agreed_says_amount on core.opening_claim is
    '已同意的写明同意金额 an agreed amount where the chain has agreed';
comment on table core.opening_claim is
    'One row: one version of one claim on a chain that was open when the company started here, from the opening balances';
comment on column core.opening_claim.chain_id is 'Chain';
comment on column core.opening_claim.claim_number is 'Number under which the company follows it';
comment on column core.opening_claim.statement_number is 'Statement it is about; empty where none';
comment on column core.opening_claim.delivery_number is 'Delivery or return note it is about; empty where none';
comment on column core.opening_claim.order_number is 'Order it is about; empty where none';
comment on column core.opening_claim.store_id is 'Store, within the chain; empty where none';
comment on column core.opening_claim.product_id is 'Our product; empty where none';
comment on column core.opening_claim.what is 'What it is about, in words';
comment on column core.opening_claim.found_on is 'Day since which it stands';
comment on column core.opening_claim.dispute_until is 'Last day on which the chain must hear of it; empty where none is set';
comment on column core.opening_claim.amount is 'RMB still open, VAT included';
comment on column core.opening_claim.state is 'open, sent, agreed, refused: where it stood';
comment on column core.opening_claim.agreed_amount is 'RMB the chain has agreed to; empty where it has not';
comment on column core.opening_claim.owner is 'Person in charge; empty: nobody yet';

create table core.opening_sale (
    chain_id    text collate "C" not null,
    month       date not null,
    store_id    text collate "C" not null default '',
    product_id  text collate "C" not null default '',
    amount      numeric(16, 2) not null,
    quantity    numeric(14, 3),
    load_id     bigint, row_number integer,
    arrived_at             timestamptz not null,
    recorded_at            timestamptz not null,
    superseded_at          timestamptz not null default 'infinity',
    superseded_recorded_at timestamptz not null default 'infinity',
    superseded_by          bigint,
    constraint opening_sale_month_begins check (extract(day from month) = 1),
    constraint opening_sale_version_once unique nulls not distinct
        (chain_id, month, store_id, product_id, arrived_at, load_id, recorded_at)
);
comment on constraint opening_sale_month_begins on core.opening_sale is '月份写该月 1 日 the first day of the month';
comment on table core.opening_sale is
    'One row: one version of the sales of one month before the company started here, of a chain, a store or an item, from the opening balances';
comment on column core.opening_sale.chain_id is 'Chain';
comment on column core.opening_sale.month is 'First day of the month';
comment on column core.opening_sale.store_id is 'Store, within the chain; empty: all of them together';
comment on column core.opening_sale.product_id is 'Our product; empty: all of them together';
comment on column core.opening_sale.amount is 'Supply less returns, RMB, VAT excluded';
comment on column core.opening_sale.quantity is 'Sales units; empty where only money is known';

do $$
declare
    loaded text;
begin
    foreach loaded in array array['opening_statement', 'opening_claim', 'opening_sale'] loop
        execute format('comment on column core.%I.load_id is %L', loaded, 'Load it came with');
        execute format('comment on column core.%I.row_number is %L', loaded, 'Row of that file');
        execute format('comment on column core.%I.arrived_at is %L', loaded, 'First moment of the day on which the company started');
        execute format('comment on column core.%I.recorded_at is %L', loaded, 'When it was recorded here');
        execute format('comment on column core.%I.superseded_at is %L', loaded,
            'Arrival of the version that replaced it; infinity while it is in force');
        execute format('comment on column core.%I.superseded_recorded_at is %L', loaded,
            'When that one was recorded here; infinity likewise');
        execute format('comment on column core.%I.superseded_by is %L', loaded,
            'Load whose file ended this version; empty while in force');
    end loop;
end
$$;
