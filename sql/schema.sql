-- Result of sql/migrations and sql/views, for reading; made by `./ka migrate --write-schema`.

--
-- Name: core; Type: SCHEMA; Schema: -; Owner: -
--

CREATE SCHEMA core;

--
-- Name: SCHEMA core; Type: COMMENT; Schema: -; Owner: -
--

COMMENT ON SCHEMA core IS 'Truth: versioned facts and master data with named constraints';

--
-- Name: mart; Type: SCHEMA; Schema: -; Owner: -
--

CREATE SCHEMA mart;

--
-- Name: SCHEMA mart; Type: COMMENT; Schema: -; Owner: -
--

COMMENT ON SCHEMA mart IS 'What people read: views rebuilt from sql/views';

--
-- Name: ops; Type: SCHEMA; Schema: -; Owner: -
--

CREATE SCHEMA ops;

--
-- Name: SCHEMA ops; Type: COMMENT; Schema: -; Owner: -
--

COMMENT ON SCHEMA ops IS 'Loads, runs, deliveries of mail, cases, audit';

--
-- Name: staging; Type: SCHEMA; Schema: -; Owner: -
--

CREATE SCHEMA staging;

--
-- Name: SCHEMA staging; Type: COMMENT; Schema: -; Owner: -
--

COMMENT ON SCHEMA staging IS 'Typed copy of one file at a time; key = load and row';

--
-- Name: as_of(); Type: FUNCTION; Schema: core; Owner: -
--

CREATE FUNCTION core.as_of() RETURNS date
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN (current_setting('ka.as_of'::text))::date;

--
-- Name: FUNCTION as_of(); Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON FUNCTION core.as_of() IS 'Business date at whose end statuses are judged: the setting ka.as_of';

--
-- Name: ensure_partitions(date[]); Type: FUNCTION; Schema: core; Owner: -
--

CREATE FUNCTION core.ensure_partitions(months date[]) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'core', 'pg_temp'
    AS $$
declare
    fact text;
    month date;
    part text;
begin
    foreach month in array months loop
        foreach fact in array array['order_line', 'delivery_line', 'statement_line'] loop
            part := fact || to_char(month, '_YYYY_MM');
            if to_regclass(format('core.%I', part)) is null then
                perform pg_advisory_xact_lock(5242002);
                -- Whoever held the lock may have made it; asked of the catalogue itself, since this session may remember that there was none.
                if not exists (select from pg_class where relnamespace = 'core'::regnamespace and relname = part) then
                    execute format('create table core.%I (like core.%I including defaults including constraints including indexes including storage) with (fillfactor = 90)', part, fact);
                    execute format('alter table core.%I attach partition core.%I for values from (%L) to (%L)', fact, part, month, month + interval '1 month');
                end if;
            end if;
        end loop;
    end loop;
end
$$;

--
-- Name: FUNCTION ensure_partitions(months date[]); Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON FUNCTION core.ensure_partitions(months date[]) IS 'Makes the monthly partitions of the facts for the given months (first days), where missing';

--
-- Name: is_known(timestamp with time zone, timestamp with time zone, timestamp with time zone, timestamp with time zone); Type: FUNCTION; Schema: core; Owner: -
--

CREATE FUNCTION core.is_known(arrived_at timestamp with time zone, recorded_at timestamp with time zone, superseded_at timestamp with time zone, superseded_recorded_at timestamp with time zone) RETURNS boolean
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$
    select case when current_setting('ka.knowledge') = 'recorded'
        then recorded_at <= current_setting('ka.known_at')::timestamptz
             and (superseded_recorded_at = 'infinity' or superseded_recorded_at > current_setting('ka.known_at')::timestamptz)
        else arrived_at <= current_setting('ka.known_at')::timestamptz
             and (superseded_at = 'infinity' or superseded_at > current_setting('ka.known_at')::timestamptz)
        end
$$;

--
-- Name: FUNCTION is_known(arrived_at timestamp with time zone, recorded_at timestamp with time zone, superseded_at timestamp with time zone, superseded_recorded_at timestamp with time zone); Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON FUNCTION core.is_known(arrived_at timestamp with time zone, recorded_at timestamp with time zone, superseded_at timestamp with time zone, superseded_recorded_at timestamp with time zone) IS 'Whether a version was in force at ka.known_at, by arrival (new question) or by record (reprint)';

--
-- Name: known_at(); Type: FUNCTION; Schema: core; Owner: -
--

CREATE FUNCTION core.known_at() RETURNS timestamp with time zone
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN (current_setting('ka.known_at'::text))::timestamp with time zone;

--
-- Name: FUNCTION known_at(); Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON FUNCTION core.known_at() IS 'Moment up to which rows count: the setting ka.known_at';

--
-- Name: plain_fee_text(text); Type: FUNCTION; Schema: core; Owner: -
--

CREATE FUNCTION core.plain_fee_text(fee_text text) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
    select regexp_replace(normalize(fee_text, nfkc), '\s', '', 'g')
$$;

--
-- Name: FUNCTION plain_fee_text(fee_text text); Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON FUNCTION core.plain_fee_text(fee_text text) IS 'Normal form by which fee texts are compared: NFKC, without white space';

--
-- Name: rule_value(text); Type: FUNCTION; Schema: core; Owner: -
--

CREATE FUNCTION core.rule_value(wanted text) RETURNS numeric
    LANGUAGE plpgsql STABLE PARALLEL SAFE
    AS $$
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

--
-- Name: FUNCTION rule_value(wanted text); Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON FUNCTION core.rule_value(wanted text) IS 'A threshold of config/rules.yaml as known at ka.known_at; an error when there is none';

--
-- Name: was_known(timestamp with time zone, timestamp with time zone, timestamp with time zone, timestamp with time zone, timestamp with time zone); Type: FUNCTION; Schema: core; Owner: -
--

CREATE FUNCTION core.was_known(arrived_at timestamp with time zone, recorded_at timestamp with time zone, superseded_at timestamp with time zone, superseded_recorded_at timestamp with time zone, moment timestamp with time zone) RETURNS boolean
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$
    select arrived_at <= moment and case when current_setting('ka.knowledge') = 'recorded'
        then recorded_at <= current_setting('ka.known_at')::timestamptz
             and (superseded_at > moment or superseded_recorded_at > current_setting('ka.known_at')::timestamptz)
        else superseded_at > moment
        end
$$;

--
-- Name: FUNCTION was_known(arrived_at timestamp with time zone, recorded_at timestamp with time zone, superseded_at timestamp with time zone, superseded_recorded_at timestamp with time zone, moment timestamp with time zone); Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON FUNCTION core.was_known(arrived_at timestamp with time zone, recorded_at timestamp with time zone, superseded_at timestamp with time zone, superseded_recorded_at timestamp with time zone, moment timestamp with time zone) IS 'Whether a version was in force at a past moment, counting only what the report''s own clock lets count';

--
-- Name: account_terms(text, text); Type: FUNCTION; Schema: mart; Owner: -
--

CREATE FUNCTION mart.account_terms(in_chain text, in_account text) RETURNS TABLE(is_including boolean, price_decimals integer, cutoff_days integer, rounding_tolerance numeric, grace_days integer)
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$
    select coalesce(found.is_including, false), coalesce(found.price_decimals, 4), coalesce(found.cutoff_days, 0),
        coalesce(found.rounding_tolerance, 0.02), coalesce(found.grace_days, 1)
    from (select 1) one
    left join lateral (
        select a.statement_basis = 'including' as is_including, a.price_decimals::integer, a.cutoff_days, a.rounding_tolerance, a.grace_days
        from core.settlement_account a
        where a.chain_id = in_chain and a.account_id = in_account
            and core.is_known(a.arrived_at, a.recorded_at, a.superseded_at, a.superseded_recorded_at)
        order by a.arrived_at desc limit 1) found on true
$$;

--
-- Name: FUNCTION account_terms(in_chain text, in_account text); Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON FUNCTION mart.account_terms(in_chain text, in_account text) IS 'How a settlement account settles, as known: price basis and decimals, cut-off days, rounding tolerance (RMB a line), grace in working days';



--
-- Name: kept_settlement; Type: TABLE; Schema: core; Owner: -
--

CREATE TABLE core.kept_settlement (
    chain_id text NOT NULL COLLATE pg_catalog."C",
    is_matched boolean NOT NULL,
    delivery_number text NOT NULL COLLATE pg_catalog."C",
    store_id text NOT NULL COLLATE pg_catalog."C",
    order_number text NOT NULL COLLATE pg_catalog."C",
    product_id text COLLATE pg_catalog."C",
    is_free boolean NOT NULL,
    is_return boolean NOT NULL,
    account_id text NOT NULL COLLATE pg_catalog."C",
    is_ordered boolean NOT NULL,
    received_on date,
    received_quantity numeric,
    unit_price numeric,
    vat_rate numeric,
    received_worth numeric,
    hold_key text COLLATE pg_catalog."C",
    statement_number text COLLATE pg_catalog."C",
    statement_key text COLLATE pg_catalog."C",
    line_number integer,
    first_key text COLLATE pg_catalog."C",
    next_key text COLLATE pg_catalog."C",
    is_first boolean,
    is_last boolean,
    is_whole boolean,
    stated_quantity numeric,
    stated_price numeric,
    stated_rate numeric,
    stated_amount numeric,
    accepted_before numeric,
    accepted_quantity numeric,
    accepted_after numeric,
    duplicate_quantity numeric,
    is_settled_before boolean,
    reopened_key text COLLATE pg_catalog."C",
    entry_worth numeric,
    rest_worth numeric,
    over_amount numeric,
    duplicate_amount numeric,
    price_amount numeric,
    tax_amount numeric,
    line_amount numeric,
    rounding_amount numeric,
    receipt_amount numeric,
    unmatched_amount numeric,
    unexplained_amount numeric,
    is_receipt_broken boolean,
    load_id bigint,
    row_number integer,
    their_load_id bigint,
    their_row_number integer,
    is_differing boolean GENERATED ALWAYS AS ((COALESCE((rest_worth <> (0)::numeric), false) OR COALESCE((over_amount <> (0)::numeric), false) OR COALESCE((duplicate_amount <> (0)::numeric), false) OR COALESCE((price_amount <> (0)::numeric), false) OR COALESCE((tax_amount <> (0)::numeric), false) OR COALESCE((line_amount <> (0)::numeric), false) OR COALESCE((rounding_amount <> (0)::numeric), false) OR COALESCE((receipt_amount <> (0)::numeric), false) OR COALESCE((unmatched_amount <> (0)::numeric), false) OR COALESCE((unexplained_amount <> (0)::numeric), false) OR COALESCE((hold_key < first_key), false) OR ((statement_key IS NULL) AND (hold_key IS NOT NULL)))) STORED
);

--
-- Name: TABLE kept_settlement; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON TABLE core.kept_settlement IS 'One row: a row of mart.computed_settlement as known now, kept until one of its documents is touched';

--
-- Name: COLUMN kept_settlement.chain_id; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.kept_settlement.chain_id IS 'Chain';

--
-- Name: COLUMN kept_settlement.is_matched; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.kept_settlement.is_matched IS 'Whether a delivery or return line stands here; otherwise a settlement line that belongs to none';

--
-- Name: COLUMN kept_settlement.delivery_number; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.kept_settlement.delivery_number IS 'Delivery or return note; for a line that belongs to none, the note it names';

--
-- Name: COLUMN kept_settlement.store_id; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.kept_settlement.store_id IS 'Store that received';

--
-- Name: COLUMN kept_settlement.order_number; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.kept_settlement.order_number IS 'Order that the delivery line names; for a line that belongs to none, the order it names';

--
-- Name: COLUMN kept_settlement.product_id; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.kept_settlement.product_id IS 'Our product; empty on a receipt-level line that belongs to no delivery';

--
-- Name: COLUMN kept_settlement.is_free; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.kept_settlement.is_free IS 'Free goods';

--
-- Name: COLUMN kept_settlement.is_return; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.kept_settlement.is_return IS 'Goods that came back: amounts are negative, quantities absolute';

--
-- Name: COLUMN kept_settlement.account_id; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.kept_settlement.account_id IS 'Settlement account of the delivery line; for a line that belongs to none, of its statement';

--
-- Name: COLUMN kept_settlement.is_ordered; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.kept_settlement.is_ordered IS 'Whether the order that a delivery line names is known';

--
-- Name: COLUMN kept_settlement.received_on; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.kept_settlement.received_on IS 'Date the store signed; for returns the date of the note';

--
-- Name: COLUMN kept_settlement.received_quantity; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.kept_settlement.received_quantity IS 'Sales units received, or returned';

--
-- Name: COLUMN kept_settlement.unit_price; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.kept_settlement.unit_price IS 'Our price, RMB per sales unit in the account''s statement basis';

--
-- Name: COLUMN kept_settlement.vat_rate; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.kept_settlement.vat_rate IS 'Our VAT rate, as a fraction';

--
-- Name: COLUMN kept_settlement.received_worth; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.kept_settlement.received_worth IS 'Worth of all that was received, RMB including VAT, negative for returns';

--
-- Name: COLUMN kept_settlement.hold_key; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.kept_settlement.hold_key IS 'Key of the first statement of the account that should hold the line: its period end less cut-off is not before the receipt';

--
-- Name: COLUMN kept_settlement.statement_number; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.kept_settlement.statement_number IS 'Statement of the settlement line; empty where nothing settles the delivery line';

--
-- Name: COLUMN kept_settlement.statement_key; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.kept_settlement.statement_key IS 'Period end and number of the statement: statements are ordered by it';

--
-- Name: COLUMN kept_settlement.line_number; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.kept_settlement.line_number IS 'Line of the statement';

--
-- Name: COLUMN kept_settlement.first_key; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.kept_settlement.first_key IS 'Key of the first statement that settles the delivery line';

--
-- Name: COLUMN kept_settlement.next_key; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.kept_settlement.next_key IS 'Key of the next statement that settles the delivery line, on the last row of a statement';

--
-- Name: COLUMN kept_settlement.is_first; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.kept_settlement.is_first IS 'First row of this delivery line on this statement';

--
-- Name: COLUMN kept_settlement.is_last; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.kept_settlement.is_last IS 'Last row of this delivery line on this statement, or its only row where nothing settles it';

--
-- Name: COLUMN kept_settlement.is_whole; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.kept_settlement.is_whole IS 'Whether the settlement line names no product and settles whatever its receipt has left';

--
-- Name: COLUMN kept_settlement.stated_quantity; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.kept_settlement.stated_quantity IS 'Sales units that the line states for this delivery line, signed as stated';

--
-- Name: COLUMN kept_settlement.stated_price; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.kept_settlement.stated_price IS 'Unit price that the line states, RMB in the statement''s basis';

--
-- Name: COLUMN kept_settlement.stated_rate; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.kept_settlement.stated_rate IS 'VAT rate that the line states, as a fraction';

--
-- Name: COLUMN kept_settlement.stated_amount; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.kept_settlement.stated_amount IS 'RMB including VAT that the line states for this delivery line, signed as stated; a receipt-level line states it on one row only';

--
-- Name: COLUMN kept_settlement.accepted_before; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.kept_settlement.accepted_before IS 'Sales units accepted as settled before this line';

--
-- Name: COLUMN kept_settlement.accepted_quantity; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.kept_settlement.accepted_quantity IS 'Sales units that this line settles; negative when taken back';

--
-- Name: COLUMN kept_settlement.accepted_after; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.kept_settlement.accepted_after IS 'Sales units accepted as settled after this line';

--
-- Name: COLUMN kept_settlement.duplicate_quantity; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.kept_settlement.duplicate_quantity IS 'Sales units settled once more; negative when taken back';

--
-- Name: COLUMN kept_settlement.is_settled_before; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.kept_settlement.is_settled_before IS 'Whether an earlier statement settled some of the delivery line';

--
-- Name: COLUMN kept_settlement.reopened_key; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.kept_settlement.reopened_key IS 'Key of the last statement up to this one that took settled goods back and so reopened the line';

--
-- Name: COLUMN kept_settlement.entry_worth; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.kept_settlement.entry_worth IS 'What the line still had to settle when the statement came, RMB including VAT; on the first row of a statement';

--
-- Name: COLUMN kept_settlement.rest_worth; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.kept_settlement.rest_worth IS 'What the line still has to settle after the statement, RMB including VAT; on the last row of a statement';

--
-- Name: COLUMN kept_settlement.over_amount; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.kept_settlement.over_amount IS 'settled_over: worth accepted beyond what was received, RMB including VAT, ours − theirs';

--
-- Name: COLUMN kept_settlement.duplicate_amount; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.kept_settlement.duplicate_amount IS 'duplicate_settlement, RMB including VAT, ours − theirs';

--
-- Name: COLUMN kept_settlement.price_amount; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.kept_settlement.price_amount IS 'price_difference, RMB including VAT, ours − theirs';

--
-- Name: COLUMN kept_settlement.tax_amount; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.kept_settlement.tax_amount IS 'tax_difference, RMB including VAT, ours − theirs';

--
-- Name: COLUMN kept_settlement.line_amount; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.kept_settlement.line_amount IS 'amount_difference: beyond the rounding tolerance, RMB including VAT, ours − theirs';

--
-- Name: COLUMN kept_settlement.rounding_amount; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.kept_settlement.rounding_amount IS 'rounding_difference, RMB including VAT, ours − theirs';

--
-- Name: COLUMN kept_settlement.receipt_amount; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.kept_settlement.receipt_amount IS 'receipt_amount_difference of a receipt-level line, RMB including VAT, ours − theirs';

--
-- Name: COLUMN kept_settlement.unmatched_amount; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.kept_settlement.unmatched_amount IS 'settled_without_delivery or return_unmatched, RMB including VAT, ours − theirs';

--
-- Name: COLUMN kept_settlement.unexplained_amount; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.kept_settlement.unexplained_amount IS 'More than rounding can explain, RMB including VAT: never on well-formed input';

--
-- Name: COLUMN kept_settlement.is_receipt_broken; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.kept_settlement.is_receipt_broken IS 'Whether the receipt-level line differs from what its deliveries had left';

--
-- Name: COLUMN kept_settlement.load_id; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.kept_settlement.load_id IS 'Load of the delivery line';

--
-- Name: COLUMN kept_settlement.row_number; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.kept_settlement.row_number IS 'Row of the delivery line in its file';

--
-- Name: COLUMN kept_settlement.their_load_id; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.kept_settlement.their_load_id IS 'Load of the settlement line';

--
-- Name: COLUMN kept_settlement.their_row_number; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.kept_settlement.their_row_number IS 'Row of the settlement line in its file';

--
-- Name: COLUMN kept_settlement.is_differing; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.kept_settlement.is_differing IS 'Whether it has a break, or waits on some statement: the rows that differences are read from';

--
-- Name: compute_settlement(); Type: FUNCTION; Schema: mart; Owner: -
--

CREATE FUNCTION mart.compute_settlement() RETURNS SETOF core.kept_settlement
    LANGUAGE plpgsql STABLE ROWS 100000 PARALLEL RESTRICTED
    AS $$
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

--
-- Name: FUNCTION compute_settlement(); Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON FUNCTION mart.compute_settlement() IS 'The rows of mart.computed_settlement, and whether each has a break or waits on some statement';

--
-- Name: fee_base(text, text, numeric, numeric, numeric, numeric); Type: FUNCTION; Schema: mart; Owner: -
--

CREATE FUNCTION mart.fee_base(base text, basis text, goods numeric, returned numeric, net_goods numeric, net_returned numeric) RETURNS numeric
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
    select case basis when 'excluding' then net_goods else goods end
        + case when base = 'goods' then 0 when basis = 'excluding' then net_returned else returned end
$$;

--
-- Name: FUNCTION fee_base(base text, basis text, goods numeric, returned numeric, net_goods numeric, net_returned numeric); Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON FUNCTION mart.fee_base(base text, basis text, goods numeric, returned numeric, net_goods numeric, net_returned numeric) IS 'RMB that a clause takes its per cent of: goods, less returns unless its base is goods alone, with or without VAT';

--
-- Name: is_computed(); Type: FUNCTION; Schema: mart; Owner: -
--

CREATE FUNCTION mart.is_computed() RETURNS boolean
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$
    select not mart.is_kept() and mart.past_id() is null
$$;

--
-- Name: FUNCTION is_computed(); Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON FUNCTION mart.is_computed() IS 'Whether neither the kept settlement nor a past moment kept aside answers the question asked';

--
-- Name: is_figures_kept(); Type: FUNCTION; Schema: mart; Owner: -
--

CREATE FUNCTION mart.is_figures_kept() RETURNS boolean
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$
    -- Each chain is refreshed by itself, as in mart.is_kept(); a price threshold concerns all of them.
    select exists (select from core.kept_figures_state)
        and not exists (
            select from core.chain
            where not exists (select from core.kept_figures_state as kept where kept.chain_id = chain.chain_id))
        and not exists (
            select from core.kept_figures_state as kept
            where core.known_at() < case when current_setting('ka.knowledge') = 'recorded' then kept.recorded_to else kept.arrived_to end)
        and not exists (
            select from ops.load as load
            join core.kept_figures_state as kept on load.chain_id in ('', kept.chain_id) and load.recorded_at > kept.recorded_to
            where load.recorded_at > (select min(recorded_to) from core.kept_figures_state))
        and not exists (
            select from ops.quarantined_row as held
            join ops.load as load using (load_id)
            join core.kept_figures_state as kept on load.chain_id in ('', kept.chain_id) and held.closed_at > kept.recorded_to
            where held.state = 'replayed' and held.closed_at > (select min(recorded_to) from core.kept_figures_state))
        and not exists (
            select from core.settlement_account as account
            join core.kept_figures_state as kept on kept.chain_id = account.chain_id
            where greatest(account.recorded_at, case when account.superseded_recorded_at < 'infinity' then account.superseded_recorded_at end)
                > kept.recorded_to)
        and not exists (
            select from core.rule_setting as rule
            where rule.rule_key like 'price.%'
              and greatest(rule.recorded_at, case when rule.superseded_recorded_at < 'infinity' then rule.superseded_recorded_at end)
                > (select min(recorded_to) from core.kept_figures_state))
$$;

--
-- Name: FUNCTION is_figures_kept(); Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON FUNCTION mart.is_figures_kept() IS 'Whether the kept figures hold exactly what is known at ka.known_at';

--
-- Name: is_kept(); Type: FUNCTION; Schema: mart; Owner: -
--

CREATE FUNCTION mart.is_kept() RETURNS boolean
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$
    -- Each chain is refreshed by itself: all of them must hold what concerns them. What was recorded before the one that lags most is in all.
    select exists (select from core.kept_state)
        and not exists (select from core.chain c where not exists (select from core.kept_state k where k.chain_id = c.chain_id))
        and not exists (
            select from core.kept_state k
            where core.known_at() < case when current_setting('ka.knowledge') = 'recorded' then k.recorded_to else k.arrived_to end)
        and not exists (
            select from ops.load l
            join core.kept_state k on l.chain_id in ('', k.chain_id) and l.recorded_at > k.recorded_to
            where l.recorded_at > (select min(recorded_to) from core.kept_state))
        and not exists (
            select from ops.quarantined_row q
            join ops.load l using (load_id)
            join core.kept_state k on l.chain_id in ('', k.chain_id) and q.closed_at > k.recorded_to
            where q.state = 'replayed' and q.closed_at > (select min(recorded_to) from core.kept_state))
        and not exists (
            select from core.settlement_account a
            join core.kept_state k on k.chain_id = a.chain_id
            where greatest(a.recorded_at, case when a.superseded_recorded_at < 'infinity' then a.superseded_recorded_at end) > k.recorded_to)
$$;

--
-- Name: FUNCTION is_kept(); Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON FUNCTION mart.is_kept() IS 'Whether core.kept_settlement holds exactly what is known at ka.known_at';

--
-- Name: money_text(numeric); Type: FUNCTION; Schema: mart; Owner: -
--

CREATE FUNCTION mart.money_text(amount numeric) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
    select to_char(amount, 'FM999,999,999,999,990.00')
$$;

--
-- Name: FUNCTION money_text(amount numeric); Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON FUNCTION mart.money_text(amount numeric) IS 'RMB with two decimals and thousands commas, as formulas show it';

--
-- Name: open_quarantined_rows(text, text); Type: FUNCTION; Schema: mart; Owner: -
--

CREATE FUNCTION mart.open_quarantined_rows(in_chain text, in_statement text) RETURNS bigint
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$
    select count(*)
    from ops.quarantined_row q
    join ops.load l using (load_id)
    where l.chain_id = in_chain and q.document_kind = 'statement' and q.document_number = in_statement
        and (q.state = 'open' or current_setting('ka.knowledge') = 'recorded' and q.closed_at > core.known_at())
        and core.is_known(l.arrived_at, l.recorded_at, 'infinity', 'infinity')
        and exists (
            select from core.statement s
            where s.chain_id = in_chain and s.statement_number = in_statement and s.arrived_at <= l.arrived_at
                and core.is_known(s.arrived_at, s.recorded_at, s.superseded_at, s.superseded_recorded_at))
$$;

--
-- Name: FUNCTION open_quarantined_rows(in_chain text, in_statement text); Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON FUNCTION mart.open_quarantined_rows(in_chain text, in_statement text) IS 'How many rows of a statement wait in quarantine, those of replaced versions not counted';

--
-- Name: past_id(); Type: FUNCTION; Schema: mart; Owner: -
--

CREATE FUNCTION mart.past_id() RETURNS bigint
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$
    select p.past_id from core.past_state p
    where p.knowledge = current_setting('ka.knowledge') and p.known_at = core.known_at() and p.recorded_to >= mart.recorded_to()
        and not mart.is_kept()
$$;

--
-- Name: FUNCTION past_id(); Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON FUNCTION mart.past_id() IS 'The past moment of core.past_state that holds exactly what was known at ka.known_at; null where none does';

--
-- Name: price_in_basis(numeric, boolean, numeric, boolean, integer); Type: FUNCTION; Schema: mart; Owner: -
--

CREATE FUNCTION mart.price_in_basis(unit_price numeric, is_including boolean, vat_rate numeric, to_including boolean, decimals integer) RETURNS numeric
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
    select case when is_including = to_including then unit_price
        when to_including then round(unit_price * (1 + vat_rate), decimals)
        else round(unit_price / (1 + vat_rate), least(decimals, 4)) end
$$;

--
-- Name: FUNCTION price_in_basis(unit_price numeric, is_including boolean, vat_rate numeric, to_including boolean, decimals integer); Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON FUNCTION mart.price_in_basis(unit_price numeric, is_including boolean, vat_rate numeric, to_including boolean, decimals integer) IS 'A unit price brought into the wanted basis, rounded to the decimals (at most four for excluding); used as stated where it has it already';

--
-- Name: recorded_to(); Type: FUNCTION; Schema: mart; Owner: -
--

CREATE FUNCTION mart.recorded_to() RETURNS timestamp with time zone
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$
    select max(recorded_at)
    from (
        select coalesce(max(l.recorded_at), '-infinity') as recorded_at from ops.load l
        union all
        select coalesce(max(q.closed_at), '-infinity') from ops.quarantined_row q where q.state = 'replayed'
        union all
        select coalesce(max(greatest(a.recorded_at, case when a.superseded_recorded_at < 'infinity' then a.superseded_recorded_at end)), '-infinity')
        from core.settlement_account a) latest
$$;

--
-- Name: FUNCTION recorded_to(); Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON FUNCTION mart.recorded_to() IS 'Latest moment at which anything was recorded that reconciliation reads';

--
-- Name: regional_price(text, text, text, date); Type: FUNCTION; Schema: mart; Owner: -
--

CREATE FUNCTION mart.regional_price(in_chain text, in_region text, in_product text, on_date date) RETURNS TABLE(vat_rate numeric, contract_price numeric, contract_including boolean, promotion_price numeric, promotion_including boolean, promotion_id text)
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$
    select product.vat_rate, contract.unit_price, contract.basis = 'including',
        promotion.supply_price, promotion.basis = 'including', promotion.promotion_id
    from (select 1) one
    left join lateral (
        select p.vat_rate from core.product p
        where p.product_id = in_product and on_date between p.valid_from and p.valid_to
            and core.is_known(p.arrived_at, p.recorded_at, p.superseded_at, p.superseded_recorded_at)
        order by p.valid_from desc, p.arrived_at desc limit 1) product on true
    left join lateral (
        select p.unit_price, p.basis from core.price p
        where p.chain_id = in_chain and p.product_id = in_product and p.region in ('', in_region)
            and on_date between p.valid_from and p.valid_to
            and core.is_known(p.arrived_at, p.recorded_at, p.superseded_at, p.superseded_recorded_at)
        order by p.region <> '' desc, p.valid_from desc, p.arrived_at desc limit 1) contract on true
    left join lateral (
        select p.supply_price, p.basis, p.promotion_id from core.promotion p
        where p.chain_id = in_chain and p.product_id = in_product and on_date between p.purchase_from and p.purchase_to
            and core.is_known(p.arrived_at, p.recorded_at, p.superseded_at, p.superseded_recorded_at)
        order by p.purchase_from desc, p.promotion_id, p.arrived_at desc limit 1) promotion on true
$$;

--
-- Name: FUNCTION regional_price(in_chain text, in_region text, in_product text, on_date date); Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON FUNCTION mart.regional_price(in_chain text, in_region text, in_product text, on_date date) IS 'What the contract says of a product in a region of a chain on a date, as known: VAT rate, list price, promotion price, each with its basis';

--
-- Name: settle_step(numeric[], numeric, numeric, boolean); Type: FUNCTION; Schema: mart; Owner: -
--

CREATE FUNCTION mart.settle_step(state numeric[], quantity numeric, received numeric, is_whole boolean) RETURNS numeric[]
    LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE
    AS $$
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

--
-- Name: FUNCTION settle_step(state numeric[], quantity numeric, received numeric, is_whole boolean); Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON FUNCTION mart.settle_step(state numeric[], quantity numeric, received numeric, is_whole boolean) IS 'One settlement line applied to the state of its delivery line';

--
-- Name: kept_supply_line; Type: TABLE; Schema: core; Owner: -
--

CREATE TABLE core.kept_supply_line (
    chain_id text NOT NULL COLLATE pg_catalog."C",
    delivery_number text NOT NULL COLLATE pg_catalog."C",
    store_id text NOT NULL COLLATE pg_catalog."C",
    order_number text NOT NULL COLLATE pg_catalog."C",
    product_id text NOT NULL COLLATE pg_catalog."C",
    is_free boolean NOT NULL,
    is_return boolean NOT NULL,
    received_on date NOT NULL,
    month date NOT NULL,
    region text,
    city text,
    received_quantity numeric(14,3) NOT NULL,
    unit_price numeric,
    net_amount numeric,
    net_amount_including numeric,
    is_ordered boolean NOT NULL
);

--
-- Name: TABLE kept_supply_line; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON TABLE core.kept_supply_line IS 'One row: a row of mart.computed_supply_line as known now: a delivery or return line with its worth';

--
-- Name: COLUMN kept_supply_line.chain_id; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.kept_supply_line.chain_id IS 'Chain';

--
-- Name: COLUMN kept_supply_line.delivery_number; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.kept_supply_line.delivery_number IS 'Delivery or return note';

--
-- Name: COLUMN kept_supply_line.store_id; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.kept_supply_line.store_id IS 'Store that signed';

--
-- Name: COLUMN kept_supply_line.order_number; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.kept_supply_line.order_number IS 'Order that the line names; empty where none';

--
-- Name: COLUMN kept_supply_line.product_id; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.kept_supply_line.product_id IS 'Our product';

--
-- Name: COLUMN kept_supply_line.is_free; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.kept_supply_line.is_free IS 'Free goods: worth nothing';

--
-- Name: COLUMN kept_supply_line.is_return; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.kept_supply_line.is_return IS 'Goods that came back';

--
-- Name: COLUMN kept_supply_line.received_on; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.kept_supply_line.received_on IS 'Business date of the signature, or of the return note';

--
-- Name: COLUMN kept_supply_line.month; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.kept_supply_line.month IS 'First day of its month';

--
-- Name: COLUMN kept_supply_line.region; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.kept_supply_line.region IS 'Our sales region of the store on that date; null where the store is unknown then';

--
-- Name: COLUMN kept_supply_line.city; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.kept_supply_line.city IS 'City of the store on that date; likewise';

--
-- Name: COLUMN kept_supply_line.received_quantity; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.kept_supply_line.received_quantity IS 'Sales units, positive also for returns';

--
-- Name: COLUMN kept_supply_line.unit_price; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.kept_supply_line.unit_price IS 'RMB per sales unit, VAT excluded; null where no price is known';

--
-- Name: COLUMN kept_supply_line.net_amount; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.kept_supply_line.net_amount IS 'RMB, VAT excluded, negative for returns';

--
-- Name: COLUMN kept_supply_line.net_amount_including; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.kept_supply_line.net_amount_including IS 'RMB, VAT included, likewise';

--
-- Name: COLUMN kept_supply_line.is_ordered; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.kept_supply_line.is_ordered IS 'Whether the delivery names a known order line of its item, cancelled or not';

--
-- Name: supply_line_at_clock(); Type: FUNCTION; Schema: mart; Owner: -
--

CREATE FUNCTION mart.supply_line_at_clock() RETURNS SETOF core.kept_supply_line
    LANGUAGE plpgsql STABLE ROWS 10000 PARALLEL SAFE
    AS $$
begin
    return query execute '
        select chain_id, delivery_number, store_id, order_number, product_id, is_free, is_return, received_on, month, region, city, received_quantity, unit_price,
            net_amount, net_amount_including, is_ordered
        from mart.computed_supply_line';
end
$$;

--
-- Name: FUNCTION supply_line_at_clock(); Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON FUNCTION mart.supply_line_at_clock() IS 'mart.computed_supply_line in the columns of core.kept_supply_line';

--
-- Name: supply_price(text, text, text, date); Type: FUNCTION; Schema: mart; Owner: -
--

CREATE FUNCTION mart.supply_price(in_chain text, in_store text, in_product text, on_date date) RETURNS TABLE(vat_rate numeric, contract_price numeric, contract_including boolean, promotion_price numeric, promotion_including boolean, promotion_id text)
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$
    select price.*
    from (select 1) one
    left join lateral (
        select s.region from core.store s
        where s.chain_id = in_chain and s.store_id = in_store and on_date between s.valid_from and s.valid_to
            and core.is_known(s.arrived_at, s.recorded_at, s.superseded_at, s.superseded_recorded_at)
        order by s.valid_from desc, s.arrived_at desc limit 1) store on true
    cross join lateral mart.regional_price(in_chain, coalesce(store.region, ''), in_product, on_date) price
$$;

--
-- Name: FUNCTION supply_price(in_chain text, in_store text, in_product text, on_date date); Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON FUNCTION mart.supply_price(in_chain text, in_store text, in_product text, on_date date) IS 'What the contract says of a product at a store of a chain on a date, as known: VAT rate, list price, promotion price, each with its basis';

--
-- Name: tolerance_limit(numeric, numeric, numeric, numeric, numeric, numeric); Type: FUNCTION; Schema: mart; Owner: -
--

CREATE FUNCTION mart.tolerance_limit(difference numeric, base numeric, lower_absolute numeric, upper_absolute numeric, lower_pct numeric, upper_pct numeric) RETURNS numeric
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
    select coalesce(case when difference < 0 then least(lower_absolute, abs(base) * lower_pct / 100)
        else least(upper_absolute, abs(base) * upper_pct / 100) end, 0)
$$;

--
-- Name: FUNCTION tolerance_limit(difference numeric, base numeric, lower_absolute numeric, upper_absolute numeric, lower_pct numeric, upper_pct numeric); Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON FUNCTION mart.tolerance_limit(difference numeric, base numeric, lower_absolute numeric, upper_absolute numeric, lower_pct numeric, upper_pct numeric) IS 'How far theirs may be off ours on the side of the difference (theirs − ours): the smaller of the absolute limit and the percentage of ours, 0 where neither is set';

--
-- Name: up_to_day(numeric[], integer); Type: FUNCTION; Schema: mart; Owner: -
--

CREATE FUNCTION mart.up_to_day(day_amounts numeric[], last_day integer) RETURNS numeric
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
    select sum(amount) from unnest(day_amounts[1:last_day]) as amount
$$;

--
-- Name: FUNCTION up_to_day(day_amounts numeric[], last_day integer); Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON FUNCTION mart.up_to_day(day_amounts numeric[], last_day integer) IS 'Sum of the first days of a month, RMB; null when none of them has an amount';

--
-- Name: worth(numeric, numeric, numeric, boolean); Type: FUNCTION; Schema: mart; Owner: -
--

CREATE FUNCTION mart.worth(quantity numeric, unit_price numeric, vat_rate numeric, including boolean) RETURNS numeric
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
    select case when including then round(quantity * unit_price, 2)
        else round(quantity * unit_price, 2) + round(round(quantity * unit_price, 2) * vat_rate, 2) end
$$;

--
-- Name: FUNCTION worth(quantity numeric, unit_price numeric, vat_rate numeric, including boolean); Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON FUNCTION mart.worth(quantity numeric, unit_price numeric, vat_rate numeric, including boolean) IS 'Worth of a quantity in RMB including VAT, from a unit price including or excluding it';

--
-- Name: years_held(date, date, date); Type: FUNCTION; Schema: mart; Owner: -
--

CREATE FUNCTION mart.years_held(valid_from date, valid_to date, on_date date) RETURNS interval
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
    select make_interval(years => case when on_date <= valid_to then 0 else extract(year from age(on_date, valid_from))::integer end)
$$;

--
-- Name: FUNCTION years_held(valid_from date, valid_to date, on_date date); Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON FUNCTION mart.years_held(valid_from date, valid_to date, on_date date) IS 'Whole years by which a contract that holds on past its end has outlived its first year, on a date; zero while it runs';

--
-- Name: audit_case_step(); Type: FUNCTION; Schema: ops; Owner: -
--

CREATE FUNCTION ops.audit_case_step() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
    insert into ops.audit (happened_at, who, action, subject_kind, subject, reason, before, after)
    values (new.happened_at, new.actor, 'case_' || new.action, 'case', new.case_id::text, new.note,
        jsonb_build_object('state', new.from_state),
        jsonb_strip_nulls(jsonb_build_object('state', new.to_state, 'amount', new.amount, 'approver', new.approver)));
    return null;
end
$$;

--
-- Name: FUNCTION audit_case_step(); Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON FUNCTION ops.audit_case_step() IS 'Writes a person''s step of a case into the audit';

--
-- Name: begin_case(); Type: FUNCTION; Schema: ops; Owner: -
--

CREATE FUNCTION ops.begin_case() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
    if new.state <> 'open' or new.credited_amount <> 0 or new.written_off_amount <> 0 or new.agreed_amount is not null then
        raise exception 'a case begins open, with nothing agreed, credited or written off' using errcode = 'KA409';
    end if;
    return new;
end
$$;

--
-- Name: FUNCTION begin_case(); Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON FUNCTION ops.begin_case() IS 'A case begins open';

--
-- Name: refuse_direct_change(); Type: FUNCTION; Schema: ops; Owner: -
--

CREATE FUNCTION ops.refuse_direct_change() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
    if pg_trigger_depth() > 1 then
        return new;
    end if;
    raise exception 'ops.% is not changed directly: add a row to ops.case_event', tg_table_name using errcode = 'KA409';
end
$$;

--
-- Name: FUNCTION refuse_direct_change(); Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON FUNCTION ops.refuse_direct_change() IS 'Keeps cases and their history from being changed other than by a step';

--
-- Name: refuse_rewriting(); Type: FUNCTION; Schema: ops; Owner: -
--

CREATE FUNCTION ops.refuse_rewriting() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
    if tg_op = 'DELETE' and tg_table_name = 'run_event' and pg_trigger_depth() > 1 then
        return old;
    end if;
    raise exception 'ops.% is only ever added to', tg_table_name using errcode = 'KA409';
end
$$;

--
-- Name: FUNCTION refuse_rewriting(); Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON FUNCTION ops.refuse_rewriting() IS 'Keeps the audit and the events of runs from being changed or taken away';

--
-- Name: renew_statistics(bigint, boolean); Type: FUNCTION; Schema: ops; Owner: -
--

CREATE FUNCTION ops.renew_statistics(many_rows bigint, within_transaction boolean) RETURNS integer
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
declare
    changed regclass;
    analysed integer := 0;
begin
    for changed in
        select s.relid::regclass
        from pg_stat_user_tables s
        join pg_class c on c.oid = s.relid
        left join pg_stat_xact_user_tables x on x.relid = s.relid
        where s.schemaname in ('core', 'ops') and c.relkind = 'r'
          and case when within_transaction then x.n_tup_ins + x.n_tup_upd + x.n_tup_del > greatest(many_rows, c.reltuples / 5)
                   else s.n_mod_since_analyze > many_rows and s.n_mod_since_analyze > c.reltuples / 5 end
    loop
        execute format('analyze %s', changed);
        analysed := analysed + 1;
    end loop;
    return analysed;
end
$$;

--
-- Name: FUNCTION renew_statistics(many_rows bigint, within_transaction boolean); Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON FUNCTION ops.renew_statistics(many_rows bigint, within_transaction boolean) IS 'Analyses the tables of which more than many_rows rows and a fifth have changed since they were analysed, or within the open transaction; returns how many';

--
-- Name: row_in_sheet(bigint, integer); Type: FUNCTION; Schema: ops; Owner: -
--

CREATE FUNCTION ops.row_in_sheet(of_load bigint, of_row integer) RETURNS integer
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$
    select coalesce(
        (select of_row - row_offset from ops.load_sheet
         where load_id = of_load and of_row - row_offset between row_from and row_to order by is_head, row_offset limit 1),
        of_row)
$$;

--
-- Name: FUNCTION row_in_sheet(of_load bigint, of_row integer); Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON FUNCTION ops.row_in_sheet(of_load bigint, of_row integer) IS 'Row as a person counts it on the sheet that ops.sheet_of names, of a row_number of a load';

--
-- Name: sheet_of(bigint, integer, boolean); Type: FUNCTION; Schema: ops; Owner: -
--

CREATE FUNCTION ops.sheet_of(of_load bigint, of_row integer, of_head boolean) RETURNS text
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$
    select string_agg(sheet, ' | ' order by sheet) from ops.load_sheet
    where load_id = of_load and is_head = of_head and of_row - row_offset between row_from and row_to
$$;

--
-- Name: FUNCTION sheet_of(of_load bigint, of_row integer, of_head boolean); Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON FUNCTION ops.sheet_of(of_load bigint, of_row integer, of_head boolean) IS 'Sheet on which a row of a load stands; empty where its file has none';

--
-- Name: take_case_step(); Type: FUNCTION; Schema: ops; Owner: -
--

CREATE FUNCTION ops.take_case_step() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
declare
    claim ops."case";
    step ops.case_step;
    rest numeric;
    write_off_limit numeric;
begin
    select * into claim from ops."case" where case_id = new.case_id for update;
    if claim.case_id is null then
        raise exception 'there is no case %', new.case_id using errcode = 'KA404';
    end if;
    if new.action = 'open' and not exists (select from ops.case_event where case_id = new.case_id) then
        new.from_state := null;
        new.to_state := 'open';
        return new;
    end if;
    select * into step from ops.case_step where from_state = claim.state and action = new.action;
    if step.action is null then
        raise exception 'case % is %: % is not allowed; allowed now: %', new.case_id, claim.state, new.action,
            coalesce((select string_agg(action, ', ' order by action) from ops.case_step where from_state = claim.state and not is_by_data), 'nothing')
            using errcode = 'KA409';
    end if;
    if step.is_by_data and new.actor <> 'data' then
        raise exception 'case % is %: % is done by reconciliation alone, when the data shows it; allowed now: %', new.case_id, claim.state, new.action,
            (select string_agg(action, ', ' order by action) from ops.case_step where from_state = claim.state and not is_by_data)
            using errcode = 'KA409';
    end if;
    if step.needs_amount and new.amount is null then
        raise exception 'case %: % needs an amount', new.case_id, new.action using errcode = 'KA400';
    end if;
    if step.needs_note and coalesce(trim(new.note), '') = '' then
        raise exception 'case %: % needs a reason', new.case_id, new.action using errcode = 'KA400';
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
                raise exception 'case %: the chain cannot agree to % when % is open', new.case_id, new.amount, rest using errcode = 'KA400';
            end if;
            claim.agreed_amount := claim.credited_amount + new.amount;
        when 'credit' then
            if new.amount > rest then
                raise exception 'case %: % credited, but only % is open', new.case_id, new.amount, rest using errcode = 'KA400';
            end if;
            claim.credited_amount := claim.credited_amount + new.amount;
            -- Partial credits add up; what was not agreed to stays open until it is back or written off.
            if claim.credited_amount + claim.written_off_amount < claim.claimed_amount then
                new.to_state := claim.state;
            end if;
        when 'write_off' then
            new.amount := nullif(rest, 0);
            write_off_limit := coalesce((select value from core.rule_setting where rule_key = 'case.write_off_limit' and superseded_at = 'infinity'), 0);
            if greatest(rest, claim.at_stake_amount) > write_off_limit and (new.approver is null or new.approver = new.actor) then
                raise exception 'case %: writing off % needs an approver other than %, since it is above the limit of %',
                    new.case_id, greatest(rest, claim.at_stake_amount), new.actor, write_off_limit using errcode = 'KA403';
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
                raise exception 'case %: no invoice is missing', new.case_id using errcode = 'KA400';
            end if;
            claim.at_stake_amount := 0;
            if rest > 0 then
                new.to_state := claim.state;
            end if;
        when 'settle' then
            -- Only what is owed and nothing else: a claim ends by a credit or a write-off.
            if claim.owed_amount = 0 or rest > 0 or claim.at_stake_amount > 0 then
                raise exception 'case %: settle ends a case that only owes the chain; here % is claimed and % at stake',
                    new.case_id, rest, claim.at_stake_amount using errcode = 'KA400';
            end if;
        else
            null;
    end case;
    update ops."case" set state = new.to_state, owner = claim.owner, claimed_amount = claim.claimed_amount, agreed_amount = claim.agreed_amount,
        credited_amount = claim.credited_amount, written_off_amount = claim.written_off_amount, at_stake_amount = claim.at_stake_amount,
        state_since = case when new.to_state <> new.from_state then new.happened_at else state_since end
    where case_id = new.case_id;
    return new;
end
$$;

--
-- Name: FUNCTION take_case_step(); Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON FUNCTION ops.take_case_step() IS 'Checks one step of a case against ops.case_step and its amounts, and moves the case';

--
-- Name: settle(numeric, numeric, boolean); Type: AGGREGATE; Schema: mart; Owner: -
--

CREATE AGGREGATE mart.settle(quantity numeric, received numeric, is_whole boolean) (
    SFUNC = mart.settle_step,
    STYPE = numeric[],
    INITCOND = '{0,0,0,0,0}',
    PARALLEL = safe
);

--
-- Name: AGGREGATE settle(quantity numeric, received numeric, is_whole boolean); Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON AGGREGATE mart.settle(quantity numeric, received numeric, is_whole boolean) IS 'Running state of a delivery line over its settlement lines: accepted, duplicate, lines, accepted by this line, duplicate in this line';

--
-- Name: calendar_day; Type: TABLE; Schema: core; Owner: -
--

CREATE TABLE core.calendar_day (
    day date NOT NULL,
    is_working_day boolean NOT NULL,
    working_number integer NOT NULL,
    note text
);

--
-- Name: TABLE calendar_day; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON TABLE core.calendar_day IS 'One row: one day of the national calendar with its swapped days, from config/calendar';

--
-- Name: COLUMN calendar_day.day; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.calendar_day.day IS 'Calendar day';

--
-- Name: COLUMN calendar_day.is_working_day; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.calendar_day.is_working_day IS 'Whether offices and chains work on it, swapped days (调休) included';

--
-- Name: COLUMN calendar_day.working_number; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.calendar_day.working_number IS 'Working days since the calendar''s begin up to and including this day: the n-th working day after D is the working day numbered working_number(D) + n';

--
-- Name: COLUMN calendar_day.note; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.calendar_day.note IS 'Name of the holiday or of the swap';

--
-- Name: chain; Type: TABLE; Schema: core; Owner: -
--

CREATE TABLE core.chain (
    chain_id text NOT NULL COLLATE pg_catalog."C",
    name text NOT NULL,
    name_en text NOT NULL,
    price_basis text DEFAULT 'contract'::text NOT NULL COLLATE pg_catalog."C",
    CONSTRAINT chain_price_basis_known CHECK ((price_basis = ANY (ARRAY['contract'::text, 'order'::text])))
);

--
-- Name: TABLE chain; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON TABLE core.chain IS 'One row: one retail chain (KA系统), from config/chains';

--
-- Name: COLUMN chain.chain_id; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.chain.chain_id IS 'Short name of the chain, as in config/chains';

--
-- Name: COLUMN chain.name; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.chain.name IS 'Name in Chinese';

--
-- Name: COLUMN chain.name_en; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.chain.name_en IS 'Name in English';

--
-- Name: COLUMN chain.price_basis; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.chain.price_basis IS 'order: the order''s own price is the agreed one; contract: promotion, else price list, else the order''s';

--
-- Name: chain_item; Type: TABLE; Schema: core; Owner: -
--

CREATE TABLE core.chain_item (
    chain_id text NOT NULL COLLATE pg_catalog."C",
    item_number text NOT NULL COLLATE pg_catalog."C",
    product_id text NOT NULL COLLATE pg_catalog."C",
    pack_size integer,
    listed_on date,
    delisted_on date,
    load_id bigint,
    row_number integer,
    arrived_at timestamp with time zone NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    superseded_at timestamp with time zone DEFAULT 'infinity'::timestamp with time zone NOT NULL,
    superseded_recorded_at timestamp with time zone DEFAULT 'infinity'::timestamp with time zone NOT NULL,
    superseded_by bigint
);

--
-- Name: TABLE chain_item; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON TABLE core.chain_item IS 'One row: a chain''s own number (产品货号/店内码) for one of our products';

--
-- Name: COLUMN chain_item.chain_id; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.chain_item.chain_id IS 'Chain';

--
-- Name: COLUMN chain_item.item_number; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.chain_item.item_number IS 'The chain''s own number';

--
-- Name: COLUMN chain_item.product_id; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.chain_item.product_id IS 'Our product';

--
-- Name: COLUMN chain_item.pack_size; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.chain_item.pack_size IS 'The chain''s units per case where it differs from ours';

--
-- Name: COLUMN chain_item.listed_on; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.chain_item.listed_on IS 'Day it was opened at the chain';

--
-- Name: COLUMN chain_item.delisted_on; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.chain_item.delisted_on IS 'Day it was delisted';

--
-- Name: COLUMN chain_item.load_id; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.chain_item.load_id IS 'Load of the file it came from';

--
-- Name: COLUMN chain_item.row_number; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.chain_item.row_number IS 'Row of the file, from 1 as a person counts it';

--
-- Name: COLUMN chain_item.arrived_at; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.chain_item.arrived_at IS 'When the file arrived at the portal; -infinity for what stood before records were kept';

--
-- Name: COLUMN chain_item.recorded_at; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.chain_item.recorded_at IS 'When this version was recorded here';

--
-- Name: COLUMN chain_item.superseded_at; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.chain_item.superseded_at IS 'Arrival of the version that replaced it; infinity while it is in force';

--
-- Name: COLUMN chain_item.superseded_recorded_at; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.chain_item.superseded_recorded_at IS 'When that version was recorded here; infinity while it is in force';

--
-- Name: COLUMN chain_item.superseded_by; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.chain_item.superseded_by IS 'Load whose file ended this version; null while it is in force';

--
-- Name: contract; Type: TABLE; Schema: core; Owner: -
--

CREATE TABLE core.contract (
    chain_id text NOT NULL COLLATE pg_catalog."C",
    contract_id text NOT NULL COLLATE pg_catalog."C",
    contract_year integer NOT NULL,
    contract_type text DEFAULT 'purchase_and_sale'::text NOT NULL COLLATE pg_catalog."C",
    signed_on date,
    valid_from date NOT NULL,
    valid_to date NOT NULL,
    settlement_mode text DEFAULT 'invoice_days'::text NOT NULL COLLATE pg_catalog."C",
    term_days integer DEFAULT 0 NOT NULL,
    payment_days text DEFAULT ''::text NOT NULL,
    reconciliation_day integer,
    invoice_day integer,
    dispute_days integer,
    load_id bigint,
    row_number integer,
    arrived_at timestamp with time zone NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    superseded_at timestamp with time zone DEFAULT 'infinity'::timestamp with time zone NOT NULL,
    superseded_recorded_at timestamp with time zone DEFAULT 'infinity'::timestamp with time zone NOT NULL,
    superseded_by bigint,
    account_id text COLLATE pg_catalog."C",
    CONSTRAINT contract_days_not_negative CHECK (((term_days >= 0) AND (dispute_days >= 0))),
    CONSTRAINT contract_days_of_month CHECK ((((reconciliation_day >= 1) AND (reconciliation_day <= 31)) AND ((invoice_day >= 1) AND (invoice_day <= 31)))),
    CONSTRAINT contract_payment_days_of_month CHECK ((payment_days ~ '^(([1-9]|[12]\d|3[01])(\|([1-9]|[12]\d|3[01]))*)?$'::text)),
    CONSTRAINT contract_period_ordered CHECK ((valid_from <= valid_to)),
    CONSTRAINT contract_settlement_mode_known CHECK ((settlement_mode = ANY (ARRAY['cash'::text, 'goods_days'::text, 'invoice_days'::text, 'monthly_days'::text]))),
    CONSTRAINT contract_type_known CHECK ((contract_type = ANY (ARRAY['consignment'::text, 'exclusive'::text, 'purchase_and_sale'::text])))
);

--
-- Name: TABLE contract; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON TABLE core.contract IS 'One row: one version of a chain''s contract: when it holds, and how the chain pays under it. In force once signed, then from its first day, retroactively (M5.1)';

--
-- Name: COLUMN contract.chain_id; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.contract.chain_id IS 'Chain';

--
-- Name: COLUMN contract.contract_id; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.contract.contract_id IS 'Our number of the contract';

--
-- Name: COLUMN contract.contract_year; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.contract.contract_year IS 'Year it is for';

--
-- Name: COLUMN contract.contract_type; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.contract.contract_type IS 'consignment (代销), exclusive (包销), purchase_and_sale (购销)';

--
-- Name: COLUMN contract.signed_on; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.contract.signed_on IS 'Day of signature; empty while unsigned: not in force';

--
-- Name: COLUMN contract.valid_from; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.contract.valid_from IS 'First day';

--
-- Name: COLUMN contract.valid_to; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.contract.valid_to IS 'Last day, included; its terms hold on until a later contract is signed';

--
-- Name: COLUMN contract.settlement_mode; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.contract.settlement_mode IS 'cash (现结); goods_days or invoice_days (货到/票到N天): N days after goods or after the chain received the invoice; monthly_days (月结N天): N days after the end of the month in which it received the invoice';

--
-- Name: COLUMN contract.term_days; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.contract.term_days IS 'N of the settlement mode (账期), calendar days';

--
-- Name: COLUMN contract.payment_days; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.contract.payment_days IS 'Days of the month on which the chain pays what is due (回款日), parted by |; empty: any day';

--
-- Name: COLUMN contract.reconciliation_day; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.contract.reconciliation_day IS 'Day of the month by which a period must be reconciled (对账日)';

--
-- Name: COLUMN contract.invoice_day; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.contract.invoice_day IS 'Day of the month on which the invoice is submitted (投票日)';

--
-- Name: COLUMN contract.dispute_days; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.contract.dispute_days IS 'Working days from a statements arrival within which a difference may be disputed; empty: no limit';

--
-- Name: COLUMN contract.load_id; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.contract.load_id IS 'Load it came with; empty when from configuration';

--
-- Name: COLUMN contract.row_number; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.contract.row_number IS 'Row of that file';

--
-- Name: COLUMN contract.arrived_at; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.contract.arrived_at IS 'When this version arrived';

--
-- Name: COLUMN contract.recorded_at; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.contract.recorded_at IS 'When it was recorded here';

--
-- Name: COLUMN contract.superseded_at; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.contract.superseded_at IS 'Arrival of the version that replaced it; infinity while in force';

--
-- Name: COLUMN contract.superseded_recorded_at; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.contract.superseded_recorded_at IS 'When that one was recorded here; infinity likewise';

--
-- Name: COLUMN contract.superseded_by; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.contract.superseded_by IS 'Load whose file ended this version; empty while in force';

--
-- Name: COLUMN contract.account_id; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.contract.account_id IS 'Settlement account that it is for; empty: all accounts of the chain that have none of their own';

--
-- Name: CONSTRAINT contract_days_not_negative ON contract; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON CONSTRAINT contract_days_not_negative ON core.contract IS '账期与异议天数不为负 days of payment and of dispute are zero or more';

--
-- Name: CONSTRAINT contract_days_of_month ON contract; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON CONSTRAINT contract_days_of_month ON core.contract IS '对账日与开票日在 1 至 31 之间 the days of reconciliation and of invoice lie within 1 and 31';

--
-- Name: CONSTRAINT contract_payment_days_of_month ON contract; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON CONSTRAINT contract_payment_days_of_month ON core.contract IS '付款日为 1 至 31，多个以 | 分隔 payment days lie within 1 and 31, several divided by |';

--
-- Name: CONSTRAINT contract_period_ordered ON contract; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON CONSTRAINT contract_period_ordered ON core.contract IS '合同止期不早于起期 a contract does not end before it begins';

--
-- Name: CONSTRAINT contract_settlement_mode_known ON contract; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON CONSTRAINT contract_settlement_mode_known ON core.contract IS '结算方式：现结、货到、票到、月结之一 a settlement mode: cash, goods_days, invoice_days or monthly_days';

--
-- Name: CONSTRAINT contract_type_known ON contract; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON CONSTRAINT contract_type_known ON core.contract IS '合同类型：代销、包销、购销之一 a contract type: consignment, exclusive or purchase_and_sale';

--
-- Name: contract_term; Type: TABLE; Schema: core; Owner: -
--

CREATE TABLE core.contract_term (
    chain_id text NOT NULL COLLATE pg_catalog."C",
    contract_id text NOT NULL COLLATE pg_catalog."C",
    term_id text NOT NULL COLLATE pg_catalog."C",
    clause text NOT NULL,
    fee_code text NOT NULL COLLATE pg_catalog."C",
    labels text DEFAULT ''::text NOT NULL,
    kind text NOT NULL COLLATE pg_catalog."C",
    deduction_mode text DEFAULT 'on_account'::text NOT NULL COLLATE pg_catalog."C",
    base text DEFAULT 'goods_less_returns'::text NOT NULL COLLATE pg_catalog."C",
    pct numeric(9,4),
    amount numeric(16,2),
    per text DEFAULT 'statement'::text NOT NULL COLLATE pg_catalog."C",
    times integer DEFAULT 1 NOT NULL,
    valid_from date DEFAULT '-infinity'::date NOT NULL,
    valid_to date DEFAULT 'infinity'::date NOT NULL,
    cap_amount numeric(16,2),
    cap_per text DEFAULT 'year'::text NOT NULL COLLATE pg_catalog."C",
    needs_invoice boolean DEFAULT true NOT NULL,
    load_id bigint,
    row_number integer,
    arrived_at timestamp with time zone NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    superseded_at timestamp with time zone DEFAULT 'infinity'::timestamp with time zone NOT NULL,
    superseded_recorded_at timestamp with time zone DEFAULT 'infinity'::timestamp with time zone NOT NULL,
    superseded_by bigint,
    basis text DEFAULT 'including'::text NOT NULL COLLATE pg_catalog."C",
    CONSTRAINT contract_term_base_known CHECK ((base = ANY (ARRAY['goods_less_returns'::text, 'goods'::text]))),
    CONSTRAINT contract_term_basis_known CHECK ((basis = ANY (ARRAY['including'::text, 'excluding'::text]))),
    CONSTRAINT contract_term_cap_per_known CHECK ((cap_per = ANY (ARRAY['statement'::text, 'year'::text]))),
    CONSTRAINT contract_term_figures_not_negative CHECK (((pct >= (0)::numeric) AND (amount >= (0)::numeric) AND (cap_amount >= (0)::numeric) AND (times > 0))),
    CONSTRAINT contract_term_has_its_figure CHECK (
CASE kind
    WHEN 'fixed'::text THEN (amount IS NOT NULL)
    WHEN 'tiered_rebate'::text THEN (per = 'year'::text)
    ELSE (pct IS NOT NULL)
END),
    CONSTRAINT contract_term_kind_known CHECK ((kind = ANY (ARRAY['percentage'::text, 'unconditional_rebate'::text, 'tiered_rebate'::text, 'fixed'::text]))),
    CONSTRAINT contract_term_mode_known CHECK ((deduction_mode = ANY (ARRAY['on_account'::text, 'on_invoice'::text, 'paid_apart'::text]))),
    CONSTRAINT contract_term_per_known CHECK ((per = ANY (ARRAY['statement'::text, 'month'::text, 'year'::text]))),
    CONSTRAINT contract_term_period_ordered CHECK ((valid_from <= valid_to))
);

--
-- Name: TABLE contract_term; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON TABLE core.contract_term IS 'One row: one version of one fee clause of a contract';

--
-- Name: COLUMN contract_term.chain_id; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.contract_term.chain_id IS 'Chain';

--
-- Name: COLUMN contract_term.contract_id; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.contract_term.contract_id IS 'Contract it belongs to';

--
-- Name: COLUMN contract_term.term_id; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.contract_term.term_id IS 'Our number of the clause within the contract';

--
-- Name: COLUMN contract_term.clause; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.contract_term.clause IS 'Clause of the contract, as reports cite it';

--
-- Name: COLUMN contract_term.fee_code; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.contract_term.fee_code IS 'Our fee code';

--
-- Name: COLUMN contract_term.labels; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.contract_term.labels IS 'What the chain calls the fee on its statements, parted by |; core.fee_text adds to it and goes before it';

--
-- Name: COLUMN contract_term.kind; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.contract_term.kind IS 'percentage, unconditional_rebate: pct of the base; tiered_rebate: the tier that the years sales reach gives the pct; fixed: an amount, so many times';

--
-- Name: COLUMN contract_term.deduction_mode; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.contract_term.deduction_mode IS 'How it is taken: on_account (账扣), on_invoice (票扣), paid_apart (交款)';

--
-- Name: COLUMN contract_term.base; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.contract_term.base IS 'What the pct is taken of: goods_less_returns, or goods alone; of the statement, month or contract year that per names';

--
-- Name: COLUMN contract_term.pct; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.contract_term.pct IS 'Per cent of the base';

--
-- Name: COLUMN contract_term.amount; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.contract_term.amount IS 'RMB each time, for fixed fees';

--
-- Name: COLUMN contract_term.per; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.contract_term.per IS 'statement: expected on each; month, year: allowed so many times in any statement of it, never missed';

--
-- Name: COLUMN contract_term.times; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.contract_term.times IS 'How often a fixed fee may be taken per month or year';

--
-- Name: COLUMN contract_term.valid_from; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.contract_term.valid_from IS 'First day on which it may be taken; a statements period must touch the window';

--
-- Name: COLUMN contract_term.valid_to; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.contract_term.valid_to IS 'Last such day, included';

--
-- Name: COLUMN contract_term.cap_amount; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.contract_term.cap_amount IS 'RMB that it may not exceed per cap_per; empty: no cap';

--
-- Name: COLUMN contract_term.cap_per; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.contract_term.cap_per IS 'What the cap counts for: each statement, or the contract year';

--
-- Name: COLUMN contract_term.needs_invoice; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.contract_term.needs_invoice IS 'Whether the chain owes us an invoice for it when taken on account (M5.2.10)';

--
-- Name: COLUMN contract_term.load_id; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.contract_term.load_id IS 'Load it came with; empty when from configuration';

--
-- Name: COLUMN contract_term.row_number; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.contract_term.row_number IS 'Row of that file';

--
-- Name: COLUMN contract_term.arrived_at; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.contract_term.arrived_at IS 'When this version arrived';

--
-- Name: COLUMN contract_term.recorded_at; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.contract_term.recorded_at IS 'When it was recorded here';

--
-- Name: COLUMN contract_term.superseded_at; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.contract_term.superseded_at IS 'Arrival of the version that replaced it; infinity while in force';

--
-- Name: COLUMN contract_term.superseded_recorded_at; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.contract_term.superseded_recorded_at IS 'When that one was recorded here; infinity likewise';

--
-- Name: COLUMN contract_term.superseded_by; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.contract_term.superseded_by IS 'Load whose file ended this version; empty while in force';

--
-- Name: COLUMN contract_term.basis; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.contract_term.basis IS 'Whether its base counts with VAT: including or excluding';

--
-- Name: CONSTRAINT contract_term_base_known ON contract_term; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON CONSTRAINT contract_term_base_known ON core.contract_term IS '计费基数：进货减退货或进货 a base: goods_less_returns or goods';

--
-- Name: CONSTRAINT contract_term_basis_known ON contract_term; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON CONSTRAINT contract_term_basis_known ON core.contract_term IS '含税或未税 a basis: including or excluding';

--
-- Name: CONSTRAINT contract_term_cap_per_known ON contract_term; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON CONSTRAINT contract_term_cap_per_known ON core.contract_term IS '封顶周期：每期对账或每年 the cap is per statement or per year';

--
-- Name: CONSTRAINT contract_term_figures_not_negative ON contract_term; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON CONSTRAINT contract_term_figures_not_negative ON core.contract_term IS '比例、金额、封顶不为负，次数大于零 percentage, amount and cap are zero or more, times is above zero';

--
-- Name: CONSTRAINT contract_term_has_its_figure ON contract_term; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON CONSTRAINT contract_term_has_its_figure ON core.contract_term IS '定额有金额，阶梯返利按年，其他有比例 a fixed term has its amount, a tiered rebate is per year, any other has its percentage';

--
-- Name: CONSTRAINT contract_term_kind_known ON contract_term; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON CONSTRAINT contract_term_kind_known ON core.contract_term IS '条款种类：百分比、无条件返利、阶梯返利、定额之一 a kind: percentage, unconditional_rebate, tiered_rebate or fixed';

--
-- Name: CONSTRAINT contract_term_mode_known ON contract_term; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON CONSTRAINT contract_term_mode_known ON core.contract_term IS '扣款方式：账扣、票扣、另付之一 a deduction mode: on_account, on_invoice or paid_apart';

--
-- Name: CONSTRAINT contract_term_per_known ON contract_term; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON CONSTRAINT contract_term_per_known ON core.contract_term IS '计费周期：每期对账、每月、每年之一 per statement, month or year';

--
-- Name: CONSTRAINT contract_term_period_ordered ON contract_term; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON CONSTRAINT contract_term_period_ordered ON core.contract_term IS '条款止期不早于起期 a term does not end before it begins';

--
-- Name: contract_tier; Type: TABLE; Schema: core; Owner: -
--

CREATE TABLE core.contract_tier (
    chain_id text NOT NULL COLLATE pg_catalog."C",
    contract_id text NOT NULL COLLATE pg_catalog."C",
    term_id text NOT NULL COLLATE pg_catalog."C",
    sales_from numeric(16,2) NOT NULL,
    pct numeric(9,4) NOT NULL,
    load_id bigint,
    row_number integer,
    arrived_at timestamp with time zone NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    superseded_at timestamp with time zone DEFAULT 'infinity'::timestamp with time zone NOT NULL,
    superseded_recorded_at timestamp with time zone DEFAULT 'infinity'::timestamp with time zone NOT NULL,
    superseded_by bigint,
    CONSTRAINT contract_tier_not_negative CHECK (((sales_from >= (0)::numeric) AND (pct >= (0)::numeric)))
);

--
-- Name: TABLE contract_tier; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON TABLE core.contract_tier IS 'One row: one version of one tier of a conditional rebate (有条件返利)';

--
-- Name: COLUMN contract_tier.chain_id; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.contract_tier.chain_id IS 'Chain';

--
-- Name: COLUMN contract_tier.contract_id; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.contract_tier.contract_id IS 'Contract';

--
-- Name: COLUMN contract_tier.term_id; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.contract_tier.term_id IS 'Clause within the contract';

--
-- Name: COLUMN contract_tier.sales_from; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.contract_tier.sales_from IS 'Yearly sales in RMB, VAT included, from which the tier holds';

--
-- Name: COLUMN contract_tier.pct; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.contract_tier.pct IS 'Per cent of the whole years sales once the tier is reached';

--
-- Name: COLUMN contract_tier.load_id; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.contract_tier.load_id IS 'Load it came with; empty when from configuration';

--
-- Name: COLUMN contract_tier.row_number; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.contract_tier.row_number IS 'Row of that file';

--
-- Name: COLUMN contract_tier.arrived_at; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.contract_tier.arrived_at IS 'When this version arrived';

--
-- Name: COLUMN contract_tier.recorded_at; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.contract_tier.recorded_at IS 'When it was recorded here';

--
-- Name: COLUMN contract_tier.superseded_at; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.contract_tier.superseded_at IS 'Arrival of the version that replaced it; infinity while in force';

--
-- Name: COLUMN contract_tier.superseded_recorded_at; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.contract_tier.superseded_recorded_at IS 'When that one was recorded here; infinity likewise';

--
-- Name: COLUMN contract_tier.superseded_by; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.contract_tier.superseded_by IS 'Load whose file ended this version; empty while in force';

--
-- Name: CONSTRAINT contract_tier_not_negative ON contract_tier; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON CONSTRAINT contract_tier_not_negative ON core.contract_tier IS '阶梯起点与比例不为负 the start of a tier and its percentage are zero or more';

--
-- Name: dealer; Type: TABLE; Schema: core; Owner: -
--

CREATE TABLE core.dealer (
    dealer text NOT NULL,
    valid_from date NOT NULL,
    valid_to date DEFAULT 'infinity'::date NOT NULL,
    serves_all_channels boolean DEFAULT false NOT NULL,
    load_id bigint,
    row_number integer,
    arrived_at timestamp with time zone NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    superseded_at timestamp with time zone DEFAULT 'infinity'::timestamp with time zone NOT NULL,
    superseded_recorded_at timestamp with time zone DEFAULT 'infinity'::timestamp with time zone NOT NULL,
    superseded_by bigint,
    CONSTRAINT dealer_period_ordered CHECK ((valid_from <= valid_to))
);

--
-- Name: TABLE dealer; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON TABLE core.dealer IS 'One row: what a dealer (经销商) is, both ends of the period included';

--
-- Name: COLUMN dealer.dealer; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.dealer.dealer IS 'Its name, as stores name it';

--
-- Name: COLUMN dealer.valid_from; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.dealer.valid_from IS 'First day';

--
-- Name: COLUMN dealer.valid_to; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.dealer.valid_to IS 'Last day';

--
-- Name: COLUMN dealer.serves_all_channels; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.dealer.serves_all_channels IS 'Whether it serves all channels: its stores then follow the rule of directly served ones (M3)';

--
-- Name: COLUMN dealer.load_id; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.dealer.load_id IS 'Load that brought this version; null for what was keyed in';

--
-- Name: COLUMN dealer.row_number; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.dealer.row_number IS 'Its row in the file';

--
-- Name: COLUMN dealer.arrived_at; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.dealer.arrived_at IS 'When its file arrived; -infinity: from ever';

--
-- Name: COLUMN dealer.recorded_at; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.dealer.recorded_at IS 'When it was recorded here';

--
-- Name: COLUMN dealer.superseded_at; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.dealer.superseded_at IS 'Arrival of the version that replaced it; infinity while in force';

--
-- Name: COLUMN dealer.superseded_recorded_at; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.dealer.superseded_recorded_at IS 'When that version was recorded here';

--
-- Name: COLUMN dealer.superseded_by; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.dealer.superseded_by IS 'Load whose file ended this version; null while it is in force';

--
-- Name: CONSTRAINT dealer_period_ordered ON dealer; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON CONSTRAINT dealer_period_ordered ON core.dealer IS '止期不早于起期 it does not end before it begins';

--
-- Name: delivery_line; Type: TABLE; Schema: core; Owner: -
--

CREATE TABLE core.delivery_line (
    chain_id text NOT NULL COLLATE pg_catalog."C",
    partition_month date NOT NULL,
    delivery_number text NOT NULL COLLATE pg_catalog."C",
    store_id text NOT NULL COLLATE pg_catalog."C",
    order_number text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C",
    product_id text NOT NULL COLLATE pg_catalog."C",
    is_free boolean DEFAULT false NOT NULL,
    kind text DEFAULT 'delivery'::text NOT NULL COLLATE pg_catalog."C",
    account_id text NOT NULL COLLATE pg_catalog."C",
    shipped_on date,
    received_on date NOT NULL,
    shipped_quantity numeric(14,3) NOT NULL,
    received_quantity numeric(14,3) NOT NULL,
    pack_size integer,
    load_id bigint NOT NULL,
    row_number integer NOT NULL,
    more_rows integer[],
    arrived_at timestamp with time zone NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    superseded_at timestamp with time zone DEFAULT 'infinity'::timestamp with time zone NOT NULL,
    superseded_recorded_at timestamp with time zone DEFAULT 'infinity'::timestamp with time zone NOT NULL,
    superseded_by bigint,
    CONSTRAINT delivery_line_kind_known CHECK ((kind = ANY (ARRAY['delivery'::text, 'return'::text]))),
    CONSTRAINT delivery_line_quantity_not_negative CHECK ((LEAST(shipped_quantity, received_quantity) >= (0)::numeric))
)
PARTITION BY RANGE (partition_month);

--
-- Name: TABLE delivery_line; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON TABLE core.delivery_line IS 'One row: one version of a line of a delivery note (送货单) or of a return note; quantities in sales units, absolute values for returns';

--
-- Name: COLUMN delivery_line.chain_id; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.delivery_line.chain_id IS 'Chain';

--
-- Name: COLUMN delivery_line.partition_month; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.delivery_line.partition_month IS 'First day of the month of its partition, fixed by core.document';

--
-- Name: COLUMN delivery_line.delivery_number; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.delivery_line.delivery_number IS 'Delivery or return note';

--
-- Name: COLUMN delivery_line.store_id; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.delivery_line.store_id IS 'Store that signed';

--
-- Name: COLUMN delivery_line.order_number; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.delivery_line.order_number IS 'Order it names; empty where it names none';

--
-- Name: COLUMN delivery_line.product_id; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.delivery_line.product_id IS 'Our product';

--
-- Name: COLUMN delivery_line.is_free; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.delivery_line.is_free IS 'Free goods';

--
-- Name: COLUMN delivery_line.kind; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.delivery_line.kind IS 'delivery or return';

--
-- Name: COLUMN delivery_line.account_id; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.delivery_line.account_id IS 'Settlement account';

--
-- Name: COLUMN delivery_line.shipped_on; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.delivery_line.shipped_on IS 'Date it left';

--
-- Name: COLUMN delivery_line.received_on; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.delivery_line.received_on IS 'Date the store signed; for returns the date of the note';

--
-- Name: COLUMN delivery_line.shipped_quantity; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.delivery_line.shipped_quantity IS 'Sales units shipped';

--
-- Name: COLUMN delivery_line.received_quantity; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.delivery_line.received_quantity IS 'Sales units the store signed for';

--
-- Name: COLUMN delivery_line.pack_size; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.delivery_line.pack_size IS 'Units per case that the row itself states';

--
-- Name: COLUMN delivery_line.load_id; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.delivery_line.load_id IS 'Load of the file it came from';

--
-- Name: COLUMN delivery_line.row_number; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.delivery_line.row_number IS 'Row of the file, from 1 as a person counts it';

--
-- Name: COLUMN delivery_line.more_rows; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.delivery_line.more_rows IS 'Further rows of the file that added up to this line';

--
-- Name: COLUMN delivery_line.arrived_at; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.delivery_line.arrived_at IS 'When the file arrived at the portal; -infinity for what stood before records were kept';

--
-- Name: COLUMN delivery_line.recorded_at; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.delivery_line.recorded_at IS 'When this version was recorded here';

--
-- Name: COLUMN delivery_line.superseded_at; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.delivery_line.superseded_at IS 'Arrival of the version that replaced it; infinity while it is in force';

--
-- Name: COLUMN delivery_line.superseded_recorded_at; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.delivery_line.superseded_recorded_at IS 'When that version was recorded here; infinity while it is in force';

--
-- Name: COLUMN delivery_line.superseded_by; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.delivery_line.superseded_by IS 'Load whose file ended this version; null while it is in force';

--
-- Name: CONSTRAINT delivery_line_kind_known ON delivery_line; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON CONSTRAINT delivery_line_kind_known ON core.delivery_line IS '单据种类：收货或退货 a kind: delivery or return';

--
-- Name: CONSTRAINT delivery_line_quantity_not_negative ON delivery_line; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON CONSTRAINT delivery_line_quantity_not_negative ON core.delivery_line IS '发货与收货数量不为负 quantities shipped and received are zero or more';

--
-- Name: document; Type: TABLE; Schema: core; Owner: -
--

CREATE TABLE core.document (
    chain_id text NOT NULL COLLATE pg_catalog."C",
    kind text NOT NULL COLLATE pg_catalog."C",
    number text NOT NULL COLLATE pg_catalog."C",
    store_id text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C",
    partition_month date NOT NULL,
    CONSTRAINT document_kind_known CHECK ((kind = ANY (ARRAY['order'::text, 'delivery'::text, 'statement'::text]))),
    CONSTRAINT document_month_is_first CHECK ((EXTRACT(day FROM partition_month) = (1)::numeric))
);

--
-- Name: TABLE document; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON TABLE core.document IS 'One row: one order, delivery note (or return note) or statement; fixes the month of its lines'' partition at first sight';

--
-- Name: COLUMN document.chain_id; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.document.chain_id IS 'Chain';

--
-- Name: COLUMN document.kind; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.document.kind IS 'order, delivery or statement';

--
-- Name: COLUMN document.number; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.document.number IS 'Number the chain gave it';

--
-- Name: COLUMN document.store_id; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.document.store_id IS 'Store, where the number is unique only with it; else empty';

--
-- Name: COLUMN document.partition_month; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.document.partition_month IS 'First day of the month whose partition holds its lines';

--
-- Name: document_version; Type: TABLE; Schema: core; Owner: -
--

CREATE TABLE core.document_version (
    chain_id text NOT NULL COLLATE pg_catalog."C",
    kind text NOT NULL COLLATE pg_catalog."C",
    number text NOT NULL COLLATE pg_catalog."C",
    store_id text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C",
    load_id bigint NOT NULL,
    arrived_at timestamp with time zone NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    superseded_at timestamp with time zone DEFAULT 'infinity'::timestamp with time zone NOT NULL,
    superseded_recorded_at timestamp with time zone DEFAULT 'infinity'::timestamp with time zone NOT NULL
);

--
-- Name: TABLE document_version; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON TABLE core.document_version IS 'One row: one whole document as one file held it, where that differed from the version before';

--
-- Name: COLUMN document_version.chain_id; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.document_version.chain_id IS 'Chain';

--
-- Name: COLUMN document_version.kind; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.document_version.kind IS 'order, delivery or statement';

--
-- Name: COLUMN document_version.number; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.document_version.number IS 'Number the chain gave it';

--
-- Name: COLUMN document_version.store_id; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.document_version.store_id IS 'Store, where the number is unique only with it; else empty';

--
-- Name: COLUMN document_version.load_id; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.document_version.load_id IS 'Load whose file held it';

--
-- Name: COLUMN document_version.arrived_at; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.document_version.arrived_at IS 'When the file arrived at the portal; -infinity for what stood before records were kept';

--
-- Name: COLUMN document_version.recorded_at; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.document_version.recorded_at IS 'When this version was recorded here';

--
-- Name: COLUMN document_version.superseded_at; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.document_version.superseded_at IS 'Arrival of the version that replaced it; infinity while it is in force';

--
-- Name: COLUMN document_version.superseded_recorded_at; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.document_version.superseded_recorded_at IS 'When that version was recorded here; infinity while it is in force';

--
-- Name: expected_arrival; Type: TABLE; Schema: core; Owner: -
--

CREATE TABLE core.expected_arrival (
    chain_id text NOT NULL COLLATE pg_catalog."C",
    report text NOT NULL COLLATE pg_catalog."C",
    every text NOT NULL COLLATE pg_catalog."C",
    after_days integer NOT NULL,
    by_time time without time zone NOT NULL,
    arrived_at timestamp with time zone NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    superseded_at timestamp with time zone DEFAULT 'infinity'::timestamp with time zone NOT NULL,
    superseded_recorded_at timestamp with time zone DEFAULT 'infinity'::timestamp with time zone NOT NULL,
    CONSTRAINT expected_arrival_after_days_range CHECK (((after_days >= 0) AND (after_days <= 60))),
    CONSTRAINT expected_arrival_every_known CHECK ((every = ANY (ARRAY['day'::text, 'working_day'::text, 'half_month'::text, 'month'::text])))
);

--
-- Name: TABLE expected_arrival; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON TABLE core.expected_arrival IS 'One row: one version of when a chain''s report is expected for each of its business dates, from config/chains';

--
-- Name: COLUMN expected_arrival.chain_id; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.expected_arrival.chain_id IS 'Chain (系统)';

--
-- Name: COLUMN expected_arrival.report; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.expected_arrival.report IS 'Report of the chain''s profile';

--
-- Name: COLUMN expected_arrival.every; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.expected_arrival.every IS 'Which business dates have a file: each day, each working day, each half month''s or each month''s last day';

--
-- Name: COLUMN expected_arrival.after_days; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.expected_arrival.after_days IS 'Days after the business date on which it is due';

--
-- Name: COLUMN expected_arrival.by_time; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.expected_arrival.by_time IS 'Time of that day, Asia/Shanghai, up to which it is on time';

--
-- Name: COLUMN expected_arrival.arrived_at; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.expected_arrival.arrived_at IS 'When the file arrived at the portal; -infinity for what stood before records were kept';

--
-- Name: COLUMN expected_arrival.recorded_at; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.expected_arrival.recorded_at IS 'When this version was recorded here';

--
-- Name: COLUMN expected_arrival.superseded_at; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.expected_arrival.superseded_at IS 'Arrival of the version that replaced it; infinity while it is in force';

--
-- Name: COLUMN expected_arrival.superseded_recorded_at; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.expected_arrival.superseded_recorded_at IS 'When that version was recorded here; infinity while it is in force';

--
-- Name: fee; Type: TABLE; Schema: core; Owner: -
--

CREATE TABLE core.fee (
    fee_code text NOT NULL COLLATE pg_catalog."C",
    name text NOT NULL,
    name_en text NOT NULL
);

--
-- Name: TABLE fee; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON TABLE core.fee IS 'One row: one of our own fee codes; the chains'' many words for it stand in core.fee_text';

--
-- Name: COLUMN fee.fee_code; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.fee.fee_code IS 'Our code, a stable English word';

--
-- Name: COLUMN fee.name; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.fee.name IS 'Name as finance says it';

--
-- Name: COLUMN fee.name_en; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.fee.name_en IS 'The same in English';

--
-- Name: fee_text; Type: TABLE; Schema: core; Owner: -
--

CREATE TABLE core.fee_text (
    chain_id text NOT NULL COLLATE pg_catalog."C",
    fee_text text NOT NULL,
    part_number smallint DEFAULT 1 NOT NULL,
    fee_code text NOT NULL COLLATE pg_catalog."C",
    share_pct numeric(7,4),
    valid_from date DEFAULT '-infinity'::date NOT NULL,
    valid_to date DEFAULT 'infinity'::date NOT NULL,
    load_id bigint,
    row_number integer,
    arrived_at timestamp with time zone NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    superseded_at timestamp with time zone DEFAULT 'infinity'::timestamp with time zone NOT NULL,
    superseded_recorded_at timestamp with time zone DEFAULT 'infinity'::timestamp with time zone NOT NULL,
    superseded_by bigint,
    CONSTRAINT fee_text_normal_form CHECK ((fee_text = core.plain_fee_text(fee_text))),
    CONSTRAINT fee_text_period_ordered CHECK ((valid_from <= valid_to)),
    CONSTRAINT fee_text_share_range CHECK (((share_pct > (0)::numeric) AND (share_pct <= (100)::numeric)))
);

--
-- Name: TABLE fee_text; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON TABLE core.fee_text IS 'One row: what a chain''s fee text means in our fee codes, or one part of it where the text is a lump for several fees';

--
-- Name: COLUMN fee_text.chain_id; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.fee_text.chain_id IS 'Chain whose word it is';

--
-- Name: COLUMN fee_text.fee_text; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.fee_text.fee_text IS 'The chain''s text in normal form: NFKC, without white space';

--
-- Name: COLUMN fee_text.part_number; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.fee_text.part_number IS '1, or the number of the part where one lump is split';

--
-- Name: COLUMN fee_text.fee_code; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.fee_text.fee_code IS 'Our fee code';

--
-- Name: COLUMN fee_text.share_pct; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.fee_text.share_pct IS 'Per cent of the lump; the part with the highest number takes what remains';

--
-- Name: COLUMN fee_text.valid_from; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.fee_text.valid_from IS 'First statement period end for which the text means this';

--
-- Name: COLUMN fee_text.valid_to; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.fee_text.valid_to IS 'Last such period end, included';

--
-- Name: COLUMN fee_text.load_id; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.fee_text.load_id IS 'Load it came with; empty when from configuration';

--
-- Name: COLUMN fee_text.row_number; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.fee_text.row_number IS 'Row of that file';

--
-- Name: COLUMN fee_text.arrived_at; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.fee_text.arrived_at IS 'When this version arrived';

--
-- Name: COLUMN fee_text.recorded_at; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.fee_text.recorded_at IS 'When it was recorded here';

--
-- Name: COLUMN fee_text.superseded_at; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.fee_text.superseded_at IS 'Arrival of the version that replaced it';

--
-- Name: COLUMN fee_text.superseded_recorded_at; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.fee_text.superseded_recorded_at IS 'When that one was recorded here';

--
-- Name: COLUMN fee_text.superseded_by; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.fee_text.superseded_by IS 'Load whose file ended this version; empty while in force';

--
-- Name: CONSTRAINT fee_text_normal_form ON fee_text; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON CONSTRAINT fee_text_normal_form ON core.fee_text IS '费用名称为规范写法 the fee''s name in its normal form';

--
-- Name: CONSTRAINT fee_text_period_ordered ON fee_text; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON CONSTRAINT fee_text_period_ordered ON core.fee_text IS '止期不早于起期 it does not end before it begins';

--
-- Name: CONSTRAINT fee_text_share_range ON fee_text; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON CONSTRAINT fee_text_share_range ON core.fee_text IS '比例大于 0，不超过 100 a share above 0 and not above 100';

--
-- Name: invoice; Type: TABLE; Schema: core; Owner: -
--

CREATE TABLE core.invoice (
    chain_id text NOT NULL COLLATE pg_catalog."C",
    invoice_number text NOT NULL COLLATE pg_catalog."C",
    statement_number text NOT NULL COLLATE pg_catalog."C",
    issued_on date NOT NULL,
    amount numeric(16,2) NOT NULL,
    submitted_on date,
    received_on date,
    load_id bigint,
    row_number integer,
    arrived_at timestamp with time zone NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    superseded_at timestamp with time zone DEFAULT 'infinity'::timestamp with time zone NOT NULL,
    superseded_recorded_at timestamp with time zone DEFAULT 'infinity'::timestamp with time zone NOT NULL,
    superseded_by bigint,
    CONSTRAINT invoice_days_ordered CHECK (((submitted_on >= issued_on) AND (received_on >= COALESCE(submitted_on, issued_on))))
);

--
-- Name: TABLE invoice; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON TABLE core.invoice IS 'One row: one version of one of our VAT invoices; a statement may have several';

--
-- Name: COLUMN invoice.chain_id; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.invoice.chain_id IS 'Chain';

--
-- Name: COLUMN invoice.invoice_number; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.invoice.invoice_number IS 'Number of the VAT invoice';

--
-- Name: COLUMN invoice.statement_number; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.invoice.statement_number IS 'Statement it bills';

--
-- Name: COLUMN invoice.issued_on; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.invoice.issued_on IS 'Date of the invoice';

--
-- Name: COLUMN invoice.amount; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.invoice.amount IS 'RMB including VAT';

--
-- Name: COLUMN invoice.submitted_on; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.invoice.submitted_on IS 'Day we handed it to the chain (投票日)';

--
-- Name: COLUMN invoice.received_on; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.invoice.received_on IS 'Day the chain received it: the payment term runs from here (账期)';

--
-- Name: COLUMN invoice.load_id; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.invoice.load_id IS 'Load it came with';

--
-- Name: COLUMN invoice.row_number; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.invoice.row_number IS 'Row of that file';

--
-- Name: COLUMN invoice.arrived_at; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.invoice.arrived_at IS 'When this version arrived';

--
-- Name: COLUMN invoice.recorded_at; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.invoice.recorded_at IS 'When it was recorded here';

--
-- Name: COLUMN invoice.superseded_at; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.invoice.superseded_at IS 'Arrival of the version that replaced it; infinity while it is in force';

--
-- Name: COLUMN invoice.superseded_recorded_at; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.invoice.superseded_recorded_at IS 'When that one was recorded here; infinity likewise';

--
-- Name: COLUMN invoice.superseded_by; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.invoice.superseded_by IS 'Load whose file ended this version; empty while in force';

--
-- Name: CONSTRAINT invoice_days_ordered ON invoice; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON CONSTRAINT invoice_days_ordered ON core.invoice IS '先开票，再递交，后签收 an invoice is issued, then submitted, then received';

--
-- Name: item_status; Type: TABLE; Schema: core; Owner: -
--

CREATE TABLE core.item_status (
    chain_id text NOT NULL COLLATE pg_catalog."C",
    store_id text NOT NULL COLLATE pg_catalog."C",
    product_id text NOT NULL COLLATE pg_catalog."C",
    stated_on date NOT NULL,
    status text NOT NULL COLLATE pg_catalog."C",
    reason text,
    load_id bigint,
    row_number integer,
    arrived_at timestamp with time zone NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    superseded_at timestamp with time zone DEFAULT 'infinity'::timestamp with time zone NOT NULL,
    superseded_recorded_at timestamp with time zone DEFAULT 'infinity'::timestamp with time zone NOT NULL,
    superseded_by bigint,
    CONSTRAINT item_status_known CHECK ((status = ANY (ARRAY['active'::text, 'locked'::text, 'stopped'::text, 'delisted'::text])))
);

--
-- Name: TABLE item_status; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON TABLE core.item_status IS 'One row: what a chain''s portal said on one business date about ordering one of our products in one store';

--
-- Name: COLUMN item_status.chain_id; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.item_status.chain_id IS 'Chain';

--
-- Name: COLUMN item_status.store_id; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.item_status.store_id IS 'Store';

--
-- Name: COLUMN item_status.product_id; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.item_status.product_id IS 'Our product';

--
-- Name: COLUMN item_status.stated_on; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.item_status.stated_on IS 'Business date of the statement; it holds until the next one';

--
-- Name: COLUMN item_status.status; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.item_status.status IS 'active; locked (锁码): not orderable until reopened; stopped (停购): purchase stopped; delisted (下架): taken out of the range';

--
-- Name: COLUMN item_status.reason; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.item_status.reason IS 'The portal''s own words, where it gives any';

--
-- Name: COLUMN item_status.load_id; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.item_status.load_id IS 'Load that brought this version; null for what was keyed in';

--
-- Name: COLUMN item_status.row_number; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.item_status.row_number IS 'Its row in the file';

--
-- Name: COLUMN item_status.arrived_at; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.item_status.arrived_at IS 'When its file arrived; -infinity: from ever';

--
-- Name: COLUMN item_status.recorded_at; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.item_status.recorded_at IS 'When it was recorded here';

--
-- Name: COLUMN item_status.superseded_at; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.item_status.superseded_at IS 'Arrival of the version that replaced it; infinity while in force';

--
-- Name: COLUMN item_status.superseded_recorded_at; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.item_status.superseded_recorded_at IS 'When that version was recorded here';

--
-- Name: COLUMN item_status.superseded_by; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.item_status.superseded_by IS 'Load whose file ended this version; null while it is in force';

--
-- Name: CONSTRAINT item_status_known ON item_status; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON CONSTRAINT item_status_known ON core.item_status IS '状态：正常、锁定、停购、下架之一 a status: active, locked, stopped or delisted';

--
-- Name: kept_figures_state; Type: TABLE; Schema: core; Owner: -
--

CREATE TABLE core.kept_figures_state (
    chain_id text NOT NULL COLLATE pg_catalog."C",
    recorded_to timestamp with time zone NOT NULL,
    arrived_to timestamp with time zone NOT NULL
);

--
-- Name: TABLE kept_figures_state; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON TABLE core.kept_figures_state IS 'One row: up to what the kept figures have been brought for one chain';

--
-- Name: COLUMN kept_figures_state.chain_id; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.kept_figures_state.chain_id IS 'Chain';

--
-- Name: COLUMN kept_figures_state.recorded_to; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.kept_figures_state.recorded_to IS 'Latest moment of record that they hold of the chain';

--
-- Name: COLUMN kept_figures_state.arrived_to; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.kept_figures_state.arrived_to IS 'Latest arrival that they hold: a question as known before that is computed anew';

--
-- Name: kept_fulfilment; Type: TABLE; Schema: core; Owner: -
--

CREATE TABLE core.kept_fulfilment (
    chain_id text NOT NULL COLLATE pg_catalog."C",
    order_number text NOT NULL COLLATE pg_catalog."C",
    store_id text NOT NULL COLLATE pg_catalog."C",
    product_id text NOT NULL COLLATE pg_catalog."C",
    is_free boolean NOT NULL,
    account_id text NOT NULL COLLATE pg_catalog."C",
    ordered_on date NOT NULL,
    requested_on date NOT NULL,
    ordered_quantity numeric(14,3) NOT NULL,
    shipped_quantity numeric NOT NULL,
    received_quantity numeric NOT NULL,
    last_received_on date,
    load_id bigint NOT NULL,
    row_number integer NOT NULL
);

--
-- Name: TABLE kept_fulfilment; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON TABLE core.kept_fulfilment IS 'One row: a row of mart.computed_fulfilment as known now: an order line with all that ever came for it';

--
-- Name: COLUMN kept_fulfilment.chain_id; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.kept_fulfilment.chain_id IS 'Chain';

--
-- Name: COLUMN kept_fulfilment.order_number; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.kept_fulfilment.order_number IS 'Order, unique within the chain';

--
-- Name: COLUMN kept_fulfilment.store_id; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.kept_fulfilment.store_id IS 'Store, within the chain';

--
-- Name: COLUMN kept_fulfilment.product_id; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.kept_fulfilment.product_id IS 'Our product';

--
-- Name: COLUMN kept_fulfilment.is_free; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.kept_fulfilment.is_free IS 'Whether the line is free of charge';

--
-- Name: COLUMN kept_fulfilment.account_id; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.kept_fulfilment.account_id IS 'Settlement account of the chain';

--
-- Name: COLUMN kept_fulfilment.ordered_on; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.kept_fulfilment.ordered_on IS 'Business date of the order';

--
-- Name: COLUMN kept_fulfilment.requested_on; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.kept_fulfilment.requested_on IS 'Business date on which the chain wants it';

--
-- Name: COLUMN kept_fulfilment.ordered_quantity; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.kept_fulfilment.ordered_quantity IS 'Sales units ordered';

--
-- Name: COLUMN kept_fulfilment.shipped_quantity; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.kept_fulfilment.shipped_quantity IS 'Sales units shipped for it, ever';

--
-- Name: COLUMN kept_fulfilment.received_quantity; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.kept_fulfilment.received_quantity IS 'Sales units signed for, ever';

--
-- Name: COLUMN kept_fulfilment.last_received_on; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.kept_fulfilment.last_received_on IS 'Business date of the last receipt; null when nothing came';

--
-- Name: COLUMN kept_fulfilment.load_id; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.kept_fulfilment.load_id IS 'Load of the order''s file';

--
-- Name: COLUMN kept_fulfilment.row_number; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.kept_fulfilment.row_number IS 'Its row';

--
-- Name: kept_item; Type: TABLE; Schema: core; Owner: -
--

CREATE TABLE core.kept_item (
    chain_id text NOT NULL COLLATE pg_catalog."C",
    store_id text NOT NULL COLLATE pg_catalog."C",
    product_id text NOT NULL COLLATE pg_catalog."C",
    first_received_on date,
    last_received_on date,
    last_ordered_on date
)
WITH (fillfactor='50');

--
-- Name: TABLE kept_item; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON TABLE core.kept_item IS 'One row: one product in one store that ever ordered or received it, with its first and last delivery and its last order';

--
-- Name: COLUMN kept_item.chain_id; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.kept_item.chain_id IS 'Chain';

--
-- Name: COLUMN kept_item.store_id; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.kept_item.store_id IS 'Store, within the chain';

--
-- Name: COLUMN kept_item.product_id; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.kept_item.product_id IS 'Our product';

--
-- Name: COLUMN kept_item.first_received_on; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.kept_item.first_received_on IS 'Business date of its first delivery; null when nothing came yet';

--
-- Name: COLUMN kept_item.last_received_on; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.kept_item.last_received_on IS 'Business date of its last delivery; null when nothing came yet';

--
-- Name: COLUMN kept_item.last_ordered_on; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.kept_item.last_ordered_on IS 'Business date of its last order that was not free of charge; null when there is none';

--
-- Name: kept_outlet_month; Type: TABLE; Schema: core; Owner: -
--

CREATE TABLE core.kept_outlet_month (
    chain_id text NOT NULL COLLATE pg_catalog."C",
    store_id text NOT NULL COLLATE pg_catalog."C",
    region text NOT NULL,
    city text NOT NULL,
    month date NOT NULL,
    first_on date NOT NULL,
    amount numeric,
    day_amounts numeric[] NOT NULL,
    amount_including numeric,
    quantity numeric NOT NULL,
    day_amounts_including numeric[] NOT NULL,
    day_quantities numeric[] NOT NULL
)
WITH (fillfactor='70');

--
-- Name: TABLE kept_outlet_month; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON TABLE core.kept_outlet_month IS 'One row: the supply of one store in one month, in the region and city it lay in';

--
-- Name: COLUMN kept_outlet_month.chain_id; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.kept_outlet_month.chain_id IS 'Chain';

--
-- Name: COLUMN kept_outlet_month.store_id; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.kept_outlet_month.store_id IS 'Store, within the chain';

--
-- Name: COLUMN kept_outlet_month.region; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.kept_outlet_month.region IS 'Our sales region of the store on the date of the goods; empty where unknown';

--
-- Name: COLUMN kept_outlet_month.city; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.kept_outlet_month.city IS 'City, likewise';

--
-- Name: COLUMN kept_outlet_month.month; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.kept_outlet_month.month IS 'First day of the month';

--
-- Name: COLUMN kept_outlet_month.first_on; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.kept_outlet_month.first_on IS 'First business date with a line: before it there is no row to show';

--
-- Name: COLUMN kept_outlet_month.amount; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.kept_outlet_month.amount IS 'Supply less returns of all its days, RMB, VAT excluded';

--
-- Name: COLUMN kept_outlet_month.day_amounts; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.kept_outlet_month.day_amounts IS 'The same by day of month, from 1; null for days without';

--
-- Name: COLUMN kept_outlet_month.amount_including; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.kept_outlet_month.amount_including IS 'Supply less returns, RMB, VAT included; null when no line has a price';

--
-- Name: COLUMN kept_outlet_month.quantity; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.kept_outlet_month.quantity IS 'Sales units, net';

--
-- Name: COLUMN kept_outlet_month.day_amounts_including; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.kept_outlet_month.day_amounts_including IS 'The same by day of the month';

--
-- Name: COLUMN kept_outlet_month.day_quantities; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.kept_outlet_month.day_quantities IS 'Sales units by day of the month';

--
-- Name: kept_price_finding; Type: TABLE; Schema: core; Owner: -
--

CREATE TABLE core.kept_price_finding (
    chain_id text NOT NULL COLLATE pg_catalog."C",
    order_number text NOT NULL COLLATE pg_catalog."C",
    store_id text NOT NULL COLLATE pg_catalog."C",
    product_id text NOT NULL COLLATE pg_catalog."C",
    rule text NOT NULL COLLATE pg_catalog."C",
    statement_number text NOT NULL COLLATE pg_catalog."C",
    line_number integer NOT NULL,
    ordered_on date NOT NULL,
    found_price numeric,
    expected_price numeric,
    likely_cause text COLLATE pg_catalog."C",
    neighbour_product_id text COLLATE pg_catalog."C",
    amount_at_stake numeric,
    load_id bigint NOT NULL,
    row_number integer NOT NULL
);

--
-- Name: TABLE kept_price_finding; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON TABLE core.kept_price_finding IS 'One row: a row of mart.computed_price_finding as known now: one wrong price, or one that nothing judges';

--
-- Name: COLUMN kept_price_finding.chain_id; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.kept_price_finding.chain_id IS 'Chain';

--
-- Name: COLUMN kept_price_finding.order_number; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.kept_price_finding.order_number IS 'Order';

--
-- Name: COLUMN kept_price_finding.store_id; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.kept_price_finding.store_id IS 'Store, within the chain';

--
-- Name: COLUMN kept_price_finding.product_id; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.kept_price_finding.product_id IS 'Our product';

--
-- Name: COLUMN kept_price_finding.rule; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.kept_price_finding.rule IS 'As in mart.price_anomaly; unjudged: a line that neither promotion nor price list judges';

--
-- Name: COLUMN kept_price_finding.statement_number; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.kept_price_finding.statement_number IS 'Statement of a settlement line; empty on order rules';

--
-- Name: COLUMN kept_price_finding.line_number; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.kept_price_finding.line_number IS 'Its line; 0 on order rules';

--
-- Name: COLUMN kept_price_finding.ordered_on; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.kept_price_finding.ordered_on IS 'Business date of the order';

--
-- Name: COLUMN kept_price_finding.found_price; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.kept_price_finding.found_price IS 'Price found, RMB per sales unit, VAT excluded';

--
-- Name: COLUMN kept_price_finding.expected_price; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.kept_price_finding.expected_price IS 'Price it should be, likewise; null where nothing judges it';

--
-- Name: COLUMN kept_price_finding.likely_cause; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.kept_price_finding.likely_cause IS 'As in mart.price_anomaly; null when none fits';

--
-- Name: COLUMN kept_price_finding.neighbour_product_id; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.kept_price_finding.neighbour_product_id IS 'The item whose price it is, where that is the cause';

--
-- Name: COLUMN kept_price_finding.amount_at_stake; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.kept_price_finding.amount_at_stake IS '(expected − found) × quantity, RMB, VAT excluded';

--
-- Name: COLUMN kept_price_finding.load_id; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.kept_price_finding.load_id IS 'Load of the file that shows the price';

--
-- Name: COLUMN kept_price_finding.row_number; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.kept_price_finding.row_number IS 'Its row';

--
-- Name: kept_product_month; Type: TABLE; Schema: core; Owner: -
--

CREATE TABLE core.kept_product_month (
    chain_id text NOT NULL COLLATE pg_catalog."C",
    region text NOT NULL,
    product_id text NOT NULL COLLATE pg_catalog."C",
    month date NOT NULL,
    first_on date NOT NULL,
    amount numeric,
    day_amounts numeric[] NOT NULL
);

--
-- Name: TABLE kept_product_month; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON TABLE core.kept_product_month IS 'One row: the supply of one product to one chain in one region in one month';

--
-- Name: COLUMN kept_product_month.chain_id; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.kept_product_month.chain_id IS 'Chain';

--
-- Name: COLUMN kept_product_month.region; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.kept_product_month.region IS 'Our sales region of the stores on the date of the goods; empty where unknown';

--
-- Name: COLUMN kept_product_month.product_id; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.kept_product_month.product_id IS 'Our product';

--
-- Name: COLUMN kept_product_month.month; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.kept_product_month.month IS 'First day of the month';

--
-- Name: COLUMN kept_product_month.first_on; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.kept_product_month.first_on IS 'First business date with a line: before it there is no row to show';

--
-- Name: COLUMN kept_product_month.amount; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.kept_product_month.amount IS 'Supply less returns of all its days, RMB, VAT excluded';

--
-- Name: COLUMN kept_product_month.day_amounts; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.kept_product_month.day_amounts IS 'The same by day of month, from 1; null for days without';

--
-- Name: kept_state; Type: TABLE; Schema: core; Owner: -
--

CREATE TABLE core.kept_state (
    chain_id text NOT NULL COLLATE pg_catalog."C",
    recorded_to timestamp with time zone NOT NULL,
    arrived_to timestamp with time zone NOT NULL
);

--
-- Name: TABLE kept_state; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON TABLE core.kept_state IS 'One row: up to what core.kept_settlement has been refreshed for one chain';

--
-- Name: COLUMN kept_state.chain_id; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.kept_state.chain_id IS 'Chain';

--
-- Name: COLUMN kept_state.recorded_to; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.kept_state.recorded_to IS 'Latest moment of record that it holds of the chain';

--
-- Name: COLUMN kept_state.arrived_to; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.kept_state.arrived_to IS 'Latest arrival that it holds: a question as known before that is computed anew';

--
-- Name: kept_statement; Type: TABLE; Schema: core; Owner: -
--

CREATE TABLE core.kept_statement (
    chain_id text NOT NULL COLLATE pg_catalog."C",
    statement_number text NOT NULL COLLATE pg_catalog."C",
    entry_worth numeric DEFAULT 0 NOT NULL,
    goods_amount numeric DEFAULT 0 NOT NULL,
    deduction_amount numeric DEFAULT 0 NOT NULL,
    invoiceable_amount numeric DEFAULT 0 NOT NULL,
    payable_amount numeric DEFAULT 0 NOT NULL
);

--
-- Name: TABLE kept_statement; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON TABLE core.kept_statement IS 'One row: a statement as known now, with the sums of its lines; read where mart.is_kept()';

--
-- Name: COLUMN kept_statement.chain_id; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.kept_statement.chain_id IS 'Chain';

--
-- Name: COLUMN kept_statement.statement_number; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.kept_statement.statement_number IS 'Statement (对账单/结算单)';

--
-- Name: COLUMN kept_statement.entry_worth; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.kept_statement.entry_worth IS 'What the lines that it settles still had to settle when it came, RMB including VAT';

--
-- Name: COLUMN kept_statement.goods_amount; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.kept_statement.goods_amount IS 'Its goods less returns as stated, RMB including VAT';

--
-- Name: COLUMN kept_statement.deduction_amount; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.kept_statement.deduction_amount IS 'Its deductions as stated, without what is paid apart, RMB including VAT, negative';

--
-- Name: COLUMN kept_statement.invoiceable_amount; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.kept_statement.invoiceable_amount IS 'Its goods less returns and deductions on the invoice, RMB including VAT';

--
-- Name: COLUMN kept_statement.payable_amount; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.kept_statement.payable_amount IS 'All its lines but what is paid apart, RMB including VAT';

--
-- Name: month_figure; Type: TABLE; Schema: core; Owner: -
--

CREATE TABLE core.month_figure (
    chain_id text NOT NULL COLLATE pg_catalog."C",
    month date NOT NULL,
    figure text NOT NULL COLLATE pg_catalog."C",
    amount numeric(18,3) NOT NULL,
    known_from timestamp with time zone NOT NULL,
    known_to timestamp with time zone DEFAULT 'infinity'::timestamp with time zone NOT NULL,
    load_id bigint,
    load_count integer DEFAULT 0 NOT NULL,
    CONSTRAINT month_figure_known CHECK ((figure = ANY (ARRAY['ordered_quantity'::text, 'received_quantity'::text, 'open_amount'::text, 'overdue_amount'::text]))),
    CONSTRAINT month_figure_of_a_month CHECK ((EXTRACT(day FROM month) = (1)::numeric)),
    CONSTRAINT month_figure_time_ordered CHECK ((known_from < known_to))
);

--
-- Name: TABLE month_figure; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON TABLE core.month_figure IS 'One row: one figure of a chain''s ended month for as long as it was known so; written by each reconciliation run for the two months before its date, never rewritten';

--
-- Name: COLUMN month_figure.chain_id; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.month_figure.chain_id IS 'Chain';

--
-- Name: COLUMN month_figure.month; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.month_figure.month IS 'First day of the month';

--
-- Name: COLUMN month_figure.figure; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.month_figure.figure IS 'ordered_quantity, received_quantity: the two sides of the fill rate by period; open_amount, overdue_amount: receivables at the month''s end';

--
-- Name: COLUMN month_figure.amount; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.month_figure.amount IS 'Sales units, or RMB including VAT';

--
-- Name: COLUMN month_figure.known_from; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.month_figure.known_from IS 'Reconciliation run that first found it';

--
-- Name: COLUMN month_figure.known_to; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.month_figure.known_to IS 'Run that found another value; infinity while it stands';

--
-- Name: COLUMN month_figure.load_id; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.month_figure.load_id IS 'Load that changed the figure to this value: the likeliest of those since; empty for the first value, and where only configuration changed';

--
-- Name: COLUMN month_figure.load_count; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.month_figure.load_count IS 'Loads of the chain, and of our master data, that came between the run before and known_from: with one, the cause is certain';

--
-- Name: order_line; Type: TABLE; Schema: core; Owner: -
--

CREATE TABLE core.order_line (
    chain_id text NOT NULL COLLATE pg_catalog."C",
    partition_month date NOT NULL,
    order_number text NOT NULL COLLATE pg_catalog."C",
    store_id text NOT NULL COLLATE pg_catalog."C",
    product_id text NOT NULL COLLATE pg_catalog."C",
    is_free boolean DEFAULT false NOT NULL,
    account_id text NOT NULL COLLATE pg_catalog."C",
    origin text DEFAULT 'electronic'::text NOT NULL COLLATE pg_catalog."C",
    ordered_on date NOT NULL,
    requested_on date NOT NULL,
    ordered_quantity numeric(14,3) NOT NULL,
    pack_size integer,
    printed_price numeric(14,6),
    printed_basis text DEFAULT 'excluding'::text NOT NULL COLLATE pg_catalog."C",
    is_cancelled boolean DEFAULT false NOT NULL,
    load_id bigint NOT NULL,
    row_number integer NOT NULL,
    more_rows integer[],
    arrived_at timestamp with time zone NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    superseded_at timestamp with time zone DEFAULT 'infinity'::timestamp with time zone NOT NULL,
    superseded_recorded_at timestamp with time zone DEFAULT 'infinity'::timestamp with time zone NOT NULL,
    superseded_by bigint,
    CONSTRAINT order_line_basis_known CHECK ((printed_basis = ANY (ARRAY['including'::text, 'excluding'::text]))),
    CONSTRAINT order_line_origin_known CHECK ((origin = ANY (ARRAY['electronic'::text, 'manual'::text]))),
    CONSTRAINT order_line_quantity_not_negative CHECK ((ordered_quantity >= (0)::numeric))
)
PARTITION BY RANGE (partition_month);

--
-- Name: TABLE order_line; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON TABLE core.order_line IS 'One row: one version of an order line; the same product twice on one order adds up';

--
-- Name: COLUMN order_line.chain_id; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.order_line.chain_id IS 'Chain';

--
-- Name: COLUMN order_line.partition_month; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.order_line.partition_month IS 'First day of the month of its partition, fixed by core.document';

--
-- Name: COLUMN order_line.order_number; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.order_line.order_number IS 'Order';

--
-- Name: COLUMN order_line.store_id; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.order_line.store_id IS 'Store that ordered';

--
-- Name: COLUMN order_line.product_id; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.order_line.product_id IS 'Our product';

--
-- Name: COLUMN order_line.is_free; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.order_line.is_free IS 'Free goods';

--
-- Name: COLUMN order_line.account_id; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.order_line.account_id IS 'Settlement account';

--
-- Name: COLUMN order_line.origin; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.order_line.origin IS 'electronic (电脑订单) or manual (手工订单)';

--
-- Name: COLUMN order_line.ordered_on; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.order_line.ordered_on IS 'Date of the order';

--
-- Name: COLUMN order_line.requested_on; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.order_line.requested_on IS 'Date the delivery was asked for';

--
-- Name: COLUMN order_line.ordered_quantity; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.order_line.ordered_quantity IS 'Sales units, converted from cases by the row''s pack size, else the chain''s, else ours';

--
-- Name: COLUMN order_line.pack_size; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.order_line.pack_size IS 'Units per case that the row itself states';

--
-- Name: COLUMN order_line.printed_price; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.order_line.printed_price IS 'Unit price as the order prints it, per sales unit, in printed_basis';

--
-- Name: COLUMN order_line.printed_basis; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.order_line.printed_basis IS 'including or excluding VAT';

--
-- Name: COLUMN order_line.is_cancelled; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.order_line.is_cancelled IS 'This version says that the undelivered order vanished from a complete snapshot';

--
-- Name: COLUMN order_line.load_id; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.order_line.load_id IS 'Load of the file it came from';

--
-- Name: COLUMN order_line.row_number; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.order_line.row_number IS 'Row of the file, from 1 as a person counts it; more_rows holds the others where several added up';

--
-- Name: COLUMN order_line.more_rows; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.order_line.more_rows IS 'Further rows of the file that added up to this line';

--
-- Name: COLUMN order_line.arrived_at; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.order_line.arrived_at IS 'When the file arrived at the portal; -infinity for what stood before records were kept';

--
-- Name: COLUMN order_line.recorded_at; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.order_line.recorded_at IS 'When this version was recorded here';

--
-- Name: COLUMN order_line.superseded_at; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.order_line.superseded_at IS 'Arrival of the version that replaced it; infinity while it is in force';

--
-- Name: COLUMN order_line.superseded_recorded_at; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.order_line.superseded_recorded_at IS 'When that version was recorded here; infinity while it is in force';

--
-- Name: COLUMN order_line.superseded_by; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.order_line.superseded_by IS 'Load whose file ended this version; null while it is in force';

--
-- Name: CONSTRAINT order_line_basis_known ON order_line; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON CONSTRAINT order_line_basis_known ON core.order_line IS '含税或未税 a basis: including or excluding';

--
-- Name: CONSTRAINT order_line_origin_known ON order_line; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON CONSTRAINT order_line_origin_known ON core.order_line IS '来源：电子或手工 an origin: electronic or manual';

--
-- Name: CONSTRAINT order_line_quantity_not_negative ON order_line; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON CONSTRAINT order_line_quantity_not_negative ON core.order_line IS '订货数量不为负 the quantity ordered is zero or more';

--
-- Name: past_settlement; Type: TABLE; Schema: core; Owner: -
--

CREATE TABLE core.past_settlement (
    past_id bigint NOT NULL,
    settlement core.kept_settlement NOT NULL
);

--
-- Name: TABLE past_settlement; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON TABLE core.past_settlement IS 'One row: a row of mart.computed_settlement as known at a past moment that has a break, or waits on some statement';

--
-- Name: COLUMN past_settlement.past_id; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.past_settlement.past_id IS 'The moment';

--
-- Name: COLUMN past_settlement.settlement; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.past_settlement.settlement IS 'The row, as core.kept_settlement would hold it';

--
-- Name: past_state; Type: TABLE; Schema: core; Owner: -
--

CREATE TABLE core.past_state (
    past_id bigint NOT NULL,
    knowledge text NOT NULL COLLATE pg_catalog."C",
    known_at timestamp with time zone NOT NULL,
    recorded_to timestamp with time zone NOT NULL
);

--
-- Name: TABLE past_state; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON TABLE core.past_state IS 'One row: one past moment whose answer is kept';

--
-- Name: COLUMN past_state.past_id; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.past_state.past_id IS 'Its number, rising: old ones are dropped first';

--
-- Name: COLUMN past_state.knowledge; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.past_state.knowledge IS 'arrived or recorded: what known_at is compared with';

--
-- Name: COLUMN past_state.known_at; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.past_state.known_at IS 'Moment up to which rows count';

--
-- Name: COLUMN past_state.recorded_to; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.past_state.recorded_to IS 'Latest moment of record when it was computed: what is recorded later voids it';

--
-- Name: past_state_past_id_seq; Type: SEQUENCE; Schema: core; Owner: -
--

ALTER TABLE core.past_state ALTER COLUMN past_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME core.past_state_past_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

--
-- Name: past_statement; Type: TABLE; Schema: core; Owner: -
--

CREATE TABLE core.past_statement (
    past_id bigint NOT NULL,
    chain_id text NOT NULL COLLATE pg_catalog."C",
    statement_number text NOT NULL COLLATE pg_catalog."C",
    entry_worth numeric NOT NULL,
    goods_amount numeric NOT NULL,
    deduction_amount numeric NOT NULL,
    invoiceable_amount numeric NOT NULL,
    payable_amount numeric NOT NULL
);

--
-- Name: TABLE past_statement; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON TABLE core.past_statement IS 'One row: a statement as known at a past moment, with the sums of its lines';

--
-- Name: COLUMN past_statement.past_id; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.past_statement.past_id IS 'The moment';

--
-- Name: COLUMN past_statement.chain_id; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.past_statement.chain_id IS 'Chain';

--
-- Name: COLUMN past_statement.statement_number; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.past_statement.statement_number IS 'Statement (对账单/结算单)';

--
-- Name: COLUMN past_statement.entry_worth; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.past_statement.entry_worth IS 'What the lines that it settles still had to settle when it came, RMB including VAT';

--
-- Name: COLUMN past_statement.goods_amount; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.past_statement.goods_amount IS 'Its goods less returns as stated, RMB including VAT';

--
-- Name: COLUMN past_statement.deduction_amount; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.past_statement.deduction_amount IS 'Its deductions as stated, without what is paid apart, RMB including VAT, negative';

--
-- Name: COLUMN past_statement.invoiceable_amount; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.past_statement.invoiceable_amount IS 'Its goods less returns and deductions on the invoice, RMB including VAT';

--
-- Name: COLUMN past_statement.payable_amount; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.past_statement.payable_amount IS 'All its lines but what is paid apart, RMB including VAT';

--
-- Name: payment_line; Type: TABLE; Schema: core; Owner: -
--

CREATE TABLE core.payment_line (
    chain_id text NOT NULL COLLATE pg_catalog."C",
    payment_number text NOT NULL COLLATE pg_catalog."C",
    statement_number text NOT NULL COLLATE pg_catalog."C",
    paid_on date NOT NULL,
    amount numeric(16,2) NOT NULL,
    load_id bigint,
    row_number integer,
    arrived_at timestamp with time zone NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    superseded_at timestamp with time zone DEFAULT 'infinity'::timestamp with time zone NOT NULL,
    superseded_recorded_at timestamp with time zone DEFAULT 'infinity'::timestamp with time zone NOT NULL,
    superseded_by bigint
);

--
-- Name: TABLE payment_line; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON TABLE core.payment_line IS 'One row: one version of the part of one payment that settles one statement; a payment may cover several, a statement take several';

--
-- Name: COLUMN payment_line.chain_id; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.payment_line.chain_id IS 'Chain';

--
-- Name: COLUMN payment_line.payment_number; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.payment_line.payment_number IS 'Number of the payment (bank reference or the chains remittance)';

--
-- Name: COLUMN payment_line.statement_number; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.payment_line.statement_number IS 'Statement it settles';

--
-- Name: COLUMN payment_line.paid_on; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.payment_line.paid_on IS 'Day the money came';

--
-- Name: COLUMN payment_line.amount; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.payment_line.amount IS 'RMB received for that statement; negative when taken back';

--
-- Name: COLUMN payment_line.load_id; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.payment_line.load_id IS 'Load it came with';

--
-- Name: COLUMN payment_line.row_number; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.payment_line.row_number IS 'Row of that file';

--
-- Name: COLUMN payment_line.arrived_at; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.payment_line.arrived_at IS 'When this version arrived';

--
-- Name: COLUMN payment_line.recorded_at; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.payment_line.recorded_at IS 'When it was recorded here';

--
-- Name: COLUMN payment_line.superseded_at; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.payment_line.superseded_at IS 'Arrival of the version that replaced it; infinity while it is in force';

--
-- Name: COLUMN payment_line.superseded_recorded_at; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.payment_line.superseded_recorded_at IS 'When that one was recorded here; infinity likewise';

--
-- Name: COLUMN payment_line.superseded_by; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.payment_line.superseded_by IS 'Load whose file ended this version; empty while in force';

--
-- Name: penalty_rule; Type: TABLE; Schema: core; Owner: -
--

CREATE TABLE core.penalty_rule (
    rule_id text NOT NULL COLLATE pg_catalog."C",
    title text NOT NULL,
    title_en text NOT NULL,
    clause text NOT NULL,
    unit text NOT NULL COLLATE pg_catalog."C",
    unit_amount numeric(12,2),
    minimum numeric(12,2),
    maximum numeric(12,2),
    arrived_at timestamp with time zone NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    superseded_at timestamp with time zone DEFAULT 'infinity'::timestamp with time zone NOT NULL,
    superseded_recorded_at timestamp with time zone DEFAULT 'infinity'::timestamp with time zone NOT NULL,
    needs text DEFAULT ''::text NOT NULL,
    needs_en text DEFAULT ''::text NOT NULL,
    CONSTRAINT penalty_rule_amount_where_computed CHECK (((unit_amount IS NOT NULL) OR (needs <> ''::text))),
    CONSTRAINT penalty_rule_limits_ordered CHECK ((minimum <= maximum)),
    CONSTRAINT penalty_rule_unit_known CHECK ((unit = ANY (ARRAY['sku_store'::text, 'day'::text, 'case'::text, 'item'::text, 'store'::text])))
);

--
-- Name: TABLE penalty_rule; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON TABLE core.penalty_rule IS 'One row: one version of a penalty of the operating manual, from config/rules.yaml; an exposure for a person to decide on, never a charge';

--
-- Name: COLUMN penalty_rule.rule_id; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.penalty_rule.rule_id IS 'Stable word, for example sku_lock';

--
-- Name: COLUMN penalty_rule.title; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.penalty_rule.title IS 'What it is for, in Chinese';

--
-- Name: COLUMN penalty_rule.title_en; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.penalty_rule.title_en IS 'The same in English';

--
-- Name: COLUMN penalty_rule.clause; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.penalty_rule.clause IS 'Clause of the manual that states it';

--
-- Name: COLUMN penalty_rule.unit; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.penalty_rule.unit IS 'What is counted: sku_store (an item in a store), day (a day late), case (once), item, store';

--
-- Name: COLUMN penalty_rule.unit_amount; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.penalty_rule.unit_amount IS 'RMB per unit; null where our copy of the manual does not show it';

--
-- Name: COLUMN penalty_rule.minimum; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.penalty_rule.minimum IS 'RMB at least, per person; null: none';

--
-- Name: COLUMN penalty_rule.maximum; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.penalty_rule.maximum IS 'RMB at most, per person; null: none';

--
-- Name: COLUMN penalty_rule.arrived_at; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.penalty_rule.arrived_at IS '-infinity when first seen; else the moment of change';

--
-- Name: COLUMN penalty_rule.recorded_at; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.penalty_rule.recorded_at IS 'When it was recorded here';

--
-- Name: COLUMN penalty_rule.superseded_at; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.penalty_rule.superseded_at IS 'When it was changed or taken out; infinity while in force';

--
-- Name: COLUMN penalty_rule.superseded_recorded_at; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.penalty_rule.superseded_recorded_at IS 'When that was recorded here';

--
-- Name: COLUMN penalty_rule.needs; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.penalty_rule.needs IS 'Which data would decide it, Chinese; empty where it is computed';

--
-- Name: COLUMN penalty_rule.needs_en; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.penalty_rule.needs_en IS 'The same, English';

--
-- Name: penalty_share; Type: TABLE; Schema: core; Owner: -
--

CREATE TABLE core.penalty_share (
    rule_id text NOT NULL COLLATE pg_catalog."C",
    role text NOT NULL COLLATE pg_catalog."C",
    factor numeric(9,4) NOT NULL,
    is_capped boolean NOT NULL,
    arrived_at timestamp with time zone NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    superseded_at timestamp with time zone DEFAULT 'infinity'::timestamp with time zone NOT NULL,
    superseded_recorded_at timestamp with time zone DEFAULT 'infinity'::timestamp with time zone NOT NULL,
    limit_factor numeric(9,4) DEFAULT 1 NOT NULL,
    jointly text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C",
    otherwise text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C",
    CONSTRAINT penalty_share_role_known CHECK ((role = ANY (ARRAY['representative'::text, 'city_manager'::text, 'region_manager'::text, 'area_manager'::text, 'sales_region_manager'::text, 'supervisor'::text, 'analyst'::text, 'finance'::text, 'operations'::text, 'dealer'::text, 'promoter'::text, 'dealer_manager'::text, 'promotion_runner'::text, 'item_opener'::text])))
);

--
-- Name: TABLE penalty_share; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON TABLE core.penalty_share IS 'One row: one version of who bears a penalty, and how many times its amount';

--
-- Name: COLUMN penalty_share.rule_id; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.penalty_share.rule_id IS 'Rule of core.penalty_rule';

--
-- Name: COLUMN penalty_share.role; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.penalty_share.role IS 'Role that bears it';

--
-- Name: COLUMN penalty_share.factor; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.penalty_share.factor IS 'Times the rule''s amount: 0.5 is half of it, 5 five times';

--
-- Name: COLUMN penalty_share.is_capped; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.penalty_share.is_capped IS 'Whether the rule''s minimum and maximum hold for this role';

--
-- Name: COLUMN penalty_share.arrived_at; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.penalty_share.arrived_at IS '-infinity when first seen; else the moment of change';

--
-- Name: COLUMN penalty_share.recorded_at; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.penalty_share.recorded_at IS 'When it was recorded here';

--
-- Name: COLUMN penalty_share.superseded_at; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.penalty_share.superseded_at IS 'When it was changed or taken out; infinity while in force';

--
-- Name: COLUMN penalty_share.superseded_recorded_at; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.penalty_share.superseded_recorded_at IS 'When that was recorded here';

--
-- Name: COLUMN penalty_share.limit_factor; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.penalty_share.limit_factor IS 'Times that the rule''s minimum and maximum are multiplied for this role';

--
-- Name: COLUMN penalty_share.jointly; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.penalty_share.jointly IS 'Role that bears the same amount jointly: one exposure names both; empty: nobody';

--
-- Name: COLUMN penalty_share.otherwise; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.penalty_share.otherwise IS 'Role that bears it where master data name nobody; empty: then nobody is named';

--
-- Name: person; Type: TABLE; Schema: core; Owner: -
--

CREATE TABLE core.person (
    person_id text NOT NULL COLLATE pg_catalog."C",
    name text NOT NULL,
    email text NOT NULL,
    language text DEFAULT 'zh-CN'::text NOT NULL COLLATE pg_catalog."C",
    load_id bigint,
    row_number integer,
    arrived_at timestamp with time zone NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    superseded_at timestamp with time zone DEFAULT 'infinity'::timestamp with time zone NOT NULL,
    superseded_recorded_at timestamp with time zone DEFAULT 'infinity'::timestamp with time zone NOT NULL,
    superseded_by bigint
);

--
-- Name: TABLE person; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON TABLE core.person IS 'One row: one person of the key-account organisation';

--
-- Name: COLUMN person.person_id; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.person.person_id IS 'Our short name of the person';

--
-- Name: COLUMN person.name; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.person.name IS 'Name';

--
-- Name: COLUMN person.email; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.person.email IS 'Where mail goes';

--
-- Name: COLUMN person.language; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.person.language IS 'Language of mail: zh-CN or en';

--
-- Name: COLUMN person.load_id; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.person.load_id IS 'Load of the file it came from';

--
-- Name: COLUMN person.row_number; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.person.row_number IS 'Row of the file, from 1 as a person counts it';

--
-- Name: COLUMN person.arrived_at; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.person.arrived_at IS 'When the file arrived at the portal; -infinity for what stood before records were kept';

--
-- Name: COLUMN person.recorded_at; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.person.recorded_at IS 'When this version was recorded here';

--
-- Name: COLUMN person.superseded_at; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.person.superseded_at IS 'Arrival of the version that replaced it; infinity while it is in force';

--
-- Name: COLUMN person.superseded_recorded_at; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.person.superseded_recorded_at IS 'When that version was recorded here; infinity while it is in force';

--
-- Name: COLUMN person.superseded_by; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.person.superseded_by IS 'Load whose file ended this version; null while it is in force';

--
-- Name: price; Type: TABLE; Schema: core; Owner: -
--

CREATE TABLE core.price (
    chain_id text NOT NULL COLLATE pg_catalog."C",
    region text DEFAULT ''::text NOT NULL,
    product_id text NOT NULL COLLATE pg_catalog."C",
    valid_from date NOT NULL,
    valid_to date DEFAULT 'infinity'::date NOT NULL,
    unit_price numeric(12,4) NOT NULL,
    basis text DEFAULT 'excluding'::text NOT NULL COLLATE pg_catalog."C",
    load_id bigint,
    row_number integer,
    arrived_at timestamp with time zone NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    superseded_at timestamp with time zone DEFAULT 'infinity'::timestamp with time zone NOT NULL,
    superseded_recorded_at timestamp with time zone DEFAULT 'infinity'::timestamp with time zone NOT NULL,
    superseded_by bigint,
    CONSTRAINT price_basis_known CHECK ((basis = ANY (ARRAY['including'::text, 'excluding'::text]))),
    CONSTRAINT price_positive CHECK ((unit_price > (0)::numeric))
);

--
-- Name: TABLE price; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON TABLE core.price IS 'One row: the contract supply price of a product at a chain (in a region where stated) from valid_from to valid_to, both included, RMB per unit';

--
-- Name: COLUMN price.chain_id; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.price.chain_id IS 'Chain';

--
-- Name: COLUMN price.region; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.price.region IS 'Region, or empty for the whole chain';

--
-- Name: COLUMN price.product_id; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.price.product_id IS 'Our product';

--
-- Name: COLUMN price.valid_from; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.price.valid_from IS 'First order date for which it holds';

--
-- Name: COLUMN price.valid_to; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.price.valid_to IS 'Last order date for which it holds';

--
-- Name: COLUMN price.unit_price; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.price.unit_price IS 'RMB per sales unit, in basis';

--
-- Name: COLUMN price.basis; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.price.basis IS 'including or excluding VAT';

--
-- Name: COLUMN price.load_id; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.price.load_id IS 'Load of the file it came from';

--
-- Name: COLUMN price.row_number; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.price.row_number IS 'Row of the file, from 1 as a person counts it';

--
-- Name: COLUMN price.arrived_at; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.price.arrived_at IS 'When the file arrived at the portal; -infinity for what stood before records were kept';

--
-- Name: COLUMN price.recorded_at; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.price.recorded_at IS 'When this version was recorded here';

--
-- Name: COLUMN price.superseded_at; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.price.superseded_at IS 'Arrival of the version that replaced it; infinity while it is in force';

--
-- Name: COLUMN price.superseded_recorded_at; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.price.superseded_recorded_at IS 'When that version was recorded here; infinity while it is in force';

--
-- Name: COLUMN price.superseded_by; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.price.superseded_by IS 'Load whose file ended this version; null while it is in force';

--
-- Name: CONSTRAINT price_basis_known ON price; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON CONSTRAINT price_basis_known ON core.price IS '含税或未税 a basis: including or excluding';

--
-- Name: CONSTRAINT price_positive ON price; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON CONSTRAINT price_positive ON core.price IS '保留四位小数后单价大于零 a unit price above zero, also once it has four decimals';

--
-- Name: price_floor; Type: TABLE; Schema: core; Owner: -
--

CREATE TABLE core.price_floor (
    product_id text NOT NULL COLLATE pg_catalog."C",
    valid_from date NOT NULL,
    valid_to date DEFAULT 'infinity'::date NOT NULL,
    unit_price numeric(12,4) NOT NULL,
    load_id bigint,
    row_number integer,
    arrived_at timestamp with time zone NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    superseded_at timestamp with time zone DEFAULT 'infinity'::timestamp with time zone NOT NULL,
    superseded_recorded_at timestamp with time zone DEFAULT 'infinity'::timestamp with time zone NOT NULL,
    superseded_by bigint,
    CONSTRAINT price_floor_period_ordered CHECK ((valid_from <= valid_to)),
    CONSTRAINT price_floor_positive CHECK ((unit_price > (0)::numeric))
);

--
-- Name: TABLE price_floor; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON TABLE core.price_floor IS 'One row: the lowest supply price that the unified price system allows for one of our products (M6.1.4), both ends included';

--
-- Name: COLUMN price_floor.product_id; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.price_floor.product_id IS 'Our product';

--
-- Name: COLUMN price_floor.valid_from; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.price_floor.valid_from IS 'First day';

--
-- Name: COLUMN price_floor.valid_to; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.price_floor.valid_to IS 'Last day';

--
-- Name: COLUMN price_floor.unit_price; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.price_floor.unit_price IS 'RMB per sales unit, VAT excluded';

--
-- Name: COLUMN price_floor.load_id; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.price_floor.load_id IS 'Load that brought this version; null for what was keyed in';

--
-- Name: COLUMN price_floor.row_number; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.price_floor.row_number IS 'Its row in the file';

--
-- Name: COLUMN price_floor.arrived_at; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.price_floor.arrived_at IS 'When its file arrived; -infinity: from ever';

--
-- Name: COLUMN price_floor.recorded_at; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.price_floor.recorded_at IS 'When it was recorded here';

--
-- Name: COLUMN price_floor.superseded_at; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.price_floor.superseded_at IS 'Arrival of the version that replaced it; infinity while in force';

--
-- Name: COLUMN price_floor.superseded_recorded_at; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.price_floor.superseded_recorded_at IS 'When that version was recorded here';

--
-- Name: COLUMN price_floor.superseded_by; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.price_floor.superseded_by IS 'Load whose file ended this version; null while it is in force';

--
-- Name: CONSTRAINT price_floor_period_ordered ON price_floor; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON CONSTRAINT price_floor_period_ordered ON core.price_floor IS '止期不早于起期 it does not end before it begins';

--
-- Name: CONSTRAINT price_floor_positive ON price_floor; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON CONSTRAINT price_floor_positive ON core.price_floor IS '保留四位小数后单价大于零 a unit price above zero, also once it has four decimals';

--
-- Name: product; Type: TABLE; Schema: core; Owner: -
--

CREATE TABLE core.product (
    product_id text NOT NULL COLLATE pg_catalog."C",
    valid_from date NOT NULL,
    valid_to date DEFAULT 'infinity'::date NOT NULL,
    name text NOT NULL,
    name_en text,
    category text NOT NULL,
    assortment text DEFAULT 'other'::text NOT NULL COLLATE pg_catalog."C",
    pack_size integer NOT NULL,
    unit_volume_ml integer,
    unit_barcode text COLLATE pg_catalog."C",
    case_barcode text COLLATE pg_catalog."C",
    vat_rate numeric(5,4) NOT NULL,
    launched_on date,
    load_id bigint,
    row_number integer,
    arrived_at timestamp with time zone NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    superseded_at timestamp with time zone DEFAULT 'infinity'::timestamp with time zone NOT NULL,
    superseded_recorded_at timestamp with time zone DEFAULT 'infinity'::timestamp with time zone NOT NULL,
    superseded_by bigint,
    CONSTRAINT product_assortment_known CHECK ((assortment = ANY (ARRAY['core'::text, 'children'::text, 'new'::text, 'region'::text, 'other'::text]))),
    CONSTRAINT product_pack_size_positive CHECK ((pack_size > 0)),
    CONSTRAINT product_vat_rate_range CHECK (((vat_rate >= (0)::numeric) AND (vat_rate <= (1)::numeric)))
);

--
-- Name: TABLE product; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON TABLE core.product IS 'One row: one of our products as it was from valid_from to valid_to, both included';

--
-- Name: COLUMN product.product_id; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.product.product_id IS 'Our product number';

--
-- Name: COLUMN product.valid_from; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.product.valid_from IS 'First day on which the row holds';

--
-- Name: COLUMN product.valid_to; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.product.valid_to IS 'Last day on which the row holds';

--
-- Name: COLUMN product.name; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.product.name IS 'Name in Chinese';

--
-- Name: COLUMN product.name_en; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.product.name_en IS 'Name in English';

--
-- Name: COLUMN product.category; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.product.category IS 'Category, as the company groups its range';

--
-- Name: COLUMN product.assortment; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.product.assortment IS 'Group of the mandatory assortment 35 + X (M6.1.1)';

--
-- Name: COLUMN product.pack_size; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.product.pack_size IS 'Units in a case (入数)';

--
-- Name: COLUMN product.unit_volume_ml; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.product.unit_volume_ml IS 'Volume of a sales unit, millilitres';

--
-- Name: COLUMN product.unit_barcode; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.product.unit_barcode IS 'EAN of the sales unit (单包码)';

--
-- Name: COLUMN product.case_barcode; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.product.case_barcode IS 'EAN of the case (整箱码)';

--
-- Name: COLUMN product.vat_rate; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.product.vat_rate IS 'VAT rate as a fraction: 0.09 or 0.13';

--
-- Name: COLUMN product.launched_on; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.product.launched_on IS 'Start date of a new product (M6.1.5)';

--
-- Name: COLUMN product.load_id; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.product.load_id IS 'Load of the file it came from';

--
-- Name: COLUMN product.row_number; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.product.row_number IS 'Row of the file, from 1 as a person counts it';

--
-- Name: COLUMN product.arrived_at; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.product.arrived_at IS 'When the file arrived at the portal; -infinity for what stood before records were kept';

--
-- Name: COLUMN product.recorded_at; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.product.recorded_at IS 'When this version was recorded here';

--
-- Name: COLUMN product.superseded_at; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.product.superseded_at IS 'Arrival of the version that replaced it; infinity while it is in force';

--
-- Name: COLUMN product.superseded_recorded_at; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.product.superseded_recorded_at IS 'When that version was recorded here; infinity while it is in force';

--
-- Name: COLUMN product.superseded_by; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.product.superseded_by IS 'Load whose file ended this version; null while it is in force';

--
-- Name: CONSTRAINT product_assortment_known ON product; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON CONSTRAINT product_assortment_known ON core.product IS '品类组：core、children、new、region、other 之一 an assortment: core, children, new, region or other';

--
-- Name: CONSTRAINT product_pack_size_positive ON product; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON CONSTRAINT product_pack_size_positive ON core.product IS '箱入数大于零 a number of units per case above zero';

--
-- Name: CONSTRAINT product_vat_rate_range ON product; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON CONSTRAINT product_vat_rate_range ON core.product IS '税率在 0 与 1 之间，例如 0.13 a VAT rate within 0 and 1, as 0.13';

--
-- Name: promotion; Type: TABLE; Schema: core; Owner: -
--

CREATE TABLE core.promotion (
    chain_id text NOT NULL COLLATE pg_catalog."C",
    promotion_id text NOT NULL COLLATE pg_catalog."C",
    product_id text NOT NULL COLLATE pg_catalog."C",
    kind text DEFAULT 'in_store'::text NOT NULL COLLATE pg_catalog."C",
    purchase_from date NOT NULL,
    purchase_to date NOT NULL,
    retail_from date NOT NULL,
    retail_to date NOT NULL,
    supply_price numeric(12,4) NOT NULL,
    basis text DEFAULT 'excluding'::text NOT NULL COLLATE pg_catalog."C",
    retail_price numeric(12,2),
    filed_on date,
    reported_on date,
    load_id bigint,
    row_number integer,
    arrived_at timestamp with time zone NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    superseded_at timestamp with time zone DEFAULT 'infinity'::timestamp with time zone NOT NULL,
    superseded_recorded_at timestamp with time zone DEFAULT 'infinity'::timestamp with time zone NOT NULL,
    superseded_by bigint,
    CONSTRAINT promotion_basis_known CHECK ((basis = ANY (ARRAY['including'::text, 'excluding'::text]))),
    CONSTRAINT promotion_kind_known CHECK ((kind = ANY (ARRAY['poster'::text, 'in_store'::text]))),
    CONSTRAINT promotion_purchase_ordered CHECK ((purchase_from <= purchase_to))
);

--
-- Name: TABLE promotion; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON TABLE core.promotion IS 'One row: one product in a promotion; its supply price applies to orders inside the purchase window (采购期), both ends included';

--
-- Name: COLUMN promotion.chain_id; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.promotion.chain_id IS 'Chain';

--
-- Name: COLUMN promotion.promotion_id; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.promotion.promotion_id IS 'Promotion';

--
-- Name: COLUMN promotion.product_id; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.promotion.product_id IS 'Our product';

--
-- Name: COLUMN promotion.kind; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.promotion.kind IS 'poster or in_store';

--
-- Name: COLUMN promotion.purchase_from; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.promotion.purchase_from IS 'First order date of the purchase window (采购期)';

--
-- Name: COLUMN promotion.purchase_to; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.promotion.purchase_to IS 'Last order date of the purchase window';

--
-- Name: COLUMN promotion.retail_from; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.promotion.retail_from IS 'First day of the promotion in stores';

--
-- Name: COLUMN promotion.retail_to; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.promotion.retail_to IS 'Last day of the promotion in stores';

--
-- Name: COLUMN promotion.supply_price; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.promotion.supply_price IS 'RMB per sales unit, in basis';

--
-- Name: COLUMN promotion.basis; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.promotion.basis IS 'including or excluding VAT';

--
-- Name: COLUMN promotion.retail_price; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.promotion.retail_price IS 'Promotional shelf price, RMB per unit including VAT';

--
-- Name: COLUMN promotion.filed_on; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.promotion.filed_on IS 'Day it was filed (M6.2.2)';

--
-- Name: COLUMN promotion.reported_on; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.promotion.reported_on IS 'Day its result was reported (M6.2.6)';

--
-- Name: COLUMN promotion.load_id; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.promotion.load_id IS 'Load of the file it came from';

--
-- Name: COLUMN promotion.row_number; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.promotion.row_number IS 'Row of the file, from 1 as a person counts it';

--
-- Name: COLUMN promotion.arrived_at; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.promotion.arrived_at IS 'When the file arrived at the portal; -infinity for what stood before records were kept';

--
-- Name: COLUMN promotion.recorded_at; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.promotion.recorded_at IS 'When this version was recorded here';

--
-- Name: COLUMN promotion.superseded_at; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.promotion.superseded_at IS 'Arrival of the version that replaced it; infinity while it is in force';

--
-- Name: COLUMN promotion.superseded_recorded_at; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.promotion.superseded_recorded_at IS 'When that version was recorded here; infinity while it is in force';

--
-- Name: COLUMN promotion.superseded_by; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.promotion.superseded_by IS 'Load whose file ended this version; null while it is in force';

--
-- Name: CONSTRAINT promotion_basis_known ON promotion; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON CONSTRAINT promotion_basis_known ON core.promotion IS '含税或未税 a basis: including or excluding';

--
-- Name: CONSTRAINT promotion_kind_known ON promotion; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON CONSTRAINT promotion_kind_known ON core.promotion IS '活动种类：海报或店内 a kind: poster or in_store';

--
-- Name: CONSTRAINT promotion_purchase_ordered ON promotion; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON CONSTRAINT promotion_purchase_ordered ON core.promotion IS '进货止期不早于起期 purchase at the promotion''s price does not end before it begins';

--
-- Name: regional_assortment; Type: TABLE; Schema: core; Owner: -
--

CREATE TABLE core.regional_assortment (
    region text NOT NULL,
    product_id text NOT NULL COLLATE pg_catalog."C",
    valid_from date NOT NULL,
    valid_to date DEFAULT 'infinity'::date NOT NULL,
    load_id bigint,
    row_number integer,
    arrived_at timestamp with time zone NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    superseded_at timestamp with time zone DEFAULT 'infinity'::timestamp with time zone NOT NULL,
    superseded_recorded_at timestamp with time zone DEFAULT 'infinity'::timestamp with time zone NOT NULL,
    superseded_by bigint,
    CONSTRAINT regional_assortment_period_ordered CHECK ((valid_from <= valid_to))
);

--
-- Name: TABLE regional_assortment; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON TABLE core.regional_assortment IS 'One row: a product that a region adds to the mandatory assortment (the X of 35 + X, M6.1.1), both ends included';

--
-- Name: COLUMN regional_assortment.region; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.regional_assortment.region IS 'Our sales region';

--
-- Name: COLUMN regional_assortment.product_id; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.regional_assortment.product_id IS 'Our product';

--
-- Name: COLUMN regional_assortment.valid_from; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.regional_assortment.valid_from IS 'First day';

--
-- Name: COLUMN regional_assortment.valid_to; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.regional_assortment.valid_to IS 'Last day';

--
-- Name: COLUMN regional_assortment.load_id; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.regional_assortment.load_id IS 'Load that brought this version; null for what was keyed in';

--
-- Name: COLUMN regional_assortment.row_number; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.regional_assortment.row_number IS 'Its row in the file';

--
-- Name: COLUMN regional_assortment.arrived_at; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.regional_assortment.arrived_at IS 'When its file arrived; -infinity: from ever';

--
-- Name: COLUMN regional_assortment.recorded_at; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.regional_assortment.recorded_at IS 'When it was recorded here';

--
-- Name: COLUMN regional_assortment.superseded_at; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.regional_assortment.superseded_at IS 'Arrival of the version that replaced it; infinity while in force';

--
-- Name: COLUMN regional_assortment.superseded_recorded_at; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.regional_assortment.superseded_recorded_at IS 'When that version was recorded here';

--
-- Name: COLUMN regional_assortment.superseded_by; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.regional_assortment.superseded_by IS 'Load whose file ended this version; null while it is in force';

--
-- Name: CONSTRAINT regional_assortment_period_ordered ON regional_assortment; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON CONSTRAINT regional_assortment_period_ordered ON core.regional_assortment IS '止期不早于起期 it does not end before it begins';

--
-- Name: reopening_application; Type: TABLE; Schema: core; Owner: -
--

CREATE TABLE core.reopening_application (
    chain_id text NOT NULL COLLATE pg_catalog."C",
    store_id text NOT NULL COLLATE pg_catalog."C",
    product_id text NOT NULL COLLATE pg_catalog."C",
    since_on date NOT NULL,
    due_on date,
    prepared_on date NOT NULL,
    submitted_on date,
    reopened_on date,
    CONSTRAINT reopening_application_in_order CHECK (((submitted_on IS NULL) OR (submitted_on >= prepared_on)))
);

--
-- Name: TABLE reopening_application; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON TABLE core.reopening_application IS 'One row: one application to reopen a locked item (产品锁码再开通申请), from its first workbook on';

--
-- Name: COLUMN reopening_application.chain_id; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.reopening_application.chain_id IS 'Chain';

--
-- Name: COLUMN reopening_application.store_id; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.reopening_application.store_id IS 'Store, within the chain';

--
-- Name: COLUMN reopening_application.product_id; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.reopening_application.product_id IS 'Our product';

--
-- Name: COLUMN reopening_application.since_on; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.reopening_application.since_on IS 'First date of the lock it is about';

--
-- Name: COLUMN reopening_application.due_on; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.reopening_application.due_on IS 'Business date by which it must be submitted';

--
-- Name: COLUMN reopening_application.prepared_on; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.reopening_application.prepared_on IS 'Business date of the first workbook';

--
-- Name: COLUMN reopening_application.submitted_on; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.reopening_application.submitted_on IS 'Business date on which it went to the chain; null until then';

--
-- Name: COLUMN reopening_application.reopened_on; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.reopening_application.reopened_on IS 'Business date on which the chain reopened the item; null until then';

--
-- Name: responsibility; Type: TABLE; Schema: core; Owner: -
--

CREATE TABLE core.responsibility (
    person_id text NOT NULL COLLATE pg_catalog."C",
    role text NOT NULL COLLATE pg_catalog."C",
    chain_id text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C",
    region text DEFAULT ''::text NOT NULL,
    city text DEFAULT ''::text NOT NULL,
    store_id text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C",
    valid_from date NOT NULL,
    valid_to date DEFAULT 'infinity'::date NOT NULL,
    load_id bigint,
    row_number integer,
    arrived_at timestamp with time zone NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    superseded_at timestamp with time zone DEFAULT 'infinity'::timestamp with time zone NOT NULL,
    superseded_recorded_at timestamp with time zone DEFAULT 'infinity'::timestamp with time zone NOT NULL,
    superseded_by bigint,
    subject text DEFAULT ''::text NOT NULL,
    CONSTRAINT responsibility_role_known CHECK ((role = ANY (ARRAY['representative'::text, 'city_manager'::text, 'region_manager'::text, 'area_manager'::text, 'sales_region_manager'::text, 'supervisor'::text, 'analyst'::text, 'finance'::text, 'operations'::text, 'finance_director'::text, 'promoter'::text, 'dealer_manager'::text, 'promotion_runner'::text, 'item_opener'::text])))
);

--
-- Name: TABLE responsibility; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON TABLE core.responsibility IS 'One row: who answers for what, from valid_from to valid_to; an empty column means all of it (double reporting lines: region and chain, M4.2)';

--
-- Name: COLUMN responsibility.person_id; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.responsibility.person_id IS 'Person';

--
-- Name: COLUMN responsibility.role; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.responsibility.role IS 'Role, as docs/domain.md#people lists them';

--
-- Name: COLUMN responsibility.chain_id; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.responsibility.chain_id IS 'Chain, or empty for all';

--
-- Name: COLUMN responsibility.region; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.responsibility.region IS 'Region, or empty for all';

--
-- Name: COLUMN responsibility.city; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.responsibility.city IS 'City, or empty for all';

--
-- Name: COLUMN responsibility.store_id; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.responsibility.store_id IS 'Store, or empty for all';

--
-- Name: COLUMN responsibility.valid_from; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.responsibility.valid_from IS 'First day on which it holds';

--
-- Name: COLUMN responsibility.valid_to; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.responsibility.valid_to IS 'Last day on which it holds';

--
-- Name: COLUMN responsibility.load_id; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.responsibility.load_id IS 'Load of the file it came from';

--
-- Name: COLUMN responsibility.row_number; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.responsibility.row_number IS 'Row of the file, from 1 as a person counts it';

--
-- Name: COLUMN responsibility.arrived_at; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.responsibility.arrived_at IS 'When the file arrived at the portal; -infinity for what stood before records were kept';

--
-- Name: COLUMN responsibility.recorded_at; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.responsibility.recorded_at IS 'When this version was recorded here';

--
-- Name: COLUMN responsibility.superseded_at; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.responsibility.superseded_at IS 'Arrival of the version that replaced it; infinity while it is in force';

--
-- Name: COLUMN responsibility.superseded_recorded_at; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.responsibility.superseded_recorded_at IS 'When that version was recorded here; infinity while it is in force';

--
-- Name: COLUMN responsibility.superseded_by; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.responsibility.superseded_by IS 'Load whose file ended this version; null while it is in force';

--
-- Name: COLUMN responsibility.subject; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.responsibility.subject IS 'What of its kind, or empty for all: the dealer of a dealer_manager, the promotion of a promotion_runner, the product of an item_opener';

--
-- Name: CONSTRAINT responsibility_role_known ON responsibility; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON CONSTRAINT responsibility_role_known ON core.responsibility IS '职责为名单中之一 a role of the list, as representative, city_manager, finance';

--
-- Name: retail_plan; Type: TABLE; Schema: core; Owner: -
--

CREATE TABLE core.retail_plan (
    chain_id text NOT NULL COLLATE pg_catalog."C",
    product_id text NOT NULL COLLATE pg_catalog."C",
    valid_from date NOT NULL,
    valid_to date DEFAULT 'infinity'::date NOT NULL,
    unit_price numeric(12,2) NOT NULL,
    load_id bigint,
    row_number integer,
    arrived_at timestamp with time zone NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    superseded_at timestamp with time zone DEFAULT 'infinity'::timestamp with time zone NOT NULL,
    superseded_recorded_at timestamp with time zone DEFAULT 'infinity'::timestamp with time zone NOT NULL,
    superseded_by bigint,
    CONSTRAINT retail_plan_period_ordered CHECK ((valid_from <= valid_to)),
    CONSTRAINT retail_plan_positive CHECK ((unit_price > (0)::numeric))
);

--
-- Name: TABLE retail_plan; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON TABLE core.retail_plan IS 'One row: the normal shelf price planned for one of our products at a chain, both ends of the period included';

--
-- Name: COLUMN retail_plan.chain_id; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.retail_plan.chain_id IS 'Chain';

--
-- Name: COLUMN retail_plan.product_id; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.retail_plan.product_id IS 'Our product';

--
-- Name: COLUMN retail_plan.valid_from; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.retail_plan.valid_from IS 'First day';

--
-- Name: COLUMN retail_plan.valid_to; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.retail_plan.valid_to IS 'Last day';

--
-- Name: COLUMN retail_plan.unit_price; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.retail_plan.unit_price IS 'RMB per sales unit including VAT';

--
-- Name: COLUMN retail_plan.load_id; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.retail_plan.load_id IS 'Load that brought this version; null for what was keyed in';

--
-- Name: COLUMN retail_plan.row_number; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.retail_plan.row_number IS 'Its row in the file';

--
-- Name: COLUMN retail_plan.arrived_at; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.retail_plan.arrived_at IS 'When its file arrived; -infinity: from ever';

--
-- Name: COLUMN retail_plan.recorded_at; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.retail_plan.recorded_at IS 'When it was recorded here';

--
-- Name: COLUMN retail_plan.superseded_at; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.retail_plan.superseded_at IS 'Arrival of the version that replaced it; infinity while in force';

--
-- Name: COLUMN retail_plan.superseded_recorded_at; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.retail_plan.superseded_recorded_at IS 'When that version was recorded here';

--
-- Name: COLUMN retail_plan.superseded_by; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.retail_plan.superseded_by IS 'Load whose file ended this version; null while it is in force';

--
-- Name: CONSTRAINT retail_plan_period_ordered ON retail_plan; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON CONSTRAINT retail_plan_period_ordered ON core.retail_plan IS '止期不早于起期 it does not end before it begins';

--
-- Name: CONSTRAINT retail_plan_positive ON retail_plan; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON CONSTRAINT retail_plan_positive ON core.retail_plan IS '保留两位小数后零售价大于零 a retail price above zero, also once it has two decimals';

--
-- Name: retail_price; Type: TABLE; Schema: core; Owner: -
--

CREATE TABLE core.retail_price (
    chain_id text NOT NULL COLLATE pg_catalog."C",
    store_id text NOT NULL COLLATE pg_catalog."C",
    product_id text NOT NULL COLLATE pg_catalog."C",
    seen_on date NOT NULL,
    unit_price numeric(12,2) NOT NULL,
    load_id bigint,
    row_number integer,
    arrived_at timestamp with time zone NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    superseded_at timestamp with time zone DEFAULT 'infinity'::timestamp with time zone NOT NULL,
    superseded_recorded_at timestamp with time zone DEFAULT 'infinity'::timestamp with time zone NOT NULL,
    superseded_by bigint,
    CONSTRAINT retail_price_positive CHECK ((unit_price > (0)::numeric))
);

--
-- Name: TABLE retail_price; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON TABLE core.retail_price IS 'One row: the shelf price of one of our products seen in one store on one business date';

--
-- Name: COLUMN retail_price.chain_id; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.retail_price.chain_id IS 'Chain';

--
-- Name: COLUMN retail_price.store_id; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.retail_price.store_id IS 'Store, within the chain';

--
-- Name: COLUMN retail_price.product_id; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.retail_price.product_id IS 'Our product';

--
-- Name: COLUMN retail_price.seen_on; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.retail_price.seen_on IS 'Business date';

--
-- Name: COLUMN retail_price.unit_price; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.retail_price.unit_price IS 'RMB per sales unit including VAT';

--
-- Name: COLUMN retail_price.load_id; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.retail_price.load_id IS 'Load that brought this version; null for what was keyed in';

--
-- Name: COLUMN retail_price.row_number; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.retail_price.row_number IS 'Its row in the file';

--
-- Name: COLUMN retail_price.arrived_at; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.retail_price.arrived_at IS 'When its file arrived; -infinity: from ever';

--
-- Name: COLUMN retail_price.recorded_at; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.retail_price.recorded_at IS 'When it was recorded here';

--
-- Name: COLUMN retail_price.superseded_at; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.retail_price.superseded_at IS 'Arrival of the version that replaced it; infinity while in force';

--
-- Name: COLUMN retail_price.superseded_recorded_at; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.retail_price.superseded_recorded_at IS 'When that version was recorded here';

--
-- Name: COLUMN retail_price.superseded_by; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.retail_price.superseded_by IS 'Load whose file ended this version; null while it is in force';

--
-- Name: CONSTRAINT retail_price_positive ON retail_price; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON CONSTRAINT retail_price_positive ON core.retail_price IS '保留两位小数后零售价大于零 a retail price above zero, also once it has two decimals';

--
-- Name: rule_setting; Type: TABLE; Schema: core; Owner: -
--

CREATE TABLE core.rule_setting (
    rule_key text NOT NULL COLLATE pg_catalog."C",
    value numeric(18,6) NOT NULL,
    unit text NOT NULL,
    source text NOT NULL,
    arrived_at timestamp with time zone NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    superseded_at timestamp with time zone DEFAULT 'infinity'::timestamp with time zone NOT NULL,
    superseded_recorded_at timestamp with time zone DEFAULT 'infinity'::timestamp with time zone NOT NULL
);

--
-- Name: TABLE rule_setting; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON TABLE core.rule_setting IS 'One row: one version of a threshold, from config/rules.yaml';

--
-- Name: COLUMN rule_setting.rule_key; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.rule_setting.rule_key IS 'Name of the threshold, for example lock.suspected_interval_factor';

--
-- Name: COLUMN rule_setting.value; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.rule_setting.value IS 'The threshold, in unit';

--
-- Name: COLUMN rule_setting.unit; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.rule_setting.unit IS 'What value counts: days, per cent, RMB, times';

--
-- Name: COLUMN rule_setting.source; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.rule_setting.source IS 'Clause of the operating manual, or why the company chose it';

--
-- Name: COLUMN rule_setting.arrived_at; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.rule_setting.arrived_at IS '-infinity when first seen; else the moment of change';

--
-- Name: COLUMN rule_setting.recorded_at; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.rule_setting.recorded_at IS 'When it was recorded here';

--
-- Name: COLUMN rule_setting.superseded_at; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.rule_setting.superseded_at IS 'When it was changed or taken out; infinity while in force';

--
-- Name: COLUMN rule_setting.superseded_recorded_at; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.rule_setting.superseded_recorded_at IS 'When that was recorded here';

--
-- Name: sale; Type: TABLE; Schema: core; Owner: -
--

CREATE TABLE core.sale (
    chain_id text NOT NULL COLLATE pg_catalog."C",
    store_id text NOT NULL COLLATE pg_catalog."C",
    product_id text NOT NULL COLLATE pg_catalog."C",
    sold_on date NOT NULL,
    quantity numeric(14,3) NOT NULL,
    amount numeric(16,2),
    load_id bigint,
    row_number integer,
    arrived_at timestamp with time zone NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    superseded_at timestamp with time zone DEFAULT 'infinity'::timestamp with time zone NOT NULL,
    superseded_recorded_at timestamp with time zone DEFAULT 'infinity'::timestamp with time zone NOT NULL,
    superseded_by bigint
);

--
-- Name: TABLE sale; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON TABLE core.sale IS 'One row: what one store sold of one of our products on one business date, from the till';

--
-- Name: COLUMN sale.chain_id; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.sale.chain_id IS 'Chain';

--
-- Name: COLUMN sale.store_id; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.sale.store_id IS 'Store, within the chain';

--
-- Name: COLUMN sale.product_id; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.sale.product_id IS 'Our product';

--
-- Name: COLUMN sale.sold_on; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.sale.sold_on IS 'Business date';

--
-- Name: COLUMN sale.quantity; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.sale.quantity IS 'Sales units; negative when more came back than went out';

--
-- Name: COLUMN sale.amount; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.sale.amount IS 'Till amount, RMB including VAT; null where the portal gives quantities only';

--
-- Name: COLUMN sale.load_id; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.sale.load_id IS 'Load that brought this version; null for what was keyed in';

--
-- Name: COLUMN sale.row_number; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.sale.row_number IS 'Its row in the file';

--
-- Name: COLUMN sale.arrived_at; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.sale.arrived_at IS 'When its file arrived; -infinity: from ever';

--
-- Name: COLUMN sale.recorded_at; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.sale.recorded_at IS 'When it was recorded here';

--
-- Name: COLUMN sale.superseded_at; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.sale.superseded_at IS 'Arrival of the version that replaced it; infinity while in force';

--
-- Name: COLUMN sale.superseded_recorded_at; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.sale.superseded_recorded_at IS 'When that version was recorded here';

--
-- Name: COLUMN sale.superseded_by; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.sale.superseded_by IS 'Load whose file ended this version; null while it is in force';

--
-- Name: settlement_account; Type: TABLE; Schema: core; Owner: -
--

CREATE TABLE core.settlement_account (
    chain_id text NOT NULL COLLATE pg_catalog."C",
    account_id text NOT NULL COLLATE pg_catalog."C",
    supplier_code text NOT NULL COLLATE pg_catalog."C",
    settlement_unit text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C",
    statement_basis text NOT NULL COLLATE pg_catalog."C",
    price_decimals smallint,
    cutoff_days integer,
    rounding_tolerance numeric(6,2),
    grace_days integer,
    arrived_at timestamp with time zone NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    superseded_at timestamp with time zone DEFAULT 'infinity'::timestamp with time zone NOT NULL,
    superseded_recorded_at timestamp with time zone DEFAULT 'infinity'::timestamp with time zone NOT NULL,
    CONSTRAINT settlement_account_basis_known CHECK ((statement_basis = ANY (ARRAY['including'::text, 'excluding'::text]))),
    CONSTRAINT settlement_account_price_decimals_range CHECK (((price_decimals >= 0) AND (price_decimals <= 6)))
);

--
-- Name: TABLE settlement_account; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON TABLE core.settlement_account IS 'One row: one version of an account under which a chain settles (supplier code, and unit where the profile says so), from config/chains';

--
-- Name: COLUMN settlement_account.chain_id; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.settlement_account.chain_id IS 'Chain';

--
-- Name: COLUMN settlement_account.account_id; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.settlement_account.account_id IS 'Our short name of the account';

--
-- Name: COLUMN settlement_account.supplier_code; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.settlement_account.supplier_code IS 'Account number (供应商编码) that the chain prints';

--
-- Name: COLUMN settlement_account.settlement_unit; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.settlement_account.settlement_unit IS 'Region, store or warehouse; empty where the chain settles per supplier code';

--
-- Name: COLUMN settlement_account.statement_basis; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.settlement_account.statement_basis IS 'Whether the statement''s unit prices include VAT';

--
-- Name: COLUMN settlement_account.price_decimals; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.settlement_account.price_decimals IS 'Decimals of the unit prices on its statements; null: the default of mart.account_terms';

--
-- Name: COLUMN settlement_account.cutoff_days; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.settlement_account.cutoff_days IS 'A statement holds what was received up to period end minus these days; null: the default of mart.account_terms';

--
-- Name: COLUMN settlement_account.rounding_tolerance; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.settlement_account.rounding_tolerance IS 'RMB per line up to which an amount difference counts as rounding; null: the default of mart.account_terms';

--
-- Name: COLUMN settlement_account.grace_days; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.settlement_account.grace_days IS 'Working days after the requested date until a delivery is due; null: the default of mart.account_terms';

--
-- Name: COLUMN settlement_account.arrived_at; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.settlement_account.arrived_at IS 'When the file arrived at the portal; -infinity for what stood before records were kept';

--
-- Name: COLUMN settlement_account.recorded_at; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.settlement_account.recorded_at IS 'When this version was recorded here';

--
-- Name: COLUMN settlement_account.superseded_at; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.settlement_account.superseded_at IS 'Arrival of the version that replaced it; infinity while it is in force';

--
-- Name: COLUMN settlement_account.superseded_recorded_at; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.settlement_account.superseded_recorded_at IS 'When that version was recorded here; infinity while it is in force';

--
-- Name: settlement_figure; Type: TABLE; Schema: core; Owner: -
--

CREATE TABLE core.settlement_figure (
    chain_id text NOT NULL COLLATE pg_catalog."C",
    statement_number text NOT NULL COLLATE pg_catalog."C",
    figure text NOT NULL COLLATE pg_catalog."C",
    amount numeric(16,2) NOT NULL,
    account_id text NOT NULL COLLATE pg_catalog."C",
    known_from timestamp with time zone NOT NULL,
    known_to timestamp with time zone DEFAULT 'infinity'::timestamp with time zone NOT NULL,
    load_id bigint,
    load_count integer DEFAULT 0 NOT NULL,
    CONSTRAINT settlement_figure_known CHECK ((figure = ANY (ARRAY['expected_payable'::text, 'stated_payable'::text, 'break_total'::text]))),
    CONSTRAINT settlement_figure_time_ordered CHECK ((known_from < known_to))
);

--
-- Name: TABLE settlement_figure; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON TABLE core.settlement_figure IS 'One row: one figure of a statement for as long as it was known so; written by each reconciliation run, never rewritten';

--
-- Name: COLUMN settlement_figure.chain_id; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.settlement_figure.chain_id IS 'Chain';

--
-- Name: COLUMN settlement_figure.statement_number; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.settlement_figure.statement_number IS 'Statement';

--
-- Name: COLUMN settlement_figure.figure; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.settlement_figure.figure IS 'expected_payable, stated_payable or break_total, as in mart.statement_reconciliation';

--
-- Name: COLUMN settlement_figure.amount; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.settlement_figure.amount IS 'RMB including VAT';

--
-- Name: COLUMN settlement_figure.account_id; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.settlement_figure.account_id IS 'Settlement account';

--
-- Name: COLUMN settlement_figure.known_from; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.settlement_figure.known_from IS 'Reconciliation run that first found it';

--
-- Name: COLUMN settlement_figure.known_to; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.settlement_figure.known_to IS 'Run that found another value; infinity while it stands';

--
-- Name: COLUMN settlement_figure.load_id; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.settlement_figure.load_id IS 'Load that changed the figure to this value; empty for the first value, and where only configuration changed';

--
-- Name: COLUMN settlement_figure.load_count; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.settlement_figure.load_count IS 'Loads of the chain, and of our master data, that came between the run before and known_from: with one, the cause is certain';

--
-- Name: settlement_figure_run; Type: TABLE; Schema: core; Owner: -
--

CREATE TABLE core.settlement_figure_run (
    checked_at timestamp with time zone NOT NULL,
    as_of date DEFAULT '-infinity'::date NOT NULL
);

--
-- Name: TABLE settlement_figure_run; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON TABLE core.settlement_figure_run IS 'One row: the last reconciliation run that compared the figures';

--
-- Name: COLUMN settlement_figure_run.checked_at; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.settlement_figure_run.checked_at IS 'When';

--
-- Name: COLUMN settlement_figure_run.as_of; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.settlement_figure_run.as_of IS 'Newest business date up to which claims and figures were followed';

--
-- Name: sku_lock_day; Type: TABLE; Schema: core; Owner: -
--

CREATE TABLE core.sku_lock_day (
    chain_id text NOT NULL COLLATE pg_catalog."C",
    as_of date NOT NULL,
    store_id text NOT NULL COLLATE pg_catalog."C",
    product_id text NOT NULL COLLATE pg_catalog."C",
    level text NOT NULL COLLATE pg_catalog."C",
    since_on date,
    cause text COLLATE pg_catalog."C",
    evidence text,
    evidence_en text,
    exposure_amount numeric(14,2),
    CONSTRAINT sku_lock_day_level_known CHECK ((level = ANY (ARRAY['locked'::text, 'suspected'::text, 'at_risk'::text])))
);

--
-- Name: TABLE sku_lock_day; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON TABLE core.sku_lock_day IS 'One row: one lock alert as it stood on one judged business date';

--
-- Name: COLUMN sku_lock_day.chain_id; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.sku_lock_day.chain_id IS 'Chain';

--
-- Name: COLUMN sku_lock_day.as_of; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.sku_lock_day.as_of IS 'Business date judged';

--
-- Name: COLUMN sku_lock_day.store_id; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.sku_lock_day.store_id IS 'Store, within the chain';

--
-- Name: COLUMN sku_lock_day.product_id; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.sku_lock_day.product_id IS 'Our product';

--
-- Name: COLUMN sku_lock_day.level; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.sku_lock_day.level IS 'locked, suspected or at_risk on that date';

--
-- Name: COLUMN sku_lock_day.since_on; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.sku_lock_day.since_on IS 'First date of the level, as judged on that date';

--
-- Name: COLUMN sku_lock_day.cause; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.sku_lock_day.cause IS 'Cause, as judged on that date';

--
-- Name: COLUMN sku_lock_day.evidence; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.sku_lock_day.evidence IS 'Evidence in Chinese, as of that date';

--
-- Name: COLUMN sku_lock_day.evidence_en; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.sku_lock_day.evidence_en IS 'The same in English';

--
-- Name: COLUMN sku_lock_day.exposure_amount; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.sku_lock_day.exposure_amount IS 'RMB exposed on that date';

--
-- Name: sku_lock_judgement; Type: TABLE; Schema: core; Owner: -
--

CREATE TABLE core.sku_lock_judgement (
    as_of date NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    alert_count integer NOT NULL
);

--
-- Name: TABLE sku_lock_judgement; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON TABLE core.sku_lock_judgement IS 'One row: one business date whose lock alerts were recorded; a date without alerts stands here too';

--
-- Name: COLUMN sku_lock_judgement.as_of; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.sku_lock_judgement.as_of IS 'Business date judged';

--
-- Name: COLUMN sku_lock_judgement.recorded_at; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.sku_lock_judgement.recorded_at IS 'When it was last recorded here';

--
-- Name: COLUMN sku_lock_judgement.alert_count; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.sku_lock_judgement.alert_count IS 'Alerts of the date';

--
-- Name: statement; Type: TABLE; Schema: core; Owner: -
--

CREATE TABLE core.statement (
    chain_id text NOT NULL COLLATE pg_catalog."C",
    statement_number text NOT NULL COLLATE pg_catalog."C",
    account_id text NOT NULL COLLATE pg_catalog."C",
    period_from date NOT NULL,
    period_to date NOT NULL,
    stated_on date,
    stated_payable numeric(16,2) NOT NULL,
    stated_invoiceable numeric(16,2),
    load_id bigint NOT NULL,
    row_number integer NOT NULL,
    arrived_at timestamp with time zone NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    superseded_at timestamp with time zone DEFAULT 'infinity'::timestamp with time zone NOT NULL,
    superseded_recorded_at timestamp with time zone DEFAULT 'infinity'::timestamp with time zone NOT NULL,
    superseded_by bigint,
    CONSTRAINT statement_period_ordered CHECK ((period_from <= period_to))
);

--
-- Name: TABLE statement; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON TABLE core.statement IS 'One row: one version of a settlement statement''s head (对账单/结算单)';

--
-- Name: COLUMN statement.chain_id; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.statement.chain_id IS 'Chain';

--
-- Name: COLUMN statement.statement_number; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.statement.statement_number IS 'Number of the statement';

--
-- Name: COLUMN statement.account_id; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.statement.account_id IS 'Settlement account';

--
-- Name: COLUMN statement.period_from; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.statement.period_from IS 'First day of its period';

--
-- Name: COLUMN statement.period_to; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.statement.period_to IS 'Last day of its period';

--
-- Name: COLUMN statement.stated_on; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.statement.stated_on IS 'Date it bears';

--
-- Name: COLUMN statement.stated_payable; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.statement.stated_payable IS 'What it says it will pay (应结算总金额), RMB including VAT';

--
-- Name: COLUMN statement.stated_invoiceable; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.statement.stated_invoiceable IS 'What it says we should invoice (应开票总金额), RMB including VAT';

--
-- Name: COLUMN statement.load_id; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.statement.load_id IS 'Load of the file it came from';

--
-- Name: COLUMN statement.row_number; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.statement.row_number IS 'Row of the file, from 1 as a person counts it';

--
-- Name: COLUMN statement.arrived_at; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.statement.arrived_at IS 'When the file arrived at the portal; -infinity for what stood before records were kept';

--
-- Name: COLUMN statement.recorded_at; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.statement.recorded_at IS 'When this version was recorded here';

--
-- Name: COLUMN statement.superseded_at; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.statement.superseded_at IS 'Arrival of the version that replaced it; infinity while it is in force';

--
-- Name: COLUMN statement.superseded_recorded_at; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.statement.superseded_recorded_at IS 'When that version was recorded here; infinity while it is in force';

--
-- Name: COLUMN statement.superseded_by; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.statement.superseded_by IS 'Load whose file ended this version; null while it is in force';

--
-- Name: CONSTRAINT statement_period_ordered ON statement; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON CONSTRAINT statement_period_ordered ON core.statement IS '对账期止日不早于起日 the period does not end before it begins';

--
-- Name: statement_line; Type: TABLE; Schema: core; Owner: -
--

CREATE TABLE core.statement_line (
    chain_id text NOT NULL COLLATE pg_catalog."C",
    partition_month date NOT NULL,
    statement_number text NOT NULL COLLATE pg_catalog."C",
    line_number integer NOT NULL,
    kind text NOT NULL COLLATE pg_catalog."C",
    delivery_number text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C",
    order_number text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C",
    store_id text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C",
    product_id text COLLATE pg_catalog."C",
    is_free boolean DEFAULT false NOT NULL,
    quantity numeric(14,3),
    unit_price numeric(14,6),
    vat_rate numeric(5,4),
    amount numeric(16,2) NOT NULL,
    fee_text text,
    deduction_mode text COLLATE pg_catalog."C",
    invoice_number text COLLATE pg_catalog."C",
    load_id bigint NOT NULL,
    row_number integer NOT NULL,
    arrived_at timestamp with time zone NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    superseded_at timestamp with time zone DEFAULT 'infinity'::timestamp with time zone NOT NULL,
    superseded_recorded_at timestamp with time zone DEFAULT 'infinity'::timestamp with time zone NOT NULL,
    superseded_by bigint,
    CONSTRAINT statement_line_deduction_has_text CHECK (((kind <> 'deduction'::text) OR ((fee_text IS NOT NULL) AND (deduction_mode IS NOT NULL)))),
    CONSTRAINT statement_line_kind_known CHECK ((kind = ANY (ARRAY['goods'::text, 'return'::text, 'deduction'::text]))),
    CONSTRAINT statement_line_mode_known CHECK ((deduction_mode = ANY (ARRAY['on_account'::text, 'on_invoice'::text, 'paid_apart'::text])))
)
PARTITION BY RANGE (partition_month);

--
-- Name: TABLE statement_line; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON TABLE core.statement_line IS 'One row: one version of a line of a settlement statement, in file order';

--
-- Name: COLUMN statement_line.chain_id; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.statement_line.chain_id IS 'Chain';

--
-- Name: COLUMN statement_line.partition_month; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.statement_line.partition_month IS 'First day of the month of its partition, fixed by core.document';

--
-- Name: COLUMN statement_line.statement_number; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.statement_line.statement_number IS 'Statement';

--
-- Name: COLUMN statement_line.line_number; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.statement_line.line_number IS 'Line within the statement, in file order';

--
-- Name: COLUMN statement_line.kind; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.statement_line.kind IS 'goods, return or deduction';

--
-- Name: COLUMN statement_line.delivery_number; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.statement_line.delivery_number IS 'Delivery or return note it names; empty where none';

--
-- Name: COLUMN statement_line.order_number; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.statement_line.order_number IS 'Order it names; empty where none';

--
-- Name: COLUMN statement_line.store_id; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.statement_line.store_id IS 'Store it names; empty where none';

--
-- Name: COLUMN statement_line.product_id; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.statement_line.product_id IS 'Our product; empty on receipt-level lines and deductions';

--
-- Name: COLUMN statement_line.is_free; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.statement_line.is_free IS 'Free goods';

--
-- Name: COLUMN statement_line.quantity; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.statement_line.quantity IS 'Sales units; negative when taken back or returned; null on a line without product';

--
-- Name: COLUMN statement_line.unit_price; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.statement_line.unit_price IS 'Price per sales unit in the account''s statement basis';

--
-- Name: COLUMN statement_line.vat_rate; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.statement_line.vat_rate IS 'VAT rate it states, as a fraction';

--
-- Name: COLUMN statement_line.amount; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.statement_line.amount IS 'RMB including VAT as stated; goods positive, returns and deductions negative';

--
-- Name: COLUMN statement_line.fee_text; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.statement_line.fee_text IS 'Deductions: the fee as the statement names it';

--
-- Name: COLUMN statement_line.deduction_mode; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.statement_line.deduction_mode IS 'on_account (账扣), on_invoice (票扣), paid_apart (交款)';

--
-- Name: COLUMN statement_line.invoice_number; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.statement_line.invoice_number IS 'Deductions: number of the invoice for the fee';

--
-- Name: COLUMN statement_line.load_id; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.statement_line.load_id IS 'Load of the file it came from';

--
-- Name: COLUMN statement_line.row_number; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.statement_line.row_number IS 'Row of the file, from 1 as a person counts it';

--
-- Name: COLUMN statement_line.arrived_at; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.statement_line.arrived_at IS 'When the file arrived at the portal; -infinity for what stood before records were kept';

--
-- Name: COLUMN statement_line.recorded_at; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.statement_line.recorded_at IS 'When this version was recorded here';

--
-- Name: COLUMN statement_line.superseded_at; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.statement_line.superseded_at IS 'Arrival of the version that replaced it; infinity while it is in force';

--
-- Name: COLUMN statement_line.superseded_recorded_at; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.statement_line.superseded_recorded_at IS 'When that version was recorded here; infinity while it is in force';

--
-- Name: COLUMN statement_line.superseded_by; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.statement_line.superseded_by IS 'Load whose file ended this version; null while it is in force';

--
-- Name: CONSTRAINT statement_line_deduction_has_text ON statement_line; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON CONSTRAINT statement_line_deduction_has_text ON core.statement_line IS '扣款行须有费用名称和扣款方式 a deduction says its fee and how it is deducted';

--
-- Name: CONSTRAINT statement_line_kind_known ON statement_line; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON CONSTRAINT statement_line_kind_known ON core.statement_line IS '行种类：货款、退货、扣款之一 a kind: goods, return or deduction';

--
-- Name: CONSTRAINT statement_line_mode_known ON statement_line; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON CONSTRAINT statement_line_mode_known ON core.statement_line IS '扣款方式：账扣、票扣、另付之一 a deduction mode: on_account, on_invoice or paid_apart';

--
-- Name: stock; Type: TABLE; Schema: core; Owner: -
--

CREATE TABLE core.stock (
    chain_id text NOT NULL COLLATE pg_catalog."C",
    store_id text NOT NULL COLLATE pg_catalog."C",
    product_id text NOT NULL COLLATE pg_catalog."C",
    stock_on date NOT NULL,
    quantity numeric(14,3) NOT NULL,
    load_id bigint,
    row_number integer,
    arrived_at timestamp with time zone NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    superseded_at timestamp with time zone DEFAULT 'infinity'::timestamp with time zone NOT NULL,
    superseded_recorded_at timestamp with time zone DEFAULT 'infinity'::timestamp with time zone NOT NULL,
    superseded_by bigint
);

--
-- Name: TABLE stock; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON TABLE core.stock IS 'One row: what one store (or the chain''s warehouse) held of one of our products at the end of one business date';

--
-- Name: COLUMN stock.chain_id; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.stock.chain_id IS 'Chain';

--
-- Name: COLUMN stock.store_id; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.stock.store_id IS 'Store, within the chain; empty for the chain''s warehouse';

--
-- Name: COLUMN stock.product_id; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.stock.product_id IS 'Our product';

--
-- Name: COLUMN stock.stock_on; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.stock.stock_on IS 'Business date';

--
-- Name: COLUMN stock.quantity; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.stock.quantity IS 'Sales units';

--
-- Name: COLUMN stock.load_id; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.stock.load_id IS 'Load that brought this version; null for what was keyed in';

--
-- Name: COLUMN stock.row_number; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.stock.row_number IS 'Its row in the file';

--
-- Name: COLUMN stock.arrived_at; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.stock.arrived_at IS 'When its file arrived; -infinity: from ever';

--
-- Name: COLUMN stock.recorded_at; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.stock.recorded_at IS 'When it was recorded here';

--
-- Name: COLUMN stock.superseded_at; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.stock.superseded_at IS 'Arrival of the version that replaced it; infinity while in force';

--
-- Name: COLUMN stock.superseded_recorded_at; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.stock.superseded_recorded_at IS 'When that version was recorded here';

--
-- Name: COLUMN stock.superseded_by; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.stock.superseded_by IS 'Load whose file ended this version; null while it is in force';

--
-- Name: store; Type: TABLE; Schema: core; Owner: -
--

CREATE TABLE core.store (
    chain_id text NOT NULL COLLATE pg_catalog."C",
    store_id text NOT NULL COLLATE pg_catalog."C",
    valid_from date NOT NULL,
    valid_to date DEFAULT 'infinity'::date NOT NULL,
    name text NOT NULL,
    region text NOT NULL,
    city text NOT NULL,
    area_m2 integer,
    checkouts integer,
    store_format text COLLATE pg_catalog."C",
    delivery_mode text NOT NULL COLLATE pg_catalog."C",
    dealer text,
    warehouse text,
    load_id bigint,
    row_number integer,
    arrived_at timestamp with time zone NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    superseded_at timestamp with time zone DEFAULT 'infinity'::timestamp with time zone NOT NULL,
    superseded_recorded_at timestamp with time zone DEFAULT 'infinity'::timestamp with time zone NOT NULL,
    superseded_by bigint,
    CONSTRAINT store_delivery_mode_known CHECK ((delivery_mode = ANY (ARRAY['direct'::text, 'warehouse'::text])))
);

--
-- Name: TABLE store; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON TABLE core.store IS 'One row: one store of a chain as it was from valid_from to valid_to, both included';

--
-- Name: COLUMN store.chain_id; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.store.chain_id IS 'Chain';

--
-- Name: COLUMN store.store_id; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.store.store_id IS 'The chain''s number of the store';

--
-- Name: COLUMN store.valid_from; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.store.valid_from IS 'First day on which the row holds';

--
-- Name: COLUMN store.valid_to; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.store.valid_to IS 'Last day on which the row holds';

--
-- Name: COLUMN store.name; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.store.name IS 'Name of the store';

--
-- Name: COLUMN store.region; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.store.region IS 'Sales region';

--
-- Name: COLUMN store.city; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.store.city IS 'City';

--
-- Name: COLUMN store.area_m2; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.store.area_m2 IS 'Sales area, square metres';

--
-- Name: COLUMN store.checkouts; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.store.checkouts IS 'Number of checkouts';

--
-- Name: COLUMN store.store_format; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.store.store_format IS 'hypermarket, supermarket, department_store; unknown when empty';

--
-- Name: COLUMN store.delivery_mode; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.store.delivery_mode IS 'direct (直送) or warehouse (大仓)';

--
-- Name: COLUMN store.dealer; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.store.dealer IS 'The dealer (经销商) that supplies it; empty for direct supply';

--
-- Name: COLUMN store.warehouse; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.store.warehouse IS 'Warehouse of the chain that supplies it';

--
-- Name: COLUMN store.load_id; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.store.load_id IS 'Load of the file it came from';

--
-- Name: COLUMN store.row_number; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.store.row_number IS 'Row of the file, from 1 as a person counts it';

--
-- Name: COLUMN store.arrived_at; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.store.arrived_at IS 'When the file arrived at the portal; -infinity for what stood before records were kept';

--
-- Name: COLUMN store.recorded_at; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.store.recorded_at IS 'When this version was recorded here';

--
-- Name: COLUMN store.superseded_at; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.store.superseded_at IS 'Arrival of the version that replaced it; infinity while it is in force';

--
-- Name: COLUMN store.superseded_recorded_at; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.store.superseded_recorded_at IS 'When that version was recorded here; infinity while it is in force';

--
-- Name: COLUMN store.superseded_by; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.store.superseded_by IS 'Load whose file ended this version; null while it is in force';

--
-- Name: CONSTRAINT store_delivery_mode_known ON store; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON CONSTRAINT store_delivery_mode_known ON core.store IS '送货方式：直送或经仓 a delivery mode: direct or warehouse';

--
-- Name: store_staff; Type: TABLE; Schema: core; Owner: -
--

CREATE TABLE core.store_staff (
    chain_id text NOT NULL COLLATE pg_catalog."C",
    store_id text NOT NULL COLLATE pg_catalog."C",
    valid_from date NOT NULL,
    valid_to date DEFAULT 'infinity'::date NOT NULL,
    promoters integer NOT NULL,
    load_id bigint,
    row_number integer,
    arrived_at timestamp with time zone NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    superseded_at timestamp with time zone DEFAULT 'infinity'::timestamp with time zone NOT NULL,
    superseded_recorded_at timestamp with time zone DEFAULT 'infinity'::timestamp with time zone NOT NULL,
    superseded_by bigint,
    CONSTRAINT store_staff_not_negative CHECK ((promoters >= 0)),
    CONSTRAINT store_staff_period_ordered CHECK ((valid_from <= valid_to))
);

--
-- Name: TABLE store_staff; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON TABLE core.store_staff IS 'One row: how many promoters work in a store, both ends of the period included';

--
-- Name: COLUMN store_staff.chain_id; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.store_staff.chain_id IS 'Chain';

--
-- Name: COLUMN store_staff.store_id; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.store_staff.store_id IS 'Store, within the chain';

--
-- Name: COLUMN store_staff.valid_from; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.store_staff.valid_from IS 'First day';

--
-- Name: COLUMN store_staff.valid_to; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.store_staff.valid_to IS 'Last day';

--
-- Name: COLUMN store_staff.promoters; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.store_staff.promoters IS 'Promoters (促销员)';

--
-- Name: COLUMN store_staff.load_id; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.store_staff.load_id IS 'Load that brought this version; null for what was keyed in';

--
-- Name: COLUMN store_staff.row_number; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.store_staff.row_number IS 'Its row in the file';

--
-- Name: COLUMN store_staff.arrived_at; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.store_staff.arrived_at IS 'When its file arrived; -infinity: from ever';

--
-- Name: COLUMN store_staff.recorded_at; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.store_staff.recorded_at IS 'When it was recorded here';

--
-- Name: COLUMN store_staff.superseded_at; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.store_staff.superseded_at IS 'Arrival of the version that replaced it; infinity while in force';

--
-- Name: COLUMN store_staff.superseded_recorded_at; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.store_staff.superseded_recorded_at IS 'When that version was recorded here';

--
-- Name: COLUMN store_staff.superseded_by; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.store_staff.superseded_by IS 'Load whose file ended this version; null while it is in force';

--
-- Name: CONSTRAINT store_staff_not_negative ON store_staff; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON CONSTRAINT store_staff_not_negative ON core.store_staff IS '促销员人数不为负 the number of promoters is zero or more';

--
-- Name: CONSTRAINT store_staff_period_ordered ON store_staff; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON CONSTRAINT store_staff_period_ordered ON core.store_staff IS '止期不早于起期 it does not end before it begins';

--
-- Name: submission; Type: TABLE; Schema: core; Owner: -
--

CREATE TABLE core.submission (
    kind text NOT NULL COLLATE pg_catalog."C",
    month date NOT NULL,
    person_id text NOT NULL COLLATE pg_catalog."C",
    submitted_on date NOT NULL,
    load_id bigint,
    row_number integer,
    arrived_at timestamp with time zone NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    superseded_at timestamp with time zone DEFAULT 'infinity'::timestamp with time zone NOT NULL,
    superseded_recorded_at timestamp with time zone DEFAULT 'infinity'::timestamp with time zone NOT NULL,
    superseded_by bigint,
    CONSTRAINT submission_kind_known CHECK ((kind = ANY (ARRAY['sku_ranking'::text, 'budget'::text, 'plan'::text]))),
    CONSTRAINT submission_month_is_first CHECK ((EXTRACT(day FROM month) = (1)::numeric))
);

--
-- Name: TABLE submission; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON TABLE core.submission IS 'One row: a monthly paper handed in';

--
-- Name: COLUMN submission.kind; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.submission.kind IS 'sku_ranking (due 5th), budget (15th), plan (25th)';

--
-- Name: COLUMN submission.month; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.submission.month IS 'First day of the month it is due in';

--
-- Name: COLUMN submission.person_id; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.submission.person_id IS 'Who hands it in';

--
-- Name: COLUMN submission.submitted_on; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.submission.submitted_on IS 'Business date on which it came';

--
-- Name: COLUMN submission.load_id; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.submission.load_id IS 'Load that brought this version; null for what was keyed in';

--
-- Name: COLUMN submission.row_number; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.submission.row_number IS 'Its row in the file';

--
-- Name: COLUMN submission.arrived_at; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.submission.arrived_at IS 'When its file arrived; -infinity: from ever';

--
-- Name: COLUMN submission.recorded_at; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.submission.recorded_at IS 'When it was recorded here';

--
-- Name: COLUMN submission.superseded_at; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.submission.superseded_at IS 'Arrival of the version that replaced it; infinity while in force';

--
-- Name: COLUMN submission.superseded_recorded_at; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.submission.superseded_recorded_at IS 'When that version was recorded here';

--
-- Name: COLUMN submission.superseded_by; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.submission.superseded_by IS 'Load whose file ended this version; null while it is in force';

--
-- Name: CONSTRAINT submission_kind_known ON submission; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON CONSTRAINT submission_kind_known ON core.submission IS '提交种类：sku_ranking、budget、plan 之一 a kind: sku_ranking, budget or plan';

--
-- Name: CONSTRAINT submission_month_is_first ON submission; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON CONSTRAINT submission_month_is_first ON core.submission IS '月份写当月 1 日 a month is written as its first day';

--
-- Name: target; Type: TABLE; Schema: core; Owner: -
--

CREATE TABLE core.target (
    chain_id text NOT NULL COLLATE pg_catalog."C",
    store_id text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C",
    product_id text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C",
    month date NOT NULL,
    amount numeric(16,2) NOT NULL,
    load_id bigint,
    row_number integer,
    arrived_at timestamp with time zone NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    superseded_at timestamp with time zone DEFAULT 'infinity'::timestamp with time zone NOT NULL,
    superseded_recorded_at timestamp with time zone DEFAULT 'infinity'::timestamp with time zone NOT NULL,
    superseded_by bigint,
    CONSTRAINT target_month_is_first CHECK ((EXTRACT(day FROM month) = (1)::numeric)),
    CONSTRAINT target_not_negative CHECK ((amount >= (0)::numeric))
);

--
-- Name: TABLE target; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON TABLE core.target IS 'One row: one sales target of a month for a chain, a store or a product, as far as stated';

--
-- Name: COLUMN target.chain_id; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.target.chain_id IS 'Chain';

--
-- Name: COLUMN target.store_id; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.target.store_id IS 'Store; empty: the whole chain';

--
-- Name: COLUMN target.product_id; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.target.product_id IS 'Product; empty: all products';

--
-- Name: COLUMN target.month; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.target.month IS 'First day of the month';

--
-- Name: COLUMN target.amount; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.target.amount IS 'RMB, VAT excluded: supply net of returns';

--
-- Name: COLUMN target.load_id; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.target.load_id IS 'Load that brought this version; null for what was keyed in';

--
-- Name: COLUMN target.row_number; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.target.row_number IS 'Its row in the file';

--
-- Name: COLUMN target.arrived_at; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.target.arrived_at IS 'When its file arrived; -infinity: from ever';

--
-- Name: COLUMN target.recorded_at; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.target.recorded_at IS 'When it was recorded here';

--
-- Name: COLUMN target.superseded_at; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.target.superseded_at IS 'Arrival of the version that replaced it; infinity while in force';

--
-- Name: COLUMN target.superseded_recorded_at; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.target.superseded_recorded_at IS 'When that version was recorded here';

--
-- Name: COLUMN target.superseded_by; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.target.superseded_by IS 'Load whose file ended this version; null while it is in force';

--
-- Name: CONSTRAINT target_month_is_first ON target; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON CONSTRAINT target_month_is_first ON core.target IS '月份写当月 1 日 a month is written as its first day';

--
-- Name: CONSTRAINT target_not_negative ON target; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON CONSTRAINT target_not_negative ON core.target IS '目标不为负 a target is zero or more';

--
-- Name: tolerance; Type: TABLE; Schema: core; Owner: -
--

CREATE TABLE core.tolerance (
    chain_id text NOT NULL COLLATE pg_catalog."C",
    measure text NOT NULL COLLATE pg_catalog."C",
    valid_from date NOT NULL,
    valid_to date DEFAULT 'infinity'::date NOT NULL,
    lower_absolute numeric(14,4),
    upper_absolute numeric(14,4),
    lower_pct numeric(9,4),
    upper_pct numeric(9,4),
    arrived_at timestamp with time zone NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    superseded_at timestamp with time zone DEFAULT 'infinity'::timestamp with time zone NOT NULL,
    superseded_recorded_at timestamp with time zone DEFAULT 'infinity'::timestamp with time zone NOT NULL,
    CONSTRAINT tolerance_measure_known CHECK ((measure = ANY (ARRAY['quantity'::text, 'unit_price'::text, 'line_amount'::text, 'order_total'::text]))),
    CONSTRAINT tolerance_period_ordered CHECK ((valid_from <= valid_to))
);

--
-- Name: TABLE tolerance; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON TABLE core.tolerance IS 'One row: one version of what a chain''s difference may be before it is a break, from config/chains; absolute in units or RMB, pct in per cent; both ends of the period included';

--
-- Name: COLUMN tolerance.chain_id; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.tolerance.chain_id IS 'Chain';

--
-- Name: COLUMN tolerance.measure; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.tolerance.measure IS 'quantity, unit_price, line_amount or order_total';

--
-- Name: COLUMN tolerance.valid_from; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.tolerance.valid_from IS 'First day on which it holds';

--
-- Name: COLUMN tolerance.valid_to; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.tolerance.valid_to IS 'Last day on which it holds';

--
-- Name: COLUMN tolerance.lower_absolute; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.tolerance.lower_absolute IS 'How far theirs may be below ours: sales units or RMB';

--
-- Name: COLUMN tolerance.upper_absolute; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.tolerance.upper_absolute IS 'How far theirs may be above ours: sales units or RMB';

--
-- Name: COLUMN tolerance.lower_pct; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.tolerance.lower_pct IS 'How far theirs may be below ours, per cent of ours';

--
-- Name: COLUMN tolerance.upper_pct; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.tolerance.upper_pct IS 'How far theirs may be above ours, per cent of ours';

--
-- Name: COLUMN tolerance.arrived_at; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.tolerance.arrived_at IS 'When the file arrived at the portal; -infinity for what stood before records were kept';

--
-- Name: COLUMN tolerance.recorded_at; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.tolerance.recorded_at IS 'When this version was recorded here';

--
-- Name: COLUMN tolerance.superseded_at; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.tolerance.superseded_at IS 'Arrival of the version that replaced it; infinity while it is in force';

--
-- Name: COLUMN tolerance.superseded_recorded_at; Type: COMMENT; Schema: core; Owner: -
--

COMMENT ON COLUMN core.tolerance.superseded_recorded_at IS 'When that version was recorded here; infinity while it is in force';

--
-- Name: agreed_price; Type: VIEW; Schema: mart; Owner: -
--

CREATE VIEW mart.agreed_price AS
 WITH ordered AS (
         SELECT l.chain_id,
            l.order_number,
            l.store_id,
            l.product_id,
            l.is_free,
            l.account_id,
            l.ordered_on,
            l.requested_on,
            l.ordered_quantity,
            l.is_cancelled,
            l.printed_price,
            (l.printed_basis = 'including'::text) AS printed_including,
            c.price_basis,
            l.load_id,
            l.row_number
           FROM (core.order_line l
             JOIN core.chain c USING (chain_id))
          WHERE core.is_known(l.arrived_at, l.recorded_at, l.superseded_at, l.superseded_recorded_at)
        ), candidate AS (
         SELECT o.chain_id,
            o.order_number,
            o.store_id,
            o.product_id,
            o.is_free,
            o.account_id,
            o.ordered_on,
            o.requested_on,
            o.ordered_quantity,
            o.is_cancelled,
            o.printed_price,
            o.printed_including,
            o.price_basis,
            o.load_id,
            o.row_number,
            s.vat_rate,
            s.promotion_id,
            round(mart.price_in_basis(s.contract_price, s.contract_including, s.vat_rate, false, 4), 4) AS contract_price,
            round(mart.price_in_basis(s.promotion_price, s.promotion_including, s.vat_rate, false, 4), 4) AS promotion_price,
            round(mart.price_in_basis(o.printed_price, o.printed_including, s.vat_rate, false, 4), 4) AS order_price
           FROM (ordered o
             CROSS JOIN LATERAL mart.supply_price(o.chain_id, o.store_id, o.product_id, o.ordered_on) s(vat_rate, contract_price, contract_including, promotion_price, promotion_including, promotion_id))
        ), chosen AS (
         SELECT c.chain_id,
            c.order_number,
            c.store_id,
            c.product_id,
            c.is_free,
            c.account_id,
            c.ordered_on,
            c.requested_on,
            c.ordered_quantity,
            c.is_cancelled,
            c.printed_price,
            c.printed_including,
            c.price_basis,
            c.load_id,
            c.row_number,
            c.vat_rate,
            c.promotion_id,
            c.contract_price,
            c.promotion_price,
            c.order_price,
                CASE
                    WHEN ((c.price_basis = 'contract'::text) AND (c.promotion_price IS NOT NULL)) THEN 'promotion'::text
                    WHEN ((c.price_basis = 'contract'::text) AND (c.contract_price IS NOT NULL)) THEN 'contract'::text
                    WHEN (c.order_price IS NOT NULL) THEN 'order'::text
                    ELSE NULL::text
                END AS price_source
           FROM candidate c
        )
 SELECT chosen.chain_id,
    chosen.order_number,
    chosen.store_id,
    chosen.product_id,
    chosen.is_free,
    chosen.account_id,
    chosen.ordered_on,
    chosen.requested_on,
    chosen.ordered_quantity,
    chosen.is_cancelled,
        CASE
            WHEN chosen.is_free THEN 0.0000
            ELSE
            CASE chosen.price_source
                WHEN 'promotion'::text THEN chosen.promotion_price
                WHEN 'contract'::text THEN chosen.contract_price
                ELSE chosen.order_price
            END
        END AS agreed_price,
    chosen.price_source,
    chosen.contract_price,
    chosen.promotion_price,
    chosen.promotion_id,
    chosen.order_price,
    chosen.vat_rate,
    chosen.load_id,
    chosen.row_number
   FROM chosen;

--
-- Name: VIEW agreed_price; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON VIEW mart.agreed_price IS 'One row: one order line with the price we agreed on';

--
-- Name: COLUMN agreed_price.chain_id; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.agreed_price.chain_id IS 'Chain';

--
-- Name: COLUMN agreed_price.order_number; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.agreed_price.order_number IS 'Order, unique with the chain and store';

--
-- Name: COLUMN agreed_price.store_id; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.agreed_price.store_id IS 'Store that ordered';

--
-- Name: COLUMN agreed_price.product_id; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.agreed_price.product_id IS 'Our product';

--
-- Name: COLUMN agreed_price.is_free; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.agreed_price.is_free IS 'Free goods: their price is 0';

--
-- Name: COLUMN agreed_price.account_id; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.agreed_price.account_id IS 'Settlement account the order names';

--
-- Name: COLUMN agreed_price.ordered_on; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.agreed_price.ordered_on IS 'Date of the order, on which prices are judged';

--
-- Name: COLUMN agreed_price.requested_on; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.agreed_price.requested_on IS 'Date the delivery was asked for';

--
-- Name: COLUMN agreed_price.ordered_quantity; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.agreed_price.ordered_quantity IS 'Sales units ordered';

--
-- Name: COLUMN agreed_price.is_cancelled; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.agreed_price.is_cancelled IS 'The undelivered order vanished from a complete snapshot';

--
-- Name: COLUMN agreed_price.agreed_price; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.agreed_price.agreed_price IS 'Agreed price, RMB per sales unit excluding VAT, four decimals; empty where no price is known at all';

--
-- Name: COLUMN agreed_price.price_source; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.agreed_price.price_source IS 'promotion, contract or order: where the agreed price comes from; empty where there is none';

--
-- Name: COLUMN agreed_price.contract_price; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.agreed_price.contract_price IS 'Price list on the order date, RMB per sales unit excluding VAT, four decimals';

--
-- Name: COLUMN agreed_price.promotion_price; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.agreed_price.promotion_price IS 'Promotional supply price whose purchase window holds the order date, RMB per sales unit excluding VAT, four decimals';

--
-- Name: COLUMN agreed_price.promotion_id; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.agreed_price.promotion_id IS 'Promotion whose purchase window holds the order date';

--
-- Name: COLUMN agreed_price.order_price; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.agreed_price.order_price IS 'Price the order itself prints, RMB per sales unit excluding VAT, four decimals';

--
-- Name: COLUMN agreed_price.vat_rate; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.agreed_price.vat_rate IS 'VAT rate of the product on the order date, as a fraction';

--
-- Name: COLUMN agreed_price.load_id; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.agreed_price.load_id IS 'Load of the order line';

--
-- Name: COLUMN agreed_price.row_number; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.agreed_price.row_number IS 'Row of the order line in its file';

--
-- Name: outlet_month; Type: VIEW; Schema: mart; Owner: -
--

CREATE VIEW mart.outlet_month AS
 WITH day AS (
         SELECT core.as_of() AS as_of,
            (date_trunc('month'::text, (core.as_of())::timestamp with time zone))::date AS month,
            (EXTRACT(day FROM core.as_of()))::integer AS day_of_month
        ), month AS (
         SELECT kept.chain_id,
            kept.store_id,
            kept.region,
            kept.city,
            kept.month,
                CASE
                    WHEN (kept.month = day.month) THEN mart.up_to_day(kept.day_amounts, day.day_of_month)
                    ELSE kept.amount
                END AS amount,
                CASE
                    WHEN (kept.month = day.month) THEN mart.up_to_day(kept.day_amounts_including, day.day_of_month)
                    ELSE kept.amount_including
                END AS amount_including,
                CASE
                    WHEN (kept.month = day.month) THEN mart.up_to_day(kept.day_quantities, day.day_of_month)
                    ELSE kept.quantity
                END AS quantity,
            mart.up_to_day(kept.day_amounts, day.day_of_month) AS amount_to_day
           FROM (core.kept_outlet_month kept
             CROSS JOIN day)
          WHERE (mart.is_figures_kept() AND (kept.first_on <= day.as_of))
        UNION ALL
         SELECT supply_line_at_clock.chain_id,
            supply_line_at_clock.store_id,
            COALESCE(supply_line_at_clock.region, ''::text) AS region,
            COALESCE(supply_line_at_clock.city, ''::text) AS city,
            supply_line_at_clock.month,
            sum(supply_line_at_clock.net_amount) AS sum,
            sum(supply_line_at_clock.net_amount_including) AS sum,
            sum(
                CASE
                    WHEN supply_line_at_clock.is_return THEN (- supply_line_at_clock.received_quantity)
                    ELSE supply_line_at_clock.received_quantity
                END) AS sum,
            sum(supply_line_at_clock.net_amount) FILTER (WHERE (EXTRACT(day FROM supply_line_at_clock.received_on) <= EXTRACT(day FROM core.as_of()))) AS sum
           FROM mart.supply_line_at_clock() supply_line_at_clock(chain_id, delivery_number, store_id, order_number, product_id, is_free, is_return, received_on, month, region, city, received_quantity, unit_price, net_amount, net_amount_including, is_ordered)
          WHERE ((NOT mart.is_figures_kept()) AND (supply_line_at_clock.received_on <= core.as_of()))
          GROUP BY supply_line_at_clock.chain_id, supply_line_at_clock.store_id, COALESCE(supply_line_at_clock.region, ''::text), COALESCE(supply_line_at_clock.city, ''::text), supply_line_at_clock.month
        )
 SELECT month.chain_id,
    month.store_id,
    month.region,
    month.city,
    month.month,
    month.amount,
    month.amount_including,
    month.quantity,
    month.amount_to_day
   FROM month;

--
-- Name: VIEW outlet_month; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON VIEW mart.outlet_month IS 'One row: the supply of one store in one month, up to the as-of date';

--
-- Name: COLUMN outlet_month.chain_id; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.outlet_month.chain_id IS 'Chain';

--
-- Name: COLUMN outlet_month.store_id; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.outlet_month.store_id IS 'Store, within the chain';

--
-- Name: COLUMN outlet_month.region; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.outlet_month.region IS 'Our sales region of the store on the date of the goods; empty where unknown';

--
-- Name: COLUMN outlet_month.city; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.outlet_month.city IS 'City, likewise';

--
-- Name: COLUMN outlet_month.month; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.outlet_month.month IS 'First day of the month';

--
-- Name: COLUMN outlet_month.amount; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.outlet_month.amount IS 'Supply less returns at agreed prices, RMB, VAT excluded; null when no line has a price';

--
-- Name: COLUMN outlet_month.amount_including; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.outlet_month.amount_including IS 'The same, VAT included';

--
-- Name: COLUMN outlet_month.quantity; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.outlet_month.quantity IS 'Sales units supplied less returned';

--
-- Name: COLUMN outlet_month.amount_to_day; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.outlet_month.amount_to_day IS 'Of that, up to the as-of date''s day of month: what an open month is held against';

--
-- Name: area_ranking; Type: VIEW; Schema: mart; Owner: -
--

CREATE VIEW mart.area_ranking AS
 WITH rule AS MATERIALIZED (
         SELECT core.rule_value('ranking.bottom_count'::text) AS bottom_count,
            core.rule_value('ranking.escalation_months'::text) AS escalation_months
        ), known AS (
         SELECT outlet_month.chain_id,
            outlet_month.month
           FROM mart.outlet_month
          GROUP BY outlet_month.chain_id, outlet_month.month
        ), area AS (
         SELECT
                CASE
                    WHEN (GROUPING(outlet_month.city) = 0) THEN 'city'::text
                    WHEN (GROUPING(outlet_month.region) = 0) THEN 'region'::text
                    ELSE 'chain'::text
                END AS area_kind,
            COALESCE(outlet_month.city, outlet_month.region, outlet_month.chain_id) AS area,
            outlet_month.chain_id,
            min(outlet_month.month) AS first_month
           FROM mart.outlet_month
          WHERE (outlet_month.region <> ''::text)
          GROUP BY GROUPING SETS ((outlet_month.chain_id), (outlet_month.chain_id, outlet_month.city), (outlet_month.chain_id, outlet_month.region))
        ), summed AS (
         SELECT
                CASE
                    WHEN (GROUPING(outlet_month.chain_id) = 0) THEN 'chain'::text
                    WHEN (GROUPING(outlet_month.city) = 0) THEN 'city'::text
                    ELSE 'region'::text
                END AS area_kind,
            COALESCE(outlet_month.chain_id, outlet_month.city, outlet_month.region) AS area,
            outlet_month.month,
            sum(outlet_month.amount) AS amount
           FROM mart.outlet_month
          WHERE (outlet_month.region <> ''::text)
          GROUP BY GROUPING SETS ((outlet_month.chain_id, outlet_month.month), (outlet_month.city, outlet_month.month), (outlet_month.region, outlet_month.month))
        ), candidate AS (
         SELECT area.area_kind,
            area.area,
            known.month,
            COALESCE(max(summed.amount), (0)::numeric) AS amount
           FROM ((area
             JOIN known ON (((known.chain_id = area.chain_id) AND (known.month >= area.first_month))))
             LEFT JOIN summed ON (((summed.area_kind = area.area_kind) AND (summed.area = area.area) AND (summed.month = known.month))))
          GROUP BY area.area_kind, area.area, known.month
        ), ranked AS (
         SELECT candidate.area_kind,
            candidate.area,
            candidate.month,
            candidate.amount,
            rank() OVER (PARTITION BY candidate.area_kind, candidate.month ORDER BY candidate.amount DESC) AS subject_rank,
            row_number() OVER (PARTITION BY candidate.area_kind, candidate.month ORDER BY candidate.amount, candidate.area) AS rank_from_bottom,
            count(*) OVER (PARTITION BY candidate.area_kind, candidate.month) AS subject_count
           FROM candidate
        ), flagged AS (
         SELECT ranked.area_kind,
            ranked.area,
            ranked.month,
            ranked.amount,
            ranked.subject_rank,
            ranked.rank_from_bottom,
            ranked.subject_count,
            (((ranked.rank_from_bottom)::numeric <= rule_1.bottom_count) AND ((ranked.subject_count)::numeric > rule_1.bottom_count)) AS is_bottom
           FROM ranked,
            rule rule_1
        ), run AS (
         SELECT flagged.area_kind,
            flagged.area,
            flagged.month,
            flagged.amount,
            flagged.subject_rank,
            flagged.rank_from_bottom,
            flagged.subject_count,
            flagged.is_bottom,
                CASE
                    WHEN flagged.is_bottom THEN (flagged.month - ((row_number() OVER (PARTITION BY flagged.area_kind, flagged.area, flagged.is_bottom ORDER BY flagged.month))::double precision * '1 mon'::interval))
                    ELSE NULL::timestamp without time zone
                END AS run_id
           FROM flagged
        )
 SELECT run.area_kind,
    run.area,
    run.month,
    run.amount,
    run.subject_rank,
    run.subject_count,
    run.is_bottom,
        CASE
            WHEN run.is_bottom THEN count(*) OVER (PARTITION BY run.area_kind, run.area, run.run_id ORDER BY run.month)
            ELSE (0)::bigint
        END AS months_in_bottom,
    (run.is_bottom AND ((run.month + '1 mon'::interval) <= (core.as_of() + 1)) AND ((count(*) OVER (PARTITION BY run.area_kind, run.area, run.run_id ORDER BY run.month))::numeric >= rule.escalation_months)) AS is_escalated
   FROM run,
    rule;

--
-- Name: VIEW area_ranking; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON VIEW mart.area_ranking IS 'One row: one region, city or chain in one month, ranked among its like, with the bottom five and their months in a row';

--
-- Name: COLUMN area_ranking.area_kind; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.area_ranking.area_kind IS 'region, city, chain';

--
-- Name: COLUMN area_ranking.area; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.area_ranking.area IS 'Region, city or chain';

--
-- Name: COLUMN area_ranking.month; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.area_ranking.month IS 'First day of the month';

--
-- Name: COLUMN area_ranking.amount; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.area_ranking.amount IS 'Supply less returns of the month, RMB, VAT excluded; 0 when there was none; the as-of month up to the as-of date';

--
-- Name: COLUMN area_ranking.subject_rank; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.area_ranking.subject_rank IS '1 is the largest amount; equals share a rank';

--
-- Name: COLUMN area_ranking.subject_count; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.area_ranking.subject_count IS 'How many were ranked';

--
-- Name: COLUMN area_ranking.is_bottom; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.area_ranking.is_bottom IS 'Among the last five (config/rules.yaml) of more than five: an improvement plan is due';

--
-- Name: COLUMN area_ranking.months_in_bottom; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.area_ranking.months_in_bottom IS 'Months in a row among the last, this one included; 0 when not among them';

--
-- Name: COLUMN area_ranking.is_escalated; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.area_ranking.is_escalated IS 'Three months in a row without leaving the last five (M6.1.6)';

--
-- Name: item_on_sale; Type: VIEW; Schema: mart; Owner: -
--

CREATE VIEW mart.item_on_sale AS
 SELECT kept.chain_id,
    kept.store_id,
    kept.product_id
   FROM core.kept_item kept
  WHERE (mart.is_figures_kept() AND (kept.last_received_on > (core.as_of() - (( SELECT core.rule_value('figures.on_sale_days'::text) AS rule_value))::integer)) AND ((kept.last_received_on <= core.as_of()) OR (EXISTS ( SELECT
           FROM core.kept_supply_line line
          WHERE ((line.chain_id = kept.chain_id) AND (line.store_id = kept.store_id) AND (line.product_id = kept.product_id) AND (NOT line.is_return) AND (line.received_quantity > (0)::numeric) AND (line.received_on <= core.as_of()) AND (line.received_on > (core.as_of() - (( SELECT core.rule_value('figures.on_sale_days'::text) AS rule_value))::integer)))))))
UNION ALL
 SELECT DISTINCT delivery_line.chain_id,
    delivery_line.store_id,
    delivery_line.product_id
   FROM core.delivery_line
  WHERE ((NOT mart.is_figures_kept()) AND core.is_known(delivery_line.arrived_at, delivery_line.recorded_at, delivery_line.superseded_at, delivery_line.superseded_recorded_at) AND (delivery_line.kind = 'delivery'::text) AND (delivery_line.received_quantity > (0)::numeric) AND (delivery_line.partition_month >= date_trunc('month'::text, (((core.as_of() - ( SELECT (core.rule_value('figures.on_sale_days'::text))::integer AS rule_value)) - 31))::timestamp with time zone)) AND (delivery_line.received_on <= core.as_of()) AND (delivery_line.received_on > (core.as_of() - ( SELECT (core.rule_value('figures.on_sale_days'::text))::integer AS rule_value))));

--
-- Name: VIEW item_on_sale; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON VIEW mart.item_on_sale IS 'One row: one product that one store carries on the as-of date: delivered within the window of config/rules.yaml';

--
-- Name: COLUMN item_on_sale.chain_id; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.item_on_sale.chain_id IS 'Chain';

--
-- Name: COLUMN item_on_sale.store_id; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.item_on_sale.store_id IS 'Store, within the chain';

--
-- Name: COLUMN item_on_sale.product_id; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.item_on_sale.product_id IS 'Our product';

--
-- Name: assortment_gap; Type: VIEW; Schema: mart; Owner: -
--

CREATE VIEW mart.assortment_gap AS
 WITH on_sale AS (
         SELECT item_on_sale.chain_id,
            item_on_sale.store_id,
            item_on_sale.product_id
           FROM mart.item_on_sale
        ), known_chain AS (
         SELECT chain.chain_id
           FROM (core.chain chain
             CROSS JOIN LATERAL ( SELECT ((core.as_of() - (( SELECT core.rule_value('figures.on_sale_days'::text) AS rule_value))::integer) + 1) AS first_day) of_window)
          WHERE ((chain.chain_id IN ( SELECT on_sale_1.chain_id
                   FROM on_sale on_sale_1)) AND ((EXISTS ( SELECT
                   FROM core.order_line line
                  WHERE ((line.chain_id = chain.chain_id) AND (line.ordered_on <= of_window.first_day) AND core.is_known(line.arrived_at, line.recorded_at, line.superseded_at, line.superseded_recorded_at)))) OR (EXISTS ( SELECT
                   FROM core.delivery_line line
                  WHERE ((line.chain_id = chain.chain_id) AND (line.received_on <= of_window.first_day) AND core.is_known(line.arrived_at, line.recorded_at, line.superseded_at, line.superseded_recorded_at))))))
        ), mandatory AS (
         SELECT product.product_id,
            product.assortment,
            clock.day AS opened_by
           FROM ((core.product product
             LEFT JOIN core.calendar_day launch ON ((launch.day = product.launched_on)))
             LEFT JOIN core.calendar_day clock ON ((clock.is_working_day AND (clock.working_number = (launch.working_number + (( SELECT core.rule_value('new_product.working_days'::text) AS rule_value))::integer)))))
          WHERE (core.is_known(product.arrived_at, product.recorded_at, product.superseded_at, product.superseded_recorded_at) AND ((core.as_of() >= product.valid_from) AND (core.as_of() <= product.valid_to)))
        ), wanted AS (
         SELECT store.chain_id,
            store.store_id,
            store.region,
            store.city,
            store.dealer,
            mandatory.product_id,
                CASE
                    WHEN ((mandatory.assortment = 'region'::text) OR (addition.product_id IS NOT NULL)) THEN 'region'::text
                    ELSE mandatory.assortment
                END AS assortment
           FROM (((core.store store
             JOIN known_chain USING (chain_id))
             CROSS JOIN mandatory)
             LEFT JOIN core.regional_assortment addition ON (((addition.region = store.region) AND (addition.product_id = mandatory.product_id) AND ((core.as_of() >= addition.valid_from) AND (core.as_of() <= addition.valid_to)) AND core.is_known(addition.arrived_at, addition.recorded_at, addition.superseded_at, addition.superseded_recorded_at))))
          WHERE (core.is_known(store.arrived_at, store.recorded_at, store.superseded_at, store.superseded_recorded_at) AND ((core.as_of() >= store.valid_from) AND (core.as_of() <= store.valid_to)) AND ((mandatory.assortment = ANY (ARRAY['core'::text, 'children'::text, 'new'::text])) OR (addition.product_id IS NOT NULL)) AND (COALESCE(mandatory.opened_by, '-infinity'::date) < core.as_of()))
        )
 SELECT wanted.chain_id,
    wanted.store_id,
    wanted.product_id,
    wanted.assortment,
    wanted.region,
    wanted.city,
    wanted.dealer,
    'M6.1.1'::text AS clause
   FROM (wanted
     LEFT JOIN on_sale ON ((ARRAY[on_sale.chain_id, on_sale.store_id, on_sale.product_id] = ARRAY[wanted.chain_id, wanted.store_id, wanted.product_id])))
  WHERE (on_sale.product_id IS NULL);

--
-- Name: VIEW assortment_gap; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON VIEW mart.assortment_gap IS 'One row: one product of the mandatory assortment that one open store does not carry on the as-of date';

--
-- Name: COLUMN assortment_gap.chain_id; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.assortment_gap.chain_id IS 'Chain';

--
-- Name: COLUMN assortment_gap.store_id; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.assortment_gap.store_id IS 'Store, within the chain';

--
-- Name: COLUMN assortment_gap.product_id; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.assortment_gap.product_id IS 'Our product';

--
-- Name: COLUMN assortment_gap.assortment; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.assortment_gap.assortment IS 'core (15), children (6), new (14), or region (what the region adds)';

--
-- Name: COLUMN assortment_gap.region; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.assortment_gap.region IS 'Our sales region';

--
-- Name: COLUMN assortment_gap.city; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.assortment_gap.city IS 'City';

--
-- Name: COLUMN assortment_gap.dealer; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.assortment_gap.dealer IS 'Dealer that supplies the store; null for direct supply';

--
-- Name: COLUMN assortment_gap.clause; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.assortment_gap.clause IS 'Clause of the operating manual';

--
-- Name: computed_fulfilment; Type: VIEW; Schema: mart; Owner: -
--

CREATE VIEW mart.computed_fulfilment AS
 WITH order_line AS (
         SELECT order_line.chain_id,
            order_line.order_number,
            order_line.store_id,
            order_line.product_id,
            order_line.is_free,
            order_line.account_id,
            order_line.ordered_on,
            order_line.requested_on,
            order_line.ordered_quantity,
            order_line.load_id,
            order_line.row_number
           FROM core.order_line
          WHERE (core.is_known(order_line.arrived_at, order_line.recorded_at, order_line.superseded_at, order_line.superseded_recorded_at) AND (NOT order_line.is_cancelled) AND (order_line.ordered_on <= core.as_of()))
        ), delivery_line AS (
         SELECT delivery_line.chain_id,
            delivery_line.order_number,
            delivery_line.store_id,
            delivery_line.product_id,
            delivery_line.is_free,
            delivery_line.shipped_quantity,
            delivery_line.received_quantity,
            delivery_line.received_on
           FROM core.delivery_line
          WHERE (core.is_known(delivery_line.arrived_at, delivery_line.recorded_at, delivery_line.superseded_at, delivery_line.superseded_recorded_at) AND (delivery_line.kind = 'delivery'::text) AND (delivery_line.order_number <> ''::text) AND (delivery_line.received_on <= core.as_of()))
        )
 SELECT fulfilment.chain_id,
    fulfilment.order_number,
    fulfilment.store_id,
    fulfilment.product_id,
    fulfilment.is_free,
    fulfilment.account_id,
    fulfilment.ordered_on,
    fulfilment.requested_on,
    fulfilment.ordered_quantity,
    fulfilment.shipped_quantity,
    fulfilment.received_quantity,
    fulfilment.last_received_on,
    fulfilment.load_id,
    fulfilment.row_number
   FROM ( WITH delivered AS (
                 SELECT delivery_line.chain_id,
                    delivery_line.order_number,
                    delivery_line.store_id,
                    delivery_line.product_id,
                    delivery_line.is_free,
                    sum(delivery_line.shipped_quantity) AS shipped_quantity,
                    sum(delivery_line.received_quantity) AS received_quantity,
                    max(delivery_line.received_on) AS last_received_on
                   FROM delivery_line
                  GROUP BY delivery_line.chain_id, delivery_line.order_number, delivery_line.store_id, delivery_line.product_id, delivery_line.is_free
                )
         SELECT order_line.chain_id,
            order_line.order_number,
            order_line.store_id,
            order_line.product_id,
            order_line.is_free,
            order_line.account_id,
            order_line.ordered_on,
            order_line.requested_on,
            order_line.ordered_quantity,
            COALESCE(delivered.shipped_quantity, (0)::numeric) AS shipped_quantity,
            COALESCE(delivered.received_quantity, (0)::numeric) AS received_quantity,
            delivered.last_received_on,
            order_line.load_id,
            order_line.row_number
           FROM (order_line
             LEFT JOIN delivered USING (chain_id, order_number, store_id, product_id, is_free))) fulfilment;

--
-- Name: VIEW computed_fulfilment; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON VIEW mart.computed_fulfilment IS 'One row: one order line in force, with what was shipped and received for it up to the as-of date, computed from the facts';

--
-- Name: COLUMN computed_fulfilment.chain_id; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.computed_fulfilment.chain_id IS 'Chain';

--
-- Name: COLUMN computed_fulfilment.order_number; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.computed_fulfilment.order_number IS 'Order, unique within the chain';

--
-- Name: COLUMN computed_fulfilment.store_id; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.computed_fulfilment.store_id IS 'Store, within the chain';

--
-- Name: COLUMN computed_fulfilment.product_id; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.computed_fulfilment.product_id IS 'Our product';

--
-- Name: COLUMN computed_fulfilment.is_free; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.computed_fulfilment.is_free IS 'Whether the line is free of charge';

--
-- Name: COLUMN computed_fulfilment.account_id; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.computed_fulfilment.account_id IS 'Settlement account of the chain';

--
-- Name: COLUMN computed_fulfilment.ordered_on; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.computed_fulfilment.ordered_on IS 'Business date of the order';

--
-- Name: COLUMN computed_fulfilment.requested_on; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.computed_fulfilment.requested_on IS 'Business date on which the chain wants it';

--
-- Name: COLUMN computed_fulfilment.ordered_quantity; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.computed_fulfilment.ordered_quantity IS 'Sales units ordered';

--
-- Name: COLUMN computed_fulfilment.shipped_quantity; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.computed_fulfilment.shipped_quantity IS 'Sales units shipped so far';

--
-- Name: COLUMN computed_fulfilment.received_quantity; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.computed_fulfilment.received_quantity IS 'Sales units signed for so far';

--
-- Name: COLUMN computed_fulfilment.last_received_on; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.computed_fulfilment.last_received_on IS 'Business date of the last receipt; null when nothing came';

--
-- Name: COLUMN computed_fulfilment.load_id; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.computed_fulfilment.load_id IS 'Load of the order''s file';

--
-- Name: COLUMN computed_fulfilment.row_number; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.computed_fulfilment.row_number IS 'Row of the order''s file';

--
-- Name: computed_price_finding; Type: VIEW; Schema: mart; Owner: -
--

CREATE VIEW mart.computed_price_finding AS
 WITH order_line AS (
         SELECT order_line.chain_id,
            order_line.order_number,
            order_line.store_id,
            order_line.product_id,
            order_line.account_id,
            order_line.ordered_on,
            order_line.ordered_quantity,
            order_line.pack_size,
            order_line.printed_price,
            order_line.printed_basis,
            order_line.load_id,
            order_line.row_number
           FROM core.order_line
          WHERE (core.is_known(order_line.arrived_at, order_line.recorded_at, order_line.superseded_at, order_line.superseded_recorded_at) AND (NOT order_line.is_cancelled) AND (NOT order_line.is_free) AND (order_line.printed_price IS NOT NULL) AND (order_line.ordered_on <= core.as_of()) AND (order_line.ordered_on >= (core.as_of() - (( SELECT (core.rule_value('price.watch_days'::text) + core.rule_value('price.outlier_days'::text))))::integer)) AND (order_line.partition_month >= date_trunc('month'::text, (((core.as_of() - (( SELECT (core.rule_value('price.watch_days'::text) + core.rule_value('price.outlier_days'::text))))::integer) - 31))::timestamp with time zone)))
        ), settled AS (
         SELECT line.chain_id,
            line.statement_number,
            line.line_number,
            line.product_id,
            line.quantity,
            line.unit_price,
            line.store_id AS named_store,
            COALESCE(NULLIF(line.order_number, ''::text), note.order_number) AS order_number,
            line.load_id,
            line.row_number
           FROM (core.statement_line line
             LEFT JOIN LATERAL ( SELECT max(delivery.order_number) AS order_number
                   FROM core.delivery_line delivery
                  WHERE ((delivery.chain_id = line.chain_id) AND (delivery.delivery_number = line.delivery_number) AND (delivery.product_id = line.product_id) AND ((line.store_id = ''::text) OR (line.store_id = delivery.store_id)) AND core.is_known(delivery.arrived_at, delivery.recorded_at, delivery.superseded_at, delivery.superseded_recorded_at))) note ON ((line.order_number = ''::text)))
          WHERE (core.is_known(line.arrived_at, line.recorded_at, line.superseded_at, line.superseded_recorded_at) AND (line.partition_month >= date_trunc('month'::text, (((core.as_of() - (( SELECT core.rule_value('price.watch_days'::text) AS rule_value))::integer) - 31))::timestamp with time zone)) AND (line.kind = 'goods'::text) AND (NOT line.is_free) AND (line.product_id IS NOT NULL) AND (line.unit_price IS NOT NULL) AND (line.quantity > (0)::numeric))
        )
 SELECT price_finding.chain_id,
    price_finding.order_number,
    price_finding.store_id,
    price_finding.product_id,
    price_finding.rule,
    price_finding.statement_number,
    price_finding.line_number,
    price_finding.ordered_on,
    price_finding.found_price,
    price_finding.expected_price,
    price_finding.likely_cause,
    price_finding.neighbour_product_id,
    price_finding.amount_at_stake,
    price_finding.load_id,
    price_finding.row_number
   FROM ( WITH rule AS MATERIALIZED (
                 SELECT core.rule_value('price.order_tolerance'::text) AS order_tolerance,
                    (core.rule_value('price.expired_promotion_days'::text))::integer AS expired_days,
                    (core.rule_value('price.cause_tolerance_pct'::text) / (100)::numeric) AS cause_tolerance
                ), place AS MATERIALIZED (
                 SELECT ARRAY[dated.chain_id, dated.store_id, (dated.ordered_on)::text] AS place_key,
                    COALESCE(store.region, ''::text) AS region
                   FROM (( SELECT DISTINCT order_line.chain_id,
                            order_line.store_id,
                            order_line.ordered_on
                           FROM order_line) dated
                     LEFT JOIN LATERAL ( SELECT s.region
                           FROM core.store s
                          WHERE ((s.chain_id = dated.chain_id) AND (s.store_id = dated.store_id) AND ((dated.ordered_on >= s.valid_from) AND (dated.ordered_on <= s.valid_to)) AND core.is_known(s.arrived_at, s.recorded_at, s.superseded_at, s.superseded_recorded_at))
                          ORDER BY s.valid_from DESC, s.arrived_at DESC
                         LIMIT 1) store ON (true))
                ), located AS MATERIALIZED (
                 SELECT line.chain_id,
                    line.order_number,
                    line.store_id,
                    line.product_id,
                    line.account_id,
                    line.ordered_on,
                    line.ordered_quantity,
                    line.pack_size,
                    line.printed_price,
                    line.printed_basis,
                    line.load_id,
                    line.row_number,
                    place.region,
                    ARRAY[line.chain_id, place.region, line.product_id, (line.ordered_on)::text] AS price_key
                   FROM (order_line line
                     JOIN place ON ((place.place_key = ARRAY[line.chain_id, line.store_id, (line.ordered_on)::text])))
                ), supply AS MATERIALIZED (
                 SELECT wanted.price_key,
                    price.vat_rate,
                    round(mart.price_in_basis(price.contract_price, price.contract_including, price.vat_rate, false, 4), 4) AS contract_price,
                    round(mart.price_in_basis(price.promotion_price, price.promotion_including, price.vat_rate, false, 4), 4) AS promotion_price
                   FROM (( SELECT DISTINCT located.price_key,
                            located.chain_id,
                            located.region,
                            located.product_id,
                            located.ordered_on
                           FROM located) wanted
                     CROSS JOIN LATERAL mart.regional_price(wanted.chain_id, wanted.region, wanted.product_id, wanted.ordered_on) price(vat_rate, contract_price, contract_including, promotion_price, promotion_including, promotion_id))
                ), printed AS MATERIALIZED (
                 SELECT line.chain_id,
                    line.order_number,
                    line.store_id,
                    line.product_id,
                    line.account_id,
                    line.ordered_on,
                    line.ordered_quantity,
                    line.pack_size,
                    line.printed_price,
                    line.printed_basis,
                    line.load_id,
                    line.row_number,
                    line.region,
                    line.price_key,
                    ARRAY[line.chain_id, line.order_number, line.product_id] AS line_key,
                    supply.contract_price,
                    supply.promotion_price,
                    supply.vat_rate,
                    round(mart.price_in_basis(line.printed_price, (line.printed_basis = 'including'::text), supply.vat_rate, false, 4), 4) AS found_price,
                        CASE
                            WHEN (chain.price_basis = 'contract'::text) THEN COALESCE(supply.promotion_price, supply.contract_price)
                            ELSE NULL::numeric
                        END AS agreed_price
                   FROM ((located line
                     JOIN core.chain chain USING (chain_id))
                     JOIN supply USING (price_key))
                ), settlement AS MATERIALIZED (
                 SELECT settled.chain_id,
                    settled.statement_number,
                    settled.line_number,
                    settled.product_id,
                    settled.quantity,
                    settled.unit_price,
                    settled.named_store,
                    settled.order_number,
                    settled.load_id,
                    settled.row_number,
                    ARRAY[settled.chain_id, settled.order_number, settled.product_id] AS line_key
                   FROM settled
                ), off_agreed AS (
                 SELECT printed.chain_id,
                    printed.order_number,
                    printed.store_id,
                    printed.product_id,
                    printed.account_id,
                    printed.ordered_on,
                    printed.ordered_quantity,
                    printed.pack_size,
                    printed.printed_price,
                    printed.printed_basis,
                    printed.load_id,
                    printed.row_number,
                    printed.region,
                    printed.price_key,
                    printed.line_key,
                    printed.contract_price,
                    printed.promotion_price,
                    printed.vat_rate,
                    printed.found_price,
                    printed.agreed_price,
                    printed.agreed_price AS expected_price
                   FROM printed,
                    rule
                  WHERE (abs((printed.found_price - printed.agreed_price)) > rule.order_tolerance)
                ), order_anomaly AS (
                 SELECT off.chain_id,
                    off.order_number,
                    off.store_id,
                    off.product_id,
                        CASE
                            WHEN ((off.promotion_price IS NOT NULL) AND (abs((off.found_price - off.contract_price)) <= rule.order_tolerance)) THEN 'promotion_not_applied'::text
                            WHEN ((off.promotion_price IS NULL) AND (abs((off.found_price - expired.promotion_price)) <= rule.order_tolerance)) THEN 'promotion_not_restored'::text
                            ELSE 'order_price_off_contract'::text
                        END AS rule,
                    ''::text AS statement_number,
                    0 AS line_number,
                    off.ordered_on,
                    off.found_price,
                    off.expected_price,
                    off.vat_rate,
                    off.pack_size,
                    expired.promotion_price AS expired_price,
                    ((off.expected_price - off.found_price) * off.ordered_quantity) AS amount_at_stake,
                    off.load_id,
                    off.row_number,
                    false AS is_as_agreed
                   FROM ((off_agreed off
                     CROSS JOIN rule)
                     LEFT JOIN LATERAL ( SELECT round(
                                CASE
                                    WHEN (promotion.basis = 'including'::text) THEN (promotion.supply_price / ((1)::numeric + off.vat_rate))
                                    ELSE promotion.supply_price
                                END, 4) AS promotion_price
                           FROM core.promotion promotion
                          WHERE ((promotion.chain_id = off.chain_id) AND (promotion.product_id = off.product_id) AND (promotion.purchase_to < off.ordered_on) AND (promotion.purchase_to >= (off.ordered_on - rule.expired_days)) AND core.is_known(promotion.arrived_at, promotion.recorded_at, promotion.superseded_at, promotion.superseded_recorded_at))
                          ORDER BY promotion.purchase_to DESC, promotion.promotion_id
                         LIMIT 1) expired ON (true))
                ), account AS MATERIALIZED (
                 SELECT known.chain_id,
                    known.account_id,
                    terms.is_including,
                    terms.price_decimals
                   FROM (core.settlement_account known
                     CROSS JOIN LATERAL mart.account_terms(known.chain_id, known.account_id) terms(is_including, price_decimals, cutoff_days, rounding_tolerance, grace_days))
                  WHERE core.is_known(known.arrived_at, known.recorded_at, known.superseded_at, known.superseded_recorded_at)
                ), settlement_anomaly AS (
                 SELECT settled.chain_id,
                    settled.order_number,
                    printed.store_id,
                    settled.product_id,
                    'settlement_price_off_order'::text AS rule,
                    settled.statement_number,
                    settled.line_number,
                    printed.ordered_on,
                        CASE
                            WHEN account.is_including THEN round((settled.unit_price / ((1)::numeric + printed.vat_rate)), 4)
                            ELSE round(settled.unit_price, 4)
                        END AS found_price,
                    printed.found_price AS expected_price,
                    printed.vat_rate,
                    printed.pack_size,
                    NULL::numeric AS expired_price,
                    ((printed.found_price -
                        CASE
                            WHEN account.is_including THEN (settled.unit_price / ((1)::numeric + printed.vat_rate))
                            ELSE settled.unit_price
                        END) * settled.quantity) AS amount_at_stake,
                    settled.load_id,
                    settled.row_number,
                    COALESCE((round(settled.unit_price, account.price_decimals) = round((printed.agreed_price *
                        CASE
                            WHEN account.is_including THEN ((1)::numeric + printed.vat_rate)
                            ELSE (1)::numeric
                        END), account.price_decimals)), false) AS is_as_agreed
                   FROM ((settlement settled
                     JOIN printed ON (((printed.line_key = settled.line_key) AND ((settled.named_store = ''::text) OR (settled.named_store = printed.store_id)))))
                     JOIN account ON (((account.chain_id = printed.chain_id) AND (account.account_id = printed.account_id))))
                  WHERE (round(settled.unit_price, account.price_decimals) <> round((printed.found_price *
                        CASE
                            WHEN account.is_including THEN ((1)::numeric + printed.vat_rate)
                            ELSE (1)::numeric
                        END), account.price_decimals))
                ), anomaly AS (
                 SELECT order_anomaly.chain_id,
                    order_anomaly.order_number,
                    order_anomaly.store_id,
                    order_anomaly.product_id,
                    order_anomaly.rule,
                    order_anomaly.statement_number,
                    order_anomaly.line_number,
                    order_anomaly.ordered_on,
                    order_anomaly.found_price,
                    order_anomaly.expected_price,
                    order_anomaly.vat_rate,
                    order_anomaly.pack_size,
                    order_anomaly.expired_price,
                    order_anomaly.amount_at_stake,
                    order_anomaly.load_id,
                    order_anomaly.row_number,
                    order_anomaly.is_as_agreed
                   FROM order_anomaly
                UNION ALL
                 SELECT settlement_anomaly.chain_id,
                    settlement_anomaly.order_number,
                    settlement_anomaly.store_id,
                    settlement_anomaly.product_id,
                    settlement_anomaly.rule,
                    settlement_anomaly.statement_number,
                    settlement_anomaly.line_number,
                    settlement_anomaly.ordered_on,
                    settlement_anomaly.found_price,
                    settlement_anomaly.expected_price,
                    settlement_anomaly.vat_rate,
                    settlement_anomaly.pack_size,
                    settlement_anomaly.expired_price,
                    settlement_anomaly.amount_at_stake,
                    settlement_anomaly.load_id,
                    settlement_anomaly.row_number,
                    settlement_anomaly.is_as_agreed
                   FROM settlement_anomaly
                )
         SELECT anomaly.chain_id,
            anomaly.order_number,
            anomaly.store_id,
            anomaly.product_id,
            anomaly.rule,
            anomaly.statement_number,
            anomaly.line_number,
            anomaly.ordered_on,
            anomaly.found_price,
            anomaly.expected_price,
                CASE
                    WHEN anomaly.is_as_agreed THEN 'order_price_wrong'::text
                    WHEN (anomaly.rule = 'promotion_not_restored'::text) THEN 'expired_promotion'::text
                    WHEN ((anomaly.vat_rate > (0)::numeric) AND (abs((((anomaly.found_price / NULLIF(anomaly.expected_price, (0)::numeric)) / ((1)::numeric + anomaly.vat_rate)) - (1)::numeric)) <= rule.cause_tolerance)) THEN 'tax_basis'::text
                    WHEN ((anomaly.vat_rate > (0)::numeric) AND (abs((((anomaly.found_price * ((1)::numeric + anomaly.vat_rate)) / NULLIF(anomaly.expected_price, (0)::numeric)) - (1)::numeric)) <= rule.cause_tolerance)) THEN 'tax_basis'::text
                    WHEN ((COALESCE(anomaly.pack_size, product.pack_size) > 1) AND (abs((((anomaly.found_price / NULLIF(anomaly.expected_price, (0)::numeric)) / (COALESCE(anomaly.pack_size, product.pack_size))::numeric) - (1)::numeric)) <= rule.cause_tolerance)) THEN 'case_price'::text
                    WHEN (neighbour.product_id IS NOT NULL) THEN 'neighbour_item'::text
                    WHEN (abs((anomaly.found_price - anomaly.expired_price)) <= rule.order_tolerance) THEN 'expired_promotion'::text
                    ELSE NULL::text
                END AS likely_cause,
            neighbour.product_id AS neighbour_product_id,
            round(anomaly.amount_at_stake, 2) AS amount_at_stake,
            anomaly.load_id,
            anomaly.row_number
           FROM (((anomaly
             CROSS JOIN rule)
             LEFT JOIN core.product product ON (((product.product_id = anomaly.product_id) AND ((anomaly.ordered_on >= product.valid_from) AND (anomaly.ordered_on <= product.valid_to)) AND core.is_known(product.arrived_at, product.recorded_at, product.superseded_at, product.superseded_recorded_at))))
             LEFT JOIN LATERAL ( SELECT price.product_id
                   FROM (core.price price
                     JOIN core.product other ON (((other.product_id = price.product_id) AND (other.category = product.category) AND ((anomaly.ordered_on >= other.valid_from) AND (anomaly.ordered_on <= other.valid_to)) AND core.is_known(other.arrived_at, other.recorded_at, other.superseded_at, other.superseded_recorded_at))))
                  WHERE ((price.chain_id = anomaly.chain_id) AND (price.product_id <> anomaly.product_id) AND ((anomaly.ordered_on >= price.valid_from) AND (anomaly.ordered_on <= price.valid_to)) AND core.is_known(price.arrived_at, price.recorded_at, price.superseded_at, price.superseded_recorded_at) AND (abs((
                        CASE
                            WHEN (price.basis = 'including'::text) THEN (price.unit_price / ((1)::numeric + other.vat_rate))
                            ELSE price.unit_price
                        END - anomaly.found_price)) < 0.00005))
                  ORDER BY price.product_id
                 LIMIT 1) neighbour ON (true))
        UNION ALL
         SELECT printed.chain_id,
            printed.order_number,
            printed.store_id,
            printed.product_id,
            'unjudged'::text,
            ''::text,
            0,
            printed.ordered_on,
            printed.found_price,
            NULL::numeric,
            NULL::text,
            NULL::text,
            NULL::numeric,
            printed.load_id,
            printed.row_number
           FROM printed
          WHERE ((printed.agreed_price IS NULL) AND (printed.found_price IS NOT NULL))) price_finding;

--
-- Name: VIEW computed_price_finding; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON VIEW mart.computed_price_finding IS 'One row: one wrong price of an order or settlement line, or one that nothing judges, computed from the facts';

--
-- Name: COLUMN computed_price_finding.chain_id; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.computed_price_finding.chain_id IS 'Chain';

--
-- Name: COLUMN computed_price_finding.order_number; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.computed_price_finding.order_number IS 'Order';

--
-- Name: COLUMN computed_price_finding.store_id; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.computed_price_finding.store_id IS 'Store, within the chain';

--
-- Name: COLUMN computed_price_finding.product_id; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.computed_price_finding.product_id IS 'Our product';

--
-- Name: COLUMN computed_price_finding.rule; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.computed_price_finding.rule IS 'As in mart.price_anomaly; unjudged: a line that neither promotion nor price list judges';

--
-- Name: COLUMN computed_price_finding.statement_number; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.computed_price_finding.statement_number IS 'Statement of a settlement line; empty on order rules';

--
-- Name: COLUMN computed_price_finding.line_number; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.computed_price_finding.line_number IS 'Its line; 0 on order rules';

--
-- Name: COLUMN computed_price_finding.ordered_on; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.computed_price_finding.ordered_on IS 'Business date of the order';

--
-- Name: COLUMN computed_price_finding.found_price; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.computed_price_finding.found_price IS 'Price found, RMB per sales unit, VAT excluded';

--
-- Name: COLUMN computed_price_finding.expected_price; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.computed_price_finding.expected_price IS 'Price it should be, likewise; null where nothing judges it';

--
-- Name: COLUMN computed_price_finding.likely_cause; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.computed_price_finding.likely_cause IS 'As in mart.price_anomaly; null when none fits';

--
-- Name: COLUMN computed_price_finding.neighbour_product_id; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.computed_price_finding.neighbour_product_id IS 'The item whose price it is, where that is the cause';

--
-- Name: COLUMN computed_price_finding.amount_at_stake; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.computed_price_finding.amount_at_stake IS '(expected − found) × quantity, RMB, VAT excluded';

--
-- Name: COLUMN computed_price_finding.load_id; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.computed_price_finding.load_id IS 'Load of the file that shows the price';

--
-- Name: COLUMN computed_price_finding.row_number; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.computed_price_finding.row_number IS 'Its row';

--
-- Name: computed_settlement; Type: VIEW; Schema: mart; Owner: -
--

CREATE VIEW mart.computed_settlement AS
 WITH order_line AS (
         SELECT order_line.chain_id,
            order_line.order_number,
            order_line.store_id,
            order_line.product_id,
            order_line.is_free,
            order_line.ordered_on,
            order_line.printed_price,
            order_line.printed_basis
           FROM core.order_line
          WHERE core.is_known(order_line.arrived_at, order_line.recorded_at, order_line.superseded_at, order_line.superseded_recorded_at)
        ), delivery_line AS (
         SELECT delivery_line.chain_id,
            delivery_line.delivery_number,
            delivery_line.store_id,
            delivery_line.order_number,
            delivery_line.product_id,
            delivery_line.is_free,
            delivery_line.kind,
            delivery_line.account_id,
            delivery_line.received_on,
            delivery_line.received_quantity,
            delivery_line.load_id,
            delivery_line.row_number
           FROM core.delivery_line
          WHERE core.is_known(delivery_line.arrived_at, delivery_line.recorded_at, delivery_line.superseded_at, delivery_line.superseded_recorded_at)
        ), statement_line AS (
         SELECT statement_line.chain_id,
            statement_line.statement_number,
            statement_line.line_number,
            (statement_line.kind = 'return'::text) AS is_return,
            statement_line.delivery_number,
            statement_line.order_number,
            statement_line.store_id,
            statement_line.product_id,
            statement_line.is_free,
                CASE
                    WHEN (statement_line.kind = 'return'::text) THEN (- statement_line.quantity)
                    ELSE statement_line.quantity
                END AS quantity,
            statement_line.unit_price,
            statement_line.vat_rate,
                CASE
                    WHEN (statement_line.kind = 'return'::text) THEN (- statement_line.amount)
                    ELSE statement_line.amount
                END AS amount,
            statement_line.load_id,
            statement_line.row_number
           FROM core.statement_line
          WHERE ((statement_line.kind <> 'deduction'::text) AND core.is_known(statement_line.arrived_at, statement_line.recorded_at, statement_line.superseded_at, statement_line.superseded_recorded_at))
        ), statement_head AS (
         SELECT statement.chain_id,
            statement.account_id,
            statement.statement_number,
            statement.period_to
           FROM core.statement
          WHERE core.is_known(statement.arrived_at, statement.recorded_at, statement.superseded_at, statement.superseded_recorded_at)
        ), store_version AS (
         SELECT store.chain_id,
            store.store_id,
            store.region,
            store.valid_from,
            store.valid_to
           FROM core.store
          WHERE core.is_known(store.arrived_at, store.recorded_at, store.superseded_at, store.superseded_recorded_at)
        )
 SELECT settlement.chain_id,
    settlement.is_matched,
    settlement.delivery_number,
    settlement.store_id,
    settlement.order_number,
    settlement.product_id,
    settlement.is_free,
    settlement.is_return,
    settlement.account_id,
    settlement.is_ordered,
    settlement.received_on,
    settlement.received_quantity,
    settlement.unit_price,
    settlement.vat_rate,
    settlement.received_worth,
    settlement.hold_key,
    settlement.statement_number,
    settlement.statement_key,
    settlement.line_number,
    settlement.first_key,
    settlement.next_key,
    settlement.is_first,
    settlement.is_last,
    settlement.is_whole,
    settlement.stated_quantity,
    settlement.stated_price,
    settlement.stated_rate,
    settlement.stated_amount,
    settlement.accepted_before,
    settlement.accepted_quantity,
    settlement.accepted_after,
    settlement.duplicate_quantity,
    settlement.is_settled_before,
    settlement.reopened_key,
    settlement.entry_worth,
    settlement.rest_worth,
    settlement.over_amount,
    settlement.duplicate_amount,
    settlement.price_amount,
    settlement.tax_amount,
    settlement.line_amount,
    settlement.rounding_amount,
    settlement.receipt_amount,
    settlement.unmatched_amount,
    settlement.unexplained_amount,
    settlement.is_receipt_broken,
    settlement.load_id,
    settlement.row_number,
    settlement.their_load_id,
    settlement.their_row_number
   FROM ( WITH statement AS MATERIALIZED (
                 SELECT s.chain_id,
                    s.account_id,
                    s.statement_number,
                    ARRAY[s.chain_id, s.statement_number] AS number_key,
                    (s.period_to - a.cutoff_days) AS holds_to,
                    ((to_char((s.period_to)::timestamp with time zone, 'YYYYMMDD'::text) || '/'::text) || (s.statement_number COLLATE "C")) AS statement_key,
                    a.is_including,
                    a.rounding_tolerance
                   FROM (statement_head s
                     CROSS JOIN LATERAL mart.account_terms(s.chain_id, s.account_id) a(is_including, price_decimals, cutoff_days, rounding_tolerance, grace_days))
                ), store AS (
                 SELECT ARRAY[store_version.chain_id, store_version.store_id] AS store_key,
                    store_version.region,
                    store_version.valid_from,
                    LEAST(store_version.valid_to, (lead(store_version.valid_from) OVER (PARTITION BY store_version.chain_id, store_version.store_id ORDER BY store_version.valid_from) - 1)) AS valid_to
                   FROM store_version
                ), dated AS MATERIALIZED (
                 SELECT d.chain_id,
                    d.delivery_number,
                    d.store_id,
                    d.order_number,
                    d.product_id,
                    d.is_free,
                    d.kind,
                    d.account_id,
                    d.received_on,
                    d.received_quantity,
                    d.load_id,
                    d.row_number,
                    row_number() OVER () AS delivery_id,
                    (d.kind = 'return'::text) AS is_return,
                    (o.order_number IS NOT NULL) AS is_ordered,
                    COALESCE(o.ordered_on, d.received_on) AS priced_on,
                    o.printed_price,
                    o.printed_basis,
                    COALESCE(s.region, ''::text) AS region
                   FROM ((delivery_line d
                     LEFT JOIN order_line o ON (((d.kind = 'delivery'::text) AND (o.order_number = d.order_number) AND (o.is_free = d.is_free) AND (ARRAY[o.chain_id, o.store_id, o.product_id] = ARRAY[d.chain_id, d.store_id, d.product_id]))))
                     LEFT JOIN store s ON (((s.store_key = ARRAY[d.chain_id, d.store_id]) AND ((COALESCE(o.ordered_on, d.received_on) >= s.valid_from) AND (COALESCE(o.ordered_on, d.received_on) <= s.valid_to)))))
                ), price AS MATERIALIZED (
                 SELECT ARRAY[k.chain_id, k.region, k.product_id] AS price_key,
                    step.valid_from,
                    COALESCE((lead(step.valid_from) OVER (PARTITION BY k.chain_id, k.region, k.product_id ORDER BY step.valid_from) - 1), 'infinity'::date) AS valid_to,
                    COALESCE(p.vat_rate, (0)::numeric) AS vat_rate,
                    p.contract_price,
                    p.contract_including,
                    p.promotion_price,
                    p.promotion_including
                   FROM ((( SELECT DISTINCT dated.chain_id,
                            dated.region,
                            dated.product_id
                           FROM dated) k
                     CROSS JOIN LATERAL ( SELECT '-infinity'::date AS valid_from
                        UNION
                         SELECT unnest(ARRAY[p_1.valid_from, (p_1.valid_to + 1)]) AS unnest
                           FROM core.product p_1
                          WHERE (p_1.product_id = k.product_id)
                        UNION
                         SELECT unnest(ARRAY[p_1.valid_from, (p_1.valid_to + 1)]) AS unnest
                           FROM core.price p_1
                          WHERE ((p_1.chain_id = k.chain_id) AND (p_1.product_id = k.product_id) AND (p_1.region = ANY (ARRAY[''::text, k.region])))
                        UNION
                         SELECT unnest(ARRAY[p_1.purchase_from, (p_1.purchase_to + 1)]) AS unnest
                           FROM core.promotion p_1
                          WHERE ((p_1.chain_id = k.chain_id) AND (p_1.product_id = k.product_id))) step)
                     CROSS JOIN LATERAL mart.regional_price(k.chain_id, k.region, k.product_id, step.valid_from) p(vat_rate, contract_price, contract_including, promotion_price, promotion_including, promotion_id))
                ), held AS (
                 SELECT ARRAY[statement.chain_id, statement.account_id] AS account_key,
                    lead(statement.holds_to, 1, '-infinity'::date) OVER latest_first AS after_day,
                    statement.holds_to AS to_day,
                    min(statement.statement_key) OVER latest_first AS hold_key
                   FROM statement
                  WINDOW latest_first AS (PARTITION BY statement.chain_id, statement.account_id ORDER BY statement.holds_to DESC ROWS UNBOUNDED PRECEDING)
                ), receiving AS (
                 SELECT DISTINCT dated.chain_id,
                    dated.account_id,
                    dated.received_on
                   FROM dated
                ), account AS (
                 SELECT ARRAY[k.chain_id, k.account_id] AS account_key,
                    a.is_including,
                    a.price_decimals
                   FROM (( SELECT DISTINCT receiving.chain_id,
                            receiving.account_id
                           FROM receiving) k
                     CROSS JOIN LATERAL mart.account_terms(k.chain_id, k.account_id) a(is_including, price_decimals, cutoff_days, rounding_tolerance, grace_days))
                ), holding AS MATERIALIZED (
                 SELECT r.account_key,
                    r.received_on,
                    a.is_including,
                    a.price_decimals,
                    h.hold_key
                   FROM ((( SELECT ARRAY[receiving.chain_id, receiving.account_id] AS account_key,
                            receiving.received_on
                           FROM receiving) r
                     JOIN account a ON ((a.account_key = r.account_key)))
                     LEFT JOIN held h ON (((h.account_key = r.account_key) AND (r.received_on > h.after_day) AND (r.received_on <= h.to_day))))
                ), delivery AS (
                 SELECT d.chain_id,
                    d.delivery_number,
                    d.store_id,
                    d.order_number,
                    d.product_id,
                    d.is_free,
                    d.kind,
                    d.account_id,
                    d.received_on,
                    d.received_quantity,
                    d.load_id,
                    d.row_number,
                    d.delivery_id,
                    d.is_return,
                    d.is_ordered,
                    d.priced_on,
                    d.printed_price,
                    d.printed_basis,
                    d.region,
                    p.vat_rate,
                    h.is_including,
                    h.hold_key,
                        CASE
                            WHEN d.is_free THEN (0)::numeric
                            WHEN ((p.promotion_price IS NOT NULL) AND ((c.price_basis = 'contract'::text) OR (NOT d.is_ordered))) THEN mart.price_in_basis(p.promotion_price, p.promotion_including, p.vat_rate, h.is_including, h.price_decimals)
                            WHEN ((p.contract_price IS NOT NULL) AND ((c.price_basis = 'contract'::text) OR (NOT d.is_ordered))) THEN mart.price_in_basis(p.contract_price, p.contract_including, p.vat_rate, h.is_including, h.price_decimals)
                            WHEN (d.printed_price IS NOT NULL) THEN round(mart.price_in_basis(d.printed_price, (d.printed_basis = 'including'::text), p.vat_rate, h.is_including, h.price_decimals),
                            CASE
                                WHEN h.is_including THEN h.price_decimals
                                ELSE LEAST(h.price_decimals, 4)
                            END)
                            ELSE (0)::numeric
                        END AS unit_price
                   FROM (((dated d
                     LEFT JOIN core.chain c USING (chain_id))
                     LEFT JOIN price p ON (((p.price_key = ARRAY[d.chain_id, d.region, d.product_id]) AND ((d.priced_on >= p.valid_from) AND (d.priced_on <= p.valid_to)))))
                     LEFT JOIN holding h ON (((h.account_key = ARRAY[d.chain_id, d.account_id]) AND (h.received_on = d.received_on))))
                ), line AS MATERIALIZED (
                 SELECT l.chain_id,
                    l.statement_number,
                    l.line_number,
                    l.is_return,
                    l.delivery_number,
                    l.order_number,
                    l.store_id,
                    l.product_id,
                    l.is_free,
                    l.quantity,
                    l.unit_price,
                    l.vat_rate,
                    l.amount,
                    l.load_id,
                    l.row_number,
                    row_number() OVER () AS line_id,
                    s.account_id,
                    s.statement_key,
                    s.is_including,
                    s.rounding_tolerance
                   FROM (statement_line l
                     JOIN statement s ON ((s.number_key = ARRAY[l.chain_id, l.statement_number])))
                ), candidate AS (
                 SELECT l.chain_id,
                    l.statement_number,
                    l.line_number,
                    l.is_return,
                    l.delivery_number,
                    l.order_number,
                    l.store_id,
                    l.product_id,
                    l.is_free,
                    l.quantity,
                    l.unit_price,
                    l.vat_rate,
                    l.amount,
                    l.load_id,
                    l.row_number,
                    l.line_id,
                    l.account_id,
                    l.statement_key,
                    l.is_including,
                    l.rounding_tolerance,
                    d.delivery_id,
                    d.delivery_number AS d_delivery,
                    d.store_id AS d_store,
                    d.order_number AS d_order,
                    d.product_id AS d_product,
                    d.is_free AS d_free,
                    d.received_on AS d_received_on,
                    d.received_quantity AS d_received
                   FROM (line l
                     LEFT JOIN dated d ON (((d.chain_id = l.chain_id) AND (ARRAY[d.delivery_number, d.product_id] = ARRAY[l.delivery_number, l.product_id]) AND (d.is_return = l.is_return) AND ((l.store_id = ''::text) OR (l.store_id = d.store_id)))))
                  WHERE ((l.delivery_number <> ''::text) AND (l.product_id IS NOT NULL))
                UNION ALL
                 SELECT l.chain_id,
                    l.statement_number,
                    l.line_number,
                    l.is_return,
                    l.delivery_number,
                    l.order_number,
                    l.store_id,
                    l.product_id,
                    l.is_free,
                    l.quantity,
                    l.unit_price,
                    l.vat_rate,
                    l.amount,
                    l.load_id,
                    l.row_number,
                    l.line_id,
                    l.account_id,
                    l.statement_key,
                    l.is_including,
                    l.rounding_tolerance,
                    d.delivery_id,
                    d.delivery_number,
                    d.store_id,
                    d.order_number,
                    d.product_id,
                    d.is_free,
                    d.received_on,
                    d.received_quantity
                   FROM (line l
                     LEFT JOIN dated d ON (((d.chain_id = l.chain_id) AND (ARRAY[d.order_number, d.product_id] = ARRAY[l.order_number, l.product_id]) AND (d.is_return = l.is_return) AND ((l.store_id = ''::text) OR (l.store_id = d.store_id)))))
                  WHERE ((l.delivery_number = ''::text) AND (l.order_number <> ''::text) AND (l.product_id IS NOT NULL))
                UNION ALL
                 SELECT l.chain_id,
                    l.statement_number,
                    l.line_number,
                    l.is_return,
                    l.delivery_number,
                    l.order_number,
                    l.store_id,
                    l.product_id,
                    l.is_free,
                    l.quantity,
                    l.unit_price,
                    l.vat_rate,
                    l.amount,
                    l.load_id,
                    l.row_number,
                    l.line_id,
                    l.account_id,
                    l.statement_key,
                    l.is_including,
                    l.rounding_tolerance,
                    d.delivery_id,
                    d.delivery_number,
                    d.store_id,
                    d.order_number,
                    d.product_id,
                    d.is_free,
                    d.received_on,
                    d.received_quantity
                   FROM (line l
                     LEFT JOIN dated d ON (((d.chain_id = l.chain_id) AND (d.delivery_number = l.delivery_number) AND (d.is_return = l.is_return) AND ((l.store_id = ''::text) OR (l.store_id = d.store_id)))))
                  WHERE ((l.delivery_number <> ''::text) AND (l.product_id IS NULL))
                UNION ALL
                 SELECT l.chain_id,
                    l.statement_number,
                    l.line_number,
                    l.is_return,
                    l.delivery_number,
                    l.order_number,
                    l.store_id,
                    l.product_id,
                    l.is_free,
                    l.quantity,
                    l.unit_price,
                    l.vat_rate,
                    l.amount,
                    l.load_id,
                    l.row_number,
                    l.line_id,
                    l.account_id,
                    l.statement_key,
                    l.is_including,
                    l.rounding_tolerance,
                    d.delivery_id,
                    d.delivery_number,
                    d.store_id,
                    d.order_number,
                    d.product_id,
                    d.is_free,
                    d.received_on,
                    d.received_quantity
                   FROM (line l
                     LEFT JOIN dated d ON (((d.chain_id = l.chain_id) AND (d.order_number = l.order_number) AND (d.is_return = l.is_return) AND ((l.store_id = ''::text) OR (l.store_id = d.store_id)))))
                  WHERE ((l.delivery_number = ''::text) AND (l.order_number <> ''::text) AND (l.product_id IS NULL))
                UNION ALL
                 SELECT l.chain_id,
                    l.statement_number,
                    l.line_number,
                    l.is_return,
                    l.delivery_number,
                    l.order_number,
                    l.store_id,
                    l.product_id,
                    l.is_free,
                    l.quantity,
                    l.unit_price,
                    l.vat_rate,
                    l.amount,
                    l.load_id,
                    l.row_number,
                    l.line_id,
                    l.account_id,
                    l.statement_key,
                    l.is_including,
                    l.rounding_tolerance,
                    NULL::bigint,
                    NULL::text,
                    NULL::text,
                    NULL::text,
                    NULL::text,
                    NULL::boolean,
                    NULL::date,
                    NULL::numeric
                   FROM line l
                  WHERE ((l.delivery_number = ''::text) AND (l.order_number = ''::text))
                ), counted AS (
                 SELECT c.chain_id,
                    c.statement_number,
                    c.line_number,
                    c.is_return,
                    c.delivery_number,
                    c.order_number,
                    c.store_id,
                    c.product_id,
                    c.is_free,
                    c.quantity,
                    c.unit_price,
                    c.vat_rate,
                    c.amount,
                    c.load_id,
                    c.row_number,
                    c.line_id,
                    c.account_id,
                    c.statement_key,
                    c.is_including,
                    c.rounding_tolerance,
                    c.delivery_id,
                    c.d_delivery,
                    c.d_store,
                    c.d_order,
                    c.d_product,
                    c.d_free,
                    c.d_received_on,
                    c.d_received,
                    count(*) OVER line_of AS deliveries,
                    count(*) FILTER (WHERE (c.d_free = c.is_free)) OVER line_of AS alike
                   FROM candidate c
                  WINDOW line_of AS (PARTITION BY c.line_id)
                ), eligible AS MATERIALIZED (
                 SELECT c.chain_id,
                    c.statement_number,
                    c.line_number,
                    c.is_return,
                    c.delivery_number,
                    c.order_number,
                    c.store_id,
                    c.product_id,
                    c.is_free,
                    c.quantity,
                    c.unit_price,
                    c.vat_rate,
                    c.amount,
                    c.load_id,
                    c.row_number,
                    c.line_id,
                    c.account_id,
                    c.statement_key,
                    c.is_including,
                    c.rounding_tolerance,
                    c.delivery_id,
                    c.d_delivery,
                    c.d_store,
                    c.d_order,
                    c.d_product,
                    c.d_free,
                    c.d_received_on,
                    c.d_received,
                    c.deliveries,
                    c.alike,
                        CASE
                            WHEN (c.alike > 0) THEN c.alike
                            ELSE c.deliveries
                        END AS shares,
                    (
                        CASE
                            WHEN (c.alike > 0) THEN c.alike
                            ELSE c.deliveries
                        END > 1) AS is_shared
                   FROM counted c
                  WHERE ((c.product_id IS NULL) OR (c.delivery_id IS NULL) OR (c.alike = 0) OR (c.d_free = c.is_free))
                ), named AS (
                 SELECT eligible.delivery_id,
                    sum(eligible.quantity) AS quantity
                   FROM eligible
                  WHERE ((eligible.delivery_number <> ''::text) AND (eligible.product_id IS NOT NULL) AND (NOT eligible.is_shared) AND (eligible.delivery_id IS NOT NULL))
                  GROUP BY eligible.delivery_id
                ), roomy AS (
                 SELECT e.chain_id,
                    e.statement_number,
                    e.line_number,
                    e.is_return,
                    e.delivery_number,
                    e.order_number,
                    e.store_id,
                    e.product_id,
                    e.is_free,
                    e.quantity,
                    e.unit_price,
                    e.vat_rate,
                    e.amount,
                    e.load_id,
                    e.row_number,
                    e.line_id,
                    e.account_id,
                    e.statement_key,
                    e.is_including,
                    e.rounding_tolerance,
                    e.delivery_id,
                    e.d_delivery,
                    e.d_store,
                    e.d_order,
                    e.d_product,
                    e.d_free,
                    e.d_received_on,
                    e.d_received,
                    e.deliveries,
                    e.alike,
                    e.shares,
                    e.is_shared,
                        CASE
                            WHEN (e.delivery_number <> ''::text) THEN e.d_received
                            ELSE GREATEST((e.d_received - GREATEST(COALESCE(n.quantity, (0)::numeric), (0)::numeric)), (0)::numeric)
                        END AS room
                   FROM (eligible e
                     LEFT JOIN named n USING (delivery_id))
                  WHERE (e.is_shared AND (e.product_id IS NOT NULL))
                ), placed AS (
                 SELECT r.chain_id,
                    r.statement_number,
                    r.line_number,
                    r.is_return,
                    r.delivery_number,
                    r.order_number,
                    r.store_id,
                    r.product_id,
                    r.is_free,
                    r.quantity,
                    r.unit_price,
                    r.vat_rate,
                    r.amount,
                    r.load_id,
                    r.row_number,
                    r.line_id,
                    r.account_id,
                    r.statement_key,
                    r.is_including,
                    r.rounding_tolerance,
                    r.delivery_id,
                    r.d_delivery,
                    r.d_store,
                    r.d_order,
                    r.d_product,
                    r.d_free,
                    r.d_received_on,
                    r.d_received,
                    r.deliveries,
                    r.alike,
                    r.shares,
                    r.is_shared,
                    r.room,
                    sum(r.quantity) OVER along_lines AS line_end,
                    sum(r.room) OVER along_deliveries AS room_end,
                    (row_number() OVER along_deliveries = 1) AS is_oldest,
                    (row_number() OVER along_deliveries = r.shares) AS is_newest
                   FROM roomy r
                  WINDOW along_lines AS (PARTITION BY r.delivery_id, r.delivery_number, r.order_number, r.store_id, r.product_id, r.is_free, r.is_return ORDER BY r.statement_key, r.line_number ROWS UNBOUNDED PRECEDING), along_deliveries AS (PARTITION BY r.line_id ORDER BY r.d_received_on, r.d_delivery, r.d_store, r.d_order, r.d_free ROWS UNBOUNDED PRECEDING)
                ), overlapping AS (
                 SELECT p.chain_id,
                    p.statement_number,
                    p.line_number,
                    p.is_return,
                    p.delivery_number,
                    p.order_number,
                    p.store_id,
                    p.product_id,
                    p.is_free,
                    p.quantity,
                    p.unit_price,
                    p.vat_rate,
                    p.amount,
                    p.load_id,
                    p.row_number,
                    p.line_id,
                    p.account_id,
                    p.statement_key,
                    p.is_including,
                    p.rounding_tolerance,
                    p.delivery_id,
                    p.d_delivery,
                    p.d_store,
                    p.d_order,
                    p.d_product,
                    p.d_free,
                    p.d_received_on,
                    p.d_received,
                    p.deliveries,
                    p.alike,
                    p.shares,
                    p.is_shared,
                    p.room,
                    p.line_end,
                    p.room_end,
                    p.is_oldest,
                    p.is_newest,
                    (sign(p.quantity) * GREATEST((0)::numeric, (LEAST(GREATEST(p.line_end, (p.line_end - p.quantity)),
                        CASE
                            WHEN p.is_newest THEN 'Infinity'::numeric
                            ELSE p.room_end
                        END) - GREATEST(LEAST(p.line_end, (p.line_end - p.quantity)),
                        CASE
                            WHEN p.is_oldest THEN '-Infinity'::numeric
                            ELSE (p.room_end - p.room)
                        END)))) AS share
                   FROM placed p
                ), split AS (
                 SELECT o.chain_id,
                    o.statement_number,
                    o.line_number,
                    o.is_return,
                    o.delivery_number,
                    o.order_number,
                    o.store_id,
                    o.product_id,
                    o.is_free,
                    o.quantity,
                    o.unit_price,
                    o.vat_rate,
                    o.amount,
                    o.load_id,
                    o.row_number,
                    o.line_id,
                    o.account_id,
                    o.statement_key,
                    o.is_including,
                    o.rounding_tolerance,
                    o.delivery_id,
                    o.d_delivery,
                    o.d_store,
                    o.d_order,
                    o.d_product,
                    o.d_free,
                    o.d_received_on,
                    o.d_received,
                    o.deliveries,
                    o.alike,
                    o.shares,
                    o.is_shared,
                    o.room,
                    o.line_end,
                    o.room_end,
                    o.is_oldest,
                    o.is_newest,
                    o.share,
                        CASE
                            WHEN (o.quantity = (0)::numeric) THEN o.amount
                            ELSE round(((o.amount * o.share) / o.quantity), 2)
                        END AS rounded,
                    (row_number() OVER from_newest = 1) AS is_last
                   FROM overlapping o
                  WHERE ((o.share <> (0)::numeric) OR ((o.quantity = (0)::numeric) AND o.is_newest))
                  WINDOW from_newest AS (PARTITION BY o.line_id ORDER BY o.d_received_on DESC, o.d_delivery DESC, o.d_store DESC, o.d_order DESC, o.d_free DESC)
                ), event AS (
                 SELECT eligible.chain_id,
                    eligible.delivery_id,
                    eligible.statement_number,
                    eligible.statement_key,
                    eligible.line_number,
                    eligible.line_id,
                    false AS is_whole,
                    eligible.quantity,
                    eligible.unit_price,
                    eligible.vat_rate,
                    eligible.amount,
                    eligible.is_including,
                    eligible.rounding_tolerance,
                    eligible.load_id,
                    eligible.row_number
                   FROM eligible
                  WHERE ((NOT eligible.is_shared) AND (eligible.product_id IS NOT NULL) AND (eligible.delivery_id IS NOT NULL))
                UNION ALL
                 SELECT split.chain_id,
                    split.delivery_id,
                    split.statement_number,
                    split.statement_key,
                    split.line_number,
                    split.line_id,
                    false,
                    split.share,
                    split.unit_price,
                    split.vat_rate,
                        CASE
                            WHEN split.is_last THEN (split.amount - sum(
                            CASE
                                WHEN split.is_last THEN (0)::numeric
                                ELSE split.rounded
                            END) OVER (PARTITION BY split.line_id))
                            ELSE split.rounded
                        END AS rounded,
                    split.is_including,
                    split.rounding_tolerance,
                    split.load_id,
                    split.row_number
                   FROM split
                UNION ALL
                 SELECT eligible.chain_id,
                    eligible.delivery_id,
                    eligible.statement_number,
                    eligible.statement_key,
                    eligible.line_number,
                    eligible.line_id,
                    true,
                    sign(eligible.amount) AS sign,
                    NULL::numeric,
                    NULL::numeric,
                        CASE
                            WHEN (row_number() OVER from_newest = 1) THEN eligible.amount
                            ELSE NULL::numeric
                        END AS "case",
                    eligible.is_including,
                    eligible.rounding_tolerance,
                    eligible.load_id,
                    eligible.row_number
                   FROM eligible
                  WHERE ((eligible.product_id IS NULL) AND (eligible.delivery_id IS NOT NULL))
                  WINDOW from_newest AS (PARTITION BY eligible.line_id ORDER BY eligible.d_received_on DESC, eligible.d_delivery DESC, eligible.d_store DESC, eligible.d_order DESC, eligible.d_product DESC, eligible.d_free DESC)
                ), beside AS (
                 SELECT d.delivery_id,
                    d.chain_id,
                    d.delivery_number,
                    d.store_id,
                    d.order_number,
                    d.product_id,
                    d.is_free,
                    d.is_return,
                    d.account_id,
                    d.is_ordered,
                    d.received_on,
                    d.received_quantity,
                    d.unit_price,
                    d.vat_rate,
                    d.is_including,
                    d.hold_key,
                    d.load_id,
                    d.row_number,
                    e.statement_number,
                    e.statement_key,
                    e.line_number,
                    e.line_id,
                    e.is_whole,
                    e.quantity,
                    e.amount,
                    e.unit_price AS stated_price,
                    e.vat_rate AS stated_rate,
                    e.rounding_tolerance,
                    COALESCE(e.unit_price, d.unit_price) AS their_price,
                    COALESCE(e.vat_rate, d.vat_rate) AS their_rate,
                        CASE
                            WHEN (e.unit_price IS NULL) THEN d.is_including
                            ELSE e.is_including
                        END AS their_including,
                    e.load_id AS their_load_id,
                    e.row_number AS their_row_number,
                    first_value(e.statement_key) OVER lines AS first_key,
                    lag(e.statement_key) OVER lines AS previous_key,
                    lead(e.statement_key) OVER lines AS following_key
                   FROM (delivery d
                     LEFT JOIN event e ON (((e.chain_id = d.chain_id) AND (e.delivery_id = d.delivery_id))))
                  WINDOW lines AS (PARTITION BY d.delivery_id ORDER BY e.statement_key, e.line_number ROWS UNBOUNDED PRECEDING)
                ), run AS (
                 SELECT b.delivery_id,
                    b.chain_id,
                    b.delivery_number,
                    b.store_id,
                    b.order_number,
                    b.product_id,
                    b.is_free,
                    b.is_return,
                    b.account_id,
                    b.is_ordered,
                    b.received_on,
                    b.received_quantity,
                    b.unit_price,
                    b.vat_rate,
                    b.is_including,
                    b.hold_key,
                    b.load_id,
                    b.row_number,
                    b.statement_number,
                    b.statement_key,
                    b.line_number,
                    b.line_id,
                    b.is_whole,
                    b.quantity,
                    b.amount,
                    b.stated_price,
                    b.stated_rate,
                    b.rounding_tolerance,
                    b.their_price,
                    b.their_rate,
                    b.their_including,
                    b.their_load_id,
                    b.their_row_number,
                    b.first_key,
                    b.previous_key,
                    b.following_key,
                        CASE
                            WHEN ((b.previous_key IS NULL) AND (b.following_key IS NULL)) THEN NULL::numeric[]
                            ELSE mart.settle(
                            CASE
                                WHEN ((b.previous_key IS NULL) AND (b.following_key IS NULL)) THEN NULL::numeric
                                ELSE COALESCE(b.quantity, (0)::numeric)
                            END, b.received_quantity, b.is_whole) OVER lines
                        END AS state
                   FROM beside b
                  WINDOW lines AS (PARTITION BY b.delivery_id ORDER BY b.statement_key, b.line_number ROWS UNBOUNDED PRECEDING)
                ), stepped AS (
                 SELECT r.delivery_id,
                    r.chain_id,
                    r.delivery_number,
                    r.store_id,
                    r.order_number,
                    r.product_id,
                    r.is_free,
                    r.is_return,
                    r.account_id,
                    r.is_ordered,
                    r.received_on,
                    r.received_quantity,
                    r.unit_price,
                    r.vat_rate,
                    r.is_including,
                    r.hold_key,
                    r.load_id,
                    r.row_number,
                    r.statement_number,
                    r.statement_key,
                    r.line_number,
                    r.line_id,
                    r.is_whole,
                    r.quantity,
                    r.amount,
                    r.stated_price,
                    r.stated_rate,
                    r.rounding_tolerance,
                    r.their_price,
                    r.their_rate,
                    r.their_including,
                    r.their_load_id,
                    r.their_row_number,
                    r.first_key,
                    r.previous_key,
                    r.following_key,
                    r.state,
                    COALESCE((r.state[1] - r.state[4]), (0)::numeric) AS b0,
                    COALESCE(r.state[5], (0)::numeric) AS d,
                    COALESCE(r.state[4],
                        CASE
                            WHEN (NOT r.is_whole) THEN r.quantity
                            WHEN (r.quantity >= (0)::numeric) THEN GREATEST(r.received_quantity, (0)::numeric)
                            ELSE NULL::numeric
                        END, (0)::numeric) AS k
                   FROM run r
                  ORDER BY r.delivery_id, r.statement_key, r.line_number
                 OFFSET 0
                ), worth AS (
                 SELECT s.delivery_id,
                    s.chain_id,
                    s.delivery_number,
                    s.store_id,
                    s.order_number,
                    s.product_id,
                    s.is_free,
                    s.is_return,
                    s.account_id,
                    s.is_ordered,
                    s.received_on,
                    s.received_quantity,
                    s.unit_price,
                    s.vat_rate,
                    s.is_including,
                    s.hold_key,
                    s.load_id,
                    s.row_number,
                    s.statement_number,
                    s.statement_key,
                    s.line_number,
                    s.line_id,
                    s.is_whole,
                    s.quantity,
                    s.amount,
                    s.stated_price,
                    s.stated_rate,
                    s.rounding_tolerance,
                    s.their_price,
                    s.their_rate,
                    s.their_including,
                    s.their_load_id,
                    s.their_row_number,
                    s.first_key,
                    s.previous_key,
                    s.following_key,
                    s.state,
                    s.b0,
                    s.d,
                    s.k,
                    (s.b0 + s.k) AS b1,
                    mart.worth(s.received_quantity, s.unit_price, s.vat_rate, s.is_including) AS w_received,
                        CASE
                            WHEN (s.b0 = (0)::numeric) THEN 0.00
                            ELSE mart.worth(s.b0, s.unit_price, s.vat_rate, s.is_including)
                        END AS w_before,
                        CASE
                            WHEN (s.k = (0)::numeric) THEN 0.00
                            ELSE mart.worth(s.k, s.unit_price, s.vat_rate, s.is_including)
                        END AS w_ours,
                    (min(s.statement_key) FILTER (WHERE (s.k <> (0)::numeric)) OVER lines < s.statement_key) AS was_settled,
                    max(
                        CASE
                            WHEN ((s.b0 >= s.received_quantity) AND ((s.b0 + s.k) < s.received_quantity)) THEN s.statement_key
                            ELSE NULL::text
                        END) OVER lines AS reopened_key
                   FROM stepped s
                  WINDOW lines AS (PARTITION BY s.delivery_id ORDER BY s.statement_key, s.line_number ROWS UNBOUNDED PRECEDING)
                ), theirs AS (
                 SELECT w.delivery_id,
                    w.chain_id,
                    w.delivery_number,
                    w.store_id,
                    w.order_number,
                    w.product_id,
                    w.is_free,
                    w.is_return,
                    w.account_id,
                    w.is_ordered,
                    w.received_on,
                    w.received_quantity,
                    w.unit_price,
                    w.vat_rate,
                    w.is_including,
                    w.hold_key,
                    w.load_id,
                    w.row_number,
                    w.statement_number,
                    w.statement_key,
                    w.line_number,
                    w.line_id,
                    w.is_whole,
                    w.quantity,
                    w.amount,
                    w.stated_price,
                    w.stated_rate,
                    w.rounding_tolerance,
                    w.their_price,
                    w.their_rate,
                    w.their_including,
                    w.their_load_id,
                    w.their_row_number,
                    w.first_key,
                    w.previous_key,
                    w.following_key,
                    w.state,
                    w.b0,
                    w.d,
                    w.k,
                    w.b1,
                    w.w_received,
                    w.w_before,
                    w.w_ours,
                    w.was_settled,
                    w.reopened_key,
                        CASE
                            WHEN (w.b0 = (0)::numeric) THEN w.w_ours
                            ELSE mart.worth(w.b1, w.unit_price, w.vat_rate, w.is_including)
                        END AS w_after,
                        CASE
                            WHEN ((w.their_price = w.unit_price) AND (w.their_including = w.is_including)) THEN w.w_ours
                            ELSE mart.worth(w.k, w.their_price, w.vat_rate, w.their_including)
                        END AS w_their_price
                   FROM worth w
                 OFFSET 0
                ), term AS MATERIALIZED (
                 SELECT t.delivery_id,
                    t.chain_id,
                    t.delivery_number,
                    t.store_id,
                    t.order_number,
                    t.product_id,
                    t.is_free,
                    t.is_return,
                    t.account_id,
                    t.is_ordered,
                    t.received_on,
                    t.received_quantity,
                    t.unit_price,
                    t.vat_rate,
                    t.is_including,
                    t.hold_key,
                    t.load_id,
                    t.row_number,
                    t.statement_number,
                    t.statement_key,
                    t.line_number,
                    t.line_id,
                    t.is_whole,
                    t.quantity,
                    t.amount,
                    t.stated_price,
                    t.stated_rate,
                    t.rounding_tolerance,
                    t.their_price,
                    t.their_rate,
                    t.their_including,
                    t.their_load_id,
                    t.their_row_number,
                    t.first_key,
                    t.previous_key,
                    t.following_key,
                    t.state,
                    t.b0,
                    t.d,
                    t.k,
                    t.b1,
                    t.w_received,
                    t.w_before,
                    t.w_ours,
                    t.was_settled,
                    t.reopened_key,
                    t.w_after,
                    t.w_their_price,
                        CASE
                            WHEN t.is_return THEN '-1'::integer
                            ELSE 1
                        END AS direction,
                    ((t.statement_key IS NOT NULL) AND (t.previous_key IS DISTINCT FROM t.statement_key)) AS is_first,
                    ((t.statement_key IS NULL) OR (t.following_key IS DISTINCT FROM t.statement_key)) AS is_last,
                        CASE
                            WHEN (t.b0 > t.received_quantity) THEN t.w_received
                            ELSE t.w_before
                        END AS before_capped,
                        CASE
                            WHEN (t.b1 > t.received_quantity) THEN t.w_received
                            ELSE t.w_after
                        END AS after_capped,
                        CASE
                            WHEN (t.b0 > t.received_quantity) THEN t.w_before
                            ELSE t.w_received
                        END AS before_over,
                        CASE
                            WHEN (t.b1 > t.received_quantity) THEN t.w_after
                            ELSE t.w_received
                        END AS after_over,
                        CASE
                            WHEN (t.their_rate = t.vat_rate) THEN t.w_their_price
                            ELSE mart.worth(t.k, t.their_price, t.their_rate, t.their_including)
                        END AS w_theirs,
                        CASE
                            WHEN ((t.d = (0)::numeric) OR t.is_whole) THEN t.amount
                            ELSE round(((t.amount * t.k) / t.quantity), 2)
                        END AS accepted_amount
                   FROM theirs t
                ), rest AS (
                 SELECT t.delivery_id,
                    t.chain_id,
                    t.delivery_number,
                    t.store_id,
                    t.order_number,
                    t.product_id,
                    t.is_free,
                    t.is_return,
                    t.account_id,
                    t.is_ordered,
                    t.received_on,
                    t.received_quantity,
                    t.unit_price,
                    t.vat_rate,
                    t.is_including,
                    t.hold_key,
                    t.load_id,
                    t.row_number,
                    t.statement_number,
                    t.statement_key,
                    t.line_number,
                    t.line_id,
                    t.is_whole,
                    t.quantity,
                    t.amount,
                    t.stated_price,
                    t.stated_rate,
                    t.rounding_tolerance,
                    t.their_price,
                    t.their_rate,
                    t.their_including,
                    t.their_load_id,
                    t.their_row_number,
                    t.first_key,
                    t.previous_key,
                    t.following_key,
                    t.state,
                    t.b0,
                    t.d,
                    t.k,
                    t.b1,
                    t.w_received,
                    t.w_before,
                    t.w_ours,
                    t.was_settled,
                    t.reopened_key,
                    t.w_after,
                    t.w_their_price,
                    t.direction,
                    t.is_first,
                    t.is_last,
                    t.before_capped,
                    t.after_capped,
                    t.before_over,
                    t.after_over,
                    t.w_theirs,
                    t.accepted_amount,
                    (t.w_theirs - t.accepted_amount) AS amount_rest,
                    ((t.w_after - t.w_before) - t.w_ours) AS telescoping_rest,
                    ((t.quantity = (0)::numeric) OR (abs((t.w_theirs - t.accepted_amount)) > t.rounding_tolerance)) AS is_beyond
                   FROM term t
                ), remaining AS (
                 SELECT r.delivery_id,
                    r.chain_id,
                    r.delivery_number,
                    r.store_id,
                    r.order_number,
                    r.product_id,
                    r.is_free,
                    r.is_return,
                    r.account_id,
                    r.is_ordered,
                    r.received_on,
                    r.received_quantity,
                    r.unit_price,
                    r.vat_rate,
                    r.is_including,
                    r.hold_key,
                    r.load_id,
                    r.row_number,
                    r.statement_number,
                    r.statement_key,
                    r.line_number,
                    r.line_id,
                    r.is_whole,
                    r.quantity,
                    r.amount,
                    r.stated_price,
                    r.stated_rate,
                    r.rounding_tolerance,
                    r.their_price,
                    r.their_rate,
                    r.their_including,
                    r.their_load_id,
                    r.their_row_number,
                    r.first_key,
                    r.previous_key,
                    r.following_key,
                    r.state,
                    r.b0,
                    r.d,
                    r.k,
                    r.b1,
                    r.w_received,
                    r.w_before,
                    r.w_ours,
                    r.was_settled,
                    r.reopened_key,
                    r.w_after,
                    r.w_their_price,
                    r.direction,
                    r.is_first,
                    r.is_last,
                    r.before_capped,
                    r.after_capped,
                    r.before_over,
                    r.after_over,
                    r.w_theirs,
                    r.accepted_amount,
                    r.amount_rest,
                    r.telescoping_rest,
                    r.is_beyond,
                    (
                        CASE
                            WHEN r.is_beyond THEN (0)::numeric
                            ELSE r.amount_rest
                        END + r.telescoping_rest) AS remainder,
                    (abs((
                        CASE
                            WHEN r.is_beyond THEN (0)::numeric
                            ELSE r.amount_rest
                        END + r.telescoping_rest)) <= (r.rounding_tolerance + 0.08)) AS is_rounding
                   FROM rest r
                ), receipt AS (
                 SELECT term.line_id,
                    sum((term.w_after - term.w_before)) AS worth,
                    sum(term.amount) AS amount,
                    (bool_and((term.k = (0)::numeric)) AND bool_or((term.d <> (0)::numeric))) AS is_duplicate
                   FROM term
                  WHERE term.is_whole
                  GROUP BY term.line_id
                )
         SELECT r.chain_id,
            true AS is_matched,
            r.delivery_number,
            r.store_id,
            r.order_number,
            r.product_id,
            r.is_free,
            r.is_return,
            r.account_id,
            r.is_ordered,
            r.received_on,
            r.received_quantity,
            r.unit_price,
            r.vat_rate,
            ((r.direction)::numeric * r.w_received) AS received_worth,
            r.hold_key,
            r.statement_number,
            r.statement_key,
            r.line_number,
            r.first_key,
                CASE
                    WHEN r.is_last THEN r.following_key
                    ELSE NULL::text
                END AS next_key,
            r.is_first,
            r.is_last,
            r.is_whole,
                CASE
                    WHEN (NOT r.is_whole) THEN ((r.direction)::numeric * r.quantity)
                    ELSE NULL::numeric
                END AS stated_quantity,
            r.stated_price,
            r.stated_rate,
            ((r.direction)::numeric * r.amount) AS stated_amount,
            r.b0 AS accepted_before,
            r.k AS accepted_quantity,
            r.b1 AS accepted_after,
            r.d AS duplicate_quantity,
            COALESCE(r.was_settled, false) AS is_settled_before,
            r.reopened_key,
                CASE
                    WHEN r.is_first THEN ((r.direction)::numeric * (r.w_received - r.before_capped))
                    ELSE (0)::numeric
                END AS entry_worth,
                CASE
                    WHEN r.is_last THEN ((r.direction)::numeric * (r.w_received - r.after_capped))
                    ELSE (0)::numeric
                END AS rest_worth,
            ((r.direction)::numeric * (r.before_over - r.after_over)) AS over_amount,
                CASE
                    WHEN r.is_whole THEN
                    CASE
                        WHEN receipt.is_duplicate THEN (((- r.direction))::numeric * r.amount)
                        ELSE NULL::numeric
                    END
                    ELSE (((- r.direction))::numeric * (r.amount - r.accepted_amount))
                END AS duplicate_amount,
                CASE
                    WHEN (NOT r.is_whole) THEN ((r.direction)::numeric * (r.w_ours - r.w_their_price))
                    ELSE NULL::numeric
                END AS price_amount,
                CASE
                    WHEN (NOT r.is_whole) THEN ((r.direction)::numeric * (r.w_their_price - r.w_theirs))
                    ELSE NULL::numeric
                END AS tax_amount,
                CASE
                    WHEN ((NOT r.is_whole) AND r.is_beyond) THEN ((r.direction)::numeric * r.amount_rest)
                    ELSE NULL::numeric
                END AS line_amount,
                CASE
                    WHEN ((NOT r.is_whole) AND r.is_rounding) THEN ((r.direction)::numeric * r.remainder)
                    ELSE NULL::numeric
                END AS rounding_amount,
                CASE
                    WHEN ((r.amount IS NOT NULL) AND (NOT receipt.is_duplicate)) THEN ((r.direction)::numeric * (receipt.worth - receipt.amount))
                    ELSE NULL::numeric
                END AS receipt_amount,
            NULL::numeric AS unmatched_amount,
                CASE
                    WHEN ((NOT r.is_whole) AND (NOT r.is_rounding)) THEN ((r.direction)::numeric * r.remainder)
                    ELSE NULL::numeric
                END AS unexplained_amount,
            (r.is_whole AND (receipt.is_duplicate OR (receipt.worth <> receipt.amount))) AS is_receipt_broken,
            r.load_id,
            r.row_number,
            r.their_load_id,
            r.their_row_number
           FROM (remaining r
             LEFT JOIN receipt USING (line_id))
        UNION ALL
         SELECT eligible.chain_id,
            false,
            eligible.delivery_number,
            eligible.store_id,
            eligible.order_number,
            eligible.product_id,
            eligible.is_free,
            eligible.is_return,
            eligible.account_id,
            false,
            NULL::date,
            NULL::numeric,
            NULL::numeric,
            NULL::numeric,
            NULL::numeric,
            NULL::text,
            eligible.statement_number,
            eligible.statement_key,
            eligible.line_number,
            eligible.statement_key,
            NULL::text,
            true,
            true,
            (eligible.product_id IS NULL),
                CASE
                    WHEN eligible.is_return THEN (- eligible.quantity)
                    ELSE eligible.quantity
                END AS quantity,
            eligible.unit_price,
            eligible.vat_rate,
                CASE
                    WHEN eligible.is_return THEN (- eligible.amount)
                    ELSE eligible.amount
                END AS amount,
            NULL::numeric,
            NULL::numeric,
            NULL::numeric,
            NULL::numeric,
            false,
            NULL::text,
            0,
            0,
            NULL::numeric,
            NULL::numeric,
            NULL::numeric,
            NULL::numeric,
            NULL::numeric,
            NULL::numeric,
            NULL::numeric,
                CASE
                    WHEN eligible.is_return THEN eligible.amount
                    ELSE (- eligible.amount)
                END AS "case",
            NULL::numeric,
            false,
            NULL::bigint,
            NULL::integer,
            eligible.load_id,
            eligible.row_number
           FROM eligible
          WHERE (eligible.delivery_id IS NULL)) settlement;

--
-- Name: VIEW computed_settlement; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON VIEW mart.computed_settlement IS 'One row: one delivery or return line and one settlement line that settles it, with every term of the arithmetic';

--
-- Name: COLUMN computed_settlement.chain_id; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.computed_settlement.chain_id IS 'Chain';

--
-- Name: COLUMN computed_settlement.is_matched; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.computed_settlement.is_matched IS 'Whether a delivery or return line stands here; otherwise a settlement line that belongs to none';

--
-- Name: COLUMN computed_settlement.delivery_number; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.computed_settlement.delivery_number IS 'Delivery or return note; for a line that belongs to none, the note it names';

--
-- Name: COLUMN computed_settlement.store_id; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.computed_settlement.store_id IS 'Store that received';

--
-- Name: COLUMN computed_settlement.order_number; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.computed_settlement.order_number IS 'Order that the delivery line names; for a line that belongs to none, the order it names';

--
-- Name: COLUMN computed_settlement.product_id; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.computed_settlement.product_id IS 'Our product; empty on a receipt-level line that belongs to no delivery';

--
-- Name: COLUMN computed_settlement.is_free; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.computed_settlement.is_free IS 'Free goods';

--
-- Name: COLUMN computed_settlement.is_return; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.computed_settlement.is_return IS 'Goods that came back: amounts are negative, quantities absolute';

--
-- Name: COLUMN computed_settlement.account_id; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.computed_settlement.account_id IS 'Settlement account of the delivery line; for a line that belongs to none, of its statement';

--
-- Name: COLUMN computed_settlement.is_ordered; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.computed_settlement.is_ordered IS 'Whether the order that a delivery line names is known';

--
-- Name: COLUMN computed_settlement.received_on; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.computed_settlement.received_on IS 'Date the store signed; for returns the date of the note';

--
-- Name: COLUMN computed_settlement.received_quantity; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.computed_settlement.received_quantity IS 'Sales units received, or returned';

--
-- Name: COLUMN computed_settlement.unit_price; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.computed_settlement.unit_price IS 'Our price, RMB per sales unit in the account''s statement basis';

--
-- Name: COLUMN computed_settlement.vat_rate; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.computed_settlement.vat_rate IS 'Our VAT rate, as a fraction';

--
-- Name: COLUMN computed_settlement.received_worth; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.computed_settlement.received_worth IS 'Worth of all that was received, RMB including VAT, negative for returns';

--
-- Name: COLUMN computed_settlement.hold_key; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.computed_settlement.hold_key IS 'Key of the first statement of the account that should hold the line: its period end less cut-off is not before the receipt';

--
-- Name: COLUMN computed_settlement.statement_number; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.computed_settlement.statement_number IS 'Statement of the settlement line; empty where nothing settles the delivery line';

--
-- Name: COLUMN computed_settlement.statement_key; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.computed_settlement.statement_key IS 'Period end and number of the statement: statements are ordered by it';

--
-- Name: COLUMN computed_settlement.line_number; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.computed_settlement.line_number IS 'Line of the statement';

--
-- Name: COLUMN computed_settlement.first_key; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.computed_settlement.first_key IS 'Key of the first statement that settles the delivery line';

--
-- Name: COLUMN computed_settlement.next_key; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.computed_settlement.next_key IS 'Key of the next statement that settles the delivery line, on the last row of a statement';

--
-- Name: COLUMN computed_settlement.is_first; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.computed_settlement.is_first IS 'First row of this delivery line on this statement';

--
-- Name: COLUMN computed_settlement.is_last; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.computed_settlement.is_last IS 'Last row of this delivery line on this statement, or its only row where nothing settles it';

--
-- Name: COLUMN computed_settlement.is_whole; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.computed_settlement.is_whole IS 'Whether the settlement line names no product and settles whatever its receipt has left';

--
-- Name: COLUMN computed_settlement.stated_quantity; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.computed_settlement.stated_quantity IS 'Sales units that the line states for this delivery line, signed as stated';

--
-- Name: COLUMN computed_settlement.stated_price; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.computed_settlement.stated_price IS 'Unit price that the line states, RMB in the statement''s basis';

--
-- Name: COLUMN computed_settlement.stated_rate; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.computed_settlement.stated_rate IS 'VAT rate that the line states, as a fraction';

--
-- Name: COLUMN computed_settlement.stated_amount; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.computed_settlement.stated_amount IS 'RMB including VAT that the line states for this delivery line, signed as stated; a receipt-level line states it on one row only';

--
-- Name: COLUMN computed_settlement.accepted_before; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.computed_settlement.accepted_before IS 'Sales units accepted as settled before this line';

--
-- Name: COLUMN computed_settlement.accepted_quantity; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.computed_settlement.accepted_quantity IS 'Sales units that this line settles; negative when taken back';

--
-- Name: COLUMN computed_settlement.accepted_after; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.computed_settlement.accepted_after IS 'Sales units accepted as settled after this line';

--
-- Name: COLUMN computed_settlement.duplicate_quantity; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.computed_settlement.duplicate_quantity IS 'Sales units settled once more; negative when taken back';

--
-- Name: COLUMN computed_settlement.is_settled_before; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.computed_settlement.is_settled_before IS 'Whether an earlier statement settled some of the delivery line';

--
-- Name: COLUMN computed_settlement.reopened_key; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.computed_settlement.reopened_key IS 'Key of the last statement up to this one that took settled goods back and so reopened the line';

--
-- Name: COLUMN computed_settlement.entry_worth; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.computed_settlement.entry_worth IS 'What the line still had to settle when the statement came, RMB including VAT; on the first row of a statement';

--
-- Name: COLUMN computed_settlement.rest_worth; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.computed_settlement.rest_worth IS 'What the line still has to settle after the statement, RMB including VAT; on the last row of a statement';

--
-- Name: COLUMN computed_settlement.over_amount; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.computed_settlement.over_amount IS 'settled_over: worth accepted beyond what was received, RMB including VAT, ours − theirs';

--
-- Name: COLUMN computed_settlement.duplicate_amount; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.computed_settlement.duplicate_amount IS 'duplicate_settlement, RMB including VAT, ours − theirs';

--
-- Name: COLUMN computed_settlement.price_amount; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.computed_settlement.price_amount IS 'price_difference, RMB including VAT, ours − theirs';

--
-- Name: COLUMN computed_settlement.tax_amount; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.computed_settlement.tax_amount IS 'tax_difference, RMB including VAT, ours − theirs';

--
-- Name: COLUMN computed_settlement.line_amount; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.computed_settlement.line_amount IS 'amount_difference: beyond the rounding tolerance, RMB including VAT, ours − theirs';

--
-- Name: COLUMN computed_settlement.rounding_amount; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.computed_settlement.rounding_amount IS 'rounding_difference, RMB including VAT, ours − theirs';

--
-- Name: COLUMN computed_settlement.receipt_amount; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.computed_settlement.receipt_amount IS 'receipt_amount_difference of a receipt-level line, RMB including VAT, ours − theirs';

--
-- Name: COLUMN computed_settlement.unmatched_amount; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.computed_settlement.unmatched_amount IS 'settled_without_delivery or return_unmatched, RMB including VAT, ours − theirs';

--
-- Name: COLUMN computed_settlement.unexplained_amount; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.computed_settlement.unexplained_amount IS 'More than rounding can explain, RMB including VAT: never on well-formed input';

--
-- Name: COLUMN computed_settlement.is_receipt_broken; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.computed_settlement.is_receipt_broken IS 'Whether the receipt-level line differs from what its deliveries had left';

--
-- Name: COLUMN computed_settlement.load_id; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.computed_settlement.load_id IS 'Load of the delivery line';

--
-- Name: COLUMN computed_settlement.row_number; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.computed_settlement.row_number IS 'Row of the delivery line in its file';

--
-- Name: COLUMN computed_settlement.their_load_id; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.computed_settlement.their_load_id IS 'Load of the settlement line';

--
-- Name: COLUMN computed_settlement.their_row_number; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.computed_settlement.their_row_number IS 'Row of the settlement line in its file';

--
-- Name: computed_supply_line; Type: VIEW; Schema: mart; Owner: -
--

CREATE VIEW mart.computed_supply_line AS
 WITH delivery_line AS (
         SELECT delivery_line.chain_id,
            delivery_line.delivery_number,
            delivery_line.store_id,
            delivery_line.order_number,
            delivery_line.product_id,
            delivery_line.is_free,
            delivery_line.kind,
            delivery_line.received_on,
            delivery_line.received_quantity
           FROM core.delivery_line
          WHERE (core.is_known(delivery_line.arrived_at, delivery_line.recorded_at, delivery_line.superseded_at, delivery_line.superseded_recorded_at) AND (delivery_line.received_on <= core.as_of()))
        ), order_line AS (
         SELECT order_line.chain_id,
            order_line.order_number,
            order_line.store_id,
            order_line.product_id,
            order_line.is_free,
            order_line.ordered_on,
            order_line.printed_price,
            order_line.printed_basis
           FROM core.order_line
          WHERE core.is_known(order_line.arrived_at, order_line.recorded_at, order_line.superseded_at, order_line.superseded_recorded_at)
        )
 SELECT supply_line.chain_id,
    supply_line.delivery_number,
    supply_line.store_id,
    supply_line.order_number,
    supply_line.product_id,
    supply_line.is_free,
    supply_line.is_return,
    supply_line.is_ordered,
    supply_line.received_on,
    supply_line.month,
    supply_line.region,
    supply_line.city,
    supply_line.received_quantity,
    supply_line.unit_price,
    supply_line.net_amount,
    supply_line.net_amount_including
   FROM ( WITH movement AS MATERIALIZED (
                 SELECT delivery.chain_id,
                    delivery.delivery_number,
                    delivery.store_id,
                    delivery.order_number,
                    delivery.product_id,
                    delivery.is_free,
                    (delivery.kind = 'return'::text) AS is_return,
                    (ordered.chain_id IS NOT NULL) AS is_ordered,
                    delivery.received_on,
                    delivery.received_quantity,
                    COALESCE(ordered.ordered_on, delivery.received_on) AS priced_on,
                    ordered.printed_price,
                    (ordered.printed_basis = 'including'::text) AS printed_including
                   FROM (delivery_line delivery
                     LEFT JOIN order_line ordered ON (((ordered.chain_id = delivery.chain_id) AND (ordered.order_number = delivery.order_number) AND (ordered.store_id = delivery.store_id) AND (ordered.product_id = delivery.product_id) AND (ordered.is_free = delivery.is_free) AND (delivery.kind = 'delivery'::text) AND (delivery.order_number <> ''::text))))
                ), place AS MATERIALIZED (
                 SELECT ARRAY[dated.chain_id, dated.store_id, (dated.day)::text] AS place_key,
                    store.region,
                    store.city
                   FROM (( SELECT movement.chain_id,
                            movement.store_id,
                            movement.priced_on AS day
                           FROM movement
                        UNION
                         SELECT movement.chain_id,
                            movement.store_id,
                            movement.received_on
                           FROM movement) dated
                     LEFT JOIN LATERAL ( SELECT s.region,
                            s.city
                           FROM core.store s
                          WHERE ((s.chain_id = dated.chain_id) AND (s.store_id = dated.store_id) AND ((dated.day >= s.valid_from) AND (dated.day <= s.valid_to)) AND core.is_known(s.arrived_at, s.recorded_at, s.superseded_at, s.superseded_recorded_at))
                          ORDER BY s.valid_from DESC, s.arrived_at DESC
                         LIMIT 1) store ON (true))
                ), located AS MATERIALIZED (
                 SELECT movement.chain_id,
                    movement.delivery_number,
                    movement.store_id,
                    movement.order_number,
                    movement.product_id,
                    movement.is_free,
                    movement.is_return,
                    movement.is_ordered,
                    movement.received_on,
                    movement.received_quantity,
                    movement.priced_on,
                    movement.printed_price,
                    movement.printed_including,
                    place.region,
                    place.city,
                    COALESCE(priced_place.region, ''::text) AS priced_region,
                    ARRAY[movement.chain_id, COALESCE(priced_place.region, ''::text), movement.product_id, (movement.priced_on)::text] AS price_key
                   FROM ((movement
                     JOIN place ON ((place.place_key = ARRAY[movement.chain_id, movement.store_id, (movement.received_on)::text])))
                     JOIN place priced_place ON ((priced_place.place_key = ARRAY[movement.chain_id, movement.store_id, (movement.priced_on)::text])))
                ), supply AS MATERIALIZED (
                 SELECT wanted.price_key,
                    price.vat_rate,
                    price.contract_price,
                    price.contract_including,
                    price.promotion_price,
                    price.promotion_including
                   FROM (( SELECT DISTINCT located.price_key,
                            located.chain_id,
                            located.priced_region,
                            located.product_id,
                            located.priced_on
                           FROM located) wanted
                     CROSS JOIN LATERAL mart.regional_price(wanted.chain_id, wanted.priced_region, wanted.product_id, wanted.priced_on) price(vat_rate, contract_price, contract_including, promotion_price, promotion_including, promotion_id))
                ), priced AS (
                 SELECT located.chain_id,
                    located.delivery_number,
                    located.store_id,
                    located.order_number,
                    located.product_id,
                    located.is_free,
                    located.is_return,
                    located.is_ordered,
                    located.received_on,
                    located.received_quantity,
                    located.priced_on,
                    located.printed_price,
                    located.printed_including,
                    located.region,
                    located.city,
                    located.priced_region,
                    located.price_key,
                    supply.vat_rate,
                        CASE
                            WHEN located.is_free THEN (0)::numeric
                            WHEN ((chain.price_basis = 'contract'::text) AND (supply.promotion_price IS NOT NULL)) THEN mart.price_in_basis(supply.promotion_price, supply.promotion_including, supply.vat_rate, false, 4)
                            WHEN ((chain.price_basis = 'contract'::text) AND (supply.contract_price IS NOT NULL)) THEN mart.price_in_basis(supply.contract_price, supply.contract_including, supply.vat_rate, false, 4)
                            ELSE mart.price_in_basis(located.printed_price, located.printed_including, supply.vat_rate, false, 4)
                        END AS unit_price
                   FROM ((located
                     JOIN core.chain chain USING (chain_id))
                     JOIN supply USING (price_key))
                )
         SELECT priced.chain_id,
            priced.delivery_number,
            priced.store_id,
            priced.order_number,
            priced.product_id,
            priced.is_free,
            priced.is_return,
            priced.is_ordered,
            priced.received_on,
            (date_trunc('month'::text, (priced.received_on)::timestamp with time zone))::date AS month,
            priced.region,
            priced.city,
            priced.received_quantity,
            priced.unit_price,
            ((
                CASE
                    WHEN priced.is_return THEN '-1'::integer
                    ELSE 1
                END)::numeric * round((priced.received_quantity * priced.unit_price), 2)) AS net_amount,
            ((
                CASE
                    WHEN priced.is_return THEN '-1'::integer
                    ELSE 1
                END)::numeric * mart.worth(priced.received_quantity, priced.unit_price, priced.vat_rate, false)) AS net_amount_including
           FROM priced) supply_line;

--
-- Name: VIEW computed_supply_line; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON VIEW mart.computed_supply_line IS 'One row: one delivery or return line with its worth at the agreed price, computed from the facts';

--
-- Name: COLUMN computed_supply_line.chain_id; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.computed_supply_line.chain_id IS 'Chain';

--
-- Name: COLUMN computed_supply_line.delivery_number; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.computed_supply_line.delivery_number IS 'Delivery or return note';

--
-- Name: COLUMN computed_supply_line.store_id; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.computed_supply_line.store_id IS 'Store that signed';

--
-- Name: COLUMN computed_supply_line.order_number; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.computed_supply_line.order_number IS 'Order that the line names; empty where none';

--
-- Name: COLUMN computed_supply_line.product_id; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.computed_supply_line.product_id IS 'Our product';

--
-- Name: COLUMN computed_supply_line.is_free; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.computed_supply_line.is_free IS 'Free goods: worth nothing';

--
-- Name: COLUMN computed_supply_line.is_return; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.computed_supply_line.is_return IS 'Goods that came back';

--
-- Name: COLUMN computed_supply_line.is_ordered; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.computed_supply_line.is_ordered IS 'Whether the delivery names a known order line of its item, cancelled or not';

--
-- Name: COLUMN computed_supply_line.received_on; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.computed_supply_line.received_on IS 'Business date of the signature, or of the return note';

--
-- Name: COLUMN computed_supply_line.month; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.computed_supply_line.month IS 'First day of its month';

--
-- Name: COLUMN computed_supply_line.region; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.computed_supply_line.region IS 'Our sales region of the store on that date; null where the store is unknown then';

--
-- Name: COLUMN computed_supply_line.city; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.computed_supply_line.city IS 'City of the store on that date; likewise';

--
-- Name: COLUMN computed_supply_line.received_quantity; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.computed_supply_line.received_quantity IS 'Sales units, positive also for returns';

--
-- Name: COLUMN computed_supply_line.unit_price; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.computed_supply_line.unit_price IS 'RMB per sales unit, VAT excluded; null where no price is known';

--
-- Name: COLUMN computed_supply_line.net_amount; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.computed_supply_line.net_amount IS 'RMB, VAT excluded, negative for returns; null without a price';

--
-- Name: COLUMN computed_supply_line.net_amount_including; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.computed_supply_line.net_amount_including IS 'RMB, VAT included, likewise';

--
-- Name: receivable_ageing; Type: VIEW; Schema: mart; Owner: -
--

CREATE VIEW mart.receivable_ageing AS
 WITH claim AS (
         SELECT s.chain_id,
            s.statement_number,
            s.account_id,
            s.period_to,
            s.stated_payable,
            s.stated_invoiceable,
            s.load_id,
            s.row_number
           FROM core.statement s
          WHERE (core.is_known(s.arrived_at, s.recorded_at, s.superseded_at, s.superseded_recorded_at) AND (s.period_to <= core.as_of()))
        ), paying AS (
         SELECT DISTINCT ON (c.chain_id, c.statement_number) c.chain_id,
            c.statement_number,
            k.settlement_mode,
            k.term_days,
            k.payment_days
           FROM (claim c
             JOIN core.contract k ON (((k.chain_id = c.chain_id) AND (COALESCE(k.account_id, c.account_id) = c.account_id) AND (k.valid_from <= c.period_to) AND (k.signed_on <= core.as_of()) AND core.is_known(k.arrived_at, k.recorded_at, k.superseded_at, k.superseded_recorded_at))))
          ORDER BY c.chain_id, c.statement_number, LEAST(k.valid_to, c.period_to) DESC, (k.account_id IS NULL), k.signed_on DESC, k.contract_id
        ), billed AS (
         SELECT i.chain_id,
            i.statement_number,
            i.invoice_number,
            i.issued_on,
            i.amount,
                CASE
                    WHEN (i.submitted_on <= core.as_of()) THEN i.submitted_on
                    ELSE NULL::date
                END AS submitted_on,
                CASE
                    WHEN (i.received_on <= core.as_of()) THEN i.received_on
                    ELSE NULL::date
                END AS received_on,
            sum(i.amount) OVER (PARTITION BY i.chain_id, i.statement_number) AS billed_total,
            sum(i.amount) OVER upto AS billed_upto
           FROM core.invoice i
          WHERE (core.is_known(i.arrived_at, i.recorded_at, i.superseded_at, i.superseded_recorded_at) AND (i.issued_on <= core.as_of()))
          WINDOW upto AS (PARTITION BY i.chain_id, i.statement_number ORDER BY i.issued_on, i.invoice_number)
        ), share AS (
         SELECT c.chain_id,
            c.statement_number,
            c.account_id,
            c.period_to,
            c.stated_payable,
            c.stated_invoiceable,
            c.load_id,
            c.row_number,
            b.invoice_number,
            b.issued_on,
            b.submitted_on,
            b.received_on,
            (round(((c.stated_payable * b.billed_upto) / w.whole), 2) - round(((c.stated_payable * (b.billed_upto - b.amount)) / w.whole), 2)) AS amount
           FROM ((claim c
             JOIN billed b USING (chain_id, statement_number))
             CROSS JOIN LATERAL ( SELECT NULLIF(GREATEST(b.billed_total, COALESCE(c.stated_invoiceable, b.billed_total)), (0)::numeric) AS whole) w)
        UNION ALL
         SELECT c.chain_id,
            c.statement_number,
            c.account_id,
            c.period_to,
            c.stated_payable,
            c.stated_invoiceable,
            c.load_id,
            c.row_number,
            NULL::text,
            NULL::date,
            NULL::date,
            NULL::date,
            (c.stated_payable - round((c.stated_payable * COALESCE((b.billed_total / w.whole), (0)::numeric)), 2))
           FROM ((claim c
             LEFT JOIN LATERAL ( SELECT max(x.billed_total) AS billed_total
                   FROM billed x
                  WHERE ((x.chain_id = c.chain_id) AND (x.statement_number = c.statement_number))) b ON (true))
             CROSS JOIN LATERAL ( SELECT NULLIF(GREATEST(b.billed_total, COALESCE(c.stated_invoiceable, b.billed_total)), (0)::numeric) AS whole) w)
        ), due AS (
         SELECT s.chain_id,
            s.statement_number,
            s.account_id,
            s.period_to,
            s.stated_payable,
            s.stated_invoiceable,
            s.load_id,
            s.row_number,
            s.invoice_number,
            s.issued_on,
            s.submitted_on,
            s.received_on,
            s.amount,
            p.settlement_mode,
            p.term_days,
            p.payment_days,
                CASE p.settlement_mode
                    WHEN 'cash'::text THEN s.period_to
                    WHEN 'goods_days'::text THEN (s.period_to + p.term_days)
                    WHEN 'invoice_days'::text THEN (s.received_on + p.term_days)
                    WHEN 'monthly_days'::text THEN (((date_trunc('month'::text, (s.received_on)::timestamp with time zone) + '1 mon -1 days'::interval))::date + p.term_days)
                    ELSE NULL::date
                END AS due_on
           FROM (share s
             LEFT JOIN paying p USING (chain_id, statement_number))
          WHERE (s.amount <> (0)::numeric)
        ), payable AS (
         SELECT d.chain_id,
            d.statement_number,
            d.account_id,
            d.period_to,
            d.stated_payable,
            d.stated_invoiceable,
            d.load_id,
            d.row_number,
            d.invoice_number,
            d.issued_on,
            d.submitted_on,
            d.received_on,
            d.amount,
            d.settlement_mode,
            d.term_days,
            d.payment_days,
            d.due_on,
                CASE
                    WHEN (d.payment_days = ''::text) THEN d.due_on
                    ELSE ( SELECT min(day.on_day) AS min
                       FROM (((generate_series(0, 1) month(ahead)
                         CROSS JOIN LATERAL ( SELECT (word.word)::integer AS number
                               FROM string_to_table(d.payment_days, '|'::text) word(word)) wanted)
                         CROSS JOIN LATERAL ( SELECT (date_trunc('month'::text, (d.due_on)::timestamp with time zone) + make_interval(months => month.ahead)) AS begins) begin)
                         CROSS JOIN LATERAL ( SELECT ((begin.begins + make_interval(days => (LEAST(wanted.number, (EXTRACT(day FROM (begin.begins + '1 mon -1 days'::interval)))::integer) - 1))))::date AS on_day) day)
                      WHERE (day.on_day >= d.due_on))
                END AS payable_on
           FROM due d
        ), received AS (
         SELECT payment_line.chain_id,
            payment_line.statement_number,
            sum(payment_line.amount) AS paid_total,
            max(payment_line.paid_on) AS last_paid_on
           FROM core.payment_line
          WHERE (core.is_known(payment_line.arrived_at, payment_line.recorded_at, payment_line.superseded_at, payment_line.superseded_recorded_at) AND (payment_line.paid_on <= core.as_of()))
          GROUP BY payment_line.chain_id, payment_line.statement_number
        ), settled AS (
         SELECT p.chain_id,
            p.statement_number,
            p.account_id,
            p.period_to,
            p.stated_payable,
            p.stated_invoiceable,
            p.load_id,
            p.row_number,
            p.invoice_number,
            p.issued_on,
            p.submitted_on,
            p.received_on,
            p.amount,
            p.settlement_mode,
            p.term_days,
            p.payment_days,
            p.due_on,
            p.payable_on,
            r.last_paid_on,
                CASE
                    WHEN (lead(p.statement_number) OVER queue IS NULL) THEN (COALESCE(r.paid_total, (0)::numeric) - LEAST(COALESCE(r.paid_total, (0)::numeric), (sum(p.amount) OVER queue - p.amount)))
                    ELSE GREATEST(LEAST(p.amount, (COALESCE(r.paid_total, (0)::numeric) - (sum(p.amount) OVER queue - p.amount))), (0)::numeric)
                END AS paid_amount
           FROM (payable p
             LEFT JOIN received r USING (chain_id, statement_number))
          WINDOW queue AS (PARTITION BY p.chain_id, p.statement_number ORDER BY p.payable_on, p.issued_on, p.invoice_number)
        )
 SELECT settled.chain_id,
    settled.account_id,
    settled.statement_number,
    settled.invoice_number,
    settled.period_to,
    settled.amount,
    settled.paid_amount,
    (settled.amount - settled.paid_amount) AS open_amount,
    settled.issued_on,
    settled.submitted_on,
    settled.received_on,
    settled.settlement_mode,
    settled.term_days,
    settled.due_on,
    settled.payable_on,
    GREATEST((core.as_of() - settled.payable_on), 0) AS days_overdue,
        CASE
            WHEN (settled.invoice_number IS NULL) THEN 'not_invoiced'::text
            WHEN ((settled.submitted_on IS NULL) AND (settled.received_on IS NULL)) THEN 'not_submitted'::text
            WHEN (settled.received_on IS NULL) THEN 'not_received'::text
            WHEN (settled.payable_on IS NULL) THEN 'term_unknown'::text
            WHEN (settled.payable_on >= core.as_of()) THEN 'waiting'::text
            ELSE 'overdue'::text
        END AS stage,
        CASE
            WHEN ((settled.payable_on IS NULL) OR (settled.payable_on >= core.as_of())) THEN 'not_due'::text
            WHEN ((core.as_of() - settled.payable_on) <= 30) THEN '1-30'::text
            WHEN ((core.as_of() - settled.payable_on) <= 60) THEN '31-60'::text
            WHEN ((core.as_of() - settled.payable_on) <= 90) THEN '61-90'::text
            ELSE 'over_90'::text
        END AS bucket,
    settled.last_paid_on,
    settled.load_id,
    settled.row_number
   FROM settled
  WHERE (settled.amount <> settled.paid_amount);

--
-- Name: VIEW receivable_ageing; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON VIEW mart.receivable_ageing IS 'One row: one statement''s claim on one invoice, or what of it is not invoiced yet, that is open at the as-of date';

--
-- Name: COLUMN receivable_ageing.chain_id; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.receivable_ageing.chain_id IS 'Chain';

--
-- Name: COLUMN receivable_ageing.account_id; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.receivable_ageing.account_id IS 'Settlement account';

--
-- Name: COLUMN receivable_ageing.statement_number; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.receivable_ageing.statement_number IS 'Statement';

--
-- Name: COLUMN receivable_ageing.invoice_number; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.receivable_ageing.invoice_number IS 'Our invoice; empty for what is not invoiced yet';

--
-- Name: COLUMN receivable_ageing.period_to; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.receivable_ageing.period_to IS 'Last day of the statements period';

--
-- Name: COLUMN receivable_ageing.amount; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.receivable_ageing.amount IS 'RMB of the statements payable that falls on this invoice';

--
-- Name: COLUMN receivable_ageing.paid_amount; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.receivable_ageing.paid_amount IS 'RMB received for it by the as-of date';

--
-- Name: COLUMN receivable_ageing.open_amount; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.receivable_ageing.open_amount IS 'RMB still open; negative where more came than was stated';

--
-- Name: COLUMN receivable_ageing.issued_on; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.receivable_ageing.issued_on IS 'Date of the invoice';

--
-- Name: COLUMN receivable_ageing.submitted_on; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.receivable_ageing.submitted_on IS 'Day it was handed over (投票日)';

--
-- Name: COLUMN receivable_ageing.received_on; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.receivable_ageing.received_on IS 'Day the chain received it';

--
-- Name: COLUMN receivable_ageing.settlement_mode; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.receivable_ageing.settlement_mode IS 'cash (现结), goods_days, invoice_days (货/票到N天), monthly_days (月结N天); empty: no contract known';

--
-- Name: COLUMN receivable_ageing.term_days; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.receivable_ageing.term_days IS 'N of the settlement mode, calendar days';

--
-- Name: COLUMN receivable_ageing.due_on; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.receivable_ageing.due_on IS 'Day the term ends; empty while it has not begun';

--
-- Name: COLUMN receivable_ageing.payable_on; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.receivable_ageing.payable_on IS 'First payment day (回款日) on or after it';

--
-- Name: COLUMN receivable_ageing.days_overdue; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.receivable_ageing.days_overdue IS 'Calendar days past that day at the as-of date';

--
-- Name: COLUMN receivable_ageing.stage; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.receivable_ageing.stage IS 'What it waits for: not_invoiced, not_submitted, not_received, term_unknown, waiting (for its payment day), overdue';

--
-- Name: COLUMN receivable_ageing.bucket; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.receivable_ageing.bucket IS 'not_due, 1-30, 31-60, 61-90, over_90 days past the payment day';

--
-- Name: COLUMN receivable_ageing.last_paid_on; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.receivable_ageing.last_paid_on IS 'Day of the last payment for the statement';

--
-- Name: COLUMN receivable_ageing.load_id; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.receivable_ageing.load_id IS 'Load of the statement';

--
-- Name: COLUMN receivable_ageing.row_number; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.receivable_ageing.row_number IS 'Row of its head';

--
-- Name: credit_standing; Type: VIEW; Schema: mart; Owner: -
--

CREATE VIEW mart.credit_standing AS
 WITH owed AS (
         SELECT receivable_ageing.chain_id,
            sum(receivable_ageing.open_amount) AS open_amount,
            sum(receivable_ageing.open_amount) FILTER (WHERE (receivable_ageing.bucket = 'not_due'::text)) AS not_due_amount,
            sum(receivable_ageing.open_amount) FILTER (WHERE (receivable_ageing.bucket = '1-30'::text)) AS overdue_1_30_amount,
            sum(receivable_ageing.open_amount) FILTER (WHERE (receivable_ageing.bucket = '31-60'::text)) AS overdue_31_60_amount,
            sum(receivable_ageing.open_amount) FILTER (WHERE (receivable_ageing.bucket = '61-90'::text)) AS overdue_61_90_amount,
            sum(receivable_ageing.open_amount) FILTER (WHERE (receivable_ageing.bucket = 'over_90'::text)) AS overdue_over_90_amount,
            sum(receivable_ageing.open_amount) FILTER (WHERE (receivable_ageing.stage = ANY (ARRAY['not_invoiced'::text, 'not_submitted'::text]))) AS waits_for_us_amount,
            max(receivable_ageing.days_overdue) FILTER (WHERE (receivable_ageing.open_amount > (0)::numeric)) AS longest_overdue_days,
            max(receivable_ageing.term_days) AS term_days
           FROM mart.receivable_ageing
          GROUP BY receivable_ageing.chain_id
        ), sold AS (
         SELECT statement.chain_id,
            sum(statement.stated_payable) AS settled_amount,
            sum(statement.stated_payable) FILTER (WHERE (statement.period_to > (core.as_of() - (core.rule_value('credit.dso_window_days'::text))::integer))) AS recent_amount,
            LEAST(core.rule_value('credit.dso_window_days'::text), (((core.as_of() - min(statement.period_from)) + 1))::numeric) AS window_days
           FROM core.statement
          WHERE (core.is_known(statement.arrived_at, statement.recorded_at, statement.superseded_at, statement.superseded_recorded_at) AND (statement.period_to <= core.as_of()))
          GROUP BY statement.chain_id
        ), paid AS (
         SELECT DISTINCT payment_line.chain_id
           FROM core.payment_line
          WHERE (core.is_known(payment_line.arrived_at, payment_line.recorded_at, payment_line.superseded_at, payment_line.superseded_recorded_at) AND (payment_line.paid_on <= core.as_of()))
        ), figure AS (
         SELECT s.chain_id,
            (p.chain_id IS NOT NULL) AS has_paid,
            COALESCE(o.open_amount, (0)::numeric) AS open_amount,
            COALESCE(o.not_due_amount, (0)::numeric) AS not_due_amount,
            COALESCE(o.overdue_1_30_amount, (0)::numeric) AS overdue_1_30_amount,
            COALESCE(o.overdue_31_60_amount, (0)::numeric) AS overdue_31_60_amount,
            COALESCE(o.overdue_61_90_amount, (0)::numeric) AS overdue_61_90_amount,
            COALESCE(o.overdue_over_90_amount, (0)::numeric) AS overdue_over_90_amount,
            COALESCE(o.waits_for_us_amount, (0)::numeric) AS waits_for_us_amount,
            COALESCE(o.longest_overdue_days, 0) AS longest_overdue_days,
            o.term_days,
            s.recent_amount,
                CASE
                    WHEN (p.chain_id IS NOT NULL) THEN round(((COALESCE(o.open_amount, (0)::numeric) / NULLIF(s.recent_amount, (0)::numeric)) * s.window_days), 1)
                    ELSE NULL::numeric
                END AS dso_days,
            COALESCE(round((((o.open_amount - COALESCE(o.not_due_amount, (0)::numeric)) / NULLIF(o.open_amount, (0)::numeric)) * (100)::numeric), 1), (0)::numeric) AS overdue_pct
           FROM ((sold s
             LEFT JOIN owed o USING (chain_id))
             LEFT JOIN paid p USING (chain_id))
        ), graded AS (
         SELECT f.chain_id,
            f.has_paid,
            f.open_amount,
            f.not_due_amount,
            f.overdue_1_30_amount,
            f.overdue_31_60_amount,
            f.overdue_61_90_amount,
            f.overdue_over_90_amount,
            f.waits_for_us_amount,
            f.longest_overdue_days,
            f.term_days,
            f.recent_amount,
            f.dso_days,
            f.overdue_pct,
            ((NOT f.has_paid) AND (f.longest_overdue_days = 0)) AS is_ungraded,
                CASE
                    WHEN ((f.longest_overdue_days)::numeric > core.rule_value('credit.grade_d_days'::text)) THEN 4
                    WHEN ((f.longest_overdue_days)::numeric > core.rule_value('credit.grade_c_days'::text)) THEN 3
                    WHEN ((f.longest_overdue_days)::numeric > core.rule_value('credit.grade_b_days'::text)) THEN 2
                    ELSE 1
                END AS by_days,
                CASE
                    WHEN (f.overdue_pct > core.rule_value('credit.grade_d_pct'::text)) THEN 4
                    WHEN (f.overdue_pct > core.rule_value('credit.grade_c_pct'::text)) THEN 3
                    WHEN (f.overdue_pct > core.rule_value('credit.grade_b_pct'::text)) THEN 2
                    ELSE 1
                END AS by_pct
           FROM figure f
        )
 SELECT graded.chain_id,
    graded.open_amount,
    graded.not_due_amount,
    graded.overdue_1_30_amount,
    graded.overdue_31_60_amount,
    graded.overdue_61_90_amount,
    graded.overdue_over_90_amount,
    graded.waits_for_us_amount,
    graded.longest_overdue_days,
    graded.overdue_pct,
    graded.term_days,
    graded.recent_amount,
    graded.dso_days,
        CASE
            WHEN (NOT graded.is_ungraded) THEN (ARRAY['A'::text, 'B'::text, 'C'::text, 'D'::text])[GREATEST(graded.by_days, graded.by_pct)]
            ELSE NULL::text
        END AS grade,
        CASE
            WHEN graded.is_ungraded THEN '尚无付款记录，也无到期未付，不评级'::text
            WHEN (GREATEST(graded.by_days, graded.by_pct) = 1) THEN '按期付款，无需跟进'::text
            ELSE concat_ws('；'::text,
            CASE
                WHEN (graded.by_days = GREATEST(graded.by_days, graded.by_pct)) THEN format('最长逾期 %s 天'::text, graded.longest_overdue_days)
                ELSE NULL::text
            END,
            CASE
                WHEN (graded.by_pct = GREATEST(graded.by_days, graded.by_pct)) THEN format('逾期占比 %s%%'::text, graded.overdue_pct)
                ELSE NULL::text
            END)
        END AS reasons,
        CASE
            WHEN graded.is_ungraded THEN 'nothing paid and nothing overdue yet, so not graded'::text
            WHEN (GREATEST(graded.by_days, graded.by_pct) = 1) THEN 'pays as agreed'::text
            ELSE concat_ws('; '::text,
            CASE
                WHEN (graded.by_days = GREATEST(graded.by_days, graded.by_pct)) THEN format('%s days overdue at most'::text, graded.longest_overdue_days)
                ELSE NULL::text
            END,
            CASE
                WHEN (graded.by_pct = GREATEST(graded.by_days, graded.by_pct)) THEN format('%s%% of the open amount is overdue'::text, graded.overdue_pct)
                ELSE NULL::text
            END)
        END AS reasons_en,
    graded.has_paid
   FROM graded;

--
-- Name: VIEW credit_standing; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON VIEW mart.credit_standing IS 'One row: one chain with its open claims by age, days sales outstanding and credit grade';

--
-- Name: COLUMN credit_standing.chain_id; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.credit_standing.chain_id IS 'Chain';

--
-- Name: COLUMN credit_standing.open_amount; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.credit_standing.open_amount IS 'RMB open at the as-of date';

--
-- Name: COLUMN credit_standing.not_due_amount; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.credit_standing.not_due_amount IS 'RMB not due yet, what is not invoiced included';

--
-- Name: COLUMN credit_standing.overdue_1_30_amount; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.credit_standing.overdue_1_30_amount IS 'RMB 1 to 30 days past the payment day';

--
-- Name: COLUMN credit_standing.overdue_31_60_amount; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.credit_standing.overdue_31_60_amount IS 'RMB 31 to 60 days';

--
-- Name: COLUMN credit_standing.overdue_61_90_amount; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.credit_standing.overdue_61_90_amount IS 'RMB 61 to 90 days';

--
-- Name: COLUMN credit_standing.overdue_over_90_amount; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.credit_standing.overdue_over_90_amount IS 'RMB more than 90 days';

--
-- Name: COLUMN credit_standing.waits_for_us_amount; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.credit_standing.waits_for_us_amount IS 'RMB not due because we have not invoiced or submitted yet';

--
-- Name: COLUMN credit_standing.longest_overdue_days; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.credit_standing.longest_overdue_days IS 'Days of the oldest overdue claim';

--
-- Name: COLUMN credit_standing.overdue_pct; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.credit_standing.overdue_pct IS 'Per cent of the open amount that is overdue';

--
-- Name: COLUMN credit_standing.term_days; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.credit_standing.term_days IS 'Longest payment term among the open claims, days';

--
-- Name: COLUMN credit_standing.recent_amount; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.credit_standing.recent_amount IS 'RMB payable on statements of the trailing window';

--
-- Name: COLUMN credit_standing.dso_days; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.credit_standing.dso_days IS 'Days sales outstanding: open amount ÷ payable of the trailing window × its days, no longer than statements cover; empty without sales or any payment';

--
-- Name: COLUMN credit_standing.grade; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.credit_standing.grade IS 'A pays as agreed, B slow, C poor, D at risk; empty for a chain that has never paid and owes nothing yet';

--
-- Name: COLUMN credit_standing.reasons; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.credit_standing.reasons IS 'Why, in Chinese';

--
-- Name: COLUMN credit_standing.reasons_en; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.credit_standing.reasons_en IS 'Why, in English';

--
-- Name: COLUMN credit_standing.has_paid; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.credit_standing.has_paid IS 'Whether it has paid anything by the as-of date';

--
-- Name: store_representative; Type: VIEW; Schema: mart; Owner: -
--

CREATE VIEW mart.store_representative AS
 WITH store AS (
         SELECT store_1.chain_id,
            store_1.store_id,
            store_1.name,
            store_1.region,
            store_1.city,
            store_1.dealer
           FROM core.store store_1
          WHERE (core.is_known(store_1.arrived_at, store_1.recorded_at, store_1.superseded_at, store_1.superseded_recorded_at) AND ((core.as_of() >= store_1.valid_from) AND (core.as_of() <= store_1.valid_to)))
        ), answering AS (
         SELECT responsibility.person_id,
            responsibility.role,
            responsibility.chain_id,
            responsibility.region,
            responsibility.city,
            responsibility.store_id
           FROM core.responsibility
          WHERE (core.is_known(responsibility.arrived_at, responsibility.recorded_at, responsibility.superseded_at, responsibility.superseded_recorded_at) AND ((core.as_of() >= responsibility.valid_from) AND (core.as_of() <= responsibility.valid_to)))
        )
 SELECT store.chain_id,
    store.store_id,
    store.name AS store_name,
    store.region,
    store.city,
    store.dealer,
    representative.person_id AS representative_id,
    city_manager.person_id AS city_manager_id,
    region_manager.person_id AS region_manager_id,
    supervisor.person_id AS supervisor_id,
    area_manager.person_id AS area_manager_id,
    sales_region_manager.person_id AS sales_region_manager_id
   FROM ((((((store
     LEFT JOIN LATERAL ( SELECT answering.person_id
           FROM answering
          WHERE ((answering.role = 'representative'::text) AND (answering.chain_id = ANY (ARRAY[''::text, store.chain_id])) AND (answering.region = ANY (ARRAY[''::text, store.region])) AND (answering.city = ANY (ARRAY[''::text, store.city])) AND (answering.store_id = ANY (ARRAY[''::text, store.store_id])))
          ORDER BY (answering.store_id <> ''::text) DESC, (answering.city <> ''::text) DESC, (answering.chain_id <> ''::text) DESC, (answering.region <> ''::text) DESC, answering.person_id
         LIMIT 1) representative ON (true))
     LEFT JOIN LATERAL ( SELECT answering.person_id
           FROM answering
          WHERE ((answering.role = 'city_manager'::text) AND (answering.chain_id = ANY (ARRAY[''::text, store.chain_id])) AND (answering.region = ANY (ARRAY[''::text, store.region])) AND (answering.city = ANY (ARRAY[''::text, store.city])))
          ORDER BY (answering.city <> ''::text) DESC, (answering.chain_id <> ''::text) DESC, (answering.region <> ''::text) DESC, answering.person_id
         LIMIT 1) city_manager ON (true))
     LEFT JOIN LATERAL ( SELECT answering.person_id
           FROM answering
          WHERE ((answering.role = 'region_manager'::text) AND (answering.chain_id = ANY (ARRAY[''::text, store.chain_id])) AND (answering.region = ANY (ARRAY[''::text, store.region])))
          ORDER BY (answering.region <> ''::text) DESC, (answering.chain_id <> ''::text) DESC, answering.person_id
         LIMIT 1) region_manager ON (true))
     LEFT JOIN LATERAL ( SELECT answering.person_id
           FROM answering
          WHERE ((answering.role = 'supervisor'::text) AND (answering.chain_id = ANY (ARRAY[''::text, store.chain_id])) AND (answering.region = ANY (ARRAY[''::text, store.region])))
          ORDER BY (answering.chain_id <> ''::text) DESC, (answering.region <> ''::text) DESC, answering.person_id
         LIMIT 1) supervisor ON (true))
     LEFT JOIN LATERAL ( SELECT answering.person_id
           FROM answering
          WHERE ((answering.role = 'area_manager'::text) AND (answering.chain_id = ANY (ARRAY[''::text, store.chain_id])) AND (answering.region = ANY (ARRAY[''::text, store.region])) AND (answering.city = ANY (ARRAY[''::text, store.city])))
          ORDER BY (answering.city <> ''::text) DESC, (answering.chain_id <> ''::text) DESC, (answering.region <> ''::text) DESC, answering.person_id
         LIMIT 1) area_manager ON (true))
     LEFT JOIN LATERAL ( SELECT answering.person_id
           FROM answering
          WHERE ((answering.role = 'sales_region_manager'::text) AND (answering.chain_id = ANY (ARRAY[''::text, store.chain_id])) AND (answering.region = ANY (ARRAY[''::text, store.region])))
          ORDER BY (answering.region <> ''::text) DESC, (answering.chain_id <> ''::text) DESC, answering.person_id
         LIMIT 1) sales_region_manager ON (true));

--
-- Name: VIEW store_representative; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON VIEW mart.store_representative IS 'One row: one store open on the as-of date, with who answers for it';

--
-- Name: COLUMN store_representative.chain_id; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.store_representative.chain_id IS 'Chain';

--
-- Name: COLUMN store_representative.store_id; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.store_representative.store_id IS 'Store, within the chain';

--
-- Name: COLUMN store_representative.store_name; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.store_representative.store_name IS 'Its name';

--
-- Name: COLUMN store_representative.region; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.store_representative.region IS 'Our sales region';

--
-- Name: COLUMN store_representative.city; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.store_representative.city IS 'City';

--
-- Name: COLUMN store_representative.dealer; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.store_representative.dealer IS 'Dealer that supplies it; null for direct supply';

--
-- Name: COLUMN store_representative.representative_id; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.store_representative.representative_id IS 'KA representative; null when nobody is named';

--
-- Name: COLUMN store_representative.city_manager_id; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.store_representative.city_manager_id IS 'City KA manager; null when nobody is named';

--
-- Name: COLUMN store_representative.region_manager_id; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.store_representative.region_manager_id IS 'Regional KA manager (区域KA经理); null when nobody is named';

--
-- Name: COLUMN store_representative.supervisor_id; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.store_representative.supervisor_id IS 'System supervisor of the chain; null when nobody is named';

--
-- Name: COLUMN store_representative.area_manager_id; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.store_representative.area_manager_id IS 'Area manager of the sales line (地区经理); null when nobody is named';

--
-- Name: COLUMN store_representative.sales_region_manager_id; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.store_representative.sales_region_manager_id IS 'Region manager of the sales line (区域经理); null when nobody is named';

--
-- Name: dealer_representative; Type: VIEW; Schema: mart; Owner: -
--

CREATE VIEW mart.dealer_representative AS
 WITH store AS MATERIALIZED (
         SELECT store.chain_id,
            store.store_id,
            store.dealer,
            store.representative_id
           FROM (mart.store_representative store
             LEFT JOIN core.dealer dealer ON (((dealer.dealer = store.dealer) AND ((core.as_of() >= dealer.valid_from) AND (core.as_of() <= dealer.valid_to)) AND core.is_known(dealer.arrived_at, dealer.recorded_at, dealer.superseded_at, dealer.superseded_recorded_at))))
          WHERE ((store.dealer IS NOT NULL) AND (store.representative_id IS NOT NULL) AND (NOT COALESCE(dealer.serves_all_channels, false)))
        ), staff AS (
         SELECT store.representative_id,
            count(DISTINCT store.dealer) AS dealer_count,
            count(*) AS store_count
           FROM store
          GROUP BY store.representative_id
        ), dealt AS (
         SELECT store.representative_id,
            supplied.month,
            sum(supplied.amount_including) AS amount_including
           FROM (mart.outlet_month supplied
             JOIN store USING (chain_id, store_id))
          GROUP BY store.representative_id, supplied.month
         HAVING (sum(supplied.amount) IS NOT NULL)
        ), rolling AS (
         SELECT this.representative_id,
            this.month,
            this.amount_including,
            ( SELECT sum(back.amount_including) AS sum
                   FROM dealt back
                  WHERE ((back.representative_id = this.representative_id) AND (back.month <= this.month) AND (back.month > (this.month - make_interval(months => (core.rule_value('staffing.dealer_sales_months'::text))::integer))))) AS together_amount
           FROM dealt this
        )
 SELECT rolling.representative_id,
    rolling.month,
    staff.dealer_count,
    staff.store_count,
    rolling.amount_including,
    rolling.together_amount,
    ( SELECT core.rule_value('staffing.dealer_sales_per_representative'::text) AS rule_value) AS required_amount,
    (rolling.together_amount < ( SELECT core.rule_value('staffing.dealer_sales_per_representative'::text) AS rule_value)) AS is_under_required
   FROM (rolling
     JOIN staff USING (representative_id));

--
-- Name: VIEW dealer_representative; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON VIEW mart.dealer_representative IS 'One row: one representative in one month: volume of all their dealers together against the required one';

--
-- Name: COLUMN dealer_representative.representative_id; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.dealer_representative.representative_id IS 'Person';

--
-- Name: COLUMN dealer_representative.month; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.dealer_representative.month IS 'First day of the month';

--
-- Name: COLUMN dealer_representative.dealer_count; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.dealer_representative.dealer_count IS 'Dealers whose stores they serve on the as-of date';

--
-- Name: COLUMN dealer_representative.store_count; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.dealer_representative.store_count IS 'These stores';

--
-- Name: COLUMN dealer_representative.amount_including; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.dealer_representative.amount_including IS 'Supply less returns to these stores in the month, RMB including VAT';

--
-- Name: COLUMN dealer_representative.together_amount; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.dealer_representative.together_amount IS 'The same over the months of config/rules.yaml (staffing.dealer_sales_months) that end with this one';

--
-- Name: COLUMN dealer_representative.required_amount; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.dealer_representative.required_amount IS 'RMB that all dealers of one representative together have to reach (M3)';

--
-- Name: COLUMN dealer_representative.is_under_required; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.dealer_representative.is_under_required IS 'Less than required';

--
-- Name: dealer_volume; Type: VIEW; Schema: mart; Owner: -
--

CREATE VIEW mart.dealer_volume AS
 WITH store AS MATERIALIZED (
         SELECT store_representative.chain_id,
            store_representative.store_id,
            store_representative.dealer,
            store_representative.representative_id
           FROM mart.store_representative
          WHERE (store_representative.dealer IS NOT NULL)
        ), staff AS (
         SELECT store.dealer,
            count(*) AS store_count,
            count(DISTINCT store.representative_id) AS representative_count
           FROM store
          GROUP BY store.dealer
        ), dealt AS (
         SELECT store.dealer,
            supplied.month,
            sum(supplied.amount) AS amount,
            sum(supplied.amount_including) AS amount_including,
            sum(supplied.quantity) AS quantity
           FROM (mart.outlet_month supplied
             JOIN store USING (chain_id, store_id))
          GROUP BY store.dealer, supplied.month
         HAVING (sum(supplied.amount) IS NOT NULL)
        )
 SELECT dealt.dealer,
    dealt.month,
    dealt.amount,
    dealt.amount_including,
    dealt.quantity,
    staff.store_count,
    staff.representative_count
   FROM (dealt
     JOIN staff USING (dealer));

--
-- Name: VIEW dealer_volume; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON VIEW mart.dealer_volume IS 'One row: one dealer in one month: its volume, its stores and who serves them';

--
-- Name: COLUMN dealer_volume.dealer; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.dealer_volume.dealer IS 'Dealer (经销商)';

--
-- Name: COLUMN dealer_volume.month; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.dealer_volume.month IS 'First day of the month';

--
-- Name: COLUMN dealer_volume.amount; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.dealer_volume.amount IS 'Supply less returns to its stores, RMB, VAT excluded';

--
-- Name: COLUMN dealer_volume.amount_including; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.dealer_volume.amount_including IS 'The same, VAT included';

--
-- Name: COLUMN dealer_volume.quantity; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.dealer_volume.quantity IS 'Sales units, net';

--
-- Name: COLUMN dealer_volume.store_count; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.dealer_volume.store_count IS 'Its stores on the as-of date';

--
-- Name: COLUMN dealer_volume.representative_count; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.dealer_volume.representative_count IS 'Representatives of these stores';

--
-- Name: statement_goods; Type: VIEW; Schema: mart; Owner: -
--

CREATE VIEW mart.statement_goods AS
 WITH statement AS (
         SELECT s_1.chain_id,
            s_1.account_id,
            s_1.statement_number,
            s_1.period_to,
            d.partition_month,
            (EXISTS ( SELECT
                   FROM core.contract_term t
                  WHERE ((t.chain_id = s_1.chain_id) AND (t.basis = 'excluding'::text)))) AS wants_net
           FROM (core.statement s_1
             JOIN core.document d ON (((d.chain_id = s_1.chain_id) AND (d.kind = 'statement'::text) AND (d.number = s_1.statement_number))))
          WHERE core.is_known(s_1.arrived_at, s_1.recorded_at, s_1.superseded_at, s_1.superseded_recorded_at)
        ), whole AS (
         SELECT l.chain_id,
            l.statement_number,
            l.line_number,
            (l.kind = 'return'::text) AS is_return,
            l.delivery_number,
            l.order_number,
            l.store_id
           FROM (statement s_1
             JOIN core.statement_line l ON (((l.chain_id = s_1.chain_id) AND (l.partition_month = s_1.partition_month) AND (l.statement_number = s_1.statement_number) AND core.is_known(l.arrived_at, l.recorded_at, l.superseded_at, l.superseded_recorded_at))))
          WHERE (s_1.wants_net AND (l.kind <> 'deduction'::text) AND (l.product_id IS NULL) AND (l.vat_rate IS NULL))
        ), delivery_line AS (
         SELECT delivery_line.chain_id,
            delivery_line.delivery_number,
            delivery_line.order_number,
            delivery_line.store_id,
            delivery_line.product_id,
            delivery_line.is_free,
            (delivery_line.kind = 'return'::text) AS is_return,
            delivery_line.received_on,
            delivery_line.received_quantity
           FROM core.delivery_line
          WHERE core.is_known(delivery_line.arrived_at, delivery_line.recorded_at, delivery_line.superseded_at, delivery_line.superseded_recorded_at)
        ), content AS (
         SELECT w.chain_id,
            w.statement_number,
            w.line_number,
            d.store_id,
            d.product_id,
            d.is_free,
            d.received_on,
            d.received_quantity
           FROM (whole w
             JOIN delivery_line d ON (((d.chain_id = w.chain_id) AND (d.delivery_number = w.delivery_number) AND (d.is_return = w.is_return) AND ((w.store_id = ''::text) OR (w.store_id = d.store_id)))))
          WHERE (w.delivery_number <> ''::text)
        UNION ALL
         SELECT w.chain_id,
            w.statement_number,
            w.line_number,
            d.store_id,
            d.product_id,
            d.is_free,
            d.received_on,
            d.received_quantity
           FROM (whole w
             JOIN delivery_line d ON (((d.chain_id = w.chain_id) AND (d.order_number = w.order_number) AND (d.is_return = w.is_return) AND ((w.store_id = ''::text) OR (w.store_id = d.store_id)))))
          WHERE ((w.delivery_number = ''::text) AND (w.order_number <> ''::text))
        ), mix AS (
         SELECT c.chain_id,
            c.statement_number,
            c.line_number,
            sum(n.net) AS net,
            sum((n.net * ((1)::numeric + p.vat_rate))) AS gross
           FROM ((content c
             CROSS JOIN LATERAL mart.supply_price(c.chain_id, c.store_id, c.product_id, c.received_on) p(vat_rate, contract_price, contract_including, promotion_price, promotion_including, promotion_id))
             CROSS JOIN LATERAL ( SELECT (c.received_quantity *
                        CASE
                            WHEN c.is_free THEN (0)::numeric
                            ELSE COALESCE(mart.price_in_basis(p.promotion_price, p.promotion_including, p.vat_rate, false, 4), mart.price_in_basis(p.contract_price, p.contract_including, p.vat_rate, false, 4), (1)::numeric)
                        END) AS net) n)
          GROUP BY c.chain_id, c.statement_number, c.line_number
        )
 SELECT s.chain_id,
    s.account_id,
    s.statement_number,
    s.period_to,
    g.goods_amount,
    g.return_amount,
        CASE
            WHEN s.wants_net THEN g.net_goods_amount
            ELSE NULL::numeric
        END AS net_goods_amount,
        CASE
            WHEN s.wants_net THEN g.net_return_amount
            ELSE NULL::numeric
        END AS net_return_amount
   FROM (statement s
     CROSS JOIN LATERAL ( SELECT COALESCE(sum(l.amount) FILTER (WHERE (l.kind = 'goods'::text)), (0)::numeric) AS goods_amount,
            COALESCE(sum(l.amount) FILTER (WHERE (l.kind = 'return'::text)), (0)::numeric) AS return_amount,
            COALESCE(sum(n.amount) FILTER (WHERE (l.kind = 'goods'::text)), (0)::numeric) AS net_goods_amount,
            COALESCE(sum(n.amount) FILTER (WHERE (l.kind = 'return'::text)), (0)::numeric) AS net_return_amount
           FROM ((core.statement_line l
             LEFT JOIN mix m ON ((s.wants_net AND (m.chain_id = l.chain_id) AND (m.statement_number = l.statement_number) AND (m.line_number = l.line_number))))
             CROSS JOIN LATERAL ( SELECT
                        CASE
                            WHEN (NOT s.wants_net) THEN NULL::numeric
                            WHEN (l.vat_rate IS NOT NULL) THEN round((l.amount / ((1)::numeric + l.vat_rate)), 2)
                            WHEN (l.product_id IS NOT NULL) THEN round((l.amount / ((1)::numeric + ( SELECT p.vat_rate
                               FROM mart.regional_price(l.chain_id, ''::text, l.product_id, s.period_to) p(vat_rate, contract_price, contract_including, promotion_price, promotion_including, promotion_id)))), 2)
                            WHEN (m.gross > (0)::numeric) THEN round(((l.amount * m.net) / m.gross), 2)
                            ELSE l.amount
                        END AS amount) n)
          WHERE ((l.chain_id = s.chain_id) AND (l.partition_month = s.partition_month) AND (l.statement_number = s.statement_number) AND (l.kind = ANY (ARRAY['goods'::text, 'return'::text])) AND core.is_known(l.arrived_at, l.recorded_at, l.superseded_at, l.superseded_recorded_at))) g);

--
-- Name: VIEW statement_goods; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON VIEW mart.statement_goods IS 'One row: one statement with its goods and returns as it states them: the bases of percentage fees';

--
-- Name: COLUMN statement_goods.chain_id; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.statement_goods.chain_id IS 'Chain';

--
-- Name: COLUMN statement_goods.account_id; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.statement_goods.account_id IS 'Settlement account';

--
-- Name: COLUMN statement_goods.statement_number; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.statement_goods.statement_number IS 'Statement (对账单/结算单)';

--
-- Name: COLUMN statement_goods.period_to; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.statement_goods.period_to IS 'Last day of its period';

--
-- Name: COLUMN statement_goods.goods_amount; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.statement_goods.goods_amount IS 'Goods lines, RMB including VAT';

--
-- Name: COLUMN statement_goods.return_amount; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.statement_goods.return_amount IS 'Return lines, RMB including VAT, negative';

--
-- Name: COLUMN statement_goods.net_goods_amount; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.statement_goods.net_goods_amount IS 'Goods lines, RMB excluding VAT, each rounded; empty for chains none of whose clauses excludes VAT';

--
-- Name: COLUMN statement_goods.net_return_amount; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.statement_goods.net_return_amount IS 'Return lines, RMB excluding VAT, negative, each rounded; empty likewise';

--
-- Name: load; Type: TABLE; Schema: ops; Owner: -
--

CREATE TABLE ops.load (
    load_id bigint NOT NULL,
    chain_id text NOT NULL COLLATE pg_catalog."C",
    report text NOT NULL COLLATE pg_catalog."C",
    file_name text NOT NULL,
    sha256 text NOT NULL COLLATE pg_catalog."C",
    byte_count bigint NOT NULL,
    source text NOT NULL,
    business_date date,
    arrived_at timestamp with time zone NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    profile_version text NOT NULL COLLATE pg_catalog."C",
    state text NOT NULL COLLATE pg_catalog."C",
    rows_in bigint DEFAULT 0 NOT NULL,
    rows_loaded bigint DEFAULT 0 NOT NULL,
    rows_quarantined bigint DEFAULT 0 NOT NULL,
    rows_duplicate bigint DEFAULT 0 NOT NULL,
    finding text,
    run_id bigint,
    contents jsonb,
    CONSTRAINT load_rows_add_up CHECK ((rows_in = ((rows_loaded + rows_quarantined) + rows_duplicate))),
    CONSTRAINT load_rows_not_negative CHECK ((LEAST(rows_loaded, rows_quarantined, rows_duplicate) >= 0)),
    CONSTRAINT load_state_known CHECK ((state = ANY (ARRAY['loaded'::text, 'duplicate'::text, 'empty'::text, 'held'::text, 'refused'::text])))
);

--
-- Name: TABLE load; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON TABLE ops.load IS 'One row: one file as one report of one chain (chain_id is empty for the company''s own master data)';

--
-- Name: COLUMN load.report; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON COLUMN ops.load.report IS 'Name of the report in the chain''s profile that read the file';

--
-- Name: COLUMN load.sha256; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON COLUMN ops.load.sha256 IS 'Hash of the content; the archive keeps the file under it';

--
-- Name: COLUMN load.source; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON COLUMN ops.load.source IS 'Where it came from: command line, folder, sftp, http';

--
-- Name: COLUMN load.business_date; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON COLUMN ops.load.business_date IS 'Business date the file is about, where the profile can tell';

--
-- Name: COLUMN load.state; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON COLUMN ops.load.state IS 'loaded; duplicate: same content under another name; empty: 0 bytes; held: a required column is missing, or the content is implausible (ops.odd_content); refused: cut off or unreadable, or given up by a person';

--
-- Name: COLUMN load.finding; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON COLUMN ops.load.finding IS 'What a person should know about the file, in words';

--
-- Name: COLUMN load.contents; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON COLUMN ops.load.contents IS 'Every sheet or table of the file in order, as {sheet, rows, skipped, reason}: data rows read; rows that are no data, by what they are; why nothing was read. Null for loads from before, and where the file could not be opened';

--
-- Name: quarantined_row; Type: TABLE; Schema: ops; Owner: -
--

CREATE TABLE ops.quarantined_row (
    load_id bigint NOT NULL,
    row_number integer NOT NULL,
    sheet text DEFAULT ''::text NOT NULL,
    column_name text,
    rule text NOT NULL COLLATE pg_catalog."C",
    found text,
    expected text,
    raw jsonb NOT NULL,
    document_kind text COLLATE pg_catalog."C",
    document_number text COLLATE pg_catalog."C",
    state text DEFAULT 'open'::text NOT NULL COLLATE pg_catalog."C",
    closed_at timestamp with time zone,
    closed_by text,
    closed_reason text,
    CONSTRAINT quarantined_row_state_known CHECK ((state = ANY (ARRAY['open'::text, 'replayed'::text, 'released'::text])))
);

--
-- Name: TABLE quarantined_row; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON TABLE ops.quarantined_row IS 'One row: one data row of a file that was not loaded, kept whole with the reason';

--
-- Name: COLUMN quarantined_row.rule; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON COLUMN ops.quarantined_row.rule IS 'Which rule it broke, as a stable word';

--
-- Name: COLUMN quarantined_row.raw; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON COLUMN ops.quarantined_row.raw IS 'The row as read: header to text';

--
-- Name: COLUMN quarantined_row.document_number; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON COLUMN ops.quarantined_row.document_number IS 'Order, delivery note or statement it belongs to, where readable: a statement with an open row is incomplete';

--
-- Name: deduction_review; Type: VIEW; Schema: mart; Owner: -
--

CREATE VIEW mart.deduction_review AS
 WITH closed AS (
         SELECT s.chain_id,
            s.statement_number,
            s.account_id,
            s.period_from,
            s.period_to,
            s.load_id,
            s.row_number,
            d.partition_month,
            ( SELECT min(v.arrived_at) AS min
                   FROM core.statement v
                  WHERE ((v.chain_id = s.chain_id) AND (v.statement_number = s.statement_number))) AS closed_at,
            (NOT (EXISTS ( SELECT
                   FROM (ops.quarantined_row q
                     JOIN ops.load l USING (load_id))
                  WHERE ((l.chain_id = s.chain_id) AND (q.document_kind = 'statement'::text) AND (q.document_number = s.statement_number) AND core.is_known(l.arrived_at, l.recorded_at, 'infinity'::timestamp with time zone, 'infinity'::timestamp with time zone) AND ((q.state = 'open'::text) OR ((current_setting('ka.knowledge'::text) = 'recorded'::text) AND (q.closed_at > core.known_at()))))))) AS is_judged
           FROM (core.statement s
             JOIN core.document d ON (((d.chain_id = s.chain_id) AND (d.kind = 'statement'::text) AND (d.number = s.statement_number))))
          WHERE core.is_known(s.arrived_at, s.recorded_at, s.superseded_at, s.superseded_recorded_at)
        ), basis AS (
         SELECT c.chain_id,
            c.statement_number,
            c.account_id,
            c.period_from,
            c.period_to,
            c.load_id,
            c.row_number,
            c.partition_month,
            c.closed_at,
            c.is_judged,
            b.is_now,
            b.moment
           FROM (closed c
             CROSS JOIN LATERAL ( VALUES (false,c.closed_at), (true,core.known_at())) b(is_now, moment))
        ), contract AS (
         SELECT b.chain_id,
            b.statement_number,
            b.is_now,
            b.moment,
            b.period_from,
            b.period_to,
            c.contract_id,
            c.account_id,
            c.valid_from,
            c.valid_to,
            rank() OVER (PARTITION BY b.chain_id, b.statement_number, b.is_now ORDER BY LEAST(c.valid_to, b.period_to) DESC, (c.account_id IS NULL)) AS preference
           FROM (basis b
             JOIN core.contract c ON (((c.chain_id = b.chain_id) AND (COALESCE(c.account_id, b.account_id) = b.account_id) AND (c.valid_from <= b.period_to) AND (c.signed_on <= ((b.moment AT TIME ZONE 'Asia/Shanghai'::text))::date) AND core.was_known(c.arrived_at, c.recorded_at, c.superseded_at, c.superseded_recorded_at, b.moment))))
        ), term AS (
         SELECT DISTINCT ON (c.chain_id, c.statement_number, c.is_now, t.fee_code) c.chain_id,
            c.statement_number,
            c.is_now,
            c.moment,
            c.period_to,
            t.fee_code,
            c.contract_id,
            t.term_id,
            t.clause,
            t.kind,
            t.deduction_mode,
            t.base,
            t.basis,
            t.pct,
            t.amount,
            t.per,
            t.times,
            t.cap_amount,
            t.cap_per,
            t.needs_invoice,
            c.account_id AS contract_account_id,
            c.valid_from AS contract_from,
            c.valid_to AS contract_to,
            w.is_open,
                CASE
                    WHEN (t.per = 'month'::text) THEN to_char((c.period_to)::timestamp with time zone, 'YYYY-MM'::text)
                    ELSE y.contract_year
                END AS counted_in,
            y.contract_year
           FROM ((((contract c
             JOIN core.contract_term t ON (((t.chain_id = c.chain_id) AND (t.contract_id = c.contract_id) AND core.was_known(t.arrived_at, t.recorded_at, t.superseded_at, t.superseded_recorded_at, c.moment))))
             CROSS JOIN LATERAL ( SELECT mart.years_held(c.valid_from, c.valid_to, c.period_to) AS years) s)
             CROSS JOIN LATERAL ( SELECT
                        CASE
                            WHEN (t.kind = 'tiered_rebate'::text) THEN c.contract_id
                            ELSE (EXTRACT(year FROM age((c.period_to)::timestamp with time zone, (c.valid_from)::timestamp with time zone)))::text
                        END AS contract_year) y)
             CROSS JOIN LATERAL ( SELECT
                        CASE
                            WHEN (t.kind = 'tiered_rebate'::text) THEN (c.period_to >= c.valid_to)
                            ELSE ((c.period_to >= (t.valid_from + s.years)) AND (c.period_from <= (t.valid_to + s.years)))
                        END AS is_open) w)
          WHERE ((c.preference = 1) OR (t.kind = 'tiered_rebate'::text))
          ORDER BY c.chain_id, c.statement_number, c.is_now, t.fee_code, w.is_open DESC, c.valid_to DESC, t.valid_from DESC, t.term_id
        ), goods AS (
         SELECT g.chain_id,
            g.account_id,
            g.statement_number,
            g.period_to,
            g.goods_amount,
            g.return_amount,
            g.net_goods_amount,
            g.net_return_amount
           FROM mart.statement_goods g
          WHERE (g.chain_id IN ( SELECT t.chain_id
                   FROM core.contract_term t
                  WHERE (t.kind <> 'fixed'::text)))
        ), allowance AS (
         SELECT t.chain_id,
            t.statement_number,
            t.is_now,
            t.moment,
            t.period_to,
            t.fee_code,
            t.contract_id,
            t.term_id,
            t.clause,
            t.kind,
            t.deduction_mode,
            t.base,
            t.basis,
            t.pct,
            t.amount,
            t.per,
            t.times,
            t.cap_amount,
            t.cap_per,
            t.needs_invoice,
            t.contract_account_id,
            t.contract_from,
            t.contract_to,
            t.is_open,
            t.counted_in,
            t.contract_year,
            b.base_amount,
            b.rate_pct,
                CASE t.kind
                    WHEN 'fixed'::text THEN t.amount
                    ELSE round(((b.base_amount * b.rate_pct) / (100)::numeric), 2)
                END AS uncapped
           FROM (((term t
             LEFT JOIN goods g ON (((g.chain_id = t.chain_id) AND (g.statement_number = t.statement_number))))
             CROSS JOIN LATERAL ( SELECT
                        CASE
                            WHEN (t.kind = 'fixed'::text) THEN NULL::numeric
                            WHEN (t.per = 'statement'::text) THEN mart.fee_base(t.base, t.basis, g.goods_amount, g.return_amount, g.net_goods_amount, g.net_return_amount)
                            ELSE ( SELECT sum(mart.fee_base(t.base, t.basis, y.goods_amount, y.return_amount, y.net_goods_amount, y.net_return_amount)) AS sum
                               FROM goods y
                              WHERE ((y.chain_id = t.chain_id) AND (y.period_to <= t.period_to) AND
                                    CASE t.per
WHEN 'month'::text THEN (y.period_to >= date_trunc('month'::text, (t.period_to)::timestamp with time zone))
ELSE ((y.period_to >= t.contract_from) AND (y.period_to <= t.contract_to))
                                    END AND
                                    CASE
WHEN (t.contract_account_id IS NOT NULL) THEN (y.account_id = t.contract_account_id)
ELSE (NOT (EXISTS ( SELECT
   FROM contract o
  WHERE ((o.chain_id = y.chain_id) AND (o.statement_number = y.statement_number) AND (o.is_now = t.is_now) AND (o.account_id IS NOT NULL) AND (o.preference = 1)))))
                                    END))
                        END AS base_amount) a)
             CROSS JOIN LATERAL ( SELECT a.base_amount,
                        CASE t.kind
                            WHEN 'tiered_rebate'::text THEN COALESCE(( SELECT r.pct
                               FROM core.contract_tier r
                              WHERE ((r.chain_id = t.chain_id) AND (r.contract_id = t.contract_id) AND (r.term_id = t.term_id) AND (r.sales_from <= a.base_amount) AND core.was_known(r.arrived_at, r.recorded_at, r.superseded_at, r.superseded_recorded_at, t.moment))
                              ORDER BY r.sales_from DESC
                             LIMIT 1), (0)::numeric)
                            ELSE t.pct
                        END AS rate_pct) b)
        ), stepped AS (
         SELECT a.chain_id,
            a.statement_number,
            a.is_now,
            a.moment,
            a.period_to,
            a.fee_code,
            a.contract_id,
            a.term_id,
            a.clause,
            a.kind,
            a.deduction_mode,
            a.base,
            a.basis,
            a.pct,
            a.amount,
            a.per,
            a.times,
            a.cap_amount,
            a.cap_per,
            a.needs_invoice,
            a.contract_account_id,
            a.contract_from,
            a.contract_to,
            a.is_open,
            a.counted_in,
            a.contract_year,
            a.base_amount,
            a.rate_pct,
            a.uncapped,
            (a.uncapped -
                CASE
                    WHEN (a.per = 'month'::text) THEN COALESCE(lag(a.uncapped) OVER (PARTITION BY a.chain_id, a.is_now, a.contract_id, a.term_id, a.counted_in ORDER BY a.period_to, a.statement_number), (0)::numeric)
                    ELSE (0)::numeric
                END) AS step
           FROM allowance a
        ), capped AS (
         SELECT a.chain_id,
            a.statement_number,
            a.is_now,
            a.moment,
            a.period_to,
            a.fee_code,
            a.contract_id,
            a.term_id,
            a.clause,
            a.kind,
            a.deduction_mode,
            a.base,
            a.basis,
            a.pct,
            a.amount,
            a.per,
            a.times,
            a.cap_amount,
            a.cap_per,
            a.needs_invoice,
            a.contract_account_id,
            a.contract_from,
            a.contract_to,
            a.is_open,
            a.counted_in,
            a.contract_year,
            a.base_amount,
            a.rate_pct,
            a.uncapped,
            a.step,
                CASE
                    WHEN (a.cap_amount IS NULL) THEN a.uncapped
                    WHEN ((a.cap_per = 'statement'::text) OR (a.per = 'year'::text) OR ((a.kind = 'fixed'::text) AND (a.per <> 'statement'::text))) THEN LEAST(a.uncapped, a.cap_amount)
                    ELSE (LEAST(sum(a.step) OVER upto, a.cap_amount) - LEAST((sum(a.step) OVER upto - a.uncapped), a.cap_amount))
                END AS allowed
           FROM stepped a
          WINDOW upto AS (PARTITION BY a.chain_id, a.is_now, a.contract_id, a.term_id, a.contract_year ORDER BY a.period_to, a.statement_number)
        ), meaning AS (
         SELECT f.chain_id,
            f.fee_text,
            f.part_number,
            f.fee_code,
            f.share_pct,
            f.valid_from,
            f.valid_to
           FROM core.fee_text f
          WHERE core.is_known(f.arrived_at, f.recorded_at, f.superseded_at, f.superseded_recorded_at)
        UNION ALL
         SELECT l.chain_id,
            l.fee_text,
            l.int2,
            l.fee_code,
            l."numeric",
            l.date,
            l.date_1 AS date
           FROM ( SELECT DISTINCT ON (t.chain_id, (core.plain_fee_text(label.words))) t.chain_id,
                    core.plain_fee_text(label.words) AS fee_text,
                    (1)::smallint AS int2,
                    t.fee_code,
                    NULL::numeric AS "numeric",
                    '-infinity'::date AS date,
                    'infinity'::date AS date
                   FROM ((core.contract_term t
                     JOIN core.contract c ON (((c.chain_id = t.chain_id) AND (c.contract_id = t.contract_id) AND core.is_known(c.arrived_at, c.recorded_at, c.superseded_at, c.superseded_recorded_at))))
                     CROSS JOIN LATERAL string_to_table(t.labels, '|'::text) label(words))
                  WHERE core.is_known(t.arrived_at, t.recorded_at, t.superseded_at, t.superseded_recorded_at)
                  ORDER BY t.chain_id, (core.plain_fee_text(label.words)), c.valid_to DESC, t.term_id) l(chain_id, fee_text, int2, fee_code, "numeric", date, date_1)
          WHERE (NOT (EXISTS ( SELECT
                   FROM core.fee_text f
                  WHERE ((f.chain_id = l.chain_id) AND (f.fee_text = l.fee_text) AND core.is_known(f.arrived_at, f.recorded_at, f.superseded_at, f.superseded_recorded_at)))))
        ), part AS (
         SELECT c.chain_id,
            c.statement_number,
            c.period_to,
            c.is_judged,
            l.line_number,
            COALESCE((m.part_number)::integer, 1) AS part_number,
            l.fee_text,
            m.fee_code,
            l.deduction_mode,
            l.invoice_number,
            l.load_id,
            l.row_number,
                CASE
                    WHEN (l.deduction_mode = 'paid_apart'::text) THEN (0)::numeric
                    WHEN (lead(l.line_number) OVER parts IS NULL) THEN (l.amount - COALESCE(sum(round(((l.amount * m.share_pct) / (100)::numeric), 2)) OVER before, (0)::numeric))
                    ELSE round(((l.amount * m.share_pct) / (100)::numeric), 2)
                END AS amount,
            l.amount AS line_amount
           FROM ((closed c
             JOIN core.statement_line l ON (((l.chain_id = c.chain_id) AND (l.partition_month = c.partition_month) AND (l.statement_number = c.statement_number) AND (l.kind = 'deduction'::text) AND core.is_known(l.arrived_at, l.recorded_at, l.superseded_at, l.superseded_recorded_at))))
             LEFT JOIN meaning m ON (((m.chain_id = l.chain_id) AND (m.fee_text = core.plain_fee_text(l.fee_text)) AND ((c.period_to >= m.valid_from) AND (c.period_to <= m.valid_to)))))
          WINDOW parts AS (PARTITION BY l.chain_id, l.statement_number, l.line_number ORDER BY m.part_number), before AS (PARTITION BY l.chain_id, l.statement_number, l.line_number ORDER BY m.part_number ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
        ), matched AS (
         SELECT p.chain_id,
            p.statement_number,
            p.period_to,
            p.line_number,
            p.part_number,
            p.fee_text,
            p.fee_code,
            p.deduction_mode,
            p.invoice_number,
            p.load_id,
            p.row_number,
            p.amount,
            p.line_amount,
            n.is_now,
            (p.is_judged AND (EXISTS ( SELECT
                   FROM contract c
                  WHERE ((c.chain_id = p.chain_id) AND (c.statement_number = p.statement_number) AND (c.is_now = n.is_now))))) AS is_judged,
            a.contract_id,
            a.term_id,
            a.clause,
            a.kind,
            a.per,
            a.times,
            a.counted_in,
            a.base,
            a.basis,
            a.base_amount,
            a.rate_pct,
            a.cap_amount,
            a.allowed,
            a.uncapped,
            a.is_open,
            COALESCE(a.needs_invoice, true) AS needs_invoice,
            GREATEST((- p.amount), (0)::numeric) AS taken,
            ((a.term_id IS NOT NULL) AND a.is_open AND ((a.deduction_mode <> 'paid_apart'::text) OR (p.deduction_mode = 'paid_apart'::text))) AS is_agreed
           FROM ((part p
             CROSS JOIN ( VALUES (false), (true)) n(is_now))
             LEFT JOIN capped a ON (((a.chain_id = p.chain_id) AND (a.statement_number = p.statement_number) AND (a.is_now = n.is_now) AND (a.fee_code = p.fee_code))))
        ), counted AS (
         SELECT m.chain_id,
            m.statement_number,
            m.period_to,
            m.line_number,
            m.part_number,
            m.fee_text,
            m.fee_code,
            m.deduction_mode,
            m.invoice_number,
            m.load_id,
            m.row_number,
            m.amount,
            m.line_amount,
            m.is_now,
            m.is_judged,
            m.contract_id,
            m.term_id,
            m.clause,
            m.kind,
            m.per,
            m.times,
            m.counted_in,
            m.base,
            m.basis,
            m.base_amount,
            m.rate_pct,
            m.cap_amount,
            m.allowed,
            m.uncapped,
            m.is_open,
            m.needs_invoice,
            m.taken,
            m.is_agreed,
            (sum(m.taken) OVER here - m.taken) AS taken_before_here,
            ((m.taken > (0)::numeric) AND (sum(m.taken) OVER here = sum(m.taken) OVER (PARTITION BY m.chain_id, m.is_now, m.statement_number, m.contract_id, m.term_id, m.is_agreed))) AS is_last_here,
            count(*) FILTER (WHERE (m.taken > (0)::numeric)) OVER in_count AS occurrence,
            (sum(m.taken) OVER in_count - m.taken) AS taken_before
           FROM matched m
          WINDOW here AS (PARTITION BY m.chain_id, m.is_now, m.statement_number, m.contract_id, m.term_id, m.is_agreed ORDER BY m.line_number, m.part_number), in_count AS (PARTITION BY m.chain_id, m.is_now, m.contract_id, m.term_id, m.is_agreed, m.counted_in ORDER BY m.period_to, m.statement_number, m.line_number, m.part_number)
        ), allotted AS (
         SELECT c.chain_id,
            c.statement_number,
            c.period_to,
            c.line_number,
            c.part_number,
            c.fee_text,
            c.fee_code,
            c.deduction_mode,
            c.invoice_number,
            c.load_id,
            c.row_number,
            c.amount,
            c.line_amount,
            c.is_now,
            c.is_judged,
            c.contract_id,
            c.term_id,
            c.clause,
            c.kind,
            c.per,
            c.times,
            c.counted_in,
            c.base,
            c.basis,
            c.base_amount,
            c.rate_pct,
            c.cap_amount,
            c.allowed,
            c.uncapped,
            c.is_open,
            c.needs_invoice,
            c.taken,
            c.is_agreed,
            c.taken_before_here,
            c.is_last_here,
            c.occurrence,
            c.taken_before,
                CASE
                    WHEN (NOT c.is_judged) THEN c.taken
                    WHEN (NOT c.is_agreed) THEN (0)::numeric
                    WHEN ((c.per = 'statement'::text) AND c.is_last_here) THEN GREATEST((c.allowed - c.taken_before_here), (0)::numeric)
                    WHEN (c.per = 'statement'::text) THEN LEAST(c.taken, GREATEST((c.allowed - c.taken_before_here), (0)::numeric))
                    WHEN ((c.kind = 'fixed'::text) AND (c.occurrence > c.times)) THEN (0)::numeric
                    WHEN (c.kind = 'fixed'::text) THEN LEAST(c.taken, c.allowed)
                    ELSE LEAST(c.taken, GREATEST((c.allowed - c.taken_before), (0)::numeric))
                END AS may_take
           FROM counted c
        ), given_back AS (
         SELECT a.chain_id,
            a.statement_number,
            a.period_to,
            a.line_number,
            a.part_number,
            a.fee_text,
            a.fee_code,
            a.deduction_mode,
            a.invoice_number,
            a.load_id,
            a.row_number,
            a.amount,
            a.line_amount,
            a.is_now,
            a.is_judged,
            a.contract_id,
            a.term_id,
            a.clause,
            a.kind,
            a.per,
            a.times,
            a.counted_in,
            a.base,
            a.basis,
            a.base_amount,
            a.rate_pct,
            a.cap_amount,
            a.allowed,
            a.uncapped,
            a.is_open,
            a.needs_invoice,
            a.taken,
            a.is_agreed,
            a.taken_before_here,
            a.is_last_here,
            a.occurrence,
            a.taken_before,
            a.may_take,
                CASE
                    WHEN ((a.amount <= (0)::numeric) OR (NOT a.is_judged)) THEN (a.amount - LEAST(a.amount, (0)::numeric))
                    ELSE LEAST(a.amount, GREATEST((sum(GREATEST((a.taken - a.may_take), (0)::numeric)) OVER fee - (sum(
                    CASE
                        WHEN a.is_judged THEN GREATEST(a.amount, (0)::numeric)
                        ELSE (0)::numeric
                    END) OVER fee - GREATEST(a.amount, (0)::numeric))), (0)::numeric))
                END AS may_return
           FROM allotted a
          WINDOW fee AS (PARTITION BY a.chain_id, a.is_now, COALESCE(a.fee_code, a.fee_text) ORDER BY a.period_to, a.statement_number, a.line_number, a.part_number)
        ), judged AS (
         SELECT given_back.chain_id,
            given_back.statement_number,
            given_back.is_now,
            given_back.line_number,
            given_back.part_number,
            COALESCE(given_back.fee_code, ''::text) AS fee_code,
            given_back.fee_text,
            given_back.deduction_mode,
            given_back.invoice_number,
            given_back.load_id,
            given_back.row_number,
            given_back.period_to,
            given_back.is_judged,
            given_back.amount AS stated,
            (given_back.may_return - given_back.may_take) AS expected,
            given_back.line_amount,
            given_back.contract_id,
            given_back.clause,
            given_back.kind,
            given_back.per,
            given_back.times,
            given_back.occurrence,
            given_back.base,
            given_back.basis,
            given_back.base_amount,
            given_back.rate_pct,
            given_back.cap_amount,
            given_back.allowed,
            given_back.uncapped,
            given_back.taken_before,
            given_back.is_agreed,
            given_back.is_open,
            given_back.needs_invoice
           FROM given_back
        UNION ALL
         SELECT a.chain_id,
            a.statement_number,
            a.is_now,
            0,
            1,
            a.fee_code,
            NULL::text,
            a.deduction_mode,
            NULL::text,
            c.load_id,
            c.row_number,
            a.period_to,
            true,
            0,
            (- a.allowed),
            0,
            a.contract_id,
            a.clause,
            a.kind,
            a.per,
            a.times,
            NULL::bigint,
            a.base,
            a.basis,
            a.base_amount,
            a.rate_pct,
            a.cap_amount,
            a.allowed,
            a.uncapped,
            0,
            true,
            true,
            false
           FROM (capped a
             JOIN closed c ON (((c.chain_id = a.chain_id) AND (c.statement_number = a.statement_number) AND c.is_judged)))
          WHERE ((a.per = 'statement'::text) AND a.is_open AND (a.deduction_mode <> 'paid_apart'::text) AND (a.allowed > (0)::numeric) AND (NOT (EXISTS ( SELECT
                   FROM part p
                  WHERE ((p.chain_id = a.chain_id) AND (p.statement_number = a.statement_number) AND (p.fee_code = a.fee_code) AND (p.amount < (0)::numeric))))))
        ), compared AS (
         SELECT chain_id,
            statement_number,
            line_number,
            part_number,
            fee_code,
            COALESCE(o.fee_text, n.fee_text) AS fee_text,
            COALESCE(o.deduction_mode, n.deduction_mode) AS deduction_mode,
            COALESCE(o.invoice_number, n.invoice_number, ''::text) AS invoice_number,
            COALESCE(o.load_id, n.load_id) AS load_id,
            COALESCE(o.row_number, n.row_number) AS row_number,
            COALESCE(o.period_to, n.period_to) AS period_to,
            COALESCE(o.is_judged, true) AS is_judged,
            COALESCE(n.is_judged, true) AS is_judged_now,
            (COALESCE(o.stated, (0)::numeric))::numeric(16,2) AS stated,
            (COALESCE(o.expected, (0)::numeric))::numeric(16,2) AS expected,
            (COALESCE(n.expected, (0)::numeric))::numeric(16,2) AS expected_now,
            COALESCE(o.line_amount, n.line_amount) AS line_amount,
            o.contract_id,
            o.clause,
            o.kind,
            o.per,
            o.times,
            o.occurrence,
            o.base,
            o.basis,
            o.base_amount,
            o.rate_pct,
            o.cap_amount,
            o.allowed,
            o.uncapped,
            o.taken_before,
            COALESCE(o.is_agreed, false) AS is_agreed,
            o.is_open,
            COALESCE(o.needs_invoice, true) AS needs_invoice,
            n.contract_id AS contract_id_now,
            n.clause AS clause_now
           FROM (( SELECT judged.chain_id,
                    judged.statement_number,
                    judged.is_now,
                    judged.line_number,
                    judged.part_number,
                    judged.fee_code,
                    judged.fee_text,
                    judged.deduction_mode,
                    judged.invoice_number,
                    judged.load_id,
                    judged.row_number,
                    judged.period_to,
                    judged.is_judged,
                    judged.stated,
                    judged.expected,
                    judged.line_amount,
                    judged.contract_id,
                    judged.clause,
                    judged.kind,
                    judged.per,
                    judged.times,
                    judged.occurrence,
                    judged.base,
                    judged.basis,
                    judged.base_amount,
                    judged.rate_pct,
                    judged.cap_amount,
                    judged.allowed,
                    judged.uncapped,
                    judged.taken_before,
                    judged.is_agreed,
                    judged.is_open,
                    judged.needs_invoice
                   FROM judged
                  WHERE (NOT judged.is_now)) o
             FULL JOIN ( SELECT judged.chain_id,
                    judged.statement_number,
                    judged.is_now,
                    judged.line_number,
                    judged.part_number,
                    judged.fee_code,
                    judged.fee_text,
                    judged.deduction_mode,
                    judged.invoice_number,
                    judged.load_id,
                    judged.row_number,
                    judged.period_to,
                    judged.is_judged,
                    judged.stated,
                    judged.expected,
                    judged.line_amount,
                    judged.contract_id,
                    judged.clause,
                    judged.kind,
                    judged.per,
                    judged.times,
                    judged.occurrence,
                    judged.base,
                    judged.basis,
                    judged.base_amount,
                    judged.rate_pct,
                    judged.cap_amount,
                    judged.allowed,
                    judged.uncapped,
                    judged.taken_before,
                    judged.is_agreed,
                    judged.is_open,
                    judged.needs_invoice
                   FROM judged
                  WHERE judged.is_now) n USING (chain_id, statement_number, line_number, part_number, fee_code))
        ), verdict AS (
         SELECT c.chain_id,
            c.statement_number,
            c.line_number,
            c.part_number,
            c.fee_code,
            c.fee_text,
            c.deduction_mode,
            c.invoice_number,
            c.load_id,
            c.row_number,
            c.period_to,
            c.is_judged,
            c.is_judged_now,
            c.stated,
            c.expected,
            c.expected_now,
            c.line_amount,
            c.contract_id,
            c.clause,
            c.kind,
            c.per,
            c.times,
            c.occurrence,
            c.base,
            c.basis,
            c.base_amount,
            c.rate_pct,
            c.cap_amount,
            c.allowed,
            c.uncapped,
            c.taken_before,
            c.is_agreed,
            c.is_open,
            c.needs_invoice,
            c.contract_id_now,
            c.clause_now,
                CASE
                    WHEN (NOT c.is_judged) THEN 'not_judged'::text
                    WHEN (c.expected = c.stated) THEN 'as_agreed'::text
                    WHEN (c.line_number = 0) THEN 'deduction_not_taken'::text
                    WHEN ((NOT c.is_agreed) OR (c.stated > (0)::numeric)) THEN 'deduction_not_in_contract'::text
                    WHEN (c.expected > c.stated) THEN 'deduction_over_contract'::text
                    ELSE 'deduction_not_taken'::text
                END AS verdict,
                CASE
                    WHEN (c.fee_code = ''::text) THEN lag(c.statement_number) OVER same_amount
                    ELSE lag(c.statement_number) OVER same_fee
                END AS earlier_statement_number,
                CASE
                    WHEN (c.fee_code = ''::text) THEN lag(c.line_number) OVER same_amount
                    ELSE lag(c.line_number) OVER same_fee
                END AS earlier_line_number,
                CASE
                    WHEN (c.fee_code = ''::text) THEN lag(c.fee_text) OVER same_amount
                    ELSE lag(c.fee_text) OVER same_fee
                END AS earlier_fee_text
           FROM compared c
          WINDOW same_fee AS (PARTITION BY c.chain_id, c.fee_code, ((c.line_number > 0) AND (c.stated < (0)::numeric)) ORDER BY c.period_to, c.statement_number, c.line_number), same_amount AS (PARTITION BY c.chain_id, c.stated, ((c.line_number > 0) AND (c.stated < (0)::numeric)) ORDER BY c.period_to, c.statement_number, c.line_number)
        ), worded AS (
         SELECT v.chain_id,
            v.statement_number,
            v.line_number,
            v.part_number,
            v.fee_code,
            v.fee_text,
            v.deduction_mode,
            v.invoice_number,
            v.load_id,
            v.row_number,
            v.period_to,
            v.is_judged,
            v.is_judged_now,
            v.stated,
            v.expected,
            v.expected_now,
            v.line_amount,
            v.contract_id,
            v.clause,
            v.kind,
            v.per,
            v.times,
            v.occurrence,
            v.base,
            v.basis,
            v.base_amount,
            v.rate_pct,
            v.cap_amount,
            v.allowed,
            v.uncapped,
            v.taken_before,
            v.is_agreed,
            v.is_open,
            v.needs_invoice,
            v.contract_id_now,
            v.clause_now,
            v.verdict,
            v.earlier_statement_number,
            v.earlier_line_number,
            v.earlier_fee_text,
            (
                CASE
                    WHEN (v.verdict = 'not_judged'::text) THEN ARRAY['对账单有隔离行或尚无合同，未判定'::text, 'a row of the statement is in quarantine, or no contract is known: not judged'::text]
                    WHEN ((v.line_number > 0) AND (v.fee_code = ''::text)) THEN ARRAY['费用名称未登记，待核对'::text, 'fee text unknown: for review'::text]
                    WHEN (v.stated > (0)::numeric) THEN ARRAY['退还此前多扣的同一费用'::text, 'gives back what the same fee took too much before'::text]
                    WHEN ((v.deduction_mode = 'paid_apart'::text) AND (v.stated = (0)::numeric) AND (v.line_number > 0)) THEN ARRAY['另行交款，不影响本单金额'::text, 'paid apart: moves no money on this statement'::text]
                    WHEN (v.kind IS NULL) THEN ARRAY['合同中无此费用条款'::text, 'no clause of the contract allows this fee'::text]
                    WHEN (v.is_open IS FALSE) THEN ARRAY['不在条款约定的扣款期间内'::text, 'outside the dates on which the clause allows it'::text]
                    WHEN (NOT v.is_agreed) THEN ARRAY['合同约定另行交款，不应在对账单上扣'::text, 'the contract lets us pay this fee apart'::text]
                    WHEN ((v.kind = 'fixed'::text) AND (v.per = 'statement'::text)) THEN ARRAY[('每张对账单 '::text || mart.money_text(v.uncapped)), (mart.money_text(v.uncapped) || ' on each statement'::text)]
                    WHEN (v.kind = 'fixed'::text) THEN ARRAY[format('每%s %s 次，每次 %s；本次为第 %s 次'::text,
                    CASE v.per
                        WHEN 'year'::text THEN '年'::text
                        ELSE '月'::text
                    END, v.times, mart.money_text(v.uncapped), v.occurrence), format('%s a %s, %s each; this is number %s'::text, v.times, v.per, mart.money_text(v.uncapped), v.occurrence)]
                    WHEN (v.per = 'statement'::text) THEN ARRAY[format('本单%s %s × %s%% = %s'::text, b.base_words[1], mart.money_text(v.base_amount), trim_scale(v.rate_pct), mart.money_text(v.uncapped)), format('goods of this statement%s %s × %s%% = %s'::text, b.base_words[2], mart.money_text(v.base_amount), trim_scale(v.rate_pct), mart.money_text(v.uncapped))]
                    ELSE ARRAY[format('%s%s %s × %s%% = %s，此前已扣 %s'::text,
                    CASE v.per
                        WHEN 'month'::text THEN '当月'::text
                        ELSE '全年'::text
                    END, b.base_words[1], mart.money_text(v.base_amount), trim_scale(v.rate_pct), mart.money_text(v.uncapped), mart.money_text(v.taken_before)), format('goods of the %s%s %s × %s%% = %s, taken before %s'::text, v.per, b.base_words[2], mart.money_text(v.base_amount), trim_scale(v.rate_pct), mart.money_text(v.uncapped), mart.money_text(v.taken_before))]
                END ||
                CASE
                    WHEN ((v.allowed < v.uncapped) AND v.is_agreed) THEN ARRAY[format('；上限后为 %s'::text, mart.money_text(v.allowed)), format('; capped at %s'::text, mart.money_text(v.allowed))]
                    ELSE ARRAY[''::text, ''::text]
                END) AS words
           FROM (verdict v
             CROSS JOIN LATERAL ( SELECT ARRAY[(
                        CASE v.base
                            WHEN 'goods'::text THEN '货款（退货不减）'::text
                            ELSE '货款净额'::text
                        END ||
                        CASE v.basis
                            WHEN 'excluding'::text THEN '（不含税）'::text
                            ELSE ''::text
                        END), (
                        CASE v.base
                            WHEN 'goods'::text THEN ' before returns'::text
                            ELSE ''::text
                        END ||
                        CASE v.basis
                            WHEN 'excluding'::text THEN ' without VAT'::text
                            ELSE ''::text
                        END)] AS base_words) b)
        )
 SELECT w.chain_id,
    w.statement_number,
    NULLIF(w.line_number, 0) AS line_number,
    w.part_number,
    w.fee_text,
    NULLIF(w.fee_code, ''::text) AS fee_code,
    w.deduction_mode,
    w.stated AS stated_amount,
    w.expected AS expected_amount,
    (w.expected - w.stated) AS difference,
    w.verdict,
    abs((w.expected - w.stated)) AS at_stake_amount,
    (w.words[1] || COALESCE(w.words[3], ''::text)) AS formula,
    (w.words[2] || COALESCE(w.words[4], ''::text)) AS formula_en,
    jsonb_strip_nulls(jsonb_build_object('base', w.base_amount, 'base_basis',
        CASE
            WHEN (w.base_amount IS NOT NULL) THEN w.basis
            ELSE NULL::text
        END, 'pct', w.rate_pct, 'allowed', w.allowed, 'cap', w.cap_amount, 'times',
        CASE w.kind
            WHEN 'fixed'::text THEN w.times
            ELSE NULL::integer
        END, 'occurrence',
        CASE
            WHEN (w.kind = 'fixed'::text) THEN NULLIF(w.occurrence, 0)
            ELSE NULL::bigint
        END, 'taken_before', NULLIF(w.taken_before, (0)::numeric), 'paid_apart', NULLIF((w.line_amount - w.stated), (0)::numeric))) AS inputs,
    w.contract_id,
    w.clause,
    ((w.line_number > 0) AND (w.fee_code = ''::text)) AS needs_review,
        CASE
            WHEN (w.verdict = ANY (ARRAY['deduction_over_contract'::text, 'deduction_not_in_contract'::text])) THEN w.earlier_statement_number
            ELSE NULL::text
        END AS earlier_statement_number,
        CASE
            WHEN (w.verdict = ANY (ARRAY['deduction_over_contract'::text, 'deduction_not_in_contract'::text])) THEN w.earlier_line_number
            ELSE NULL::integer
        END AS earlier_line_number,
        CASE
            WHEN (w.verdict = ANY (ARRAY['deduction_over_contract'::text, 'deduction_not_in_contract'::text])) THEN w.earlier_fee_text
            ELSE NULL::text
        END AS earlier_fee_text,
        CASE
            WHEN w.is_judged_now THEN (w.expected_now - w.expected)
            ELSE (0)::numeric
        END AS terms_change_amount,
    w.expected_now AS expected_amount_now,
    w.contract_id_now,
    w.clause_now,
    w.invoice_number,
    c.account_id,
    c.period_to AS occurred_on,
    ((('statement/'::text || w.statement_number) || '/'::text) ||
        CASE w.line_number
            WHEN 0 THEN ('not_taken/'::text || w.fee_code)
            ELSE (w.line_number)::text
        END) AS claim_key,
    w.load_id,
    w.row_number
   FROM (worded w
     JOIN closed c USING (chain_id, statement_number))
UNION ALL
 SELECT w.chain_id,
    w.statement_number,
    w.line_number,
    1 AS part_number,
    w.fee_text,
    min(NULLIF(w.fee_code, ''::text)) AS fee_code,
    w.deduction_mode,
    0.00 AS stated_amount,
    0.00 AS expected_amount,
    0.00 AS difference,
    'deduction_without_invoice'::text AS verdict,
    (- min(w.line_amount)) AS at_stake_amount,
    '账扣未随附发票'::text AS formula,
    'taken on account without an invoice'::text AS formula_en,
    '{}'::jsonb AS inputs,
    min(w.contract_id) AS contract_id,
    'M5.2.10'::text AS clause,
    false AS needs_review,
    NULL::text AS earlier_statement_number,
    NULL::integer AS earlier_line_number,
    NULL::text AS earlier_fee_text,
    0.00 AS terms_change_amount,
    0.00 AS expected_amount_now,
    NULL::text AS contract_id_now,
    NULL::text AS clause_now,
    ''::text AS invoice_number,
    min(c.account_id) AS account_id,
    min(c.period_to) AS occurred_on,
    ((('statement/'::text || w.statement_number) || '/'::text) || w.line_number) AS claim_key,
    min(w.load_id) AS load_id,
    min(w.row_number) AS row_number
   FROM (compared w
     JOIN closed c USING (chain_id, statement_number))
  WHERE ((w.line_number > 0) AND (w.deduction_mode = 'on_account'::text) AND (w.invoice_number = ''::text) AND w.needs_invoice AND (w.line_amount < (0)::numeric) AND w.is_judged)
  GROUP BY w.chain_id, w.statement_number, w.line_number, w.fee_text, w.deduction_mode;

--
-- Name: VIEW deduction_review; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON VIEW mart.deduction_review IS 'One row: one judgement of a deduction against the contract''s terms';

--
-- Name: COLUMN deduction_review.chain_id; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.deduction_review.chain_id IS 'Chain';

--
-- Name: COLUMN deduction_review.statement_number; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.deduction_review.statement_number IS 'Statement (对账单/结算单)';

--
-- Name: COLUMN deduction_review.line_number; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.deduction_review.line_number IS 'Its line; empty where a fee that the terms expect was not taken';

--
-- Name: COLUMN deduction_review.part_number; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.deduction_review.part_number IS '1, or the part of a lump for several fees';

--
-- Name: COLUMN deduction_review.fee_text; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.deduction_review.fee_text IS 'Fee as the chain words it';

--
-- Name: COLUMN deduction_review.fee_code; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.deduction_review.fee_code IS 'Our fee code; empty where the text is unknown';

--
-- Name: COLUMN deduction_review.deduction_mode; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.deduction_review.deduction_mode IS 'on_account (账扣), on_invoice (票扣), paid_apart (交款: moves no money on the statement)';

--
-- Name: COLUMN deduction_review.stated_amount; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.deduction_review.stated_amount IS 'RMB including VAT that the statement takes, negative; 0 for what is paid apart';

--
-- Name: COLUMN deduction_review.expected_amount; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.deduction_review.expected_amount IS 'RMB including VAT that the terms known when it closed let it take, negative';

--
-- Name: COLUMN deduction_review.difference; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.deduction_review.difference IS 'RMB: expected less stated; positive is ours to reclaim';

--
-- Name: COLUMN deduction_review.verdict; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.deduction_review.verdict IS 'as_agreed, not_judged (a row of the statement is in quarantine, or no contract was known), or the kind of break';

--
-- Name: COLUMN deduction_review.at_stake_amount; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.deduction_review.at_stake_amount IS 'RMB the row is about, positive: the difference, or the whole deduction where its invoice is missing';

--
-- Name: COLUMN deduction_review.formula; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.deduction_review.formula IS 'How the expected amount comes about, in Chinese';

--
-- Name: COLUMN deduction_review.formula_en; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.deduction_review.formula_en IS 'The same in English';

--
-- Name: COLUMN deduction_review.inputs; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.deduction_review.inputs IS 'The figures in the formula: RMB, per cent, counts';

--
-- Name: COLUMN deduction_review.contract_id; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.deduction_review.contract_id IS 'Contract asked';

--
-- Name: COLUMN deduction_review.clause; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.deduction_review.clause IS 'Clause of the contract, or of the manual';

--
-- Name: COLUMN deduction_review.needs_review; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.deduction_review.needs_review IS 'Whether the fee text must be given a code (core.fee_text)';

--
-- Name: COLUMN deduction_review.earlier_statement_number; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.deduction_review.earlier_statement_number IS 'Statement that took the same fee, or the same amount where the text is unknown, before';

--
-- Name: COLUMN deduction_review.earlier_line_number; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.deduction_review.earlier_line_number IS 'Line of that statement';

--
-- Name: COLUMN deduction_review.earlier_fee_text; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.deduction_review.earlier_fee_text IS 'What the chain called it there';

--
-- Name: COLUMN deduction_review.terms_change_amount; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.deduction_review.terms_change_amount IS 'RMB by which a contract signed after the statement closed changes the expected amount; positive is ours to reclaim';

--
-- Name: COLUMN deduction_review.expected_amount_now; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.deduction_review.expected_amount_now IS 'RMB expected by the terms known now, negative';

--
-- Name: COLUMN deduction_review.contract_id_now; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.deduction_review.contract_id_now IS 'Contract in force by what is known now';

--
-- Name: COLUMN deduction_review.clause_now; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.deduction_review.clause_now IS 'Its clause';

--
-- Name: COLUMN deduction_review.invoice_number; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.deduction_review.invoice_number IS 'Invoice the chain gave for the deduction; empty where none';

--
-- Name: COLUMN deduction_review.account_id; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.deduction_review.account_id IS 'Settlement account of the statement';

--
-- Name: COLUMN deduction_review.occurred_on; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.deduction_review.occurred_on IS 'Business date: end of the statement''s period';

--
-- Name: COLUMN deduction_review.claim_key; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.deduction_review.claim_key IS 'Stable key of the source row that a case is about: the statement''s line, or the fee it did not take';

--
-- Name: COLUMN deduction_review.load_id; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.deduction_review.load_id IS 'Load of the statement';

--
-- Name: COLUMN deduction_review.row_number; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.deduction_review.row_number IS 'Row in its file: the line, or the head where nothing was taken';

--
-- Name: deduction_terms_changed; Type: VIEW; Schema: mart; Owner: -
--

CREATE VIEW mart.deduction_terms_changed AS
 SELECT deduction_review.chain_id,
    deduction_review.statement_number,
    deduction_review.line_number,
    deduction_review.part_number,
    deduction_review.fee_text,
    deduction_review.fee_code,
    'deduction_terms_changed'::text AS kind,
    deduction_review.expected_amount AS old_amount,
    deduction_review.expected_amount_now AS new_amount,
    deduction_review.terms_change_amount AS amount,
    deduction_review.contract_id AS old_contract_id,
    deduction_review.clause AS old_clause,
    deduction_review.contract_id_now AS new_contract_id,
    deduction_review.clause_now AS new_clause,
    deduction_review.stated_amount,
    deduction_review.load_id,
    deduction_review.row_number
   FROM mart.deduction_review
  WHERE (deduction_review.terms_change_amount <> (0)::numeric);

--
-- Name: VIEW deduction_terms_changed; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON VIEW mart.deduction_terms_changed IS 'One row: what a contract signed later changes about a deduction already taken, or not taken';

--
-- Name: COLUMN deduction_terms_changed.chain_id; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.deduction_terms_changed.chain_id IS 'Chain';

--
-- Name: COLUMN deduction_terms_changed.statement_number; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.deduction_terms_changed.statement_number IS 'Statement';

--
-- Name: COLUMN deduction_terms_changed.line_number; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.deduction_terms_changed.line_number IS 'Its line; empty where it took nothing';

--
-- Name: COLUMN deduction_terms_changed.part_number; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.deduction_terms_changed.part_number IS '1, or the part of a lump';

--
-- Name: COLUMN deduction_terms_changed.fee_text; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.deduction_terms_changed.fee_text IS 'Fee as the chain words it';

--
-- Name: COLUMN deduction_terms_changed.fee_code; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.deduction_terms_changed.fee_code IS 'Our fee code';

--
-- Name: COLUMN deduction_terms_changed.kind; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.deduction_terms_changed.kind IS 'deduction_terms_changed';

--
-- Name: COLUMN deduction_terms_changed.old_amount; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.deduction_terms_changed.old_amount IS 'RMB that the terms known when the statement closed let it take, negative';

--
-- Name: COLUMN deduction_terms_changed.new_amount; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.deduction_terms_changed.new_amount IS 'RMB by the terms known now, negative';

--
-- Name: COLUMN deduction_terms_changed.amount; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.deduction_terms_changed.amount IS 'RMB: new less old; positive is ours to reclaim, negative is owed to the chain';

--
-- Name: COLUMN deduction_terms_changed.old_contract_id; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.deduction_terms_changed.old_contract_id IS 'Contract asked then';

--
-- Name: COLUMN deduction_terms_changed.old_clause; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.deduction_terms_changed.old_clause IS 'Its clause';

--
-- Name: COLUMN deduction_terms_changed.new_contract_id; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.deduction_terms_changed.new_contract_id IS 'Contract asked now';

--
-- Name: COLUMN deduction_terms_changed.new_clause; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.deduction_terms_changed.new_clause IS 'Its clause';

--
-- Name: COLUMN deduction_terms_changed.stated_amount; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.deduction_terms_changed.stated_amount IS 'RMB that the statement took, negative';

--
-- Name: COLUMN deduction_terms_changed.load_id; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.deduction_terms_changed.load_id IS 'Load of the statement';

--
-- Name: COLUMN deduction_terms_changed.row_number; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.deduction_terms_changed.row_number IS 'Row in its file';

--
-- Name: feed_arrival; Type: VIEW; Schema: mart; Owner: -
--

CREATE VIEW mart.feed_arrival AS
 WITH arrival AS (
         SELECT DISTINCT ON (load.chain_id, load.report, load.business_date) load.chain_id,
            load.report,
            load.business_date,
            load.arrived_at,
            load.load_id
           FROM ops.load
          WHERE ((load.state = ANY (ARRAY['loaded'::text, 'duplicate'::text])) AND (load.business_date IS NOT NULL) AND core.is_known(load.arrived_at, load.recorded_at, 'infinity'::timestamp with time zone, 'infinity'::timestamp with time zone))
          ORDER BY load.chain_id, load.report, load.business_date, load.arrived_at, load.load_id
        ), expectation AS (
         SELECT e.chain_id,
            e.report,
            e.every,
            e.after_days,
            e.by_time,
            f.first_date
           FROM (core.expected_arrival e
             JOIN ( SELECT arrival.chain_id,
                    arrival.report,
                    min(arrival.business_date) AS first_date
                   FROM arrival
                  GROUP BY arrival.chain_id, arrival.report) f USING (chain_id, report))
          WHERE core.is_known(e.arrived_at, e.recorded_at, e.superseded_at, e.superseded_recorded_at)
        ), expected AS (
         SELECT e.chain_id,
            e.report,
            d.day AS business_date,
            (((d.day + e.after_days) + e.by_time) AT TIME ZONE 'Asia/Shanghai'::text) AS expected_by
           FROM (expectation e
             JOIN core.calendar_day d ON (((d.day >= e.first_date) AND (d.day <= core.as_of()))))
          WHERE
                CASE e.every
                    WHEN 'day'::text THEN true
                    WHEN 'working_day'::text THEN d.is_working_day
                    WHEN 'half_month'::text THEN ((EXTRACT(day FROM d.day) = (15)::numeric) OR (EXTRACT(day FROM (d.day + 1)) = (1)::numeric))
                    WHEN 'month'::text THEN (EXTRACT(day FROM (d.day + 1)) = (1)::numeric)
                    ELSE NULL::boolean
                END
        )
 SELECT x.chain_id,
    x.report,
    x.business_date,
    x.expected_by,
    a.arrived_at,
        CASE
            WHEN (a.arrived_at <= x.expected_by) THEN 'on_time'::text
            WHEN (a.arrived_at IS NOT NULL) THEN 'late'::text
            WHEN (x.expected_by <= core.known_at()) THEN 'missing'::text
            ELSE 'not_due'::text
        END AS state,
    a.load_id
   FROM (expected x
     LEFT JOIN arrival a USING (chain_id, report, business_date));

--
-- Name: VIEW feed_arrival; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON VIEW mart.feed_arrival IS 'One row: one report of one chain for one business date on which a file is expected, and whether it came';

--
-- Name: COLUMN feed_arrival.chain_id; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.feed_arrival.chain_id IS 'Chain (系统)';

--
-- Name: COLUMN feed_arrival.report; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.feed_arrival.report IS 'Report of the chain''s profile';

--
-- Name: COLUMN feed_arrival.business_date; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.feed_arrival.business_date IS 'Business date that the file is about';

--
-- Name: COLUMN feed_arrival.expected_by; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.feed_arrival.expected_by IS 'Moment until which it is on time';

--
-- Name: COLUMN feed_arrival.arrived_at; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.feed_arrival.arrived_at IS 'When the first good file for the date arrived; null while none has';

--
-- Name: COLUMN feed_arrival.state; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.feed_arrival.state IS 'on_time, late, missing (due and not there), not_due';

--
-- Name: COLUMN feed_arrival.load_id; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.feed_arrival.load_id IS 'Load of that file';

--
-- Name: new_product_clock; Type: VIEW; Schema: mart; Owner: -
--

CREATE VIEW mart.new_product_clock AS
 WITH rule AS MATERIALIZED (
         SELECT (core.rule_value('new_product.working_days'::text))::integer AS working_days,
            (core.rule_value('new_product.watch_days'::text))::integer AS watch_days
        ), fresh AS (
         SELECT product.product_id,
            product.launched_on
           FROM core.product product,
            rule rule_1
          WHERE (core.is_known(product.arrived_at, product.recorded_at, product.superseded_at, product.superseded_recorded_at) AND ((core.as_of() >= product.valid_from) AND (core.as_of() <= product.valid_to)) AND (product.launched_on <= core.as_of()) AND (product.launched_on > (core.as_of() - rule_1.watch_days)))
        ), opened AS (
         SELECT kept.chain_id,
            kept.store_id,
            kept.product_id,
            kept.first_received_on AS opened_on
           FROM (core.kept_item kept
             JOIN fresh fresh_1 USING (product_id))
          WHERE (mart.is_figures_kept() AND (kept.first_received_on <= core.as_of()))
        UNION ALL
         SELECT delivery.chain_id,
            delivery.store_id,
            delivery.product_id,
            min(delivery.received_on) AS min
           FROM (core.delivery_line delivery
             JOIN fresh fresh_1 USING (product_id))
          WHERE ((NOT mart.is_figures_kept()) AND core.is_known(delivery.arrived_at, delivery.recorded_at, delivery.superseded_at, delivery.superseded_recorded_at) AND (delivery.kind = 'delivery'::text) AND (delivery.received_quantity > (0)::numeric) AND (delivery.received_on <= core.as_of()))
          GROUP BY delivery.chain_id, delivery.store_id, delivery.product_id
        )
 SELECT store.chain_id,
    store.store_id,
    fresh.product_id,
    fresh.launched_on,
    due.day AS due_on,
    opened.opened_on,
        CASE
            WHEN (opened.opened_on <= due.day) THEN 'opened'::text
            WHEN (opened.opened_on > due.day) THEN 'opened_late'::text
            WHEN (core.as_of() > due.day) THEN 'late'::text
            ELSE 'running'::text
        END AS state,
    (due.working_number - today.working_number) AS working_days_left,
    'M6.1.5'::text AS clause
   FROM ((((((core.store store
     CROSS JOIN fresh)
     CROSS JOIN rule)
     LEFT JOIN core.calendar_day start ON ((start.day = GREATEST(fresh.launched_on, store.valid_from))))
     LEFT JOIN core.calendar_day due ON ((due.is_working_day AND (due.working_number = (start.working_number + rule.working_days)))))
     LEFT JOIN core.calendar_day today ON ((today.day = core.as_of())))
     LEFT JOIN opened ON (((opened.chain_id = store.chain_id) AND (opened.store_id = store.store_id) AND (opened.product_id = fresh.product_id))))
  WHERE (core.is_known(store.arrived_at, store.recorded_at, store.superseded_at, store.superseded_recorded_at) AND ((core.as_of() >= store.valid_from) AND (core.as_of() <= store.valid_to)));

--
-- Name: VIEW new_product_clock; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON VIEW mart.new_product_clock IS 'One row: one new product in one open store: whether it was opened within 20 working days of the companys start';

--
-- Name: COLUMN new_product_clock.chain_id; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.new_product_clock.chain_id IS 'Chain';

--
-- Name: COLUMN new_product_clock.store_id; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.new_product_clock.store_id IS 'Store, within the chain';

--
-- Name: COLUMN new_product_clock.product_id; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.new_product_clock.product_id IS 'Our product';

--
-- Name: COLUMN new_product_clock.launched_on; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.new_product_clock.launched_on IS 'The companys start date';

--
-- Name: COLUMN new_product_clock.due_on; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.new_product_clock.due_on IS 'Last day: the 20th working day after the start, or after the stores opening; null where the calendar does not reach';

--
-- Name: COLUMN new_product_clock.opened_on; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.new_product_clock.opened_on IS 'First delivery signed for; null when not opened yet';

--
-- Name: COLUMN new_product_clock.state; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.new_product_clock.state IS 'opened, opened_late, late (not opened, clock over), running';

--
-- Name: COLUMN new_product_clock.working_days_left; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.new_product_clock.working_days_left IS 'Working days until due_on; negative: over';

--
-- Name: COLUMN new_product_clock.clause; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.new_product_clock.clause IS 'Clause of the operating manual';

--
-- Name: promotion_deadline; Type: VIEW; Schema: mart; Owner: -
--

CREATE VIEW mart.promotion_deadline AS
 WITH rule AS MATERIALIZED (
         SELECT (core.rule_value('promotion.poster_days'::text))::integer AS poster_days,
            (core.rule_value('promotion.in_store_days'::text))::integer AS in_store_days,
            (core.rule_value('promotion.restore_working_days'::text))::integer AS restore_days,
            (core.rule_value('promotion.report_working_days'::text))::integer AS report_days
        ), promotion AS (
         SELECT promotion_1.chain_id,
            promotion_1.promotion_id,
            promotion_1.product_id,
            promotion_1.kind,
            promotion_1.retail_from,
            promotion_1.retail_to,
            promotion_1.retail_price,
                CASE
                    WHEN (promotion_1.filed_on <= core.as_of()) THEN promotion_1.filed_on
                    ELSE NULL::date
                END AS filed_on,
                CASE
                    WHEN (promotion_1.reported_on <= core.as_of()) THEN promotion_1.reported_on
                    ELSE NULL::date
                END AS reported_on,
            (promotion_1.retail_from -
                CASE promotion_1.kind
                    WHEN 'poster'::text THEN rule.poster_days
                    ELSE rule.in_store_days
                END) AS file_by,
            restore.day AS restore_by,
            report.day AS report_by,
            COALESCE(( SELECT min(later.retail_from) AS min
                   FROM core.promotion later
                  WHERE ((later.chain_id = promotion_1.chain_id) AND (later.product_id = promotion_1.product_id) AND (later.retail_from > promotion_1.retail_to) AND core.is_known(later.arrived_at, later.recorded_at, later.superseded_at, later.superseded_recorded_at))), 'infinity'::date) AS next_from
           FROM ((((core.promotion promotion_1
             CROSS JOIN rule)
             LEFT JOIN core.calendar_day ended ON ((ended.day = promotion_1.retail_to)))
             LEFT JOIN core.calendar_day restore ON ((restore.is_working_day AND (restore.working_number = (ended.working_number + rule.restore_days)))))
             LEFT JOIN core.calendar_day report ON ((report.is_working_day AND (report.working_number = (ended.working_number + rule.report_days)))))
          WHERE core.is_known(promotion_1.arrived_at, promotion_1.recorded_at, promotion_1.superseded_at, promotion_1.superseded_recorded_at)
        ), shelf AS (
         SELECT promotion_1.chain_id,
            promotion_1.promotion_id,
            promotion_1.product_id,
            promotion_1.restore_by,
            seen.store_id,
            seen.seen_on,
            (seen.unit_price <= promotion_1.retail_price) AS is_reduced,
            bool_or((seen.unit_price > promotion_1.retail_price)) OVER (PARTITION BY promotion_1.chain_id, promotion_1.promotion_id, promotion_1.product_id, seen.store_id ORDER BY seen.seen_on) AS was_restored
           FROM (promotion promotion_1
             JOIN core.retail_price seen ON (((seen.chain_id = promotion_1.chain_id) AND (seen.product_id = promotion_1.product_id) AND (seen.seen_on > promotion_1.retail_to) AND (seen.seen_on <= core.as_of()) AND (seen.seen_on < promotion_1.next_from) AND core.is_known(seen.arrived_at, seen.recorded_at, seen.superseded_at, seen.superseded_recorded_at))))
        ), still_reduced AS (
         SELECT shelf.chain_id,
            shelf.promotion_id,
            shelf.product_id,
            count(DISTINCT shelf.store_id) AS store_count,
            max(shelf.seen_on) AS last_on
           FROM shelf
          WHERE (shelf.is_reduced AND (NOT shelf.was_restored) AND (shelf.seen_on > shelf.restore_by))
          GROUP BY shelf.chain_id, shelf.promotion_id, shelf.product_id
        )
 SELECT promotion.chain_id,
    promotion.promotion_id,
    promotion.product_id,
    promotion.kind,
    promotion.retail_from,
    promotion.retail_to,
    promotion.file_by,
    promotion.filed_on,
    (promotion.file_by - COALESCE(promotion.filed_on, core.as_of())) AS filed_days_ahead,
    (COALESCE(promotion.filed_on, core.as_of()) > promotion.file_by) AS is_filed_late,
    promotion.restore_by,
    COALESCE(still_reduced.store_count, (0)::bigint) AS not_restored_store_count,
    promotion.report_by,
    promotion.reported_on,
    COALESCE((COALESCE(promotion.reported_on, core.as_of()) > promotion.report_by), false) AS is_reported_late,
    still_reduced.last_on AS not_restored_last_on
   FROM (promotion
     LEFT JOIN still_reduced USING (chain_id, promotion_id, product_id));

--
-- Name: VIEW promotion_deadline; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON VIEW mart.promotion_deadline IS 'One row: one product of one promotion with its deadlines and whether they were kept as of the date';

--
-- Name: COLUMN promotion_deadline.chain_id; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.promotion_deadline.chain_id IS 'Chain';

--
-- Name: COLUMN promotion_deadline.promotion_id; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.promotion_deadline.promotion_id IS 'Promotion';

--
-- Name: COLUMN promotion_deadline.product_id; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.promotion_deadline.product_id IS 'Our product';

--
-- Name: COLUMN promotion_deadline.kind; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.promotion_deadline.kind IS 'poster (60 days ahead) or in_store (30 days)';

--
-- Name: COLUMN promotion_deadline.retail_from; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.promotion_deadline.retail_from IS 'First day on the shelf';

--
-- Name: COLUMN promotion_deadline.retail_to; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.promotion_deadline.retail_to IS 'Last day on the shelf';

--
-- Name: COLUMN promotion_deadline.file_by; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.promotion_deadline.file_by IS 'Last day to file it';

--
-- Name: COLUMN promotion_deadline.filed_on; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.promotion_deadline.filed_on IS 'Day it was filed; null when not yet';

--
-- Name: COLUMN promotion_deadline.filed_days_ahead; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.promotion_deadline.filed_days_ahead IS 'Days between filing (or the as-of date, when not filed) and the last day; negative: late';

--
-- Name: COLUMN promotion_deadline.is_filed_late; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.promotion_deadline.is_filed_late IS 'Filed after the last day, or not filed and it is over';

--
-- Name: COLUMN promotion_deadline.restore_by; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.promotion_deadline.restore_by IS 'Working day by which the shelf price must be normal again';

--
-- Name: COLUMN promotion_deadline.not_restored_store_count; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.promotion_deadline.not_restored_store_count IS 'Stores seen at or under the promotions price in the two weeks after it; 0 also where no shelf prices are reported';

--
-- Name: COLUMN promotion_deadline.report_by; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.promotion_deadline.report_by IS 'Working day by which results must be reported';

--
-- Name: COLUMN promotion_deadline.reported_on; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.promotion_deadline.reported_on IS 'Day they were; null when not yet';

--
-- Name: COLUMN promotion_deadline.is_reported_late; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.promotion_deadline.is_reported_late IS 'Reported after it, or not reported and it is over';

--
-- Name: COLUMN promotion_deadline.not_restored_last_on; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.promotion_deadline.not_restored_last_on IS 'Last day after it on which a store was still seen at the promotions price, without having been seen normal before; null when none was';

--
-- Name: sku_lock_alert; Type: VIEW; Schema: mart; Owner: -
--

CREATE VIEW mart.sku_lock_alert AS
 WITH rule AS MATERIALIZED (
         SELECT core.as_of() AS as_of,
            core.rule_value('lock.suspected_interval_factor'::text) AS interval_factor,
            core.rule_value('lock.suspected_min_orders'::text) AS min_orders,
            (core.rule_value('lock.suspected_min_days'::text))::integer AS min_days,
            (core.rule_value('lock.history_days'::text))::integer AS history_days,
            (core.rule_value('lock.at_risk_lines'::text))::integer AS risk_lines,
            (core.rule_value('lock.at_risk_failures'::text))::integer AS risk_failures,
            (core.as_of() - (core.rule_value('lock.at_risk_window_days'::text))::integer) AS window_from,
            (core.rule_value('lock.at_risk_window_days'::text))::integer AS window_days,
            core.rule_value('figures.fill_rate_target_pct'::text) AS risk_fill_rate_pct,
            (core.rule_value('lock.at_risk_min_lines'::text))::integer AS risk_min_lines,
            (core.rule_value('lock.at_risk_min_failures'::text))::integer AS risk_min_failures,
            (core.rule_value('lock.failures_until_locked'::text))::integer AS failures_until_locked,
            (core.rule_value('lock.reopening_working_days'::text))::integer AS reopening_days
        ), penalty AS MATERIALIZED (
         SELECT max(penalty_rule.unit_amount) FILTER (WHERE (penalty_rule.rule_id = 'sku_lock'::text)) AS lock_amount,
            max(penalty_rule.unit_amount) FILTER (WHERE (penalty_rule.rule_id = 'sku_lock_late'::text)) AS late_amount,
            max(penalty_rule.clause) FILTER (WHERE (penalty_rule.rule_id = 'sku_lock'::text)) AS clause
           FROM core.penalty_rule
          WHERE core.is_known(penalty_rule.arrived_at, penalty_rule.recorded_at, penalty_rule.superseded_at, penalty_rule.superseded_recorded_at)
        ), portal AS (
         SELECT DISTINCT ON (item_status.chain_id, item_status.store_id, item_status.product_id) item_status.chain_id,
            item_status.store_id,
            item_status.product_id,
            item_status.status,
            item_status.stated_on,
            item_status.reason
           FROM core.item_status
          WHERE (core.is_known(item_status.arrived_at, item_status.recorded_at, item_status.superseded_at, item_status.superseded_recorded_at) AND (item_status.stated_on <= core.as_of()))
          ORDER BY item_status.chain_id, item_status.store_id, item_status.product_id, item_status.stated_on DESC
        ), granted AS (
         SELECT reopening_application.chain_id,
            reopening_application.store_id,
            reopening_application.product_id,
            max(reopening_application.reopened_on) AS granted_on
           FROM core.reopening_application
          WHERE (reopening_application.reopened_on <= core.as_of())
          GROUP BY reopening_application.chain_id, reopening_application.store_id, reopening_application.product_id
        ), lifted AS (
         SELECT said.chain_id,
            said.store_id,
            said.product_id,
            min(said.stated_on) AS reopened_on
           FROM ((portal
             JOIN ( SELECT item_status.chain_id,
                    item_status.store_id,
                    item_status.product_id,
                    max(item_status.stated_on) AS last_blocked_on
                   FROM core.item_status
                  WHERE ((item_status.status <> 'active'::text) AND (item_status.stated_on <= core.as_of()) AND core.is_known(item_status.arrived_at, item_status.recorded_at, item_status.superseded_at, item_status.superseded_recorded_at))
                  GROUP BY item_status.chain_id, item_status.store_id, item_status.product_id) blocked USING (chain_id, store_id, product_id))
             JOIN core.item_status said USING (chain_id, store_id, product_id))
          WHERE ((portal.status = 'active'::text) AND (said.status = 'active'::text) AND (said.stated_on > blocked.last_blocked_on) AND (said.stated_on <= core.as_of()) AND core.is_known(said.arrived_at, said.recorded_at, said.superseded_at, said.superseded_recorded_at))
          GROUP BY said.chain_id, said.store_id, said.product_id
        ), reopened AS (
         SELECT chain_id,
            store_id,
            product_id,
            GREATEST(lifted.reopened_on, granted.granted_on) AS reopened_on
           FROM (lifted
             FULL JOIN granted USING (chain_id, store_id, product_id))
        ), plain AS MATERIALIZED (
         SELECT ordered.chain_id,
            ordered.order_number,
            ordered.store_id,
            ordered.product_id,
            ordered.account_id,
            ordered.ordered_on,
            ordered.requested_on,
            ordered.ordered_quantity,
            COALESCE(delivered.received_quantity, (0)::numeric) AS received_quantity,
            delivered.last_received_on
           FROM (core.order_line ordered
             LEFT JOIN ( SELECT delivery_line.chain_id,
                    delivery_line.order_number,
                    delivery_line.store_id,
                    delivery_line.product_id,
                    sum(delivery_line.received_quantity) AS received_quantity,
                    max(delivery_line.received_on) AS last_received_on
                   FROM core.delivery_line
                  WHERE ((delivery_line.partition_month >= date_trunc('month'::text, (((core.as_of() - ( SELECT rule_1.history_days
                           FROM rule rule_1)) - 31))::timestamp with time zone)) AND core.is_known(delivery_line.arrived_at, delivery_line.recorded_at, delivery_line.superseded_at, delivery_line.superseded_recorded_at) AND (delivery_line.kind = 'delivery'::text) AND (delivery_line.order_number <> ''::text) AND (NOT delivery_line.is_free) AND (delivery_line.received_on <= core.as_of()))
                  GROUP BY delivery_line.chain_id, delivery_line.order_number, delivery_line.store_id, delivery_line.product_id) delivered USING (chain_id, order_number, store_id, product_id))
          WHERE ((NOT mart.is_figures_kept()) AND (ordered.partition_month >= date_trunc('month'::text, (((core.as_of() - ( SELECT rule_1.history_days
                   FROM rule rule_1)) - 31))::timestamp with time zone)) AND core.is_known(ordered.arrived_at, ordered.recorded_at, ordered.superseded_at, ordered.superseded_recorded_at) AND (NOT ordered.is_cancelled) AND (NOT ordered.is_free) AND (ordered.ordered_quantity > (0)::numeric) AND (ordered.ordered_on <= core.as_of()) AND (ordered.ordered_on > (core.as_of() - ( SELECT rule_1.history_days
                   FROM rule rule_1))))
        ), possible AS (
         SELECT kept.chain_id,
            kept.store_id,
            kept.product_id,
            true AS is_silent,
            ((kept.last_ordered_on > rule_1.as_of) OR (kept.last_received_on > rule_1.as_of)) AS is_risky
           FROM (core.kept_item kept
             CROSS JOIN rule rule_1)
          WHERE (mart.is_figures_kept() AND ((kept.last_ordered_on > rule_1.as_of) OR (kept.last_received_on > rule_1.as_of) OR ((kept.last_ordered_on < (rule_1.as_of - rule_1.min_days)) AND (kept.last_ordered_on > (rule_1.as_of - rule_1.history_days)))))
        UNION ALL
         SELECT kept.chain_id,
            kept.store_id,
            kept.product_id,
            false,
            true
           FROM core.kept_fulfilment kept
          WHERE (mart.is_figures_kept() AND (NOT kept.is_free) AND (kept.ordered_quantity > (0)::numeric) AND (kept.received_quantity < kept.ordered_quantity) AND (kept.ordered_on <= ( SELECT rule_1.as_of
                   FROM rule rule_1)) AND (kept.ordered_on > (( SELECT rule_1.as_of
                   FROM rule rule_1) - ( SELECT rule_1.history_days
                   FROM rule rule_1))))
          GROUP BY kept.chain_id, kept.store_id, kept.product_id
         HAVING (count(*) >= ( SELECT LEAST(rule_1.risk_failures, rule_1.risk_min_failures) AS "least"
                   FROM rule rule_1))
        UNION ALL
         SELECT plain.chain_id,
            plain.store_id,
            plain.product_id,
            ((core.as_of() - max(plain.ordered_on)) > ( SELECT rule_1.min_days
                   FROM rule rule_1)),
            (count(*) FILTER (WHERE (plain.received_quantity < plain.ordered_quantity)) >= ( SELECT LEAST(rule_1.risk_failures, rule_1.risk_min_failures) AS "least"
                   FROM rule rule_1))
           FROM plain
          GROUP BY plain.chain_id, plain.store_id, plain.product_id
        UNION ALL
         SELECT portal.chain_id,
            portal.store_id,
            portal.product_id,
            false,
            true
           FROM portal
          WHERE (portal.status <> 'active'::text)
        ), candidate AS MATERIALIZED (
         SELECT row_number() OVER () AS item,
            possible.chain_id,
            possible.store_id,
            possible.product_id,
            possible.is_silent,
            possible.is_risky,
            reopened.reopened_on
           FROM (( SELECT possible_1.chain_id,
                    possible_1.store_id,
                    possible_1.product_id,
                    bool_or(possible_1.is_silent) AS is_silent,
                    bool_or(COALESCE(possible_1.is_risky, false)) AS is_risky
                   FROM possible possible_1
                  WHERE (possible_1.is_silent OR possible_1.is_risky)
                  GROUP BY possible_1.chain_id, possible_1.store_id, possible_1.product_id) possible
             LEFT JOIN reopened ON ((ARRAY[reopened.chain_id, reopened.store_id, reopened.product_id] = ARRAY[possible.chain_id, possible.store_id, possible.product_id])))
        ), order_day AS (
         SELECT candidate.item,
            candidate.reopened_on,
            day.ordered_on
           FROM (candidate
             CROSS JOIN LATERAL ( SELECT DISTINCT kept.ordered_on
                   FROM core.kept_fulfilment kept
                  WHERE ((kept.chain_id = candidate.chain_id) AND (kept.store_id = candidate.store_id) AND (kept.product_id = candidate.product_id) AND (NOT kept.is_free) AND (kept.ordered_quantity > (0)::numeric) AND (kept.ordered_on <= ( SELECT rule_1.as_of
                           FROM rule rule_1)) AND (kept.ordered_on > (( SELECT rule_1.as_of
                           FROM rule rule_1) - ( SELECT rule_1.history_days
                           FROM rule rule_1))))
                 OFFSET 0) day)
          WHERE (candidate.is_silent AND mart.is_figures_kept())
        UNION ALL
         SELECT DISTINCT candidate.item,
            candidate.reopened_on,
            plain.ordered_on
           FROM (plain
             JOIN candidate USING (chain_id, store_id, product_id))
          WHERE candidate.is_silent
        ), day_gap AS (
         SELECT order_day.item,
            order_day.reopened_on,
            order_day.ordered_on,
            (order_day.ordered_on - lag(order_day.ordered_on) OVER (PARTITION BY order_day.item ORDER BY order_day.ordered_on)) AS gap_days
           FROM order_day
        ), habit AS (
         SELECT day_gap.item,
            count(*) AS order_days,
            GREATEST(max(day_gap.ordered_on), max(day_gap.reopened_on)) AS silent_since,
            (percentile_cont((0.5)::double precision) WITHIN GROUP (ORDER BY ((day_gap.gap_days)::double precision)))::numeric AS median_days
           FROM day_gap
          GROUP BY day_gap.item
        ), quiet AS MATERIALIZED (
         SELECT habit.item,
            habit.order_days,
            habit.silent_since,
            habit.median_days,
            candidate.chain_id,
            candidate.store_id
           FROM ((habit
             JOIN candidate USING (item))
             CROSS JOIN rule rule_1)
          WHERE (((habit.order_days)::numeric >= rule_1.min_orders) AND (((rule_1.as_of - habit.silent_since))::numeric > GREATEST((rule_1.interval_factor * habit.median_days), (rule_1.min_days)::numeric)))
        ), watched AS MATERIALIZED (
         SELECT candidate.item,
            candidate.chain_id,
            candidate.store_id,
            candidate.product_id,
            candidate.reopened_on
           FROM candidate
          WHERE (candidate.is_risky OR (candidate.item IN ( SELECT quiet.item
                   FROM quiet)))
        ), kept_line AS MATERIALIZED (
         SELECT watched.item,
            watched.reopened_on,
            watched.chain_id,
            watched.store_id,
            watched.product_id,
            line.order_number,
            line.account_id,
            line.ordered_on,
            line.requested_on,
            line.ordered_quantity,
            line.received_quantity,
            line.last_received_on
           FROM (watched
             CROSS JOIN LATERAL ( SELECT kept.order_number,
                    kept.account_id,
                    kept.ordered_on,
                    kept.requested_on,
                    kept.ordered_quantity,
                    kept.received_quantity,
                    kept.last_received_on
                   FROM core.kept_fulfilment kept
                  WHERE ((kept.chain_id = watched.chain_id) AND (kept.store_id = watched.store_id) AND (kept.product_id = watched.product_id) AND (NOT kept.is_free) AND (kept.ordered_quantity > (0)::numeric) AND (kept.ordered_on <= ( SELECT rule_1.as_of
                           FROM rule rule_1)) AND (kept.ordered_on > (( SELECT rule_1.as_of
                           FROM rule rule_1) - ( SELECT rule_1.history_days
                           FROM rule rule_1))))
                 OFFSET 0) line)
          WHERE mart.is_figures_kept()
        ), answered AS (
         SELECT kept_line.item,
            kept_line.reopened_on,
            kept_line.chain_id,
            kept_line.order_number,
            kept_line.account_id,
            kept_line.ordered_on,
            kept_line.requested_on,
            kept_line.ordered_quantity,
            kept_line.received_quantity,
            kept_line.last_received_on
           FROM kept_line
          WHERE COALESCE((kept_line.last_received_on <= ( SELECT rule_1.as_of
                   FROM rule rule_1)), true)
        UNION ALL
         SELECT kept.item,
            kept.reopened_on,
            kept.chain_id,
            kept.order_number,
            kept.account_id,
            kept.ordered_on,
            kept.requested_on,
            kept.ordered_quantity,
            COALESCE(so_far.received_quantity, (0)::numeric) AS "coalesce",
            so_far.last_received_on
           FROM (kept_line kept
             CROSS JOIN LATERAL ( SELECT sum(line.received_quantity) AS received_quantity,
                    max(line.received_on) AS last_received_on
                   FROM core.delivery_line line
                  WHERE ((line.chain_id = kept.chain_id) AND (line.order_number = kept.order_number) AND (line.store_id = kept.store_id) AND (line.product_id = kept.product_id) AND (NOT line.is_free) AND (line.kind = 'delivery'::text) AND (line.received_on <= core.as_of()) AND core.is_known(line.arrived_at, line.recorded_at, line.superseded_at, line.superseded_recorded_at))) so_far)
          WHERE (kept.last_received_on > ( SELECT rule_1.as_of
                   FROM rule rule_1))
        UNION ALL
         SELECT watched.item,
            watched.reopened_on,
            plain.chain_id,
            plain.order_number,
            plain.account_id,
            plain.ordered_on,
            plain.requested_on,
            plain.ordered_quantity,
            plain.received_quantity,
            plain.last_received_on
           FROM (plain
             JOIN watched USING (chain_id, store_id, product_id))
        ), due AS MATERIALIZED (
         SELECT account.chain_id,
            account.account_id,
            requested.day AS requested_on,
            due_day.day AS due_on
           FROM (((core.settlement_account account
             CROSS JOIN LATERAL mart.account_terms(account.chain_id, account.account_id) terms(is_including, price_decimals, cutoff_days, rounding_tolerance, grace_days))
             JOIN core.calendar_day requested ON (true))
             JOIN core.calendar_day due_day ON ((due_day.is_working_day AND (due_day.working_number = (requested.working_number + terms.grace_days)))))
          WHERE core.is_known(account.arrived_at, account.recorded_at, account.superseded_at, account.superseded_recorded_at)
        ), unseen AS MATERIALIZED (
         SELECT feed_arrival.chain_id,
            feed_arrival.business_date
           FROM mart.feed_arrival
          WHERE ((feed_arrival.state = 'missing'::text) AND (feed_arrival.report = ANY (ARRAY['deliveries'::text, 'orders'::text])))
        ), line AS MATERIALIZED (
         SELECT dated.item,
            dated.reopened_on,
            dated.order_number,
            dated.ordered_on,
            dated.ordered_quantity,
            dated.received_quantity,
            dated.last_received_on,
            dated.due_on,
            dated.is_short,
            dated.is_due,
                CASE
                    WHEN dated.is_due THEN row_number() OVER (PARTITION BY dated.item ORDER BY dated.is_due DESC NULLS LAST, dated.due_on DESC, dated.ordered_on DESC, dated.order_number DESC)
                    ELSE NULL::bigint
                END AS nth_due
           FROM ( SELECT answered.item,
                    answered.reopened_on,
                    answered.order_number,
                    answered.ordered_on,
                    answered.ordered_quantity,
                    answered.received_quantity,
                    answered.last_received_on,
                    due.due_on,
                    (answered.received_quantity < answered.ordered_quantity) AS is_short,
                    ((due.due_on <= ( SELECT rule_1.as_of
                           FROM rule rule_1)) AND (answered.ordered_on > COALESCE(answered.reopened_on, '-infinity'::date)) AND (NOT (EXISTS ( SELECT
                           FROM unseen
                          WHERE ((unseen.chain_id = answered.chain_id) AND ((unseen.business_date >= answered.requested_on) AND (unseen.business_date <= due.due_on))))))) AS is_due
                   FROM (answered
                     LEFT JOIN due USING (chain_id, account_id, requested_on))) dated
        ), delivery_record AS (
         SELECT line.item,
            count(*) FILTER (WHERE (line.nth_due <= rule_1.risk_lines)) AS recent_lines,
            count(*) FILTER (WHERE ((line.nth_due <= rule_1.risk_lines) AND line.is_short)) AS recent_failures,
            COALESCE((min(line.nth_due) FILTER (WHERE (NOT line.is_short)) - 1), count(line.nth_due)) AS failures_in_a_row,
            (array_agg(line.due_on ORDER BY line.due_on, line.nth_due DESC) FILTER (WHERE ((line.nth_due <= rule_1.risk_lines) AND line.is_short)))[max(rule_1.risk_failures)] AS failing_since,
            count(*) FILTER (WHERE (line.is_due AND (line.due_on > rule_1.window_from))) AS window_lines,
            count(*) FILTER (WHERE (line.is_due AND line.is_short AND (line.due_on > rule_1.window_from))) AS window_failures,
            sum(line.ordered_quantity) FILTER (WHERE (line.is_due AND (line.due_on > rule_1.window_from))) AS window_ordered,
            sum(line.received_quantity) FILTER (WHERE (line.is_due AND (line.due_on > rule_1.window_from))) AS window_received,
            max(line.due_on) FILTER (WHERE (line.is_due AND line.is_short)) AS last_short_on,
            max(line.last_received_on) AS last_delivered_on,
            max(line.ordered_on) AS last_ordered_on
           FROM line,
            rule rule_1
          GROUP BY line.item
        ), store_day AS (
         SELECT line.chain_id,
            line.store_id,
            line.ordered_on
           FROM (( SELECT quiet.chain_id,
                    quiet.store_id,
                    min(quiet.silent_since) AS silent_since
                   FROM quiet
                  GROUP BY quiet.chain_id, quiet.store_id) store_1
             CROSS JOIN LATERAL ( SELECT DISTINCT kept.chain_id,
                    kept.store_id,
                    kept.ordered_on
                   FROM (core.kept_item other
                     JOIN core.kept_fulfilment kept USING (chain_id, store_id, product_id))
                  WHERE ((other.chain_id = store_1.chain_id) AND (other.store_id = store_1.store_id) AND (other.last_ordered_on > store_1.silent_since) AND (NOT kept.is_free) AND (kept.ordered_quantity > (0)::numeric) AND (kept.ordered_on > store_1.silent_since) AND (kept.ordered_on <= core.as_of()))) line)
          WHERE mart.is_figures_kept()
        UNION ALL
         SELECT DISTINCT plain.chain_id,
            plain.store_id,
            plain.ordered_on
           FROM plain
        ), portal_since AS (
         SELECT portal.chain_id,
            portal.store_id,
            portal.product_id,
            portal.status,
            portal.reason,
            min(said.stated_on) AS since_on
           FROM ((portal
             JOIN core.item_status said USING (chain_id, store_id, product_id))
             LEFT JOIN granted USING (chain_id, store_id, product_id))
          WHERE ((portal.status <> 'active'::text) AND (said.status <> 'active'::text) AND (said.stated_on <= core.as_of()) AND (said.stated_on >= COALESCE(granted.granted_on, '-infinity'::date)) AND core.is_known(said.arrived_at, said.recorded_at, said.superseded_at, said.superseded_recorded_at) AND (NOT (EXISTS ( SELECT
                   FROM core.item_status other
                  WHERE (((other.chain_id = said.chain_id) AND (other.store_id = said.store_id) AND (other.product_id = said.product_id)) AND (other.status = 'active'::text) AND ((other.stated_on >= said.stated_on) AND (other.stated_on <= portal.stated_on)) AND core.is_known(other.arrived_at, other.recorded_at, other.superseded_at, other.superseded_recorded_at))))))
          GROUP BY portal.chain_id, portal.store_id, portal.product_id, portal.status, portal.reason
        ), delisted AS (
         SELECT chain_item.chain_id,
            chain_item.product_id
           FROM core.chain_item
          WHERE core.is_known(chain_item.arrived_at, chain_item.recorded_at, chain_item.superseded_at, chain_item.superseded_recorded_at)
          GROUP BY chain_item.chain_id, chain_item.product_id
         HAVING bool_and((chain_item.delisted_on <= core.as_of()))
        ), silent AS (
         SELECT quiet.item,
            quiet.silent_since,
            quiet.median_days,
            count(store_day.ordered_on) AS store_order_days,
            min(store_day.ordered_on) AS first_other_on
           FROM (quiet
             JOIN store_day ON (((ARRAY[store_day.chain_id, store_day.store_id] = ARRAY[quiet.chain_id, quiet.store_id]) AND (store_day.ordered_on > quiet.silent_since))))
          GROUP BY quiet.item, quiet.silent_since, quiet.median_days
        ), judged AS (
         SELECT watched.chain_id,
            watched.store_id,
            watched.product_id,
                CASE
                    WHEN (portal_since.chain_id IS NOT NULL) THEN 'locked'::text
                    WHEN ((silent.item IS NOT NULL) AND (delisted.chain_id IS NULL)) THEN 'suspected'::text
                    WHEN ((delisted.chain_id IS NULL) AND ((record.recent_failures >= rule_1.risk_failures) OR ((record.window_lines >= rule_1.risk_min_lines) AND (record.window_failures >= rule_1.risk_min_failures) AND ((record.window_received * (100)::numeric) < (record.window_ordered * rule_1.risk_fill_rate_pct))))) THEN 'at_risk'::text
                    ELSE NULL::text
                END AS level,
                CASE
                    WHEN (portal_since.chain_id IS NOT NULL) THEN portal_since.since_on
                    WHEN (silent.item IS NOT NULL) THEN GREATEST(((silent.silent_since + (floor(GREATEST((rule_1.interval_factor * silent.median_days), (rule_1.min_days)::numeric)))::integer) + 1), silent.first_other_on)
                    ELSE COALESCE(record.failing_since, record.last_short_on)
                END AS since_on,
            LEAST(portal_since.since_on,
                CASE
                    WHEN (delisted.chain_id IS NULL) THEN GREATEST(((silent.silent_since + (floor(GREATEST((rule_1.interval_factor * silent.median_days), (rule_1.min_days)::numeric)))::integer) + 1), silent.first_other_on)
                    ELSE NULL::date
                END) AS first_alert_on,
            watched.reopened_on,
            record.last_ordered_on,
            habit.order_days,
            habit.median_days,
            silent.store_order_days,
            record.last_delivered_on,
            habit.silent_since,
            record.recent_lines,
            record.recent_failures,
            record.failures_in_a_row,
            record.window_lines,
            record.window_ordered,
            record.window_received,
            portal_since.status AS portal_status,
            portal_since.reason AS portal_reason,
            (delisted.chain_id IS NOT NULL) AS is_delisted
           FROM ((((((watched
             CROSS JOIN rule rule_1)
             LEFT JOIN delivery_record record USING (item))
             LEFT JOIN quiet habit USING (item))
             LEFT JOIN silent USING (item))
             LEFT JOIN portal_since ON ((ARRAY[portal_since.chain_id, portal_since.store_id, portal_since.product_id] = ARRAY[watched.chain_id, watched.store_id, watched.product_id])))
             LEFT JOIN delisted ON (((delisted.chain_id = watched.chain_id) AND (delisted.product_id = watched.product_id))))
        ), alert AS (
         SELECT judged.chain_id,
            judged.store_id,
            judged.product_id,
            judged.level,
            judged.since_on,
            judged.first_alert_on,
            judged.reopened_on,
            judged.last_ordered_on,
            judged.order_days,
            judged.median_days,
            judged.store_order_days,
            judged.last_delivered_on,
            judged.silent_since,
            judged.recent_lines,
            judged.recent_failures,
            judged.failures_in_a_row,
            judged.window_lines,
            judged.window_ordered,
            judged.window_received,
            judged.portal_status,
            judged.portal_reason,
            judged.is_delisted,
                CASE
                    WHEN (judged.level <> 'at_risk'::text) THEN due.day
                    ELSE NULL::date
                END AS due_on,
            due.day AS due_if_locked_on,
            application.prepared_on,
            application.submitted_on,
                CASE
                    WHEN (judged.level <> 'at_risk'::text) THEN GREATEST((COALESCE(application.submitted_on, core.as_of()) - due.day), 0)
                    ELSE NULL::integer
                END AS late_days
           FROM ((((judged
             CROSS JOIN rule rule_1)
             LEFT JOIN core.calendar_day first_seen ON ((first_seen.day =
                CASE
                    WHEN (judged.level = 'at_risk'::text) THEN rule_1.as_of
                    ELSE judged.first_alert_on
                END)))
             LEFT JOIN core.calendar_day due ON ((due.is_working_day AND (due.working_number = (first_seen.working_number + rule_1.reopening_days)))))
             LEFT JOIN LATERAL ( SELECT made.prepared_on,
                        CASE
                            WHEN (made.submitted_on <= core.as_of()) THEN made.submitted_on
                            ELSE NULL::date
                        END AS submitted_on
                   FROM core.reopening_application made
                  WHERE ((made.chain_id = judged.chain_id) AND (made.store_id = judged.store_id) AND (made.product_id = judged.product_id) AND (judged.level <> 'at_risk'::text) AND (made.prepared_on <= core.as_of()) AND ((made.prepared_on >= judged.since_on) OR (made.prepared_on > judged.last_ordered_on)) AND COALESCE((made.reopened_on > core.as_of()), true) AND (made.prepared_on >= COALESCE(judged.reopened_on, '-infinity'::date)) AND (NOT ((judged.level = 'locked'::text) AND (EXISTS ( SELECT
                           FROM (core.item_status blocked
                             JOIN core.item_status free USING (chain_id, store_id, product_id))
                          WHERE ((blocked.chain_id = made.chain_id) AND (blocked.store_id = made.store_id) AND (blocked.product_id = made.product_id) AND (blocked.status <> 'active'::text) AND (free.status = 'active'::text) AND (free.stated_on > GREATEST(blocked.stated_on, made.prepared_on)) AND (free.stated_on <= core.as_of()) AND core.is_known(blocked.arrived_at, blocked.recorded_at, blocked.superseded_at, blocked.superseded_recorded_at) AND core.is_known(free.arrived_at, free.recorded_at, free.superseded_at, free.superseded_recorded_at) AND (NOT (EXISTS ( SELECT
                                   FROM core.item_status before
                                  WHERE ((before.chain_id = made.chain_id) AND (before.store_id = made.store_id) AND (before.product_id = made.product_id) AND (before.status = 'active'::text) AND (before.stated_on > blocked.stated_on) AND (before.stated_on <= made.prepared_on) AND core.is_known(before.arrived_at, before.recorded_at, before.superseded_at, before.superseded_recorded_at)))))))))))
                  ORDER BY (made.submitted_on <= core.as_of()) DESC NULLS LAST, made.prepared_on
                 LIMIT 1) application ON (true))
          WHERE (judged.level IS NOT NULL)
        )
 SELECT alert.chain_id,
    alert.store_id,
    alert.product_id,
    alert.level,
    alert.since_on,
    alert.last_ordered_on,
    alert.last_delivered_on,
        CASE alert.level
            WHEN 'locked'::text THEN ((((('门户状态：'::text ||
            CASE alert.portal_status
                WHEN 'locked'::text THEN '锁码'::text
                WHEN 'stopped'::text THEN '停购'::text
                ELSE '下架'::text
            END) || '，自 '::text) || alert.since_on) || COALESCE(('；原因：'::text || alert.portal_reason), ''::text)) || COALESCE(('；最后订货 '::text || alert.last_ordered_on), ''::text))
            WHEN 'suspected'::text THEN ((((((((((('最后订货 '::text || alert.last_ordered_on) ||
            CASE
                WHEN (alert.silent_since > alert.last_ordered_on) THEN (('，'::text || alert.silent_since) || ' 重新开通'::text)
                ELSE ''::text
            END) || '，已 '::text) || (core.as_of() - alert.silent_since)) || ' 天未订；以往 '::text) || alert.order_days) || ' 次订货，间隔中位数 '::text) || trim_scale(round(alert.median_days, 1))) || ' 天；其间该店另有 '::text) || alert.store_order_days) || ' 天订了其他品项'::text)
            ELSE (((((((('最近 '::text || alert.recent_lines) || ' 笔到期订单 '::text) || alert.recent_failures) || ' 笔未送或少送；近 '::text) || rule.window_days) || ' 天送达率 '::text) || COALESCE((((((trunc(((alert.window_received / NULLIF(alert.window_ordered, (0)::numeric)) * (100)::numeric), 1) || '%（'::text) || trim_scale(alert.window_received)) || '/'::text) || trim_scale(alert.window_ordered)) || '）'::text), '—'::text)) ||
            CASE
                WHEN (alert.failures_in_a_row >= rule.failures_until_locked) THEN (('；已连续 '::text || alert.failures_in_a_row) || ' 笔，系统随时可能锁码'::text)
                WHEN (alert.failures_in_a_row = (rule.failures_until_locked - 1)) THEN (('；已连续 '::text || alert.failures_in_a_row) || ' 笔，再有一笔未送或少送即锁码'::text)
                ELSE ''::text
            END)
        END AS evidence,
        CASE alert.level
            WHEN 'locked'::text THEN ((((('portal says '::text || alert.portal_status) || ' since '::text) || alert.since_on) || COALESCE(('; its reason: '::text || alert.portal_reason), ''::text)) || COALESCE(('; last ordered '::text || alert.last_ordered_on), ''::text))
            WHEN 'suspected'::text THEN ((((((((((('last ordered '::text || alert.last_ordered_on) ||
            CASE
                WHEN (alert.silent_since > alert.last_ordered_on) THEN (', reopened '::text || alert.silent_since)
                ELSE ''::text
            END) || ', '::text) || (core.as_of() - alert.silent_since)) || ' days ago; '::text) || alert.order_days) || ' earlier order days, median interval '::text) || trim_scale(round(alert.median_days, 1))) || ' days; the store ordered other items on '::text) || alert.store_order_days) || ' days since'::text)
            ELSE (((((((alert.recent_failures || ' of the last '::text) || alert.recent_lines) || ' due order lines undelivered or short; fill rate of the last '::text) || rule.window_days) || ' days '::text) || COALESCE((((((trunc(((alert.window_received / NULLIF(alert.window_ordered, (0)::numeric)) * (100)::numeric), 1) || ' % ('::text) || trim_scale(alert.window_received)) || '/'::text) || trim_scale(alert.window_ordered)) || ')'::text), '—'::text)) ||
            CASE
                WHEN (alert.failures_in_a_row >= rule.failures_until_locked) THEN (('; '::text || alert.failures_in_a_row) || ' in a row: the chain may lock it any day'::text)
                WHEN (alert.failures_in_a_row = (rule.failures_until_locked - 1)) THEN (('; '::text || alert.failures_in_a_row) || ' in a row: one more failed delivery locks this item'::text)
                ELSE ''::text
            END)
        END AS evidence_en,
        CASE
            WHEN (alert.is_delisted OR (alert.portal_status = 'delisted'::text)) THEN 'delisted'::text
            WHEN (alert.failures_in_a_row >= rule.failures_until_locked) THEN 'undelivered_orders'::text
            WHEN ((alert.failures_in_a_row > 0) OR (alert.level = 'at_risk'::text)) THEN 'short_deliveries'::text
            WHEN (alert.portal_reason IS NOT NULL) THEN 'portal_reason'::text
            ELSE 'unknown'::text
        END AS cause,
        CASE
            WHEN (alert.level = 'locked'::text) THEN 'portal'::text
            WHEN (alert.level = 'suspected'::text) THEN 'silence'::text
            WHEN (alert.failures_in_a_row >= (rule.failures_until_locked - 1)) THEN 'failures_in_a_row'::text
            WHEN (alert.recent_failures >= rule.risk_failures) THEN 'failures'::text
            ELSE 'fill_rate'::text
        END AS rule,
    alert.failures_in_a_row,
    ((alert.level = 'at_risk'::text) AND (alert.failures_in_a_row >= (rule.failures_until_locked - 1))) AS is_one_failure_from_lock,
    penalty.clause,
    store.representative_id AS owner_person_id,
        CASE
            WHEN (alert.level = 'at_risk'::text) THEN 0.00
            ELSE (
            CASE alert.level
                WHEN 'locked'::text THEN penalty.lock_amount
                ELSE 0.00
            END + (penalty.late_amount * (COALESCE(alert.late_days, 0))::numeric))
        END AS exposure_amount,
    ((date_trunc('month'::text, (core.as_of())::timestamp with time zone) + '1 mon -1 days'::interval))::date AS exposure_if_open_on,
    (penalty.lock_amount + (penalty.late_amount * (
        CASE
            WHEN (alert.submitted_on IS NOT NULL) THEN COALESCE(alert.late_days, 0)
            ELSE GREATEST((((date_trunc('month'::text, (core.as_of())::timestamp with time zone) + '1 mon -1 days'::interval))::date - alert.due_if_locked_on), 0)
        END)::numeric)) AS exposure_if_open_amount,
    alert.due_on,
    alert.prepared_on AS application_prepared_on,
    alert.submitted_on AS application_submitted_on,
    COALESCE(alert.late_days, 0) AS late_days,
    (core.as_of() - alert.since_on) AS days_open,
    penalty.lock_amount,
    penalty.late_amount,
    alert.portal_status,
    alert.portal_reason
   FROM (((alert
     CROSS JOIN rule)
     CROSS JOIN penalty)
     LEFT JOIN mart.store_representative store USING (chain_id, store_id));

--
-- Name: VIEW sku_lock_alert; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON VIEW mart.sku_lock_alert IS 'One row: one item of one store that is locked, suspected to be, or at risk, at the worst level that holds on the as-of date';

--
-- Name: COLUMN sku_lock_alert.chain_id; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.sku_lock_alert.chain_id IS 'Chain';

--
-- Name: COLUMN sku_lock_alert.store_id; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.sku_lock_alert.store_id IS 'Store, within the chain';

--
-- Name: COLUMN sku_lock_alert.product_id; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.sku_lock_alert.product_id IS 'Our product';

--
-- Name: COLUMN sku_lock_alert.level; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.sku_lock_alert.level IS 'locked: the portal says so; suspected: not ordered for longer than usual while the store orders other items; at_risk: several of the last orders failed or were short, or the trailing fill rate is under target';

--
-- Name: COLUMN sku_lock_alert.since_on; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.sku_lock_alert.since_on IS 'First business date on which the level held';

--
-- Name: COLUMN sku_lock_alert.last_ordered_on; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.sku_lock_alert.last_ordered_on IS 'Last order of this item in this store; null when none is known';

--
-- Name: COLUMN sku_lock_alert.last_delivered_on; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.sku_lock_alert.last_delivered_on IS 'Last receipt of it; null when none is known';

--
-- Name: COLUMN sku_lock_alert.evidence; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.sku_lock_alert.evidence IS 'What the level rests on, in Chinese';

--
-- Name: COLUMN sku_lock_alert.evidence_en; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.sku_lock_alert.evidence_en IS 'The same in English';

--
-- Name: COLUMN sku_lock_alert.cause; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.sku_lock_alert.cause IS 'delisted; undelivered_orders or short_deliveries: what came just before; portal_reason: neither is known, the portal gives words of its own; unknown';

--
-- Name: COLUMN sku_lock_alert.rule; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.sku_lock_alert.rule IS 'What raised the level: portal; silence; failures_in_a_row (one more failed delivery locks it, or it should be locked already); failures (several of the last due lines); fill_rate (of the window)';

--
-- Name: COLUMN sku_lock_alert.failures_in_a_row; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.sku_lock_alert.failures_in_a_row IS 'Due order lines that failed or were short, counted back from the newest';

--
-- Name: COLUMN sku_lock_alert.is_one_failure_from_lock; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.sku_lock_alert.is_one_failure_from_lock IS 'Early warning: one more failed delivery locks this item, or the chain could lock it any day';

--
-- Name: COLUMN sku_lock_alert.clause; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.sku_lock_alert.clause IS 'Clause of the operating manual';

--
-- Name: COLUMN sku_lock_alert.owner_person_id; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.sku_lock_alert.owner_person_id IS 'Who must act: the store''s representative; null when nobody is named';

--
-- Name: COLUMN sku_lock_alert.exposure_amount; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.sku_lock_alert.exposure_amount IS 'RMB exposed as of today: the lock where it is locked, and each day by which the application is late; 0 while only at risk';

--
-- Name: COLUMN sku_lock_alert.exposure_if_open_on; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.sku_lock_alert.exposure_if_open_on IS 'Last day of the month, for the next column';

--
-- Name: COLUMN sku_lock_alert.exposure_if_open_amount; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.sku_lock_alert.exposure_if_open_amount IS 'RMB exposed if the item is still locked on that day and nothing was handed in; while at risk, if it were locked from today';

--
-- Name: COLUMN sku_lock_alert.due_on; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.sku_lock_alert.due_on IS 'Business date by which the reopening application is due, counted from the first day of suspicion or lock; null while only at risk, and where the calendar does not reach';

--
-- Name: COLUMN sku_lock_alert.application_prepared_on; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.sku_lock_alert.application_prepared_on IS 'Business date of the application''s first workbook; null when none was made';

--
-- Name: COLUMN sku_lock_alert.application_submitted_on; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.sku_lock_alert.application_submitted_on IS 'Business date on which it went to the chain; null until then';

--
-- Name: COLUMN sku_lock_alert.late_days; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.sku_lock_alert.late_days IS 'Calendar days by which the application is or was late; 0 while only at risk';

--
-- Name: COLUMN sku_lock_alert.days_open; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.sku_lock_alert.days_open IS 'Days since since_on';

--
-- Name: COLUMN sku_lock_alert.lock_amount; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.sku_lock_alert.lock_amount IS 'RMB per locked item (config/rules.yaml)';

--
-- Name: COLUMN sku_lock_alert.late_amount; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.sku_lock_alert.late_amount IS 'RMB per day by which the application is late';

--
-- Name: COLUMN sku_lock_alert.portal_status; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.sku_lock_alert.portal_status IS 'The portal''s word where it gives one: locked, stopped, delisted';

--
-- Name: COLUMN sku_lock_alert.portal_reason; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.sku_lock_alert.portal_reason IS 'The portal''s own words why; null when it gives none';

--
-- Name: submission_lateness; Type: VIEW; Schema: mart; Owner: -
--

CREATE VIEW mart.submission_lateness AS
 WITH submitted AS (
         SELECT submission.kind,
            submission.month,
            submission.person_id,
            submission.submitted_on
           FROM core.submission
          WHERE (core.is_known(submission.arrived_at, submission.recorded_at, submission.superseded_at, submission.superseded_recorded_at) AND (submission.submitted_on <= core.as_of()))
        ), owed AS (
         SELECT first.kind,
            first.person_id,
            (step.month)::date AS month,
            (((step.month)::date + (( SELECT core.rule_value(('deadline.'::text || first.kind)) AS rule_value))::integer) - 1) AS due_on
           FROM (( SELECT submitted_1.kind,
                    submitted_1.person_id,
                    min(submitted_1.month) AS month
                   FROM submitted submitted_1
                  GROUP BY submitted_1.kind, submitted_1.person_id) first
             CROSS JOIN LATERAL generate_series((first.month)::timestamp with time zone, date_trunc('month'::text, (core.as_of())::timestamp with time zone), '1 mon'::interval) step(month))
        )
 SELECT owed.kind,
    owed.month,
    owed.person_id,
    owed.due_on,
    submitted.submitted_on,
    (COALESCE(submitted.submitted_on, core.as_of()) - owed.due_on) AS days_late
   FROM (owed
     LEFT JOIN submitted USING (kind, month, person_id))
  WHERE (COALESCE(submitted.submitted_on, core.as_of()) > owed.due_on);

--
-- Name: VIEW submission_lateness; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON VIEW mart.submission_lateness IS 'One row: one monthly paper of one person that came late or is overdue on the as-of date';

--
-- Name: COLUMN submission_lateness.kind; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.submission_lateness.kind IS 'sku_ranking (by the 5th), budget (15th), plan (25th)';

--
-- Name: COLUMN submission_lateness.month; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.submission_lateness.month IS 'First day of the month';

--
-- Name: COLUMN submission_lateness.person_id; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.submission_lateness.person_id IS 'Who owes it';

--
-- Name: COLUMN submission_lateness.due_on; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.submission_lateness.due_on IS 'By when';

--
-- Name: COLUMN submission_lateness.submitted_on; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.submission_lateness.submitted_on IS 'When it came; null when it has not';

--
-- Name: COLUMN submission_lateness.days_late; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.submission_lateness.days_late IS 'Calendar days late, so far';

--
-- Name: exposure; Type: VIEW; Schema: mart; Owner: -
--

CREATE VIEW mart.exposure AS
 WITH this_month AS MATERIALIZED (
         SELECT core.as_of() AS as_of,
            (date_trunc('month'::text, (core.as_of())::timestamp with time zone))::date AS month
        ), alert AS MATERIALIZED (
         SELECT sku_lock_alert.chain_id,
            sku_lock_alert.store_id,
            sku_lock_alert.product_id,
            sku_lock_alert.level,
            sku_lock_alert.since_on,
            sku_lock_alert.due_on,
            sku_lock_alert.late_days,
            sku_lock_alert.application_submitted_on
           FROM mart.sku_lock_alert
        ), promotion AS MATERIALIZED (
         SELECT promotion_deadline.chain_id,
            promotion_deadline.promotion_id,
            max(promotion_deadline.retail_to) AS retail_to,
            max(promotion_deadline.restore_by) AS restore_by,
            max(promotion_deadline.report_by) AS report_by,
            (count(promotion_deadline.filed_on) > 0) AS is_filed,
            bool_or(promotion_deadline.is_reported_late) AS is_reported_late,
            max(promotion_deadline.not_restored_last_on) AS not_restored_last_on,
            min(promotion_deadline.restore_by) AS first_restore_by
           FROM mart.promotion_deadline
          GROUP BY promotion_deadline.chain_id, promotion_deadline.promotion_id
        ), known_day AS (
         SELECT clock.chain_id,
            clock.due_on
           FROM ( SELECT DISTINCT new_product_clock.chain_id,
                    new_product_clock.due_on
                   FROM mart.new_product_clock
                  WHERE (new_product_clock.state = ANY (ARRAY['late'::text, 'opened_late'::text]))) clock
          WHERE ((EXISTS ( SELECT
                   FROM core.order_line line
                  WHERE ((line.chain_id = clock.chain_id) AND (line.ordered_on <= clock.due_on) AND core.is_known(line.arrived_at, line.recorded_at, line.superseded_at, line.superseded_recorded_at)))) OR (EXISTS ( SELECT
                   FROM core.delivery_line line
                  WHERE ((line.chain_id = clock.chain_id) AND (line.received_on <= clock.due_on) AND core.is_known(line.arrived_at, line.recorded_at, line.superseded_at, line.superseded_recorded_at)))))
        ), fact AS (
         SELECT 'sku_lock'::text AS rule_id,
            alert.chain_id,
            alert.store_id,
            ''::text AS subject,
            alert.since_on AS first_on,
            alert.since_on AS last_on,
            NULL::text AS person_id
           FROM alert
          WHERE (alert.level = 'locked'::text)
        UNION ALL
         SELECT 'sku_lock_late'::text,
            alert.chain_id,
            alert.store_id,
            ''::text,
            (alert.due_on + 1),
            (alert.due_on + alert.late_days),
            NULL::text
           FROM alert
          WHERE (alert.late_days > 0)
        UNION ALL
         SELECT 'assortment_missing'::text,
            assortment_gap.chain_id,
            assortment_gap.store_id,
            ''::text,
            this_month.as_of,
            this_month.as_of,
            NULL::text
           FROM mart.assortment_gap,
            this_month
        UNION ALL
         SELECT 'new_product_late'::text,
            new_product_clock.chain_id,
            new_product_clock.store_id,
            new_product_clock.product_id,
            (new_product_clock.due_on + 1),
            (new_product_clock.due_on + 1),
            NULL::text
           FROM (mart.new_product_clock
             JOIN known_day USING (chain_id, due_on))
          WHERE (new_product_clock.state = ANY (ARRAY['late'::text, 'opened_late'::text]))
        UNION ALL
         SELECT 'sku_ranking_late'::text,
            NULL::text,
            NULL::text,
            ''::text,
            (submission_lateness.due_on + 1),
            (submission_lateness.due_on + submission_lateness.days_late),
            submission_lateness.person_id
           FROM mart.submission_lateness
          WHERE (submission_lateness.kind = 'sku_ranking'::text)
        UNION ALL
         SELECT 'promotion_not_filed'::text,
            promotion.chain_id,
            NULL::text,
            promotion.promotion_id,
            (promotion.retail_to + 1),
            (promotion.retail_to + 1),
            NULL::text
           FROM promotion,
            this_month
          WHERE ((NOT promotion.is_filed) AND (promotion.retail_to < this_month.as_of))
        UNION ALL
         SELECT 'promotion_not_restored'::text,
            promotion.chain_id,
            NULL::text,
            promotion.promotion_id,
            (promotion.first_restore_by + 1),
            (promotion.first_restore_by + 1),
            NULL::text
           FROM promotion
          WHERE (promotion.not_restored_last_on IS NOT NULL)
        UNION ALL
         SELECT 'promotion_not_restored_day'::text,
            promotion.chain_id,
            NULL::text,
            promotion.promotion_id,
            (promotion.first_restore_by + 2),
            promotion.not_restored_last_on,
            NULL::text
           FROM promotion
          WHERE (promotion.not_restored_last_on > (promotion.first_restore_by + 1))
        UNION ALL
         SELECT 'promotion_result_late'::text,
            promotion.chain_id,
            NULL::text,
            promotion.promotion_id,
            (promotion.report_by + 1),
            (promotion.report_by + 1),
            NULL::text
           FROM promotion
          WHERE promotion.is_reported_late
        ), penalty AS (
         SELECT penalty_rule.rule_id,
            penalty_rule.title,
            penalty_rule.title_en,
            penalty_rule.clause,
            penalty_rule.unit,
            penalty_rule.unit_amount,
            penalty_rule.minimum,
            penalty_rule.maximum
           FROM core.penalty_rule
          WHERE (core.is_known(penalty_rule.arrived_at, penalty_rule.recorded_at, penalty_rule.superseded_at, penalty_rule.superseded_recorded_at) AND (penalty_rule.needs = ''::text))
        ), share AS (
         SELECT penalty_share.rule_id,
            penalty_share.role,
            penalty_share.factor,
                CASE
                    WHEN penalty_share.is_capped THEN penalty_share.limit_factor
                    ELSE NULL::numeric
                END AS limit_factor,
            penalty_share.jointly,
            penalty_share.otherwise
           FROM core.penalty_share
          WHERE core.is_known(penalty_share.arrived_at, penalty_share.recorded_at, penalty_share.superseded_at, penalty_share.superseded_recorded_at)
        ), in_store AS MATERIALIZED (
         SELECT fact.rule_id,
            COALESCE(fact.chain_id, ''::text) AS chain_id,
            COALESCE(fact.store_id, ''::text) AS store_id,
            fact.subject,
            fact.person_id,
            of_month.month,
            sum(
                CASE
                    WHEN (penalty.unit = 'day'::text) THEN ((LEAST(fact.last_on, (((of_month.month + '1 mon'::interval))::date - 1)) - GREATEST(fact.first_on, of_month.month)) + 1)
                    ELSE 1
                END) AS unit_count
           FROM ((fact
             JOIN penalty USING (rule_id))
             CROSS JOIN LATERAL ( SELECT (month.month)::date AS month
                   FROM generate_series(date_trunc('month'::text, (fact.first_on)::timestamp with time zone), (fact.last_on)::timestamp with time zone, '1 mon'::interval) month(month)) of_month)
          GROUP BY fact.rule_id, fact.chain_id, fact.store_id, fact.subject, fact.person_id, of_month.month
        ), answering AS MATERIALIZED (
         SELECT responsibility.person_id,
            responsibility.role,
            responsibility.chain_id,
            responsibility.region,
            responsibility.city,
            responsibility.store_id,
            responsibility.subject
           FROM core.responsibility
          WHERE (core.is_known(responsibility.arrived_at, responsibility.recorded_at, responsibility.superseded_at, responsibility.superseded_recorded_at) AND ((core.as_of() >= responsibility.valid_from) AND (core.as_of() <= responsibility.valid_to)))
        ), store AS MATERIALIZED (
         SELECT store_representative.chain_id,
            store_representative.store_id,
            store_representative.region,
            store_representative.dealer,
            store_representative.representative_id,
            store_representative.city_manager_id,
            store_representative.region_manager_id,
            store_representative.area_manager_id,
            store_representative.sales_region_manager_id,
            store_representative.supervisor_id
           FROM mart.store_representative
        ), holder AS MATERIALIZED (
         SELECT ARRAY[store.chain_id, store.store_id, held.role] AS place,
            held.person_id
           FROM (store
             CROSS JOIN LATERAL ( VALUES ('representative'::text,store.representative_id), ('city_manager'::text,store.city_manager_id), ('region_manager'::text,store.region_manager_id), ('area_manager'::text,store.area_manager_id), ('sales_region_manager'::text,store.sales_region_manager_id), ('supervisor'::text,store.supervisor_id)) held(role, person_id))
          WHERE (held.person_id IS NOT NULL)
        ), wanted AS MATERIALIZED (
         SELECT DISTINCT line.chain_id,
            line.store_id,
            store.region,
            role.role,
                CASE
                    WHEN (role.role = 'dealer_manager'::text) THEN store.dealer
                    ELSE line.subject
                END AS subject
           FROM (((in_store line
             JOIN share USING (rule_id))
             CROSS JOIN LATERAL ( VALUES (share.role), (share.otherwise)) role(role))
             LEFT JOIN store ON (((store.chain_id = line.chain_id) AND (store.store_id = line.store_id))))
          WHERE ((role.role = ANY (ARRAY['dealer_manager'::text, 'promotion_runner'::text, 'item_opener'::text])) OR ((role.role = 'supervisor'::text) AND (line.store_id = ''::text)))
        ), named AS MATERIALIZED (
         SELECT ARRAY[wanted.chain_id, wanted.store_id, wanted.role, COALESCE(wanted.subject, ''::text)] AS place,
            found.person_id
           FROM (wanted
             CROSS JOIN LATERAL ( SELECT answering.person_id
                   FROM answering
                  WHERE ((answering.role = wanted.role) AND (answering.chain_id = ANY (ARRAY[''::text, wanted.chain_id])) AND (answering.region = ANY (ARRAY[''::text, COALESCE(wanted.region, ''::text)])) AND (answering.subject = ANY (ARRAY[''::text, COALESCE(wanted.subject, ''::text)])) AND ((wanted.role <> 'dealer_manager'::text) OR (wanted.subject IS NOT NULL)))
                  ORDER BY (answering.subject <> ''::text) DESC, (answering.chain_id <> ''::text) DESC, (answering.region <> ''::text) DESC, answering.person_id
                 LIMIT 1) found)
        ), ranked_by AS MATERIALIZED (
         SELECT paper.person_id,
            COALESCE(min(self.person_id), min(manager.person_id)) AS region_manager_id
           FROM (((( SELECT DISTINCT in_store.person_id
                   FROM in_store
                  WHERE (in_store.person_id IS NOT NULL)) paper
             LEFT JOIN answering self ON (((self.person_id = paper.person_id) AND (self.role = 'region_manager'::text))))
             LEFT JOIN answering own ON (((own.person_id = paper.person_id) AND (own.region <> ''::text))))
             LEFT JOIN answering manager ON (((manager.role = 'region_manager'::text) AND (manager.region = own.region))))
          GROUP BY paper.person_id
        ), borne AS (
         SELECT line.rule_id,
            share.role,
            share.factor,
            share.limit_factor,
            line.chain_id,
            line.store_id,
            line.month,
            line.unit_count,
                CASE
                    WHEN (share.role = 'dealer'::text) THEN store.dealer
                    ELSE NULL::text
                END AS dealer,
            NULLIF(share.jointly, ''::text) AS joint_role,
            joint.person_id AS joint_person_id,
                CASE
                    WHEN (share.role = 'dealer'::text) THEN NULL::text
                    WHEN (line.person_id IS NULL) THEN COALESCE(own.person_id, own_case.person_id, other.person_id, other_case.person_id)
                    WHEN (share.role = 'region_manager'::text) THEN ranked_by.region_manager_id
                    ELSE line.person_id
                END AS person_id
           FROM ((((((((in_store line
             JOIN share USING (rule_id))
             LEFT JOIN store ON (((store.chain_id = line.chain_id) AND (store.store_id = line.store_id))))
             LEFT JOIN holder own ON ((own.place = ARRAY[line.chain_id, line.store_id, share.role])))
             LEFT JOIN holder other ON ((other.place = ARRAY[line.chain_id, line.store_id, share.otherwise])))
             LEFT JOIN holder joint ON ((joint.place = ARRAY[line.chain_id, line.store_id, share.jointly])))
             LEFT JOIN named own_case ON ((own_case.place = ARRAY[line.chain_id, line.store_id, share.role,
                CASE
                    WHEN (share.role = 'dealer_manager'::text) THEN COALESCE(store.dealer, ''::text)
                    ELSE line.subject
                END])))
             LEFT JOIN named other_case ON ((other_case.place = ARRAY[line.chain_id, line.store_id, share.otherwise, line.subject])))
             LEFT JOIN ranked_by ON ((ranked_by.person_id = line.person_id)))
          WHERE ((share.role <> 'dealer'::text) OR (store.dealer IS NOT NULL))
        ), once AS (
         SELECT borne.rule_id,
            borne.role,
            borne.factor,
            borne.limit_factor,
            borne.chain_id,
            borne.store_id,
            borne.month,
            borne.unit_count,
            borne.dealer,
            borne.joint_role,
            borne.joint_person_id,
            borne.person_id,
            first_value(borne.role) OVER (PARTITION BY borne.rule_id, borne.chain_id, borne.store_id, borne.month, borne.person_id ORDER BY borne.factor DESC, borne.role) AS largest_role
           FROM borne
        ), summed AS (
         SELECT once.rule_id,
            once.role,
            once.factor,
            once.limit_factor,
            once.person_id,
            once.joint_role,
                CASE
                    WHEN (once.joint_person_id IS DISTINCT FROM once.person_id) THEN once.joint_person_id
                    ELSE NULL::text
                END AS joint_person_id,
            once.dealer,
            once.month,
            (sum(once.unit_count))::bigint AS unit_count,
            count(DISTINCT ROW(once.chain_id, once.store_id)) FILTER (WHERE (once.store_id <> ''::text)) AS store_count,
            array_agg(DISTINCT once.chain_id) FILTER (WHERE (once.chain_id <> ''::text)) AS chain_ids
           FROM once
          WHERE ((once.person_id IS NULL) OR (once.role = once.largest_role))
          GROUP BY once.rule_id, once.role, once.factor, once.limit_factor, once.person_id, once.joint_role,
                CASE
                    WHEN (once.joint_person_id IS DISTINCT FROM once.person_id) THEN once.joint_person_id
                    ELSE NULL::text
                END, once.dealer, once.month
        ), priced AS (
         SELECT summed.rule_id,
            summed.role,
            summed.factor,
            summed.limit_factor,
            summed.person_id,
            summed.joint_role,
            summed.joint_person_id,
            summed.dealer,
            summed.month,
            summed.unit_count,
            summed.store_count,
            summed.chain_ids,
            penalty.title,
            penalty.title_en,
            penalty.clause,
            penalty.unit,
            penalty.unit_amount,
            (penalty.minimum * summed.limit_factor) AS minimum,
            (penalty.maximum * summed.limit_factor) AS maximum,
            round((((summed.unit_count)::numeric * penalty.unit_amount) * summed.factor), 2) AS full_amount
           FROM (summed
             JOIN penalty USING (rule_id))
        ), upto AS (
         SELECT priced.rule_id,
            priced.role,
            priced.factor,
            priced.limit_factor,
            priced.person_id,
            priced.joint_role,
            priced.joint_person_id,
            priced.dealer,
            priced.month,
            priced.unit_count,
            priced.store_count,
            priced.chain_ids,
            priced.title,
            priced.title_en,
            priced.clause,
            priced.unit,
            priced.unit_amount,
            priced.minimum,
            priced.maximum,
            priced.full_amount,
            COALESCE(sum(priced.full_amount) OVER (PARTITION BY priced.rule_id, priced.month, priced.person_id,
                CASE
                    WHEN (priced.person_id IS NULL) THEN (priced.role || COALESCE(priced.dealer, ''::text))
                    ELSE NULL::text
                END, priced.limit_factor ORDER BY priced.role ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), (0)::numeric) AS before_amount
           FROM priced
        ), limited AS (
         SELECT upto.rule_id,
            upto.role,
            upto.factor,
            upto.limit_factor,
            upto.person_id,
            upto.joint_role,
            upto.joint_person_id,
            upto.dealer,
            upto.month,
            upto.unit_count,
            upto.store_count,
            upto.chain_ids,
            upto.title,
            upto.title_en,
            upto.clause,
            upto.unit,
            upto.unit_amount,
            upto.minimum,
            upto.maximum,
            upto.full_amount,
            upto.before_amount,
            (LEAST(GREATEST((upto.before_amount + upto.full_amount), upto.minimum), upto.maximum) -
                CASE
                    WHEN (upto.before_amount > (0)::numeric) THEN LEAST(GREATEST(upto.before_amount, upto.minimum), upto.maximum)
                    ELSE (0)::numeric
                END) AS amount
           FROM upto
        )
 SELECT limited.rule_id,
    limited.title,
    limited.title_en,
    limited.clause,
    limited.role,
    limited.person_id,
    limited.dealer,
    limited.chain_ids,
    limited.store_count,
    limited.unit,
    limited.unit_count,
    limited.unit_amount,
    limited.factor,
    round(limited.minimum, 2) AS minimum,
    round(limited.maximum, 2) AS maximum,
    limited.full_amount,
    round(limited.amount, 2) AS amount,
    (((((((limited.unit_count ||
        CASE limited.unit
            WHEN 'sku_store'::text THEN ' 个门店单品 items in stores'::text
            WHEN 'item'::text THEN ' 个单品 items'::text
            WHEN 'store'::text THEN ' 家门店 stores'::text
            WHEN 'day'::text THEN ' 天 days'::text
            ELSE ' 次 times'::text
        END) || ' × '::text) || limited.unit_amount) ||
        CASE
            WHEN (limited.factor <> (1)::numeric) THEN (' × '::text || trim_scale(limited.factor))
            ELSE ''::text
        END) || ' = '::text) || limited.full_amount) ||
        CASE
            WHEN (limited.amount > limited.full_amount) THEN ((' → '::text || round(limited.amount, 2)) || '（最低 min）'::text)
            WHEN (limited.amount < limited.full_amount) THEN ((' → '::text || round(limited.amount, 2)) || '（封顶 max）'::text)
            ELSE ''::text
        END) AS arithmetic,
    limited.joint_role,
    limited.joint_person_id,
    limited.month
   FROM limited;

--
-- Name: VIEW exposure; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON VIEW mart.exposure IS 'One row: one penalty of the operating manual as one person, two jointly, or a dealer is exposed to it for a month, as of the date; a person decides, nobody is charged';

--
-- Name: COLUMN exposure.rule_id; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.exposure.rule_id IS 'Penalty of config/rules.yaml';

--
-- Name: COLUMN exposure.title; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.exposure.title IS 'Its name, Chinese';

--
-- Name: COLUMN exposure.title_en; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.exposure.title_en IS 'Its name, English';

--
-- Name: COLUMN exposure.clause; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.exposure.clause IS 'Clause of the operating manual';

--
-- Name: COLUMN exposure.role; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.exposure.role IS 'Role that bears this share';

--
-- Name: COLUMN exposure.person_id; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.exposure.person_id IS 'Who holds it; null when nobody is named, or for a dealer';

--
-- Name: COLUMN exposure.dealer; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.exposure.dealer IS 'Dealer that bears it; null for people';

--
-- Name: COLUMN exposure.chain_ids; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.exposure.chain_ids IS 'Chains concerned';

--
-- Name: COLUMN exposure.store_count; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.exposure.store_count IS 'Stores concerned';

--
-- Name: COLUMN exposure.unit; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.exposure.unit IS 'sku_store, day or case';

--
-- Name: COLUMN exposure.unit_count; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.exposure.unit_count IS 'Units counted';

--
-- Name: COLUMN exposure.unit_amount; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.exposure.unit_amount IS 'RMB per unit';

--
-- Name: COLUMN exposure.factor; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.exposure.factor IS 'Times the amount that this role bears';

--
-- Name: COLUMN exposure.minimum; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.exposure.minimum IS 'RMB at least for this role; null: none';

--
-- Name: COLUMN exposure.maximum; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.exposure.maximum IS 'RMB at most for this role, a person and month; null: none';

--
-- Name: COLUMN exposure.full_amount; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.exposure.full_amount IS 'Units × amount × factor, RMB';

--
-- Name: COLUMN exposure.amount; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.exposure.amount IS 'After minimum and maximum, RMB; counted once where two bear it jointly';

--
-- Name: COLUMN exposure.arithmetic; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.exposure.arithmetic IS 'The same in words, with what is counted';

--
-- Name: COLUMN exposure.joint_role; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.exposure.joint_role IS 'Role that bears the same amount jointly; null: nobody';

--
-- Name: COLUMN exposure.joint_person_id; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.exposure.joint_person_id IS 'Who holds that; null when nobody is named, or the same person';

--
-- Name: COLUMN exposure.month; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.exposure.month IS 'First day of the month in which it arose; of a missing item, the as-of month';

--
-- Name: fee_ratio; Type: VIEW; Schema: mart; Owner: -
--

CREATE VIEW mart.fee_ratio AS
 WITH head AS (
         SELECT statement.chain_id,
            statement.statement_number,
            statement.period_to,
            (date_trunc('month'::text, (statement.period_to)::timestamp with time zone))::date AS month
           FROM core.statement
          WHERE (core.is_known(statement.arrived_at, statement.recorded_at, statement.superseded_at, statement.superseded_recorded_at) AND (statement.period_to <= core.as_of()))
        ), goods AS (
         SELECT head.chain_id,
            head.month,
            sum(line.amount) AS goods_amount
           FROM (head
             JOIN core.statement_line line USING (chain_id, statement_number))
          WHERE ((line.kind = ANY (ARRAY['goods'::text, 'return'::text])) AND core.is_known(line.arrived_at, line.recorded_at, line.superseded_at, line.superseded_recorded_at))
          GROUP BY head.chain_id, head.month
        ), meaning AS (
         SELECT fee_text.chain_id,
            fee_text.fee_text,
            fee_text.part_number,
            fee_text.fee_code,
            fee_text.share_pct,
            fee_text.valid_from,
            fee_text.valid_to
           FROM core.fee_text
          WHERE core.is_known(fee_text.arrived_at, fee_text.recorded_at, fee_text.superseded_at, fee_text.superseded_recorded_at)
        UNION ALL
         SELECT clause.chain_id,
            clause.fee_text,
            clause.int2,
            clause.fee_code,
            clause."numeric",
            clause.date,
            clause.date_1 AS date
           FROM ( SELECT DISTINCT ON (term.chain_id, (core.plain_fee_text(label.words))) term.chain_id,
                    core.plain_fee_text(label.words) AS fee_text,
                    (1)::smallint AS int2,
                    term.fee_code,
                    NULL::numeric AS "numeric",
                    '-infinity'::date AS date,
                    'infinity'::date AS date
                   FROM (core.contract_term term
                     CROSS JOIN LATERAL string_to_table(term.labels, '|'::text) label(words))
                  WHERE core.is_known(term.arrived_at, term.recorded_at, term.superseded_at, term.superseded_recorded_at)
                  ORDER BY term.chain_id, (core.plain_fee_text(label.words)), term.fee_code) clause(chain_id, fee_text, int2, fee_code, "numeric", date, date_1)
          WHERE (NOT (EXISTS ( SELECT
                   FROM core.fee_text said
                  WHERE ((said.chain_id = clause.chain_id) AND (said.fee_text = clause.fee_text) AND core.is_known(said.arrived_at, said.recorded_at, said.superseded_at, said.superseded_recorded_at)))))
        ), part AS (
         SELECT head.chain_id,
            head.month,
            line.statement_number,
            line.line_number,
            COALESCE(meaning.fee_code, 'unknown'::text) AS fee_code,
                CASE
                    WHEN (lead(line.line_number) OVER parts IS NULL) THEN (line.amount - COALESCE(sum(round(((line.amount * meaning.share_pct) / (100)::numeric), 2)) OVER before, (0)::numeric))
                    ELSE round(((line.amount * meaning.share_pct) / (100)::numeric), 2)
                END AS amount
           FROM ((head
             JOIN core.statement_line line USING (chain_id, statement_number))
             LEFT JOIN meaning ON (((meaning.chain_id = line.chain_id) AND (meaning.fee_text = core.plain_fee_text(line.fee_text)) AND ((head.period_to >= meaning.valid_from) AND (head.period_to <= meaning.valid_to)))))
          WHERE ((line.kind = 'deduction'::text) AND core.is_known(line.arrived_at, line.recorded_at, line.superseded_at, line.superseded_recorded_at))
          WINDOW parts AS (PARTITION BY line.chain_id, line.statement_number, line.line_number ORDER BY meaning.part_number), before AS (PARTITION BY line.chain_id, line.statement_number, line.line_number ORDER BY meaning.part_number ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
        ), fee AS (
         SELECT part.chain_id,
            part.month,
            part.fee_code,
            (- sum(part.amount)) AS fee_amount,
            count(*) AS line_count
           FROM part
          GROUP BY part.chain_id, part.month, part.fee_code
        )
 SELECT fee.chain_id,
    fee.month,
    fee.fee_code,
    fee.fee_amount,
    fee.line_count,
    goods.goods_amount,
    round(((fee.fee_amount / NULLIF(GREATEST(goods.goods_amount, (0)::numeric), (0)::numeric)) * (100)::numeric), 2) AS fee_pct
   FROM (fee
     LEFT JOIN goods USING (chain_id, month));

--
-- Name: VIEW fee_ratio; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON VIEW mart.fee_ratio IS 'One row: one fee of one chain in one month of statement period ends, with its ratio to goods less returns';

--
-- Name: COLUMN fee_ratio.chain_id; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.fee_ratio.chain_id IS 'Chain';

--
-- Name: COLUMN fee_ratio.month; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.fee_ratio.month IS 'First day of the month';

--
-- Name: COLUMN fee_ratio.fee_code; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.fee_ratio.fee_code IS 'Our fee code; unknown where the text is not explained yet';

--
-- Name: COLUMN fee_ratio.fee_amount; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.fee_ratio.fee_amount IS 'Deducted, RMB, positive: numerator';

--
-- Name: COLUMN fee_ratio.line_count; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.fee_ratio.line_count IS 'Deduction lines, or parts of lumps';

--
-- Name: COLUMN fee_ratio.goods_amount; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.fee_ratio.goods_amount IS 'Goods less returns of the months statements, RMB including VAT: denominator; null when there were none';

--
-- Name: COLUMN fee_ratio.fee_pct; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.fee_ratio.fee_pct IS 'Per cent; null when there is nothing to divide by';

--
-- Name: feed_volume; Type: VIEW; Schema: mart; Owner: -
--

CREATE VIEW mart.feed_volume AS
 WITH rule AS MATERIALIZED (
         SELECT core.as_of() AS as_of,
            core.rule_value('feed.volume_low_pct'::text) AS low_pct,
            (core.rule_value('feed.volume_weeks'::text))::integer AS weeks,
            (core.rule_value('feed.volume_min_days'::text))::integer AS min_days,
            core.rule_value('feed.volume_min_rows'::text) AS min_rows,
            (core.rule_value('feed.volume_shown_days'::text))::integer AS shown_days
        ), file AS (
         SELECT DISTINCT load.chain_id,
            load.report,
            load.business_date,
            load.sha256,
            load.rows_in
           FROM ops.load load,
            rule rule_1
          WHERE ((load.state = ANY (ARRAY['loaded'::text, 'duplicate'::text])) AND (load.business_date <= rule_1.as_of) AND (load.business_date > ((rule_1.as_of - rule_1.shown_days) - (7 * rule_1.weeks))) AND core.is_known(load.arrived_at, load.recorded_at, 'infinity'::timestamp with time zone, 'infinity'::timestamp with time zone))
        ), day AS (
         SELECT file.chain_id,
            file.report,
            file.business_date,
            (EXTRACT(isodow FROM file.business_date))::integer AS weekday,
            sum(file.rows_in) AS row_count
           FROM (file
             JOIN core.calendar_day calendar ON (((calendar.day = file.business_date) AND (calendar.is_working_day = (EXTRACT(isodow FROM file.business_date) < (6)::numeric)))))
          WHERE (EXISTS ( SELECT
                   FROM core.expected_arrival expected
                  WHERE ((expected.chain_id = file.chain_id) AND (expected.report = file.report) AND (expected.every = ANY (ARRAY['day'::text, 'working_day'::text])) AND core.is_known(expected.arrived_at, expected.recorded_at, expected.superseded_at, expected.superseded_recorded_at))))
          GROUP BY file.chain_id, file.report, file.business_date
        ), usual AS (
         SELECT this.chain_id,
            this.report,
            this.business_date,
            this.row_count,
            count(earlier.business_date) AS usual_days,
            percentile_cont((0.5)::double precision) WITHIN GROUP (ORDER BY ((earlier.row_count)::double precision)) AS usual_count
           FROM ((day this
             CROSS JOIN rule rule_1)
             LEFT JOIN day earlier ON (((earlier.chain_id = this.chain_id) AND (earlier.report = this.report) AND (earlier.weekday = this.weekday) AND (earlier.business_date < this.business_date) AND (earlier.business_date >= (this.business_date - (7 * rule_1.weeks))))))
          WHERE (this.business_date > (rule_1.as_of - rule_1.shown_days))
          GROUP BY this.chain_id, this.report, this.business_date, this.row_count
        )
 SELECT usual.chain_id,
    usual.report,
    usual.business_date,
    (usual.row_count)::bigint AS row_count,
    round((usual.usual_count)::numeric, 1) AS usual_count,
    usual.usual_days,
    ((usual.usual_count >= (rule.min_rows)::double precision) AND (((usual.row_count * (100)::numeric))::double precision < (usual.usual_count * (rule.low_pct)::double precision))) AS is_low
   FROM (usual
     CROSS JOIN rule)
  WHERE (usual.usual_days >= rule.min_days);

--
-- Name: VIEW feed_volume; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON VIEW mart.feed_volume IS 'One row: one business date of one daily report with the data rows that came for it, against what its weekday usually brings';

--
-- Name: COLUMN feed_volume.chain_id; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.feed_volume.chain_id IS 'Chain';

--
-- Name: COLUMN feed_volume.report; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.feed_volume.report IS 'Report of its profile';

--
-- Name: COLUMN feed_volume.business_date; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.feed_volume.business_date IS 'Date that the files are about';

--
-- Name: COLUMN feed_volume.row_count; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.feed_volume.row_count IS 'Data rows of its files, quarantined ones included; the same content counts once';

--
-- Name: COLUMN feed_volume.usual_count; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.feed_volume.usual_count IS 'Median of the same weekday in the weeks before (config/rules.yaml)';

--
-- Name: COLUMN feed_volume.usual_days; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.feed_volume.usual_days IS 'How many of these days there are';

--
-- Name: COLUMN feed_volume.is_low; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.feed_volume.is_low IS 'Fewer than the per cent of config/rules.yaml of the usual rows: the file came, and hardly anything is in it';

--
-- Name: order_fulfilment; Type: VIEW; Schema: mart; Owner: -
--

CREATE VIEW mart.order_fulfilment AS
 WITH ordered AS (
         SELECT kept.chain_id,
            kept.order_number,
            kept.store_id,
            kept.product_id,
            kept.is_free,
            kept.account_id,
            kept.ordered_on,
            kept.requested_on,
            kept.ordered_quantity,
                CASE
                    WHEN (kept.last_received_on > core.as_of()) THEN COALESCE(so_far.shipped_quantity, (0)::numeric)
                    ELSE kept.shipped_quantity
                END AS shipped_quantity,
                CASE
                    WHEN (kept.last_received_on > core.as_of()) THEN COALESCE(so_far.received_quantity, (0)::numeric)
                    ELSE kept.received_quantity
                END AS received_quantity,
                CASE
                    WHEN (kept.last_received_on > core.as_of()) THEN so_far.last_received_on
                    ELSE kept.last_received_on
                END AS last_received_on,
            kept.load_id,
            kept.row_number
           FROM (core.kept_fulfilment kept
             LEFT JOIN LATERAL ( SELECT sum(line.shipped_quantity) AS shipped_quantity,
                    sum(line.received_quantity) AS received_quantity,
                    max(line.received_on) AS last_received_on
                   FROM core.delivery_line line
                  WHERE ((kept.last_received_on > core.as_of()) AND (line.chain_id = kept.chain_id) AND (line.order_number = kept.order_number) AND (line.store_id = kept.store_id) AND (line.product_id = kept.product_id) AND (line.is_free = kept.is_free) AND (line.kind = 'delivery'::text) AND (line.received_on <= core.as_of()) AND core.is_known(line.arrived_at, line.recorded_at, line.superseded_at, line.superseded_recorded_at))) so_far ON (true))
          WHERE (mart.is_figures_kept() AND (kept.ordered_on <= core.as_of()))
        UNION ALL
         SELECT computed_fulfilment.chain_id,
            computed_fulfilment.order_number,
            computed_fulfilment.store_id,
            computed_fulfilment.product_id,
            computed_fulfilment.is_free,
            computed_fulfilment.account_id,
            computed_fulfilment.ordered_on,
            computed_fulfilment.requested_on,
            computed_fulfilment.ordered_quantity,
            computed_fulfilment.shipped_quantity,
            computed_fulfilment.received_quantity,
            computed_fulfilment.last_received_on,
            computed_fulfilment.load_id,
            computed_fulfilment.row_number
           FROM mart.computed_fulfilment
          WHERE (NOT mart.is_figures_kept())
        ), grace AS (
         SELECT known.chain_id,
            known.account_id,
            terms.grace_days
           FROM (core.settlement_account known
             CROSS JOIN LATERAL mart.account_terms(known.chain_id, known.account_id) terms(is_including, price_decimals, cutoff_days, rounding_tolerance, grace_days))
          WHERE core.is_known(known.arrived_at, known.recorded_at, known.superseded_at, known.superseded_recorded_at)
        )
 SELECT ordered.chain_id,
    ordered.order_number,
    ordered.store_id,
    ordered.product_id,
    ordered.is_free,
    ordered.account_id,
    ordered.ordered_on,
    ordered.requested_on,
    due.day AS due_on,
    ordered.ordered_quantity,
    ordered.shipped_quantity,
    ordered.received_quantity,
    ordered.last_received_on,
    (due.day <= core.as_of()) AS is_due,
    (ordered.received_quantity < ordered.ordered_quantity) AS is_short,
    ordered.load_id,
    ordered.row_number
   FROM (((ordered
     LEFT JOIN grace USING (chain_id, account_id))
     LEFT JOIN core.calendar_day requested ON ((requested.day = ordered.requested_on)))
     LEFT JOIN core.calendar_day due ON ((due.is_working_day AND (due.working_number = (requested.working_number + COALESCE(grace.grace_days, ( SELECT account_terms.grace_days
           FROM mart.account_terms(NULL::text, NULL::text) account_terms(is_including, price_decimals, cutoff_days, rounding_tolerance, grace_days))))))));

--
-- Name: VIEW order_fulfilment; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON VIEW mart.order_fulfilment IS 'One row: one order line in force, with what was shipped and received for it up to the as-of date; without returns, unordered deliveries and cancelled lines';

--
-- Name: COLUMN order_fulfilment.chain_id; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.order_fulfilment.chain_id IS 'Chain';

--
-- Name: COLUMN order_fulfilment.order_number; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.order_fulfilment.order_number IS 'Order, unique within the chain';

--
-- Name: COLUMN order_fulfilment.store_id; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.order_fulfilment.store_id IS 'Store, within the chain';

--
-- Name: COLUMN order_fulfilment.product_id; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.order_fulfilment.product_id IS 'Our product';

--
-- Name: COLUMN order_fulfilment.is_free; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.order_fulfilment.is_free IS 'Whether the line is free of charge';

--
-- Name: COLUMN order_fulfilment.account_id; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.order_fulfilment.account_id IS 'Settlement account of the chain';

--
-- Name: COLUMN order_fulfilment.ordered_on; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.order_fulfilment.ordered_on IS 'Business date of the order';

--
-- Name: COLUMN order_fulfilment.requested_on; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.order_fulfilment.requested_on IS 'Business date on which the chain wants it';

--
-- Name: COLUMN order_fulfilment.due_on; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.order_fulfilment.due_on IS 'Requested date plus grace, in working days; null where the calendar does not reach';

--
-- Name: COLUMN order_fulfilment.ordered_quantity; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.order_fulfilment.ordered_quantity IS 'Sales units ordered';

--
-- Name: COLUMN order_fulfilment.shipped_quantity; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.order_fulfilment.shipped_quantity IS 'Sales units shipped so far';

--
-- Name: COLUMN order_fulfilment.received_quantity; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.order_fulfilment.received_quantity IS 'Sales units signed for so far';

--
-- Name: COLUMN order_fulfilment.last_received_on; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.order_fulfilment.last_received_on IS 'Business date of the last receipt; null when nothing came';

--
-- Name: COLUMN order_fulfilment.is_due; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.order_fulfilment.is_due IS 'Whether the due date has come by the as-of date';

--
-- Name: COLUMN order_fulfilment.is_short; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.order_fulfilment.is_short IS 'Whether fewer units were signed for than ordered, so far';

--
-- Name: COLUMN order_fulfilment.load_id; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.order_fulfilment.load_id IS 'Load of the order''s file';

--
-- Name: COLUMN order_fulfilment.row_number; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.order_fulfilment.row_number IS 'Row of the order''s file';

--
-- Name: fill_rate; Type: VIEW; Schema: mart; Owner: -
--

CREATE VIEW mart.fill_rate AS
 WITH ordered AS (
         SELECT order_fulfilment.chain_id,
            order_fulfilment.store_id,
            order_fulfilment.product_id,
            order_fulfilment.ordered_on AS business_date,
            sum(order_fulfilment.ordered_quantity) AS ordered_quantity,
            sum(order_fulfilment.ordered_quantity) FILTER (WHERE order_fulfilment.is_due) AS due_ordered_quantity,
            sum(order_fulfilment.received_quantity) FILTER (WHERE order_fulfilment.is_due) AS due_received_quantity,
            count(*) AS order_line_count,
            count(*) FILTER (WHERE (order_fulfilment.is_due AND order_fulfilment.is_short)) AS short_line_count
           FROM mart.order_fulfilment
          GROUP BY order_fulfilment.chain_id, order_fulfilment.store_id, order_fulfilment.product_id, order_fulfilment.ordered_on
        ), answer AS (
         SELECT kept_supply_line.chain_id,
            kept_supply_line.store_id,
            kept_supply_line.product_id,
            kept_supply_line.received_on,
            kept_supply_line.received_quantity
           FROM core.kept_supply_line
          WHERE (mart.is_figures_kept() AND kept_supply_line.is_ordered AND (NOT kept_supply_line.is_return))
        UNION ALL
         SELECT delivery.chain_id,
            delivery.store_id,
            delivery.product_id,
            delivery.received_on,
            delivery.received_quantity
           FROM core.delivery_line delivery
          WHERE ((NOT mart.is_figures_kept()) AND core.is_known(delivery.arrived_at, delivery.recorded_at, delivery.superseded_at, delivery.superseded_recorded_at) AND (delivery.kind = 'delivery'::text) AND (EXISTS ( SELECT
                   FROM core.order_line ordered_1
                  WHERE ((ordered_1.chain_id = delivery.chain_id) AND (ordered_1.order_number = delivery.order_number) AND (ordered_1.store_id = delivery.store_id) AND (ordered_1.product_id = delivery.product_id) AND (ordered_1.is_free = delivery.is_free) AND core.is_known(ordered_1.arrived_at, ordered_1.recorded_at, ordered_1.superseded_at, ordered_1.superseded_recorded_at)))))
        ), received AS (
         SELECT answer.chain_id,
            answer.store_id,
            answer.product_id,
            answer.received_on AS business_date,
            sum(answer.received_quantity) AS received_quantity
           FROM answer
          WHERE (answer.received_on <= core.as_of())
          GROUP BY answer.chain_id, answer.store_id, answer.product_id, answer.received_on
        )
 SELECT chain_id,
    store_id,
    product_id,
    business_date,
    COALESCE(ordered.ordered_quantity, (0)::numeric) AS ordered_quantity,
    COALESCE(received.received_quantity, (0)::numeric) AS received_quantity,
    round(((received.received_quantity / NULLIF(ordered.ordered_quantity, (0)::numeric)) * (100)::numeric), 2) AS fill_rate_pct,
    COALESCE(ordered.due_ordered_quantity, (0)::numeric) AS due_ordered_quantity,
    COALESCE(ordered.due_received_quantity, (0)::numeric) AS due_received_quantity,
    round(((ordered.due_received_quantity / NULLIF(ordered.due_ordered_quantity, (0)::numeric)) * (100)::numeric), 2) AS cohort_fill_rate_pct,
    COALESCE(ordered.order_line_count, (0)::bigint) AS order_line_count,
    COALESCE(ordered.short_line_count, (0)::bigint) AS short_line_count
   FROM (ordered
     FULL JOIN received USING (chain_id, store_id, product_id, business_date));

--
-- Name: VIEW fill_rate; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON VIEW mart.fill_rate IS 'One row: one product in one store on one business date; fill rates by period (received ÷ ordered of the same days) and by cohort (received ÷ ordered of the orders that are due): sum numerators and denominators over the period, then divide';

--
-- Name: COLUMN fill_rate.chain_id; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.fill_rate.chain_id IS 'Chain';

--
-- Name: COLUMN fill_rate.store_id; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.fill_rate.store_id IS 'Store, within the chain';

--
-- Name: COLUMN fill_rate.product_id; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.fill_rate.product_id IS 'Our product';

--
-- Name: COLUMN fill_rate.business_date; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.fill_rate.business_date IS 'Date of order and of receipt';

--
-- Name: COLUMN fill_rate.ordered_quantity; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.fill_rate.ordered_quantity IS 'Sales units ordered on the day: denominator of the rate by period';

--
-- Name: COLUMN fill_rate.received_quantity; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.fill_rate.received_quantity IS 'Sales units signed for on the day, whenever ordered: numerator of the rate by period';

--
-- Name: COLUMN fill_rate.fill_rate_pct; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.fill_rate.fill_rate_pct IS 'Received ÷ ordered of the day, per cent, uncapped; null when nothing was ordered';

--
-- Name: COLUMN fill_rate.due_ordered_quantity; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.fill_rate.due_ordered_quantity IS 'Sales units of the day''s orders that are due or complete: denominator of the cohort rate';

--
-- Name: COLUMN fill_rate.due_received_quantity; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.fill_rate.due_received_quantity IS 'Sales units received so far for those: numerator of the cohort rate';

--
-- Name: COLUMN fill_rate.cohort_fill_rate_pct; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.fill_rate.cohort_fill_rate_pct IS 'Cohort rate of the day, per cent, uncapped; null when nothing is due';

--
-- Name: COLUMN fill_rate.order_line_count; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.fill_rate.order_line_count IS 'Order lines of the day';

--
-- Name: COLUMN fill_rate.short_line_count; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.fill_rate.short_line_count IS 'Of these, due and short';

--
-- Name: product_month; Type: VIEW; Schema: mart; Owner: -
--

CREATE VIEW mart.product_month AS
 WITH month AS (
         SELECT kept_product_month.chain_id,
            kept_product_month.region,
            kept_product_month.product_id,
            kept_product_month.month,
                CASE
                    WHEN (kept_product_month.month = (date_trunc('month'::text, (core.as_of())::timestamp with time zone))::date) THEN mart.up_to_day(kept_product_month.day_amounts, (EXTRACT(day FROM core.as_of()))::integer)
                    ELSE kept_product_month.amount
                END AS amount,
            mart.up_to_day(kept_product_month.day_amounts, (EXTRACT(day FROM core.as_of()))::integer) AS amount_to_day
           FROM core.kept_product_month
          WHERE (mart.is_figures_kept() AND (kept_product_month.first_on <= core.as_of()))
        UNION ALL
         SELECT supply_line_at_clock.chain_id,
            COALESCE(supply_line_at_clock.region, ''::text) AS region,
            supply_line_at_clock.product_id,
            supply_line_at_clock.month,
            sum(supply_line_at_clock.net_amount) AS sum,
            sum(supply_line_at_clock.net_amount) FILTER (WHERE (EXTRACT(day FROM supply_line_at_clock.received_on) <= EXTRACT(day FROM core.as_of()))) AS sum
           FROM mart.supply_line_at_clock() supply_line_at_clock(chain_id, delivery_number, store_id, order_number, product_id, is_free, is_return, received_on, month, region, city, received_quantity, unit_price, net_amount, net_amount_including, is_ordered)
          WHERE ((NOT mart.is_figures_kept()) AND (supply_line_at_clock.received_on <= core.as_of()))
          GROUP BY supply_line_at_clock.chain_id, COALESCE(supply_line_at_clock.region, ''::text), supply_line_at_clock.product_id, supply_line_at_clock.month
        )
 SELECT month.chain_id,
    month.region,
    month.product_id,
    month.month,
    month.amount,
    month.amount_to_day
   FROM month;

--
-- Name: VIEW product_month; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON VIEW mart.product_month IS 'One row: the supply of one product to one chain in one region in one month, up to the as-of date';

--
-- Name: COLUMN product_month.chain_id; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.product_month.chain_id IS 'Chain';

--
-- Name: COLUMN product_month.region; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.product_month.region IS 'Our sales region of the stores on the date of the goods; empty where unknown';

--
-- Name: COLUMN product_month.product_id; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.product_month.product_id IS 'Our product';

--
-- Name: COLUMN product_month.month; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.product_month.month IS 'First day of the month';

--
-- Name: COLUMN product_month.amount; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.product_month.amount IS 'Supply less returns at agreed prices, RMB, VAT excluded; null when no line has a price';

--
-- Name: COLUMN product_month.amount_to_day; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.product_month.amount_to_day IS 'Of that, up to the as-of date''s day of month: what an open month is held against';

--
-- Name: gross_margin; Type: VIEW; Schema: mart; Owner: -
--

CREATE VIEW mart.gross_margin AS
 WITH supply AS (
         SELECT price.chain_id,
            price.product_id,
            product.vat_rate,
            mart.price_in_basis(price.unit_price, (price.basis = 'including'::text), product.vat_rate, false, 4) AS supply_price
           FROM (core.price price
             JOIN core.product product ON (((product.product_id = price.product_id) AND ((core.as_of() >= product.valid_from) AND (core.as_of() <= product.valid_to)) AND core.is_known(product.arrived_at, product.recorded_at, product.superseded_at, product.superseded_recorded_at))))
          WHERE (core.is_known(price.arrived_at, price.recorded_at, price.superseded_at, price.superseded_recorded_at) AND (price.region = ''::text) AND ((core.as_of() >= price.valid_from) AND (core.as_of() <= price.valid_to)))
        ), shelf AS (
         SELECT newest.chain_id,
            newest.product_id,
            percentile_disc((0.5)::double precision) WITHIN GROUP (ORDER BY newest.unit_price) AS seen_price
           FROM ( SELECT DISTINCT ON (retail_price.chain_id, retail_price.store_id, retail_price.product_id) retail_price.chain_id,
                    retail_price.product_id,
                    retail_price.unit_price
                   FROM core.retail_price
                  WHERE (core.is_known(retail_price.arrived_at, retail_price.recorded_at, retail_price.superseded_at, retail_price.superseded_recorded_at) AND (retail_price.seen_on <= core.as_of()) AND (retail_price.seen_on > (core.as_of() - ( SELECT (core.rule_value('figures.on_sale_days'::text))::integer AS rule_value))))
                  ORDER BY retail_price.chain_id, retail_price.store_id, retail_price.product_id, retail_price.seen_on DESC) newest
          GROUP BY newest.chain_id, newest.product_id
        ), plan AS (
         SELECT retail_plan.chain_id,
            retail_plan.product_id,
            retail_plan.unit_price AS plan_price
           FROM core.retail_plan
          WHERE (core.is_known(retail_plan.arrived_at, retail_plan.recorded_at, retail_plan.superseded_at, retail_plan.superseded_recorded_at) AND ((core.as_of() >= retail_plan.valid_from) AND (core.as_of() <= retail_plan.valid_to)))
        ), sold AS (
         SELECT product_month.chain_id,
            product_month.product_id,
            sum(product_month.amount) AS supply_amount
           FROM mart.product_month
          WHERE (product_month.month = (date_trunc('month'::text, (core.as_of())::timestamp with time zone))::date)
          GROUP BY product_month.chain_id, product_month.product_id
        ), whole_month AS (
         SELECT product_month.chain_id,
            product_month.product_id,
            sum(product_month.amount) FILTER (WHERE (product_month.month = ((date_trunc('month'::text, ((core.as_of() + 1))::timestamp with time zone))::date - '1 mon'::interval))) AS last_amount,
            sum(product_month.amount) FILTER (WHERE (product_month.month = ((date_trunc('month'::text, ((core.as_of() + 1))::timestamp with time zone))::date - '2 mons'::interval))) AS before_amount
           FROM mart.product_month
          WHERE ((product_month.month >= ((date_trunc('month'::text, ((core.as_of() + 1))::timestamp with time zone))::date - '2 mons'::interval)) AND (product_month.month <= ((date_trunc('month'::text, ((core.as_of() + 1))::timestamp with time zone))::date - '1 mon'::interval)))
          GROUP BY product_month.chain_id, product_month.product_id
        ), standing AS (
         SELECT whole_month.chain_id,
            whole_month.product_id,
            whole_month.last_amount,
            whole_month.before_amount,
            COALESCE(sum(whole_month.last_amount) OVER (PARTITION BY whole_month.chain_id ORDER BY whole_month.last_amount DESC NULLS LAST, whole_month.product_id ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), (0)::numeric) AS above_amount,
            sum(whole_month.last_amount) OVER (PARTITION BY whole_month.chain_id) AS total_amount
           FROM whole_month
        ), joined AS (
         SELECT supply.chain_id,
            supply.product_id,
            supply.vat_rate,
            supply.supply_price,
            COALESCE(shelf.seen_price, plan.plan_price) AS retail_price,
                CASE
                    WHEN (shelf.seen_price IS NOT NULL) THEN 'seen'::text
                    WHEN (plan.plan_price IS NOT NULL) THEN 'planned'::text
                    ELSE NULL::text
                END AS retail_source,
            round((COALESCE(shelf.seen_price, plan.plan_price) / ((1)::numeric + supply.vat_rate)), 4) AS retail_price_excluding,
            COALESCE(sold.supply_amount, (0)::numeric) AS month_amount,
            sum(COALESCE(sold.supply_amount, (0)::numeric)) OVER (PARTITION BY supply.chain_id) AS chain_month_amount,
            standing.last_amount,
            standing.before_amount,
            COALESCE(((standing.last_amount > (0)::numeric) AND ((standing.above_amount * (100)::numeric) < (standing.total_amount * ( SELECT core.rule_value('figures.volume_share_pct'::text) AS rule_value)))), false) AS is_volume_item,
            COALESCE(((standing.last_amount > (0)::numeric) AND (((standing.last_amount - standing.before_amount) * (100)::numeric) >= (standing.before_amount * ( SELECT core.rule_value('figures.potential_growth_pct'::text) AS rule_value))) AND (standing.before_amount > (0)::numeric)), false) AS is_potential_item
           FROM ((((supply
             LEFT JOIN standing USING (chain_id, product_id))
             LEFT JOIN shelf USING (chain_id, product_id))
             LEFT JOIN plan USING (chain_id, product_id))
             LEFT JOIN sold USING (chain_id, product_id))
        )
 SELECT joined.chain_id,
    joined.product_id,
    joined.vat_rate,
    joined.supply_price,
    joined.retail_price,
    joined.retail_source,
    joined.retail_price_excluding,
    joined.month_amount,
    joined.chain_month_amount,
    joined.last_amount,
    joined.before_amount,
    joined.is_volume_item,
    joined.is_potential_item,
    round((((joined.retail_price_excluding - joined.supply_price) / NULLIF(joined.supply_price, (0)::numeric)) * (100)::numeric), 2) AS markup_pct,
    round((((joined.retail_price_excluding - joined.supply_price) / NULLIF(joined.retail_price_excluding, (0)::numeric)) * (100)::numeric), 2) AS margin_pct,
    round(((joined.month_amount / NULLIF(GREATEST(joined.chain_month_amount, (0)::numeric), (0)::numeric)) * (100)::numeric), 2) AS sales_share_pct,
    round(((((joined.month_amount / NULLIF(GREATEST(joined.chain_month_amount, (0)::numeric), (0)::numeric)) * (joined.retail_price_excluding - joined.supply_price)) / NULLIF(joined.retail_price_excluding, (0)::numeric)) * (100)::numeric), 2) AS margin_contribution_pct,
    COALESCE((((joined.retail_price_excluding - joined.supply_price) * (100)::numeric) >= (joined.retail_price_excluding * ( SELECT core.rule_value('figures.profit_margin_pct'::text) AS rule_value))), false) AS is_profit_item
   FROM joined;

--
-- Name: VIEW gross_margin; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON VIEW mart.gross_margin IS 'One row: one product at one chain on the as-of date with the chains gross margin both ways and its contribution';

--
-- Name: COLUMN gross_margin.chain_id; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.gross_margin.chain_id IS 'Chain';

--
-- Name: COLUMN gross_margin.product_id; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.gross_margin.product_id IS 'Our product';

--
-- Name: COLUMN gross_margin.vat_rate; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.gross_margin.vat_rate IS 'VAT rate as a fraction';

--
-- Name: COLUMN gross_margin.supply_price; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.gross_margin.supply_price IS 'Contract price in force, RMB per unit, VAT excluded';

--
-- Name: COLUMN gross_margin.retail_price; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.gross_margin.retail_price IS 'Shelf price, RMB including VAT: median of the newest seen in each store, else the planned one; null when neither is known';

--
-- Name: COLUMN gross_margin.retail_source; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.gross_margin.retail_source IS 'seen or planned; null when unknown';

--
-- Name: COLUMN gross_margin.retail_price_excluding; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.gross_margin.retail_price_excluding IS 'Shelf price without VAT, RMB';

--
-- Name: COLUMN gross_margin.month_amount; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.gross_margin.month_amount IS 'Supply of the as-of month up to it, RMB, VAT excluded: numerator of the share';

--
-- Name: COLUMN gross_margin.chain_month_amount; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.gross_margin.chain_month_amount IS 'The same over all products of the chain: denominator';

--
-- Name: COLUMN gross_margin.last_amount; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.gross_margin.last_amount IS 'Supply of the last full month, RMB, VAT excluded: roles are judged by it';

--
-- Name: COLUMN gross_margin.before_amount; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.gross_margin.before_amount IS 'Supply of the month before that, RMB, VAT excluded';

--
-- Name: COLUMN gross_margin.is_volume_item; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.gross_margin.is_volume_item IS 'Volume item (M6.1.3): among the largest that together carry the share of config/rules.yaml';

--
-- Name: COLUMN gross_margin.is_potential_item; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.gross_margin.is_potential_item IS 'Potential item (M6.1.3): grew by at least the per cent of config/rules.yaml from one full month to the next';

--
-- Name: COLUMN gross_margin.markup_pct; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.gross_margin.markup_pct IS 'Markup 顺加 = (retail − supply) ÷ supply, both without VAT, per cent';

--
-- Name: COLUMN gross_margin.margin_pct; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.gross_margin.margin_pct IS 'Margin 倒扣 = (retail − supply) ÷ retail, both without VAT, per cent';

--
-- Name: COLUMN gross_margin.sales_share_pct; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.gross_margin.sales_share_pct IS 'Share of the chains supply this month, per cent; null when there was none';

--
-- Name: COLUMN gross_margin.margin_contribution_pct; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.gross_margin.margin_contribution_pct IS '毛利贡献度 = share of sales × margin, per cent';

--
-- Name: COLUMN gross_margin.is_profit_item; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.gross_margin.is_profit_item IS 'Profit item (M6.1.3): margin of at least the per cent of config/rules.yaml; false without a shelf price';

--
-- Name: master_data_finding; Type: VIEW; Schema: mart; Owner: -
--

CREATE VIEW mart.master_data_finding AS
 WITH product AS (
         SELECT product.product_id,
            product.valid_from,
            product.valid_to,
            product.unit_barcode,
            product.case_barcode,
            product.load_id,
            product.row_number
           FROM core.product
          WHERE core.is_known(product.arrived_at, product.recorded_at, product.superseded_at, product.superseded_recorded_at)
        ), item AS (
         SELECT chain_item.chain_id,
            chain_item.item_number,
            chain_item.product_id,
            chain_item.load_id,
            chain_item.row_number
           FROM core.chain_item
          WHERE core.is_known(chain_item.arrived_at, chain_item.recorded_at, chain_item.superseded_at, chain_item.superseded_recorded_at)
        ), store AS (
         SELECT store.chain_id,
            store.store_id,
            store.valid_from,
            store.valid_to,
            store.load_id,
            store.row_number
           FROM core.store
          WHERE core.is_known(store.arrived_at, store.recorded_at, store.superseded_at, store.superseded_recorded_at)
        ), price AS (
         SELECT price.chain_id,
            price.region,
            price.product_id,
            price.valid_from,
            price.valid_to,
            price.load_id,
            price.row_number
           FROM core.price
          WHERE core.is_known(price.arrived_at, price.recorded_at, price.superseded_at, price.superseded_recorded_at)
        ), promotion AS (
         SELECT promotion.chain_id,
            promotion.promotion_id,
            promotion.product_id,
            promotion.purchase_from,
            promotion.purchase_to,
            promotion.supply_price,
            promotion.load_id,
            promotion.row_number
           FROM core.promotion
          WHERE core.is_known(promotion.arrived_at, promotion.recorded_at, promotion.superseded_at, promotion.superseded_recorded_at)
        ), contract AS (
         SELECT contract.chain_id,
            contract.contract_id,
            contract.account_id,
            contract.valid_from,
            contract.valid_to,
            contract.load_id,
            contract.row_number
           FROM core.contract
          WHERE core.is_known(contract.arrived_at, contract.recorded_at, contract.superseded_at, contract.superseded_recorded_at)
        ), barcode AS (
         SELECT DISTINCT ON (code.barcode, product.product_id) code.barcode,
            product.product_id,
            product.valid_from,
            product.load_id,
            product.row_number
           FROM (product
             CROSS JOIN LATERAL ( VALUES (product.unit_barcode), (product.case_barcode)) code(barcode))
          WHERE (code.barcode IS NOT NULL)
          ORDER BY code.barcode, product.product_id, product.valid_from DESC
        ), period AS (
         SELECT 'product'::text AS named_in,
            ''::text AS chain_id,
            product.product_id AS subject,
            product.valid_from,
            product.valid_to,
            product.load_id,
            product.row_number
           FROM product
        UNION ALL
         SELECT 'store'::text,
            store.chain_id,
            store.store_id,
            store.valid_from,
            store.valid_to,
            store.load_id,
            store.row_number
           FROM store
        UNION ALL
         SELECT 'price'::text,
            price.chain_id,
            concat_ws(' '::text, price.product_id, NULLIF(price.region, ''::text)) AS concat_ws,
            price.valid_from,
            price.valid_to,
            price.load_id,
            price.row_number
           FROM price
        UNION ALL
         SELECT 'contract'::text,
            contract.chain_id,
            COALESCE(contract.account_id, ''::text) AS "coalesce",
            contract.valid_from,
            contract.valid_to,
            contract.load_id,
            contract.row_number
           FROM contract
        ), following AS (
         SELECT period.named_in,
            period.chain_id,
            period.subject,
            period.valid_from,
            period.valid_to,
            period.load_id,
            period.row_number,
            max(period.valid_to) OVER (PARTITION BY period.named_in, period.chain_id, period.subject ORDER BY period.valid_from, period.load_id, period.row_number ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS earlier_to
           FROM period
        ), named_product AS (
         SELECT 'chain_item'::text AS named_in,
            item.chain_id,
            item.item_number AS subject,
            item.product_id,
            item.load_id,
            item.row_number
           FROM item
        UNION ALL
         SELECT 'price'::text,
            price.chain_id,
            concat_ws(' '::text, price.product_id, NULLIF(price.region, ''::text)) AS concat_ws,
            price.product_id,
            price.load_id,
            price.row_number
           FROM price
        UNION ALL
         SELECT 'promotion'::text,
            promotion.chain_id,
            promotion.promotion_id,
            promotion.product_id,
            promotion.load_id,
            promotion.row_number
           FROM promotion
        ), named_chain AS (
         SELECT 'store'::text AS named_in,
            store.chain_id,
            store.store_id AS subject,
            store.load_id,
            store.row_number
           FROM store
        UNION ALL
         SELECT 'chain_item'::text,
            item.chain_id,
            item.item_number,
            item.load_id,
            item.row_number
           FROM item
        UNION ALL
         SELECT 'price'::text,
            price.chain_id,
            concat_ws(' '::text, price.product_id, NULLIF(price.region, ''::text)) AS concat_ws,
            price.load_id,
            price.row_number
           FROM price
        UNION ALL
         SELECT 'contract'::text,
            contract.chain_id,
            contract.contract_id,
            contract.load_id,
            contract.row_number
           FROM contract
        )
 SELECT 'shared_barcode'::text AS kind,
    'product'::text AS named_in,
    ''::text AS chain_id,
    one.product_id AS subject,
    one.barcode AS found,
    other.product_id AS other,
    one.load_id,
    one.row_number
   FROM (barcode one
     JOIN barcode other ON (((other.barcode = one.barcode) AND (other.product_id < one.product_id))))
UNION ALL
 SELECT 'unknown_product'::text AS kind,
    named_product.named_in,
    named_product.chain_id,
    named_product.subject,
    named_product.product_id AS found,
    NULL::text AS other,
    named_product.load_id,
    named_product.row_number
   FROM named_product
  WHERE (NOT (EXISTS ( SELECT
           FROM product
          WHERE (product.product_id = named_product.product_id))))
UNION ALL
 SELECT 'unknown_chain'::text AS kind,
    named_chain.named_in,
    named_chain.chain_id,
    named_chain.subject,
    named_chain.chain_id AS found,
    NULL::text AS other,
    named_chain.load_id,
    named_chain.row_number
   FROM named_chain
  WHERE (NOT (EXISTS ( SELECT
           FROM core.chain
          WHERE (chain.chain_id = named_chain.chain_id))))
UNION ALL
 SELECT 'price_of_nought'::text AS kind,
    'promotion'::text AS named_in,
    promotion.chain_id,
    concat_ws(' '::text, promotion.promotion_id, promotion.product_id) AS subject,
    (promotion.supply_price)::text AS found,
    NULL::text AS other,
    promotion.load_id,
    promotion.row_number
   FROM promotion
  WHERE (promotion.supply_price = (0)::numeric)
UNION ALL
 SELECT 'overlapping_period'::text AS kind,
    following.named_in,
    following.chain_id,
    following.subject,
    to_char((following.valid_from)::timestamp with time zone, 'YYYY-MM-DD'::text) AS found,
        CASE
            WHEN (following.earlier_to = 'infinity'::date) THEN 'open'::text
            ELSE to_char((following.earlier_to)::timestamp with time zone, 'YYYY-MM-DD'::text)
        END AS other,
    following.load_id,
    following.row_number
   FROM following
  WHERE (following.earlier_to >= following.valid_from);

--
-- Name: VIEW master_data_finding; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON VIEW mart.master_data_finding IS 'One row: one thing in the company''s master data that cannot be right, or leaves open which of two holds';

--
-- Name: COLUMN master_data_finding.kind; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.master_data_finding.kind IS 'shared_barcode: two products have one barcode, so rows that name it find none; unknown_product, unknown_chain: what is named does not exist; price_of_nought; overlapping_period: begins before an earlier one ends';

--
-- Name: COLUMN master_data_finding.named_in; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.master_data_finding.named_in IS 'Table of master data: product, chain_item, store, price, promotion, contract';

--
-- Name: COLUMN master_data_finding.chain_id; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.master_data_finding.chain_id IS 'Chain; empty for what belongs to none';

--
-- Name: COLUMN master_data_finding.subject; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.master_data_finding.subject IS 'What it is about: product, item number, store, product with region, promotion, contract, or account (empty: all)';

--
-- Name: COLUMN master_data_finding.found; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.master_data_finding.found IS 'The barcode, product, chain or price; for overlapping periods the first day of the later one';

--
-- Name: COLUMN master_data_finding.other; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.master_data_finding.other IS 'The other product; for overlapping periods the last day of the earlier one, open where it has none; empty otherwise';

--
-- Name: COLUMN master_data_finding.load_id; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.master_data_finding.load_id IS 'Load of the row';

--
-- Name: COLUMN master_data_finding.row_number; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.master_data_finding.row_number IS 'Row of it in its file';

--
-- Name: statement_sum; Type: VIEW; Schema: mart; Owner: -
--

CREATE VIEW mart.statement_sum AS
 SELECT kept_statement.chain_id,
    kept_statement.statement_number,
    kept_statement.goods_amount,
    kept_statement.deduction_amount,
    kept_statement.invoiceable_amount,
    kept_statement.payable_amount
   FROM core.kept_statement
  WHERE ( SELECT mart.is_kept() AS is_kept)
UNION ALL
 SELECT past_statement.chain_id,
    past_statement.statement_number,
    past_statement.goods_amount,
    past_statement.deduction_amount,
    past_statement.invoiceable_amount,
    past_statement.payable_amount
   FROM core.past_statement
  WHERE (past_statement.past_id = ( SELECT mart.past_id() AS past_id))
UNION ALL
 SELECT statement_line.chain_id,
    statement_line.statement_number,
    COALESCE(sum(statement_line.amount) FILTER (WHERE (statement_line.kind <> 'deduction'::text)), (0)::numeric) AS goods_amount,
    COALESCE(sum(statement_line.amount) FILTER (WHERE ((statement_line.kind = 'deduction'::text) AND (statement_line.deduction_mode <> 'paid_apart'::text))), (0)::numeric) AS deduction_amount,
    COALESCE(sum(statement_line.amount) FILTER (WHERE ((statement_line.kind <> 'deduction'::text) OR (statement_line.deduction_mode = 'on_invoice'::text))), (0)::numeric) AS invoiceable_amount,
    COALESCE(sum(statement_line.amount) FILTER (WHERE (statement_line.deduction_mode IS DISTINCT FROM 'paid_apart'::text)), (0)::numeric) AS payable_amount
   FROM core.statement_line
  WHERE (( SELECT mart.is_computed() AS is_computed) AND core.is_known(statement_line.arrived_at, statement_line.recorded_at, statement_line.superseded_at, statement_line.superseded_recorded_at))
  GROUP BY statement_line.chain_id, statement_line.statement_number;

--
-- Name: VIEW statement_sum; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON VIEW mart.statement_sum IS 'One row: one statement with the sums of its own lines';

--
-- Name: COLUMN statement_sum.chain_id; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.statement_sum.chain_id IS 'Chain';

--
-- Name: COLUMN statement_sum.statement_number; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.statement_sum.statement_number IS 'Statement (对账单/结算单)';

--
-- Name: COLUMN statement_sum.goods_amount; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.statement_sum.goods_amount IS 'Its goods less returns as stated, RMB including VAT';

--
-- Name: COLUMN statement_sum.deduction_amount; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.statement_sum.deduction_amount IS 'Its deductions as stated, without what is paid apart, RMB including VAT, negative';

--
-- Name: COLUMN statement_sum.invoiceable_amount; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.statement_sum.invoiceable_amount IS 'Its goods less returns and deductions on the invoice, RMB including VAT';

--
-- Name: COLUMN statement_sum.payable_amount; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.statement_sum.payable_amount IS 'All its lines but what is paid apart, RMB including VAT';

--
-- Name: money_break; Type: VIEW; Schema: mart; Owner: -
--

CREATE VIEW mart.money_break AS
 WITH statement AS (
         SELECT s.chain_id,
            s.account_id,
            s.statement_number,
            s.period_to,
            s.stated_payable,
            s.load_id,
            s.row_number,
            ((to_char((s.period_to)::timestamp with time zone, 'YYYYMMDD'::text) || '/'::text) || (s.statement_number COLLATE "C")) AS statement_key
           FROM core.statement s
          WHERE core.is_known(s.arrived_at, s.recorded_at, s.superseded_at, s.superseded_recorded_at)
        ), computed AS MATERIALIZED (
         SELECT c.chain_id,
            c.is_matched,
            c.delivery_number,
            c.store_id,
            c.order_number,
            c.product_id,
            c.is_free,
            c.is_return,
            c.account_id,
            c.is_ordered,
            c.received_on,
            c.received_quantity,
            c.unit_price,
            c.vat_rate,
            c.received_worth,
            c.hold_key,
            c.statement_number,
            c.statement_key,
            c.line_number,
            c.first_key,
            c.next_key,
            c.is_first,
            c.is_last,
            c.is_whole,
            c.stated_quantity,
            c.stated_price,
            c.stated_rate,
            c.stated_amount,
            c.accepted_before,
            c.accepted_quantity,
            c.accepted_after,
            c.duplicate_quantity,
            c.is_settled_before,
            c.reopened_key,
            c.entry_worth,
            c.rest_worth,
            c.over_amount,
            c.duplicate_amount,
            c.price_amount,
            c.tax_amount,
            c.line_amount,
            c.rounding_amount,
            c.receipt_amount,
            c.unmatched_amount,
            c.unexplained_amount,
            c.is_receipt_broken,
            c.load_id,
            c.row_number,
            c.their_load_id,
            c.their_row_number,
            c.is_differing
           FROM mart.compute_settlement() c(chain_id, is_matched, delivery_number, store_id, order_number, product_id, is_free, is_return, account_id, is_ordered, received_on, received_quantity, unit_price, vat_rate, received_worth, hold_key, statement_number, statement_key, line_number, first_key, next_key, is_first, is_last, is_whole, stated_quantity, stated_price, stated_rate, stated_amount, accepted_before, accepted_quantity, accepted_after, duplicate_quantity, is_settled_before, reopened_key, entry_worth, rest_worth, over_amount, duplicate_amount, price_amount, tax_amount, line_amount, rounding_amount, receipt_amount, unmatched_amount, unexplained_amount, is_receipt_broken, load_id, row_number, their_load_id, their_row_number, is_differing)
          WHERE (( SELECT mart.is_computed() AS is_computed) AND c.is_differing)
        ), differing AS NOT MATERIALIZED (
         SELECT settlement.chain_id,
            settlement.is_matched,
            settlement.delivery_number,
            settlement.store_id,
            settlement.order_number,
            settlement.product_id,
            settlement.is_free,
            settlement.is_return,
            settlement.account_id,
            settlement.is_ordered,
            settlement.received_on,
            settlement.received_quantity,
            settlement.unit_price,
            settlement.vat_rate,
            settlement.received_worth,
            settlement.hold_key,
            settlement.statement_number,
            settlement.statement_key,
            settlement.line_number,
            settlement.first_key,
            settlement.next_key,
            settlement.is_first,
            settlement.is_last,
            settlement.is_whole,
            settlement.stated_quantity,
            settlement.stated_price,
            settlement.stated_rate,
            settlement.stated_amount,
            settlement.accepted_before,
            settlement.accepted_quantity,
            settlement.accepted_after,
            settlement.duplicate_quantity,
            settlement.is_settled_before,
            settlement.reopened_key,
            settlement.entry_worth,
            settlement.rest_worth,
            settlement.over_amount,
            settlement.duplicate_amount,
            settlement.price_amount,
            settlement.tax_amount,
            settlement.line_amount,
            settlement.rounding_amount,
            settlement.receipt_amount,
            settlement.unmatched_amount,
            settlement.unexplained_amount,
            settlement.is_receipt_broken,
            settlement.load_id,
            settlement.row_number,
            settlement.their_load_id,
            settlement.their_row_number,
            settlement.is_differing,
            LEAST(settlement.hold_key, settlement.first_key) AS opened_key,
            (((((((('delivery/'::text || settlement.delivery_number) || '/'::text) || settlement.store_id) || '/'::text) || settlement.order_number) || '/'::text) || settlement.product_id) ||
                CASE
                    WHEN settlement.is_free THEN '/free'::text
                    ELSE ''::text
                END) AS delivery_claim,
            ((('statement/'::text || settlement.statement_number) || '/'::text) || settlement.line_number) AS line_claim
           FROM ( SELECT k.chain_id,
                    k.is_matched,
                    k.delivery_number,
                    k.store_id,
                    k.order_number,
                    k.product_id,
                    k.is_free,
                    k.is_return,
                    k.account_id,
                    k.is_ordered,
                    k.received_on,
                    k.received_quantity,
                    k.unit_price,
                    k.vat_rate,
                    k.received_worth,
                    k.hold_key,
                    k.statement_number,
                    k.statement_key,
                    k.line_number,
                    k.first_key,
                    k.next_key,
                    k.is_first,
                    k.is_last,
                    k.is_whole,
                    k.stated_quantity,
                    k.stated_price,
                    k.stated_rate,
                    k.stated_amount,
                    k.accepted_before,
                    k.accepted_quantity,
                    k.accepted_after,
                    k.duplicate_quantity,
                    k.is_settled_before,
                    k.reopened_key,
                    k.entry_worth,
                    k.rest_worth,
                    k.over_amount,
                    k.duplicate_amount,
                    k.price_amount,
                    k.tax_amount,
                    k.line_amount,
                    k.rounding_amount,
                    k.receipt_amount,
                    k.unmatched_amount,
                    k.unexplained_amount,
                    k.is_receipt_broken,
                    k.load_id,
                    k.row_number,
                    k.their_load_id,
                    k.their_row_number,
                    k.is_differing
                   FROM core.kept_settlement k
                  WHERE (k.is_differing AND ( SELECT mart.is_kept() AS is_kept))
                UNION ALL
                 SELECT (p.settlement).chain_id AS chain_id,
                    (p.settlement).is_matched AS is_matched,
                    (p.settlement).delivery_number AS delivery_number,
                    (p.settlement).store_id AS store_id,
                    (p.settlement).order_number AS order_number,
                    (p.settlement).product_id AS product_id,
                    (p.settlement).is_free AS is_free,
                    (p.settlement).is_return AS is_return,
                    (p.settlement).account_id AS account_id,
                    (p.settlement).is_ordered AS is_ordered,
                    (p.settlement).received_on AS received_on,
                    (p.settlement).received_quantity AS received_quantity,
                    (p.settlement).unit_price AS unit_price,
                    (p.settlement).vat_rate AS vat_rate,
                    (p.settlement).received_worth AS received_worth,
                    (p.settlement).hold_key AS hold_key,
                    (p.settlement).statement_number AS statement_number,
                    (p.settlement).statement_key AS statement_key,
                    (p.settlement).line_number AS line_number,
                    (p.settlement).first_key AS first_key,
                    (p.settlement).next_key AS next_key,
                    (p.settlement).is_first AS is_first,
                    (p.settlement).is_last AS is_last,
                    (p.settlement).is_whole AS is_whole,
                    (p.settlement).stated_quantity AS stated_quantity,
                    (p.settlement).stated_price AS stated_price,
                    (p.settlement).stated_rate AS stated_rate,
                    (p.settlement).stated_amount AS stated_amount,
                    (p.settlement).accepted_before AS accepted_before,
                    (p.settlement).accepted_quantity AS accepted_quantity,
                    (p.settlement).accepted_after AS accepted_after,
                    (p.settlement).duplicate_quantity AS duplicate_quantity,
                    (p.settlement).is_settled_before AS is_settled_before,
                    (p.settlement).reopened_key AS reopened_key,
                    (p.settlement).entry_worth AS entry_worth,
                    (p.settlement).rest_worth AS rest_worth,
                    (p.settlement).over_amount AS over_amount,
                    (p.settlement).duplicate_amount AS duplicate_amount,
                    (p.settlement).price_amount AS price_amount,
                    (p.settlement).tax_amount AS tax_amount,
                    (p.settlement).line_amount AS line_amount,
                    (p.settlement).rounding_amount AS rounding_amount,
                    (p.settlement).receipt_amount AS receipt_amount,
                    (p.settlement).unmatched_amount AS unmatched_amount,
                    (p.settlement).unexplained_amount AS unexplained_amount,
                    (p.settlement).is_receipt_broken AS is_receipt_broken,
                    (p.settlement).load_id AS load_id,
                    (p.settlement).row_number AS row_number,
                    (p.settlement).their_load_id AS their_load_id,
                    (p.settlement).their_row_number AS their_row_number,
                    (p.settlement).is_differing AS is_differing
                   FROM core.past_settlement p
                  WHERE (p.past_id = ( SELECT mart.past_id() AS past_id))
                UNION ALL
                 SELECT computed.chain_id,
                    computed.is_matched,
                    computed.delivery_number,
                    computed.store_id,
                    computed.order_number,
                    computed.product_id,
                    computed.is_free,
                    computed.is_return,
                    computed.account_id,
                    computed.is_ordered,
                    computed.received_on,
                    computed.received_quantity,
                    computed.unit_price,
                    computed.vat_rate,
                    computed.received_worth,
                    computed.hold_key,
                    computed.statement_number,
                    computed.statement_key,
                    computed.line_number,
                    computed.first_key,
                    computed.next_key,
                    computed.is_first,
                    computed.is_last,
                    computed.is_whole,
                    computed.stated_quantity,
                    computed.stated_price,
                    computed.stated_rate,
                    computed.stated_amount,
                    computed.accepted_before,
                    computed.accepted_quantity,
                    computed.accepted_after,
                    computed.duplicate_quantity,
                    computed.is_settled_before,
                    computed.reopened_key,
                    computed.entry_worth,
                    computed.rest_worth,
                    computed.over_amount,
                    computed.duplicate_amount,
                    computed.price_amount,
                    computed.tax_amount,
                    computed.line_amount,
                    computed.rounding_amount,
                    computed.receipt_amount,
                    computed.unmatched_amount,
                    computed.unexplained_amount,
                    computed.is_receipt_broken,
                    computed.load_id,
                    computed.row_number,
                    computed.their_load_id,
                    computed.their_row_number,
                    computed.is_differing
                   FROM computed) settlement
        ), by_line AS (
         SELECT d.chain_id,
            b.kind,
            b.amount,
            b.quantity,
            d.statement_number,
            d.line_number,
            d.order_number,
            d.delivery_number,
            d.store_id,
            d.product_id,
            d.is_free,
            b.ours,
            b.theirs,
            false AS is_carried,
            d.statement_key AS first_key,
            d.load_id AS our_load_id,
            d.row_number AS our_row_number,
            d.their_load_id,
            d.their_row_number,
            d.line_claim AS claim_key,
            d.received_worth
           FROM (differing d
             CROSS JOIN LATERAL ( VALUES ('settled_over'::text,d.over_amount,(GREATEST(d.accepted_before, d.received_quantity) - GREATEST(d.accepted_after, d.received_quantity)),d.received_quantity,d.accepted_after), ('duplicate_settlement'::text,d.duplicate_amount,
                        CASE
                            WHEN (NOT d.is_whole) THEN (- d.duplicate_quantity)
                            ELSE NULL::numeric
                        END,0,
                        CASE
                            WHEN d.is_whole THEN d.stated_amount
                            ELSE d.duplicate_quantity
                        END), ('price_difference'::text,d.price_amount,d.accepted_quantity,d.unit_price,d.stated_price), ('tax_difference'::text,d.tax_amount,d.accepted_quantity,d.vat_rate,d.stated_rate), ('amount_difference'::text,d.line_amount,d.accepted_quantity,(d.stated_amount + d.line_amount),d.stated_amount), ('rounding_difference'::text,d.rounding_amount,d.accepted_quantity,(d.stated_amount + d.rounding_amount),d.stated_amount), ('receipt_amount_difference'::text,d.receipt_amount,NULL::numeric,(d.stated_amount + d.receipt_amount),d.stated_amount), (
                        CASE
                            WHEN d.is_return THEN 'return_unmatched'::text
                            ELSE 'settled_without_delivery'::text
                        END,d.unmatched_amount,(- d.stated_quantity),0,d.stated_amount), ('unexplained'::text,d.unexplained_amount,NULL::numeric,(d.stated_amount + d.unexplained_amount),d.stated_amount)) b(kind, amount, quantity, ours, theirs))
          WHERE ((d.statement_key IS NOT NULL) AND (b.amount <> (0)::numeric))
        ), left_open AS (
         SELECT d.chain_id,
                CASE
                    WHEN (((NOT d.is_settled_before) AND (d.accepted_after <> (0)::numeric)) OR (d.reopened_key = d.statement_key)) THEN 'settled_short'::text
                    ELSE 'unsettled'::text
                END AS kind,
            d.rest_worth AS amount,
            (d.received_quantity - d.accepted_after) AS quantity,
            d.statement_number,
            d.line_number,
            d.order_number,
            d.delivery_number,
            d.store_id,
            d.product_id,
            d.is_free,
            d.received_quantity AS ours,
            d.accepted_after AS theirs,
            ((COALESCE(d.reopened_key, d.opened_key) < d.statement_key) AND (d.is_settled_before OR (d.accepted_after = (0)::numeric))) AS is_carried,
            COALESCE(d.reopened_key, d.opened_key) AS first_key,
            d.load_id,
            d.row_number,
            d.their_load_id,
            d.their_row_number,
            d.delivery_claim,
            d.received_worth
           FROM differing d
          WHERE ((d.rest_worth <> (0)::numeric) AND (d.statement_key IS NOT NULL))
        ), carried AS (
         SELECT d.chain_id,
            'unsettled'::text AS "?column?",
            d.received_worth AS amount,
            d.received_quantity AS quantity,
            s.statement_number,
            NULL::integer AS int4,
            d.order_number,
            d.delivery_number,
            d.store_id,
            d.product_id,
            d.is_free,
            d.received_quantity AS ours,
            (0)::numeric AS theirs,
            (s.statement_key > d.opened_key) AS "?column?",
            d.opened_key,
            d.load_id,
            d.row_number,
            NULL::bigint AS int8,
            NULL::integer AS int4,
            d.delivery_claim,
            d.received_worth
           FROM (differing d
             JOIN statement s ON (((s.chain_id = d.chain_id) AND (s.account_id = d.account_id) AND (s.statement_key >= d.hold_key) AND ((d.first_key IS NULL) OR (s.statement_key < d.first_key)))))
          WHERE (d.is_matched AND (d.received_worth <> (0)::numeric) AND ((d.first_key IS NULL) OR ((d.hold_key < d.first_key) AND d.is_first AND (d.statement_key = d.first_key))))
        UNION ALL
         SELECT d.chain_id,
            'unsettled'::text,
            d.rest_worth,
            (d.received_quantity - d.accepted_after),
            s.statement_number,
            NULL::integer,
            d.order_number,
            d.delivery_number,
            d.store_id,
            d.product_id,
            d.is_free,
            d.received_quantity,
            d.accepted_after,
            true,
            COALESCE(d.reopened_key, d.opened_key) AS "coalesce",
            d.load_id,
            d.row_number,
            NULL::bigint,
            NULL::integer,
            d.delivery_claim,
            d.received_worth
           FROM (differing d
             JOIN statement s ON (((s.chain_id = d.chain_id) AND (s.account_id = d.account_id) AND (s.statement_key >= d.hold_key) AND (s.statement_key > d.statement_key) AND ((d.next_key IS NULL) OR (s.statement_key < d.next_key)))))
          WHERE (d.rest_worth <> (0)::numeric)
        ), listed AS MATERIALIZED (
         SELECT statement_sum.chain_id,
            statement_sum.statement_number,
            statement_sum.payable_amount
           FROM mart.statement_sum
        ), total_off AS (
         SELECT s.chain_id,
            'statement_total_off'::text AS kind,
            (COALESCE(lines.payable_amount, (0)::numeric) - s.stated_payable) AS amount,
            NULL::numeric AS "numeric",
            s.statement_number,
            NULL::integer AS int4,
            ''::text AS "?column?",
            ''::text AS "?column?",
            ''::text AS "?column?",
            NULL::text AS "?column?",
            false AS "?column?",
            COALESCE(lines.payable_amount, (0)::numeric) AS ours,
            s.stated_payable AS theirs,
            false AS "?column?",
            s.statement_key,
            NULL::bigint AS int8,
            NULL::integer AS int4,
            s.load_id,
            s.row_number,
            ('statement/'::text || s.statement_number) AS "?column?",
            NULL::numeric AS "numeric"
           FROM (statement s
             LEFT JOIN listed lines USING (chain_id, statement_number))
          WHERE ((COALESCE(lines.payable_amount, (0)::numeric) <> s.stated_payable) AND (mart.open_quarantined_rows(s.chain_id, s.statement_number) = 0))
        ), together AS (
         SELECT b.chain_id,
            b.kind,
            b.amount,
            b.quantity,
            b.statement_number,
            b.line_number,
            b.order_number,
            b.delivery_number,
            b.store_id,
            b.product_id,
            b.is_free,
            b.ours,
            b.theirs,
            b.is_carried,
            b.first_key,
            b.our_load_id,
            b.our_row_number,
            b.their_load_id,
            b.their_row_number,
            b.claim_key,
            b.received_worth,
            s.account_id,
            s.period_to AS occurred_on,
                CASE
                    WHEN (b.kind = ANY (ARRAY['settled_short'::text, 'settled_over'::text, 'unsettled'::text])) THEN 'quantity'::text
                    WHEN (b.kind = 'price_difference'::text) THEN 'unit_price'::text
                    WHEN (b.kind = ANY (ARRAY['tax_difference'::text, 'amount_difference'::text])) THEN 'line_amount'::text
                    ELSE NULL::text
                END AS measure
           FROM (( SELECT by_line.chain_id,
                    by_line.kind,
                    by_line.amount,
                    by_line.quantity,
                    by_line.statement_number,
                    by_line.line_number,
                    by_line.order_number,
                    by_line.delivery_number,
                    by_line.store_id,
                    by_line.product_id,
                    by_line.is_free,
                    by_line.ours,
                    by_line.theirs,
                    by_line.is_carried,
                    by_line.first_key,
                    by_line.our_load_id,
                    by_line.our_row_number,
                    by_line.their_load_id,
                    by_line.their_row_number,
                    by_line.claim_key,
                    by_line.received_worth
                   FROM by_line
                UNION ALL
                 SELECT left_open.chain_id,
                    left_open.kind,
                    left_open.amount,
                    left_open.quantity,
                    left_open.statement_number,
                    left_open.line_number,
                    left_open.order_number,
                    left_open.delivery_number,
                    left_open.store_id,
                    left_open.product_id,
                    left_open.is_free,
                    left_open.ours,
                    left_open.theirs,
                    left_open.is_carried,
                    left_open.first_key,
                    left_open.load_id,
                    left_open.row_number,
                    left_open.their_load_id,
                    left_open.their_row_number,
                    left_open.delivery_claim,
                    left_open.received_worth
                   FROM left_open
                UNION ALL
                 SELECT carried.chain_id,
                    carried."?column?",
                    carried.amount,
                    carried.quantity,
                    carried.statement_number,
                    carried.int4,
                    carried.order_number,
                    carried.delivery_number,
                    carried.store_id,
                    carried.product_id,
                    carried.is_free,
                    carried.ours,
                    carried.theirs,
                    carried."?column?_1" AS "?column?",
                    carried.opened_key,
                    carried.load_id,
                    carried.row_number,
                    carried.int8,
                    carried.int4_1 AS int4,
                    carried.delivery_claim,
                    carried.received_worth
                   FROM carried carried(chain_id, "?column?", amount, quantity, statement_number, int4, order_number, delivery_number, store_id, product_id, is_free, ours, theirs, "?column?_1", opened_key, load_id, row_number, int8, int4_1, delivery_claim, received_worth)
                UNION ALL
                 SELECT total_off.chain_id,
                    total_off.kind,
                    total_off.amount,
                    total_off."numeric",
                    total_off.statement_number,
                    total_off.int4,
                    total_off."?column?",
                    total_off."?column?_1" AS "?column?",
                    total_off."?column?_2" AS "?column?",
                    total_off."?column?_3" AS "?column?",
                    total_off."?column?_4" AS "?column?",
                    total_off.ours,
                    total_off.theirs,
                    total_off."?column?_5" AS "?column?",
                    total_off.statement_key,
                    total_off.int8,
                    total_off.int4_1 AS int4,
                    total_off.load_id,
                    total_off.row_number,
                    total_off."?column?_6" AS "?column?",
                    total_off.numeric_1 AS "numeric"
                   FROM total_off total_off(chain_id, kind, amount, "numeric", statement_number, int4, "?column?", "?column?_1", "?column?_2", "?column?_3", "?column?_4", ours, theirs, "?column?_5", statement_key, int8, int4_1, load_id, row_number, "?column?_6", numeric_1)) b
             JOIN statement s USING (chain_id, statement_number))
        ), line AS (
         SELECT t_1.chain_id,
            t_1.kind,
            t_1.amount,
            t_1.quantity,
            t_1.statement_number,
            t_1.line_number,
            t_1.order_number,
            t_1.delivery_number,
            t_1.store_id,
            t_1.product_id,
            t_1.is_free,
            t_1.ours,
            t_1.theirs,
            t_1.is_carried,
            t_1.first_key,
            t_1.our_load_id,
            t_1.our_row_number,
            t_1.their_load_id,
            t_1.their_row_number,
            t_1.claim_key,
            t_1.received_worth,
            t_1.account_id,
            t_1.occurred_on,
            t_1.measure,
            COALESCE((- sum(t_1.quantity) FILTER (WHERE (t_1.measure = 'quantity'::text)) OVER line_of), (0)::numeric) AS line_quantity,
            max(t_1.ours) FILTER (WHERE (t_1.measure = 'quantity'::text)) OVER line_of AS line_received,
            COALESCE(max((t_1.theirs - t_1.ours)) FILTER (WHERE (t_1.measure = 'unit_price'::text)) OVER line_of, (0)::numeric) AS price_up,
            COALESCE(min((t_1.theirs - t_1.ours)) FILTER (WHERE (t_1.measure = 'unit_price'::text)) OVER line_of, (0)::numeric) AS price_down,
            max(t_1.ours) FILTER (WHERE (t_1.measure = 'unit_price'::text)) OVER line_of AS our_price,
            (- sum(t_1.amount) FILTER (WHERE (t_1.measure IS NOT NULL)) OVER line_of) AS line_amount,
            bool_or((t_1.measure = 'line_amount'::text)) OVER line_of AS differs_in_amount,
            bool_or((t_1.measure = 'quantity'::text)) OVER line_of AS differs_in_quantity,
            bool_or((t_1.measure = 'unit_price'::text)) OVER line_of AS differs_in_price,
            bool_or(((t_1.measure IS NULL) AND (t_1.kind <> 'rounding_difference'::text))) OVER line_of AS is_beyond_tolerance,
            max(abs(t_1.received_worth)) OVER line_of AS line_worth
           FROM together t_1
          WINDOW line_of AS (PARTITION BY t_1.chain_id, t_1.statement_number, t_1.delivery_number, t_1.order_number, t_1.store_id, t_1.product_id, t_1.is_free,
                CASE
                    WHEN ((t_1.delivery_number = ''::text) AND (t_1.order_number = ''::text)) THEN t_1.line_number
                    ELSE NULL::integer
                END)
        ), judged AS (
         SELECT l.chain_id,
            l.kind,
            l.amount,
            l.quantity,
            l.statement_number,
            l.line_number,
            l.order_number,
            l.delivery_number,
            l.store_id,
            l.product_id,
            l.is_free,
            l.ours,
            l.theirs,
            l.is_carried,
            l.first_key,
            l.our_load_id,
            l.our_row_number,
            l.their_load_id,
            l.their_row_number,
            l.claim_key,
            l.received_worth,
            l.account_id,
            l.occurred_on,
            l.measure,
            l.line_quantity,
            l.line_received,
            l.price_up,
            l.price_down,
            l.our_price,
            l.line_amount,
            l.differs_in_amount,
            l.differs_in_quantity,
            l.differs_in_price,
            l.is_beyond_tolerance,
            l.line_worth,
            (q.measure IS NOT NULL) AS has_quantity,
            (p.measure IS NOT NULL) AS has_price,
            (a.measure IS NOT NULL) AS has_amount,
            (o.measure IS NOT NULL) AS has_total,
            o.lower_absolute,
            o.upper_absolute,
            o.lower_pct,
            o.upper_pct,
            mart.tolerance_limit(l.line_quantity, l.line_received, q.lower_absolute, q.upper_absolute, q.lower_pct, q.upper_pct) AS quantity_limit,
            mart.tolerance_limit((1)::numeric, l.our_price, p.lower_absolute, p.upper_absolute, p.lower_pct, p.upper_pct) AS price_up_limit,
            mart.tolerance_limit(('-1'::integer)::numeric, l.our_price, p.lower_absolute, p.upper_absolute, p.lower_pct, p.upper_pct) AS price_down_limit,
            mart.tolerance_limit(l.line_amount, l.line_worth, a.lower_absolute, a.upper_absolute, a.lower_pct, a.upper_pct) AS amount_limit
           FROM ((((line l
             LEFT JOIN core.tolerance q ON (((q.chain_id = l.chain_id) AND (q.measure = 'quantity'::text) AND ((l.occurred_on >= q.valid_from) AND (l.occurred_on <= q.valid_to)) AND core.is_known(q.arrived_at, q.recorded_at, q.superseded_at, q.superseded_recorded_at))))
             LEFT JOIN core.tolerance p ON (((p.chain_id = l.chain_id) AND (p.measure = 'unit_price'::text) AND ((l.occurred_on >= p.valid_from) AND (l.occurred_on <= p.valid_to)) AND core.is_known(p.arrived_at, p.recorded_at, p.superseded_at, p.superseded_recorded_at))))
             LEFT JOIN core.tolerance a ON (((a.chain_id = l.chain_id) AND (a.measure = 'line_amount'::text) AND ((l.occurred_on >= a.valid_from) AND (l.occurred_on <= a.valid_to)) AND core.is_known(a.arrived_at, a.recorded_at, a.superseded_at, a.superseded_recorded_at))))
             LEFT JOIN core.tolerance o ON (((o.chain_id = l.chain_id) AND (o.measure = 'order_total'::text) AND ((l.occurred_on >= o.valid_from) AND (l.occurred_on <= o.valid_to)) AND core.is_known(o.arrived_at, o.recorded_at, o.superseded_at, o.superseded_recorded_at))))
        ), verdict AS (
         SELECT j.chain_id,
            j.kind,
            j.amount,
            j.quantity,
            j.statement_number,
            j.line_number,
            j.order_number,
            j.delivery_number,
            j.store_id,
            j.product_id,
            j.is_free,
            j.ours,
            j.theirs,
            j.is_carried,
            j.first_key,
            j.our_load_id,
            j.our_row_number,
            j.their_load_id,
            j.their_row_number,
            j.claim_key,
            j.received_worth,
            j.account_id,
            j.occurred_on,
            j.measure,
            j.line_quantity,
            j.line_received,
            j.price_up,
            j.price_down,
            j.our_price,
            j.line_amount,
            j.differs_in_amount,
            j.differs_in_quantity,
            j.differs_in_price,
            j.is_beyond_tolerance,
            j.line_worth,
            j.has_quantity,
            j.has_price,
            j.has_amount,
            j.has_total,
            j.lower_absolute,
            j.upper_absolute,
            j.lower_pct,
            j.upper_pct,
            j.quantity_limit,
            j.price_up_limit,
            j.price_down_limit,
            j.amount_limit,
            ((NOT j.is_beyond_tolerance) AND (j.has_quantity OR j.has_amount OR (NOT j.differs_in_quantity)) AND (j.has_price OR j.has_amount OR (NOT j.differs_in_price)) AND (j.has_amount OR (NOT j.differs_in_amount)) AND ((NOT j.has_quantity) OR (abs(j.line_quantity) <= j.quantity_limit)) AND ((NOT j.has_price) OR ((j.price_up <= j.price_up_limit) AND ((- j.price_down) <= j.price_down_limit))) AND ((NOT j.has_amount) OR (abs(j.line_amount) <= j.amount_limit))) AS is_line_within
           FROM judged j
        ), totalled AS (
         SELECT v.chain_id,
            v.kind,
            v.amount,
            v.quantity,
            v.statement_number,
            v.line_number,
            v.order_number,
            v.delivery_number,
            v.store_id,
            v.product_id,
            v.is_free,
            v.ours,
            v.theirs,
            v.is_carried,
            v.first_key,
            v.our_load_id,
            v.our_row_number,
            v.their_load_id,
            v.their_row_number,
            v.claim_key,
            v.received_worth,
            v.account_id,
            v.occurred_on,
            v.measure,
            v.line_quantity,
            v.line_received,
            v.price_up,
            v.price_down,
            v.our_price,
            v.line_amount,
            v.differs_in_amount,
            v.differs_in_quantity,
            v.differs_in_price,
            v.is_beyond_tolerance,
            v.line_worth,
            v.has_quantity,
            v.has_price,
            v.has_amount,
            v.has_total,
            v.lower_absolute,
            v.upper_absolute,
            v.lower_pct,
            v.upper_pct,
            v.quantity_limit,
            v.price_up_limit,
            v.price_down_limit,
            v.amount_limit,
            v.is_line_within,
            (- sum(v.amount) FILTER (WHERE ((NOT v.is_line_within) AND (v.measure IS NOT NULL))) OVER order_of) AS order_amount,
            bool_or(((v.measure IS NULL) AND (v.kind <> 'rounding_difference'::text))) OVER order_of AS is_order_beyond,
            sum(v.line_worth) FILTER (WHERE (NOT v.is_line_within)) OVER order_of AS order_worth
           FROM verdict v
          WINDOW order_of AS (PARTITION BY v.chain_id, v.statement_number, v.order_number, v.store_id,
                CASE
                    WHEN (v.order_number = ''::text) THEN v.delivery_number
                    ELSE NULL::text
                END,
                CASE
                    WHEN ((v.order_number = ''::text) AND (v.delivery_number = ''::text)) THEN v.line_number
                    ELSE NULL::integer
                END)
        )
 SELECT totalled.chain_id,
    totalled.kind,
    (totalled.amount)::numeric(16,2) AS amount,
    (totalled.quantity)::numeric(14,3) AS quantity,
    totalled.account_id,
    totalled.statement_number,
    totalled.line_number,
    totalled.order_number,
    totalled.delivery_number,
    totalled.store_id,
    totalled.product_id,
    totalled.is_free,
    totalled.occurred_on,
    totalled.ours,
    totalled.theirs,
        CASE
            WHEN (totalled.kind = 'rounding_difference'::text) THEN 'rounding'::text
            WHEN (totalled.measure IS NULL) THEN 'exact'::text
            WHEN (totalled.has_total AND (NOT totalled.is_line_within)) THEN 'order_total'::text
            WHEN ((totalled.measure = 'quantity'::text) AND totalled.has_quantity) THEN 'quantity'::text
            WHEN ((totalled.measure = 'unit_price'::text) AND totalled.has_price) THEN 'unit_price'::text
            WHEN totalled.has_amount THEN 'line_amount'::text
            ELSE 'exact'::text
        END AS rule,
        CASE
            WHEN (totalled.measure IS NULL) THEN (0)::numeric
            WHEN (totalled.has_total AND (NOT totalled.is_line_within)) THEN t.total_limit
            WHEN ((totalled.measure = 'quantity'::text) AND totalled.has_quantity) THEN totalled.quantity_limit
            WHEN ((totalled.measure = 'unit_price'::text) AND totalled.has_price) THEN
            CASE
                WHEN (totalled.theirs > totalled.ours) THEN totalled.price_up_limit
                ELSE totalled.price_down_limit
            END
            WHEN totalled.has_amount THEN totalled.amount_limit
            ELSE (0)::numeric
        END AS limit_value,
    ((totalled.kind = 'rounding_difference'::text) OR COALESCE(totalled.is_line_within, false) OR (totalled.has_total AND (totalled.measure IS NOT NULL) AND (NOT totalled.is_order_beyond) AND (abs(totalled.order_amount) <= t.total_limit))) AS is_within_tolerance,
    totalled.is_carried,
    substr(totalled.first_key, 10) AS first_statement_number,
    totalled.our_load_id,
    totalled.our_row_number,
    totalled.their_load_id,
    totalled.their_row_number,
    totalled.claim_key
   FROM (totalled
     CROSS JOIN LATERAL ( SELECT mart.tolerance_limit(totalled.order_amount, COALESCE(totalled.order_worth, (0)::numeric), totalled.lower_absolute, totalled.upper_absolute, totalled.lower_pct, totalled.upper_pct) AS total_limit) t);

--
-- Name: VIEW money_break; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON VIEW mart.money_break IS 'One row: one money break, our books against a statement';

--
-- Name: COLUMN money_break.chain_id; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.money_break.chain_id IS 'Chain';

--
-- Name: COLUMN money_break.kind; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.money_break.kind IS 'Kind of break (docs/money.md#money-breaks): settled_short, unsettled, price_difference, …';

--
-- Name: COLUMN money_break.amount; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.money_break.amount IS 'RMB including VAT, ours − theirs';

--
-- Name: COLUMN money_break.quantity; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.money_break.quantity IS 'Sales units concerned, ours − theirs; for differences of price, rate and amount the units that were settled';

--
-- Name: COLUMN money_break.account_id; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.money_break.account_id IS 'Settlement account of the statement';

--
-- Name: COLUMN money_break.statement_number; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.money_break.statement_number IS 'Statement';

--
-- Name: COLUMN money_break.line_number; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.money_break.line_number IS 'Line of the statement; empty where the statement does not mention the goods';

--
-- Name: COLUMN money_break.order_number; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.money_break.order_number IS 'Order that the delivery names; empty where none';

--
-- Name: COLUMN money_break.delivery_number; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.money_break.delivery_number IS 'Delivery or return note; empty where none';

--
-- Name: COLUMN money_break.store_id; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.money_break.store_id IS 'Store; empty where the statement names none';

--
-- Name: COLUMN money_break.product_id; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.money_break.product_id IS 'Our product; empty on receipt-level lines and totals';

--
-- Name: COLUMN money_break.is_free; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.money_break.is_free IS 'Free goods';

--
-- Name: COLUMN money_break.occurred_on; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.money_break.occurred_on IS 'Business date: end of the statement''s period';

--
-- Name: COLUMN money_break.ours; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.money_break.ours IS 'Our value: units, price, rate or RMB by kind';

--
-- Name: COLUMN money_break.theirs; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.money_break.theirs IS 'Their value, in the same unit';

--
-- Name: COLUMN money_break.rule; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.money_break.rule IS 'Tolerance that was tested: quantity, unit_price, line_amount, order_total, rounding; exact where none can cover it';

--
-- Name: COLUMN money_break.limit_value; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.money_break.limit_value IS 'Limit of that tolerance: units, RMB per unit, or RMB';

--
-- Name: COLUMN money_break.is_within_tolerance; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.money_break.is_within_tolerance IS 'Whether the line is within every tolerance the chain has set, or the order within its total';

--
-- Name: COLUMN money_break.is_carried; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.money_break.is_carried IS 'Whether an earlier statement already showed it';

--
-- Name: COLUMN money_break.first_statement_number; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.money_break.first_statement_number IS 'First statement on which it stood';

--
-- Name: COLUMN money_break.our_load_id; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.money_break.our_load_id IS 'Load of the delivery line';

--
-- Name: COLUMN money_break.our_row_number; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.money_break.our_row_number IS 'Row of the delivery line in its file';

--
-- Name: COLUMN money_break.their_load_id; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.money_break.their_load_id IS 'Load of the statement';

--
-- Name: COLUMN money_break.their_row_number; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.money_break.their_row_number IS 'Row of the settlement line in its file';

--
-- Name: COLUMN money_break.claim_key; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.money_break.claim_key IS 'Stable key of the source row that a case is about';

--
-- Name: newest_statement; Type: VIEW; Schema: mart; Owner: -
--

CREATE VIEW mart.newest_statement AS
 SELECT DISTINCT ON (statement.chain_id, statement.account_id) statement.chain_id,
    statement.account_id,
    statement.statement_number,
    statement.period_to
   FROM core.statement
  WHERE core.is_known(statement.arrived_at, statement.recorded_at, statement.superseded_at, statement.superseded_recorded_at)
  ORDER BY statement.chain_id, statement.account_id, statement.period_to DESC, (statement.statement_number COLLATE "C") DESC;

--
-- Name: VIEW newest_statement; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON VIEW mart.newest_statement IS 'One row: one settlement account with its newest statement';

--
-- Name: COLUMN newest_statement.chain_id; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.newest_statement.chain_id IS 'Chain';

--
-- Name: COLUMN newest_statement.account_id; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.newest_statement.account_id IS 'Settlement account';

--
-- Name: COLUMN newest_statement.statement_number; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.newest_statement.statement_number IS 'Its newest statement: by period end, then number';

--
-- Name: COLUMN newest_statement.period_to; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.newest_statement.period_to IS 'Last day of that statement''s period';

--
-- Name: price_list_anomaly; Type: VIEW; Schema: mart; Owner: -
--

CREATE VIEW mart.price_list_anomaly AS
 WITH listed AS (
         SELECT price.chain_id,
            price.region,
            price.product_id,
            price.valid_from,
            ''::text AS promotion_id,
            price.unit_price,
            price.basis,
            price.load_id,
            price.row_number
           FROM core.price price
          WHERE (core.is_known(price.arrived_at, price.recorded_at, price.superseded_at, price.superseded_recorded_at) AND ((core.as_of() >= price.valid_from) AND (core.as_of() <= price.valid_to)))
        UNION ALL
         SELECT promotion.chain_id,
            ''::text,
            promotion.product_id,
            promotion.purchase_from,
            promotion.promotion_id,
            promotion.supply_price,
            promotion.basis,
            promotion.load_id,
            promotion.row_number
           FROM core.promotion promotion
          WHERE (core.is_known(promotion.arrived_at, promotion.recorded_at, promotion.superseded_at, promotion.superseded_recorded_at) AND ((core.as_of() >= promotion.purchase_from) AND (core.as_of() <= promotion.purchase_to)))
        ), excluding AS (
         SELECT listed.chain_id,
            listed.region,
            listed.product_id,
            listed.valid_from,
            listed.promotion_id,
            listed.unit_price,
            listed.basis,
            listed.load_id,
            listed.row_number,
            mart.price_in_basis(listed.unit_price, (listed.basis = 'including'::text), product.vat_rate, false, 4) AS supply_price
           FROM (listed
             JOIN core.product product ON (((product.product_id = listed.product_id) AND ((core.as_of() >= product.valid_from) AND (core.as_of() <= product.valid_to)) AND core.is_known(product.arrived_at, product.recorded_at, product.superseded_at, product.superseded_recorded_at))))
        ), usual AS (
         SELECT excluding.product_id,
            round((percentile_cont((0.5)::double precision) WITHIN GROUP (ORDER BY ((excluding.supply_price)::double precision)))::numeric, 4) AS median_price,
            count(*) AS place_count
           FROM excluding
          WHERE (excluding.promotion_id = ''::text)
          GROUP BY excluding.product_id
        )
 SELECT excluding.chain_id,
    excluding.region,
    excluding.product_id,
    excluding.promotion_id,
    'below_price_floor'::text AS rule,
    excluding.valid_from,
    excluding.supply_price AS found_price,
    floor_price.unit_price AS expected_price,
    excluding.load_id,
    excluding.row_number
   FROM (excluding
     JOIN core.price_floor floor_price ON (((floor_price.product_id = excluding.product_id) AND ((core.as_of() >= floor_price.valid_from) AND (core.as_of() <= floor_price.valid_to)) AND core.is_known(floor_price.arrived_at, floor_price.recorded_at, floor_price.superseded_at, floor_price.superseded_recorded_at))))
  WHERE (excluding.supply_price < floor_price.unit_price)
UNION ALL
 SELECT excluding.chain_id,
    excluding.region,
    excluding.product_id,
    excluding.promotion_id,
    'spread_across_chains'::text AS rule,
    excluding.valid_from,
    excluding.supply_price AS found_price,
    usual.median_price AS expected_price,
    excluding.load_id,
    excluding.row_number
   FROM (excluding
     JOIN usual USING (product_id))
  WHERE ((excluding.promotion_id = ''::text) AND (usual.place_count >= 3) AND (excluding.supply_price < (usual.median_price * ((1)::numeric - (( SELECT core.rule_value('price.spread_pct'::text) AS rule_value) / (100)::numeric)))));

--
-- Name: VIEW price_list_anomaly; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON VIEW mart.price_list_anomaly IS 'One row: one supply price in force that is under the floor, or far under what other chains pay';

--
-- Name: COLUMN price_list_anomaly.chain_id; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.price_list_anomaly.chain_id IS 'Chain';

--
-- Name: COLUMN price_list_anomaly.region; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.price_list_anomaly.region IS 'Region of the price list; empty: the whole chain';

--
-- Name: COLUMN price_list_anomaly.product_id; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.price_list_anomaly.product_id IS 'Our product';

--
-- Name: COLUMN price_list_anomaly.promotion_id; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.price_list_anomaly.promotion_id IS 'Promotion, where it is a promotions price; else empty';

--
-- Name: COLUMN price_list_anomaly.rule; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.price_list_anomaly.rule IS 'below_price_floor; spread_across_chains';

--
-- Name: COLUMN price_list_anomaly.valid_from; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.price_list_anomaly.valid_from IS 'First day of the price';

--
-- Name: COLUMN price_list_anomaly.found_price; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.price_list_anomaly.found_price IS 'RMB per unit, VAT excluded';

--
-- Name: COLUMN price_list_anomaly.expected_price; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.price_list_anomaly.expected_price IS 'The floor, or the median over all lists, RMB per unit, VAT excluded';

--
-- Name: COLUMN price_list_anomaly.load_id; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.price_list_anomaly.load_id IS 'Load of the price file';

--
-- Name: COLUMN price_list_anomaly.row_number; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.price_list_anomaly.row_number IS 'Its row';

--
-- Name: price_outlier; Type: VIEW; Schema: mart; Owner: -
--

CREATE VIEW mart.price_outlier AS
 WITH rule AS MATERIALIZED (
         SELECT core.rule_value('price.outlier_mads'::text) AS mads,
            (core.rule_value('price.outlier_days'::text))::integer AS days,
            core.rule_value('price.outlier_min_orders'::text) AS min_orders,
            (core.rule_value('price.outlier_min_pct'::text) / (100)::numeric) AS min_share,
            (core.as_of() - (core.rule_value('price.watch_days'::text))::integer) AS watch_from
        ), unjudged AS MATERIALIZED (
         SELECT kept_price_finding.chain_id,
            kept_price_finding.order_number,
            kept_price_finding.store_id,
            kept_price_finding.product_id,
            kept_price_finding.ordered_on,
            kept_price_finding.found_price AS order_price,
            kept_price_finding.load_id,
            kept_price_finding.row_number
           FROM core.kept_price_finding
          WHERE (mart.is_figures_kept() AND (kept_price_finding.rule = 'unjudged'::text) AND (kept_price_finding.ordered_on <= core.as_of()) AND (kept_price_finding.ordered_on >= (core.as_of() - (( SELECT (core.rule_value('price.watch_days'::text) + core.rule_value('price.outlier_days'::text))))::integer)))
        UNION ALL
         SELECT computed_price_finding.chain_id,
            computed_price_finding.order_number,
            computed_price_finding.store_id,
            computed_price_finding.product_id,
            computed_price_finding.ordered_on,
            computed_price_finding.found_price,
            computed_price_finding.load_id,
            computed_price_finding.row_number
           FROM mart.computed_price_finding
          WHERE ((NOT mart.is_figures_kept()) AND (computed_price_finding.rule = 'unjudged'::text) AND (computed_price_finding.ordered_on <= core.as_of()))
        ), reach AS (
         SELECT day.chain_id,
            day.product_id,
            day.ordered_on,
            day.lowest,
            day.highest,
            min(day.lowest) OVER earlier AS lowest_before,
            max(day.highest) OVER earlier AS highest_before
           FROM ( SELECT unjudged.chain_id,
                    unjudged.product_id,
                    unjudged.ordered_on,
                    min(unjudged.order_price) AS lowest,
                    max(unjudged.order_price) AS highest
                   FROM unjudged
                  GROUP BY unjudged.chain_id, unjudged.product_id, unjudged.ordered_on) day
          WINDOW earlier AS (PARTITION BY day.chain_id, day.product_id ORDER BY day.ordered_on RANGE BETWEEN '1000 days'::interval PRECEDING AND '1 day'::interval PRECEDING)
        ), candidate AS (
         SELECT this.chain_id,
            this.order_number,
            this.store_id,
            this.product_id,
            this.ordered_on,
            this.order_price,
            this.load_id,
            this.row_number
           FROM ((unjudged this
             JOIN reach USING (chain_id, product_id, ordered_on))
             CROSS JOIN rule rule_1)
          WHERE ((this.ordered_on >= rule_1.watch_from) AND ((this.order_price > (reach.lowest_before * ((1)::numeric + rule_1.min_share))) OR (this.order_price < (reach.highest_before * ((1)::numeric - rule_1.min_share)))))
        ), centred AS (
         SELECT this.chain_id,
            this.order_number,
            this.store_id,
            this.product_id,
            this.ordered_on,
            this.order_price,
            this.load_id,
            this.row_number,
            centre.median_price,
            centre.earlier_count
           FROM ((candidate this
             CROSS JOIN rule rule_1)
             CROSS JOIN LATERAL ( SELECT (percentile_cont((0.5)::double precision) WITHIN GROUP (ORDER BY ((earlier.order_price)::double precision)))::numeric AS median_price,
                    count(*) AS earlier_count
                   FROM unjudged earlier
                  WHERE ((earlier.chain_id = this.chain_id) AND (earlier.product_id = this.product_id) AND (earlier.ordered_on < this.ordered_on) AND (earlier.ordered_on >= (this.ordered_on - rule_1.days)))) centre)
          WHERE (((centre.earlier_count)::numeric >= rule_1.min_orders) AND (abs((this.order_price - centre.median_price)) > (centre.median_price * rule_1.min_share)))
        )
 SELECT centred.chain_id,
    centred.order_number,
    centred.store_id,
    centred.product_id,
    centred.ordered_on,
    centred.order_price AS found_price,
    round(centred.median_price, 4) AS expected_price,
    centred.earlier_count,
    round(spread.mad, 4) AS deviation,
    centred.load_id,
    centred.row_number
   FROM ((centred
     CROSS JOIN rule)
     CROSS JOIN LATERAL ( SELECT (percentile_cont((0.5)::double precision) WITHIN GROUP (ORDER BY ((abs((earlier.order_price - centred.median_price)))::double precision)))::numeric AS mad
           FROM unjudged earlier
          WHERE ((earlier.chain_id = centred.chain_id) AND (earlier.product_id = centred.product_id) AND (earlier.ordered_on < centred.ordered_on) AND (earlier.ordered_on >= (centred.ordered_on - rule.days)))) spread)
  WHERE (abs((centred.order_price - centred.median_price)) > ((rule.mads * 1.4826) * spread.mad));

--
-- Name: VIEW price_outlier; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON VIEW mart.price_outlier IS 'One row: one order price far from the trailing median of the same chain and product, where no agreed price judges it';

--
-- Name: COLUMN price_outlier.chain_id; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.price_outlier.chain_id IS 'Chain';

--
-- Name: COLUMN price_outlier.order_number; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.price_outlier.order_number IS 'Order';

--
-- Name: COLUMN price_outlier.store_id; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.price_outlier.store_id IS 'Store, within the chain';

--
-- Name: COLUMN price_outlier.product_id; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.price_outlier.product_id IS 'Our product';

--
-- Name: COLUMN price_outlier.ordered_on; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.price_outlier.ordered_on IS 'Business date of the order';

--
-- Name: COLUMN price_outlier.found_price; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.price_outlier.found_price IS 'RMB per unit, VAT excluded';

--
-- Name: COLUMN price_outlier.expected_price; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.price_outlier.expected_price IS 'Trailing median, RMB per unit, VAT excluded';

--
-- Name: COLUMN price_outlier.earlier_count; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.price_outlier.earlier_count IS 'Order lines that form it';

--
-- Name: COLUMN price_outlier.deviation; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.price_outlier.deviation IS 'Median absolute deviation of those, RMB';

--
-- Name: COLUMN price_outlier.load_id; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.price_outlier.load_id IS 'Load of the order';

--
-- Name: COLUMN price_outlier.row_number; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.price_outlier.row_number IS 'Its row';

--
-- Name: retail_price_anomaly; Type: VIEW; Schema: mart; Owner: -
--

CREATE VIEW mart.retail_price_anomaly AS
 WITH newest AS (
         SELECT DISTINCT ON (retail_price.chain_id, retail_price.store_id, retail_price.product_id) retail_price.chain_id,
            retail_price.store_id,
            retail_price.product_id,
            retail_price.seen_on,
            retail_price.unit_price,
            retail_price.load_id,
            retail_price.row_number
           FROM core.retail_price
          WHERE (core.is_known(retail_price.arrived_at, retail_price.recorded_at, retail_price.superseded_at, retail_price.superseded_recorded_at) AND (retail_price.seen_on <= core.as_of()) AND (retail_price.seen_on > (core.as_of() - (( SELECT core.rule_value('figures.on_sale_days'::text) AS rule_value))::integer)))
          ORDER BY retail_price.chain_id, retail_price.store_id, retail_price.product_id, retail_price.seen_on DESC
        ), promoted AS (
         SELECT promotion.chain_id,
            promotion.product_id,
            promotion.retail_from,
            promotion.retail_to,
            promotion.retail_price,
            restore.day AS restore_by
           FROM ((core.promotion promotion
             LEFT JOIN core.calendar_day ended ON ((ended.day = promotion.retail_to)))
             LEFT JOIN core.calendar_day restore ON ((restore.is_working_day AND (restore.working_number = (ended.working_number + (( SELECT core.rule_value('promotion.restore_working_days'::text) AS rule_value))::integer)))))
          WHERE (core.is_known(promotion.arrived_at, promotion.recorded_at, promotion.superseded_at, promotion.superseded_recorded_at) AND (promotion.retail_price IS NOT NULL))
        ), judged AS (
         SELECT newest.chain_id,
            newest.store_id,
            newest.product_id,
            newest.seen_on,
            newest.unit_price,
            newest.load_id,
            newest.row_number,
            plan.unit_price AS plan_price,
            running.retail_price AS running_price,
            COALESCE(running.retail_from, plan.valid_from) AS planned_from,
            (EXISTS ( SELECT
                   FROM promoted past
                  WHERE ((past.chain_id = newest.chain_id) AND (past.product_id = newest.product_id) AND (past.retail_to < newest.seen_on) AND (past.retail_to >= (newest.seen_on - (( SELECT core.rule_value('price.expired_promotion_days'::text) AS rule_value))::integer)) AND (past.retail_price = newest.unit_price)))) AS is_past_promotion,
            (EXISTS ( SELECT
                   FROM promoted grace
                  WHERE ((grace.chain_id = newest.chain_id) AND (grace.product_id = newest.product_id) AND (newest.seen_on > grace.retail_to) AND (newest.seen_on <= grace.restore_by) AND (grace.retail_price = newest.unit_price)))) AS is_in_grace
           FROM ((newest
             LEFT JOIN core.retail_plan plan ON (((plan.chain_id = newest.chain_id) AND (plan.product_id = newest.product_id) AND ((newest.seen_on >= plan.valid_from) AND (newest.seen_on <= plan.valid_to)) AND core.is_known(plan.arrived_at, plan.recorded_at, plan.superseded_at, plan.superseded_recorded_at))))
             LEFT JOIN LATERAL ( SELECT promoted.retail_price,
                    promoted.retail_from
                   FROM promoted
                  WHERE ((promoted.chain_id = newest.chain_id) AND (promoted.product_id = newest.product_id) AND ((newest.seen_on >= promoted.retail_from) AND (newest.seen_on <= promoted.retail_to)))
                  ORDER BY promoted.retail_from DESC
                 LIMIT 1) running ON (true))
        )
 SELECT judged.chain_id,
    judged.store_id,
    judged.product_id,
    judged.seen_on,
    judged.unit_price AS found_price,
    COALESCE(judged.running_price, judged.plan_price) AS expected_price,
        CASE
            WHEN judged.is_past_promotion THEN 'expired_promotion'::text
            WHEN ((judged.running_price IS NOT NULL) AND (judged.unit_price = judged.plan_price)) THEN 'promotion_not_entered'::text
            ELSE NULL::text
        END AS likely_cause,
    judged.load_id,
    judged.row_number,
    COALESCE(wrong.first_seen_on, judged.seen_on) AS first_seen_on
   FROM (judged
     CROSS JOIN LATERAL ( SELECT min(same.seen_on) AS first_seen_on
           FROM core.retail_price same
          WHERE ((same.chain_id = judged.chain_id) AND (same.store_id = judged.store_id) AND (same.product_id = judged.product_id) AND (same.unit_price = judged.unit_price) AND ((same.seen_on >= judged.planned_from) AND (same.seen_on <= judged.seen_on)) AND core.is_known(same.arrived_at, same.recorded_at, same.superseded_at, same.superseded_recorded_at) AND (NOT (EXISTS ( SELECT
                   FROM core.retail_price other
                  WHERE ((other.chain_id = same.chain_id) AND (other.store_id = same.store_id) AND (other.product_id = same.product_id) AND (other.unit_price <> same.unit_price) AND ((other.seen_on >= same.seen_on) AND (other.seen_on <= judged.seen_on)) AND core.is_known(other.arrived_at, other.recorded_at, other.superseded_at, other.superseded_recorded_at))))) AND (NOT (EXISTS ( SELECT
                   FROM promoted
                  WHERE ((promoted.chain_id = same.chain_id) AND (promoted.product_id = same.product_id) AND (promoted.retail_price = same.unit_price) AND ((same.seen_on >= promoted.retail_from) AND (same.seen_on <= COALESCE(promoted.restore_by, promoted.retail_to))))))))) wrong)
  WHERE ((judged.unit_price <> COALESCE(judged.running_price, judged.plan_price)) AND (NOT judged.is_in_grace));

--
-- Name: VIEW retail_price_anomaly; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON VIEW mart.retail_price_anomaly IS 'One row: one shelf price, newest seen in a store, that is neither the plans nor the running promotions';

--
-- Name: COLUMN retail_price_anomaly.chain_id; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.retail_price_anomaly.chain_id IS 'Chain';

--
-- Name: COLUMN retail_price_anomaly.store_id; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.retail_price_anomaly.store_id IS 'Store, within the chain';

--
-- Name: COLUMN retail_price_anomaly.product_id; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.retail_price_anomaly.product_id IS 'Our product';

--
-- Name: COLUMN retail_price_anomaly.seen_on; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.retail_price_anomaly.seen_on IS 'Business date on which it was seen';

--
-- Name: COLUMN retail_price_anomaly.found_price; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.retail_price_anomaly.found_price IS 'RMB per unit including VAT';

--
-- Name: COLUMN retail_price_anomaly.expected_price; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.retail_price_anomaly.expected_price IS 'Promotions shelf price while it runs, else the planned one, RMB including VAT';

--
-- Name: COLUMN retail_price_anomaly.likely_cause; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.retail_price_anomaly.likely_cause IS 'expired_promotion, promotion_not_entered; null when neither fits';

--
-- Name: COLUMN retail_price_anomaly.load_id; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.retail_price_anomaly.load_id IS 'Load of the report';

--
-- Name: COLUMN retail_price_anomaly.row_number; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.retail_price_anomaly.row_number IS 'Its row';

--
-- Name: COLUMN retail_price_anomaly.first_seen_on; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.retail_price_anomaly.first_seen_on IS 'First report of this price since it has been wrong';

--
-- Name: price_anomaly; Type: VIEW; Schema: mart; Owner: -
--

CREATE VIEW mart.price_anomaly AS
 WITH finding AS (
         SELECT kept_price_finding.chain_id,
            kept_price_finding.order_number,
            kept_price_finding.store_id,
            kept_price_finding.product_id,
            kept_price_finding.rule,
            kept_price_finding.statement_number,
            kept_price_finding.ordered_on,
            kept_price_finding.found_price,
            kept_price_finding.expected_price,
            kept_price_finding.likely_cause,
            kept_price_finding.neighbour_product_id,
            kept_price_finding.amount_at_stake,
            kept_price_finding.load_id,
            kept_price_finding.row_number
           FROM core.kept_price_finding
          WHERE (mart.is_figures_kept() AND (kept_price_finding.rule <> 'unjudged'::text) AND ((kept_price_finding.ordered_on >= (core.as_of() - (( SELECT core.rule_value('price.watch_days'::text) AS rule_value))::integer)) AND (kept_price_finding.ordered_on <= core.as_of())))
        UNION ALL
         SELECT computed_price_finding.chain_id,
            computed_price_finding.order_number,
            computed_price_finding.store_id,
            computed_price_finding.product_id,
            computed_price_finding.rule,
            computed_price_finding.statement_number,
            computed_price_finding.ordered_on,
            computed_price_finding.found_price,
            computed_price_finding.expected_price,
            computed_price_finding.likely_cause,
            computed_price_finding.neighbour_product_id,
            computed_price_finding.amount_at_stake,
            computed_price_finding.load_id,
            computed_price_finding.row_number
           FROM mart.computed_price_finding
          WHERE ((NOT mart.is_figures_kept()) AND (computed_price_finding.rule <> 'unjudged'::text) AND ((computed_price_finding.ordered_on >= (core.as_of() - (( SELECT core.rule_value('price.watch_days'::text) AS rule_value))::integer)) AND (computed_price_finding.ordered_on <= core.as_of())))
        )
 SELECT finding.chain_id,
    finding.order_number,
    finding.store_id,
    finding.product_id,
    false AS is_free,
    finding.rule,
    finding.ordered_on,
    finding.found_price,
    finding.expected_price,
    finding.likely_cause,
    finding.neighbour_product_id,
    finding.amount_at_stake,
    min(finding.ordered_on) OVER same_error AS first_seen_on,
    max(finding.ordered_on) OVER same_error AS last_seen_on,
    false AS is_statistical,
    NULLIF(finding.statement_number, ''::text) AS statement_number,
    finding.load_id,
    finding.row_number
   FROM finding
  WINDOW same_error AS (PARTITION BY finding.chain_id, finding.store_id, finding.product_id, finding.rule)
UNION ALL
 SELECT price_list_anomaly.chain_id,
    ''::text AS order_number,
    ''::text AS store_id,
    price_list_anomaly.product_id,
    false AS is_free,
    price_list_anomaly.rule,
    price_list_anomaly.valid_from AS ordered_on,
    price_list_anomaly.found_price,
    price_list_anomaly.expected_price,
    NULL::text AS likely_cause,
    NULL::text AS neighbour_product_id,
    NULL::numeric AS amount_at_stake,
    price_list_anomaly.valid_from AS first_seen_on,
    core.as_of() AS last_seen_on,
    false AS is_statistical,
    NULL::text AS statement_number,
    price_list_anomaly.load_id,
    price_list_anomaly.row_number
   FROM mart.price_list_anomaly
UNION ALL
 SELECT retail_price_anomaly.chain_id,
    ''::text AS order_number,
    retail_price_anomaly.store_id,
    retail_price_anomaly.product_id,
    false AS is_free,
    'retail_off_plan'::text AS rule,
    retail_price_anomaly.seen_on AS ordered_on,
    retail_price_anomaly.found_price,
    retail_price_anomaly.expected_price,
    retail_price_anomaly.likely_cause,
    NULL::text AS neighbour_product_id,
    NULL::numeric AS amount_at_stake,
    retail_price_anomaly.first_seen_on,
    retail_price_anomaly.seen_on AS last_seen_on,
    false AS is_statistical,
    NULL::text AS statement_number,
    retail_price_anomaly.load_id,
    retail_price_anomaly.row_number
   FROM mart.retail_price_anomaly
UNION ALL
 SELECT price_outlier.chain_id,
    price_outlier.order_number,
    price_outlier.store_id,
    price_outlier.product_id,
    false AS is_free,
    'outlier'::text AS rule,
    price_outlier.ordered_on,
    price_outlier.found_price,
    price_outlier.expected_price,
    NULL::text AS likely_cause,
    NULL::text AS neighbour_product_id,
    NULL::numeric AS amount_at_stake,
    min(price_outlier.ordered_on) OVER same_item AS first_seen_on,
    max(price_outlier.ordered_on) OVER same_item AS last_seen_on,
    true AS is_statistical,
    NULL::text AS statement_number,
    price_outlier.load_id,
    price_outlier.row_number
   FROM mart.price_outlier
  WINDOW same_item AS (PARTITION BY price_outlier.chain_id, price_outlier.store_id, price_outlier.product_id);

--
-- Name: VIEW price_anomaly; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON VIEW mart.price_anomaly IS 'One row: one price that is wrong (an order line, a settlement line, a price list, a shelf) or, kept apart, only unusual';

--
-- Name: COLUMN price_anomaly.chain_id; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.price_anomaly.chain_id IS 'Chain';

--
-- Name: COLUMN price_anomaly.order_number; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.price_anomaly.order_number IS 'Order; empty for price lists and shelves';

--
-- Name: COLUMN price_anomaly.store_id; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.price_anomaly.store_id IS 'Store, within the chain; empty for price lists';

--
-- Name: COLUMN price_anomaly.product_id; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.price_anomaly.product_id IS 'Our product';

--
-- Name: COLUMN price_anomaly.is_free; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.price_anomaly.is_free IS 'Always false: free goods have no price to be wrong';

--
-- Name: COLUMN price_anomaly.rule; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.price_anomaly.rule IS 'order_price_off_contract, promotion_not_restored, promotion_not_applied (judged by order date); settlement_price_off_order (against the order''s printed price, also where that was wrong); below_price_floor, spread_across_chains (price lists in force); retail_off_plan (shelf prices); outlier (statistical)';

--
-- Name: COLUMN price_anomaly.ordered_on; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.price_anomaly.ordered_on IS 'Business date of the order; for a price list its first day, for a shelf the day it was seen';

--
-- Name: COLUMN price_anomaly.found_price; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.price_anomaly.found_price IS 'Price found, RMB per sales unit, VAT excluded; shelf prices including VAT';

--
-- Name: COLUMN price_anomaly.expected_price; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.price_anomaly.expected_price IS 'Price it should be, likewise';

--
-- Name: COLUMN price_anomaly.likely_cause; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.price_anomaly.likely_cause IS 'tax_basis (a price with tax in a column without, or the other way round), case_price, neighbour_item, expired_promotion, promotion_not_entered (shelves), order_price_wrong (the settlement used the agreed price, the order did not); null when none fits';

--
-- Name: COLUMN price_anomaly.neighbour_product_id; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.price_anomaly.neighbour_product_id IS 'The item whose price it is, where the cause is a neighbour item''s';

--
-- Name: COLUMN price_anomaly.amount_at_stake; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.price_anomaly.amount_at_stake IS '(expected − found) × quantity, RMB, VAT excluded; positive: we get too little; null where no quantity is concerned';

--
-- Name: COLUMN price_anomaly.first_seen_on; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.price_anomaly.first_seen_on IS 'First date of this error for this item in this store: of an order, of the list, of a report from the shelf since the price has been wrong';

--
-- Name: COLUMN price_anomaly.last_seen_on; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.price_anomaly.last_seen_on IS 'Last one';

--
-- Name: COLUMN price_anomaly.is_statistical; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.price_anomaly.is_statistical IS 'false: a rule was broken; true: only unusual';

--
-- Name: COLUMN price_anomaly.statement_number; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.price_anomaly.statement_number IS 'Statement of a settlement line; null on order rules';

--
-- Name: COLUMN price_anomaly.load_id; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.price_anomaly.load_id IS 'Load of the file that shows the price';

--
-- Name: COLUMN price_anomaly.row_number; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.price_anomaly.row_number IS 'Its row';

--
-- Name: service_break; Type: VIEW; Schema: mart; Owner: -
--

CREATE VIEW mart.service_break AS
 WITH delivery_line AS (
         SELECT delivery_line.chain_id,
            delivery_line.delivery_number,
            delivery_line.store_id,
            delivery_line.order_number,
            delivery_line.product_id,
            delivery_line.is_free,
            delivery_line.account_id,
            delivery_line.received_on,
            GREATEST(delivery_line.shipped_quantity, delivery_line.received_quantity) AS shipped_quantity,
            delivery_line.received_quantity,
            delivery_line.load_id,
            delivery_line.row_number
           FROM core.delivery_line
          WHERE ((delivery_line.kind = 'delivery'::text) AND core.is_known(delivery_line.arrived_at, delivery_line.recorded_at, delivery_line.superseded_at, delivery_line.superseded_recorded_at))
        ), delivered AS (
         SELECT delivery_line.chain_id,
            delivery_line.order_number,
            delivery_line.store_id,
            delivery_line.product_id,
            delivery_line.is_free,
            sum(delivery_line.shipped_quantity) AS shipped_quantity,
            max(delivery_line.received_on) AS received_on,
            max(ARRAY[to_char((delivery_line.received_on)::timestamp with time zone, 'YYYYMMDD'::text), delivery_line.delivery_number, (delivery_line.load_id)::text, (delivery_line.row_number)::text]) AS last_row
           FROM delivery_line
          GROUP BY delivery_line.chain_id, delivery_line.order_number, delivery_line.store_id, delivery_line.product_id, delivery_line.is_free
        ), ordered AS (
         SELECT p.chain_id,
            p.order_number,
            p.store_id,
            p.product_id,
            p.is_free,
            p.account_id,
            p.ordered_on,
            p.requested_on,
            p.ordered_quantity,
            p.is_cancelled,
            p.agreed_price,
            p.price_source,
            p.contract_price,
            p.promotion_price,
            p.promotion_id,
            p.order_price,
            p.vat_rate,
            p.load_id,
            p.row_number,
            a.grace_days,
            due.day AS due_on,
            COALESCE(d.shipped_quantity, (0)::numeric) AS shipped_quantity,
            d.received_on,
            d.last_row
           FROM ((((mart.agreed_price p
             CROSS JOIN LATERAL mart.account_terms(p.chain_id, p.account_id) a(is_including, price_decimals, cutoff_days, rounding_tolerance, grace_days))
             LEFT JOIN core.calendar_day requested ON ((requested.day = p.requested_on)))
             LEFT JOIN core.calendar_day due ON ((due.is_working_day AND (due.working_number = (requested.working_number + a.grace_days)))))
             LEFT JOIN delivered d ON (((d.chain_id = p.chain_id) AND (d.order_number = p.order_number) AND (d.store_id = p.store_id) AND (d.product_id = p.product_id) AND (d.is_free = p.is_free))))
        ), quantity_break AS (
         SELECT ordered.chain_id,
                CASE
                    WHEN (ordered.shipped_quantity > ordered.ordered_quantity) THEN 'over_delivered'::text
                    WHEN (ordered.shipped_quantity = (0)::numeric) THEN 'not_delivered'::text
                    ELSE 'short_delivered'::text
                END AS kind,
            ordered.account_id,
            ordered.order_number,
            ordered.last_row[2] AS delivery_number,
            ordered.store_id,
            ordered.product_id,
            ordered.is_free,
                CASE
                    WHEN (ordered.shipped_quantity > ordered.ordered_quantity) THEN ordered.received_on
                    ELSE ordered.due_on
                END AS occurred_on,
            (ordered.ordered_quantity - ordered.shipped_quantity) AS quantity,
            ordered.ordered_quantity AS ours,
            ordered.shipped_quantity AS theirs,
            ordered.agreed_price,
            ordered.load_id AS our_load_id,
            ordered.row_number AS our_row_number,
            (ordered.last_row[3])::bigint AS their_load_id,
            (ordered.last_row[4])::integer AS their_row_number,
            (((((('order/'::text || ordered.order_number) || '/'::text) || ordered.store_id) || '/'::text) || ordered.product_id) ||
                CASE
                    WHEN ordered.is_free THEN '/free'::text
                    ELSE ''::text
                END) AS claim_key
           FROM ordered
          WHERE ((ordered.shipped_quantity > ordered.ordered_quantity) OR ((ordered.shipped_quantity < ordered.ordered_quantity) AND (ordered.due_on <= core.as_of()) AND (NOT (ordered.is_cancelled AND (ordered.shipped_quantity = (0)::numeric)))))
        ), delivery_priced AS (
         SELECT d.chain_id,
            d.delivery_number,
            d.store_id,
            d.order_number,
            d.product_id,
            d.is_free,
            d.account_id,
            d.received_on,
            d.shipped_quantity,
            d.received_quantity,
            d.load_id,
            d.row_number,
            (p.order_number IS NOT NULL) AS is_ordered,
            COALESCE(p.agreed_price,
                CASE
                    WHEN d.is_free THEN (0)::numeric
                    ELSE round(COALESCE(mart.price_in_basis(s.promotion_price, s.promotion_including, s.vat_rate, false, 4), mart.price_in_basis(s.contract_price, s.contract_including, s.vat_rate, false, 4)), 4)
                END) AS agreed_price
           FROM ((delivery_line d
             LEFT JOIN mart.agreed_price p ON (((p.chain_id = d.chain_id) AND (p.order_number = d.order_number) AND (p.store_id = d.store_id) AND (p.product_id = d.product_id) AND (p.is_free = d.is_free))))
             LEFT JOIN LATERAL mart.supply_price(d.chain_id, d.store_id, d.product_id, d.received_on) s(vat_rate, contract_price, contract_including, promotion_price, promotion_including, promotion_id) ON ((p.order_number IS NULL)))
          WHERE ((p.order_number IS NULL) OR (d.received_quantity <> d.shipped_quantity))
        ), delivery_break AS (
         SELECT d.chain_id,
            b.kind,
            d.account_id,
            d.order_number,
            d.delivery_number,
            d.store_id,
            d.product_id,
            d.is_free,
            d.received_on AS occurred_on,
            b.quantity,
            b.ours,
            b.theirs,
            d.agreed_price,
            NULL::bigint AS our_load_id,
            NULL::integer AS our_row_number,
            d.load_id AS their_load_id,
            d.row_number AS their_row_number,
            (((((((('delivery/'::text || d.delivery_number) || '/'::text) || d.store_id) || '/'::text) || d.order_number) || '/'::text) || d.product_id) ||
                CASE
                    WHEN d.is_free THEN '/free'::text
                    ELSE ''::text
                END) AS claim_key
           FROM (delivery_priced d
             CROSS JOIN LATERAL ( VALUES ('rejected'::text,(d.shipped_quantity - d.received_quantity),d.shipped_quantity,d.received_quantity), ('unordered_delivery'::text,
                        CASE
                            WHEN d.is_ordered THEN (0)::numeric
                            ELSE (- d.shipped_quantity)
                        END,0,d.shipped_quantity)) b(kind, quantity, ours, theirs))
          WHERE (b.quantity <> (0)::numeric)
        ), together AS (
         SELECT b.chain_id,
            b.kind,
            b.account_id,
            b.order_number,
            b.delivery_number,
            b.store_id,
            b.product_id,
            b.is_free,
            b.occurred_on,
            b.quantity,
            b.ours,
            b.theirs,
            b.agreed_price,
            b.our_load_id,
            b.our_row_number,
            b.their_load_id,
            b.their_row_number,
            b.claim_key,
            round((b.quantity * COALESCE(b.agreed_price, (0)::numeric)), 2) AS amount
           FROM ( SELECT quantity_break.chain_id,
                    quantity_break.kind,
                    quantity_break.account_id,
                    quantity_break.order_number,
                    quantity_break.delivery_number,
                    quantity_break.store_id,
                    quantity_break.product_id,
                    quantity_break.is_free,
                    quantity_break.occurred_on,
                    quantity_break.quantity,
                    quantity_break.ours,
                    quantity_break.theirs,
                    quantity_break.agreed_price,
                    quantity_break.our_load_id,
                    quantity_break.our_row_number,
                    quantity_break.their_load_id,
                    quantity_break.their_row_number,
                    quantity_break.claim_key
                   FROM quantity_break
                UNION ALL
                 SELECT delivery_break.chain_id,
                    delivery_break.kind,
                    delivery_break.account_id,
                    delivery_break.order_number,
                    delivery_break.delivery_number,
                    delivery_break.store_id,
                    delivery_break.product_id,
                    delivery_break.is_free,
                    delivery_break.occurred_on,
                    delivery_break.quantity,
                    delivery_break.ours,
                    delivery_break.theirs,
                    delivery_break.agreed_price,
                    delivery_break.our_load_id,
                    delivery_break.our_row_number,
                    delivery_break.their_load_id,
                    delivery_break.their_row_number,
                    delivery_break.claim_key
                   FROM delivery_break) b
        ), line AS (
         SELECT b.chain_id,
            b.kind,
            b.account_id,
            b.order_number,
            b.delivery_number,
            b.store_id,
            b.product_id,
            b.is_free,
            b.occurred_on,
            b.quantity,
            b.ours,
            b.theirs,
            b.agreed_price,
            b.our_load_id,
            b.our_row_number,
            b.their_load_id,
            b.their_row_number,
            b.claim_key,
            b.amount,
            (- sum(b.quantity) OVER line_of) AS line_quantity,
            sum(b.ours) FILTER (WHERE (b.kind <> 'rejected'::text)) OVER line_of AS line_ordered,
            (- sum(b.amount) OVER line_of) AS line_amount,
            sum((b.ours * COALESCE(b.agreed_price, (0)::numeric))) FILTER (WHERE (b.kind <> 'rejected'::text)) OVER line_of AS line_worth
           FROM together b
          WINDOW line_of AS (PARTITION BY b.chain_id, b.order_number, b.store_id, b.product_id, b.is_free,
                CASE
                    WHEN (b.kind = 'unordered_delivery'::text) THEN b.delivery_number
                    ELSE NULL::text
                END)
        ), judged AS (
         SELECT l.chain_id,
            l.kind,
            l.account_id,
            l.order_number,
            l.delivery_number,
            l.store_id,
            l.product_id,
            l.is_free,
            l.occurred_on,
            l.quantity,
            l.ours,
            l.theirs,
            l.agreed_price,
            l.our_load_id,
            l.our_row_number,
            l.their_load_id,
            l.their_row_number,
            l.claim_key,
            l.amount,
            l.line_quantity,
            l.line_ordered,
            l.line_amount,
            l.line_worth,
            (q.measure IS NOT NULL) AS has_quantity,
            (a.measure IS NOT NULL) AS has_amount,
            (o.measure IS NOT NULL) AS has_total,
            o.lower_absolute,
            o.upper_absolute,
            o.lower_pct,
            o.upper_pct,
            mart.tolerance_limit(l.line_quantity, COALESCE(l.line_ordered, l.ours), q.lower_absolute, q.upper_absolute, q.lower_pct, q.upper_pct) AS quantity_limit,
            mart.tolerance_limit(l.line_amount, COALESCE(l.line_worth, (l.ours * l.agreed_price)), a.lower_absolute, a.upper_absolute, a.lower_pct, a.upper_pct) AS amount_limit
           FROM (((line l
             LEFT JOIN core.tolerance q ON (((q.chain_id = l.chain_id) AND (q.measure = 'quantity'::text) AND ((l.occurred_on >= q.valid_from) AND (l.occurred_on <= q.valid_to)) AND core.is_known(q.arrived_at, q.recorded_at, q.superseded_at, q.superseded_recorded_at))))
             LEFT JOIN core.tolerance a ON (((a.chain_id = l.chain_id) AND (a.measure = 'line_amount'::text) AND ((l.occurred_on >= a.valid_from) AND (l.occurred_on <= a.valid_to)) AND core.is_known(a.arrived_at, a.recorded_at, a.superseded_at, a.superseded_recorded_at))))
             LEFT JOIN core.tolerance o ON (((o.chain_id = l.chain_id) AND (o.measure = 'order_total'::text) AND ((l.occurred_on >= o.valid_from) AND (l.occurred_on <= o.valid_to)) AND core.is_known(o.arrived_at, o.recorded_at, o.superseded_at, o.superseded_recorded_at))))
        ), verdict AS (
         SELECT j.chain_id,
            j.kind,
            j.account_id,
            j.order_number,
            j.delivery_number,
            j.store_id,
            j.product_id,
            j.is_free,
            j.occurred_on,
            j.quantity,
            j.ours,
            j.theirs,
            j.agreed_price,
            j.our_load_id,
            j.our_row_number,
            j.their_load_id,
            j.their_row_number,
            j.claim_key,
            j.amount,
            j.line_quantity,
            j.line_ordered,
            j.line_amount,
            j.line_worth,
            j.has_quantity,
            j.has_amount,
            j.has_total,
            j.lower_absolute,
            j.upper_absolute,
            j.lower_pct,
            j.upper_pct,
            j.quantity_limit,
            j.amount_limit,
            ((j.has_quantity OR j.has_amount) AND ((NOT j.has_quantity) OR (abs(j.line_quantity) <= j.quantity_limit)) AND ((NOT j.has_amount) OR (abs(j.line_amount) <= j.amount_limit))) AS is_line_within
           FROM judged j
        ), totalled AS (
         SELECT v.chain_id,
            v.kind,
            v.account_id,
            v.order_number,
            v.delivery_number,
            v.store_id,
            v.product_id,
            v.is_free,
            v.occurred_on,
            v.quantity,
            v.ours,
            v.theirs,
            v.agreed_price,
            v.our_load_id,
            v.our_row_number,
            v.their_load_id,
            v.their_row_number,
            v.claim_key,
            v.amount,
            v.line_quantity,
            v.line_ordered,
            v.line_amount,
            v.line_worth,
            v.has_quantity,
            v.has_amount,
            v.has_total,
            v.lower_absolute,
            v.upper_absolute,
            v.lower_pct,
            v.upper_pct,
            v.quantity_limit,
            v.amount_limit,
            v.is_line_within,
            (- sum(v.amount) FILTER (WHERE (NOT v.is_line_within)) OVER order_of) AS order_amount,
            sum((v.ours * COALESCE(v.agreed_price, (0)::numeric))) FILTER (WHERE ((NOT v.is_line_within) AND (v.kind <> 'rejected'::text))) OVER order_of AS order_worth
           FROM verdict v
          WINDOW order_of AS (PARTITION BY v.chain_id, v.order_number, v.store_id,
                CASE
                    WHEN (v.order_number = ''::text) THEN v.delivery_number
                    ELSE NULL::text
                END)
        )
 SELECT totalled.chain_id,
    totalled.kind,
    (totalled.amount)::numeric(16,2) AS amount,
    (totalled.quantity)::numeric(14,3) AS quantity,
    totalled.account_id,
    totalled.order_number,
    totalled.delivery_number,
    totalled.store_id,
    totalled.product_id,
    totalled.is_free,
    totalled.occurred_on,
    totalled.ours,
    totalled.theirs,
        CASE
            WHEN (totalled.has_total AND (NOT totalled.is_line_within)) THEN 'order_total'::text
            WHEN totalled.has_quantity THEN 'quantity'::text
            WHEN totalled.has_amount THEN 'line_amount'::text
            ELSE 'exact'::text
        END AS rule,
        CASE
            WHEN (totalled.has_total AND (NOT totalled.is_line_within)) THEN t.total_limit
            WHEN totalled.has_quantity THEN totalled.quantity_limit
            WHEN totalled.has_amount THEN totalled.amount_limit
            ELSE (0)::numeric
        END AS limit_value,
    (totalled.is_line_within OR (totalled.has_total AND (abs(totalled.order_amount) <= t.total_limit))) AS is_within_tolerance,
    totalled.our_load_id,
    totalled.our_row_number,
    totalled.their_load_id,
    totalled.their_row_number,
    totalled.claim_key
   FROM (totalled
     CROSS JOIN LATERAL ( SELECT mart.tolerance_limit(totalled.order_amount, COALESCE(totalled.order_worth, (0)::numeric), totalled.lower_absolute, totalled.upper_absolute, totalled.lower_pct, totalled.upper_pct) AS total_limit) t);

--
-- Name: VIEW service_break; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON VIEW mart.service_break IS 'One row: one service break, ordered against delivered';

--
-- Name: COLUMN service_break.chain_id; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.service_break.chain_id IS 'Chain';

--
-- Name: COLUMN service_break.kind; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.service_break.kind IS 'not_delivered, short_delivered, over_delivered, rejected or unordered_delivery';

--
-- Name: COLUMN service_break.amount; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.service_break.amount IS 'RMB excluding VAT at the agreed price; positive = missing or rejected, negative = too much';

--
-- Name: COLUMN service_break.quantity; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.service_break.quantity IS 'Sales units; positive = missing or rejected, negative = too much';

--
-- Name: COLUMN service_break.account_id; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.service_break.account_id IS 'Settlement account';

--
-- Name: COLUMN service_break.order_number; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.service_break.order_number IS 'Order; for an unordered delivery the one it names, if any';

--
-- Name: COLUMN service_break.delivery_number; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.service_break.delivery_number IS 'Delivery note; for a missing quantity the last note of the order line, if any';

--
-- Name: COLUMN service_break.store_id; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.service_break.store_id IS 'Store';

--
-- Name: COLUMN service_break.product_id; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.service_break.product_id IS 'Our product';

--
-- Name: COLUMN service_break.is_free; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.service_break.is_free IS 'Free goods: amount 0';

--
-- Name: COLUMN service_break.occurred_on; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.service_break.occurred_on IS 'Business date: due date of what is missing, date of receipt of what is too much, rejected or unordered';

--
-- Name: COLUMN service_break.ours; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.service_break.ours IS 'Sales units ordered; for a rejection, shipped';

--
-- Name: COLUMN service_break.theirs; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.service_break.theirs IS 'Sales units shipped; for a rejection, received';

--
-- Name: COLUMN service_break.rule; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.service_break.rule IS 'Tolerance that was tested: quantity, line_amount, order_total; exact where the chain has none';

--
-- Name: COLUMN service_break.limit_value; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.service_break.limit_value IS 'Limit of that tolerance: sales units, or RMB';

--
-- Name: COLUMN service_break.is_within_tolerance; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.service_break.is_within_tolerance IS 'Whether all differences of the line are within every tolerance the chain has set, or the order within its total';

--
-- Name: COLUMN service_break.our_load_id; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.service_break.our_load_id IS 'Load of the order line';

--
-- Name: COLUMN service_break.our_row_number; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.service_break.our_row_number IS 'Row of the order line in its file';

--
-- Name: COLUMN service_break.their_load_id; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.service_break.their_load_id IS 'Load of the delivery line';

--
-- Name: COLUMN service_break.their_row_number; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.service_break.their_row_number IS 'Row of the delivery line in its file';

--
-- Name: COLUMN service_break.claim_key; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.service_break.claim_key IS 'Stable key of the source row that a case is about';

--
-- Name: reconciliation_break; Type: VIEW; Schema: mart; Owner: -
--

CREATE VIEW mart.reconciliation_break AS
 SELECT service_break.chain_id,
    service_break.kind,
    'service'::text AS family,
    service_break.amount,
    service_break.quantity,
    service_break.account_id,
    NULL::text AS statement_number,
    NULL::integer AS line_number,
    service_break.order_number,
    service_break.delivery_number,
    service_break.store_id,
    service_break.product_id,
    service_break.is_free,
    service_break.occurred_on,
    service_break.ours,
    service_break.theirs,
    service_break.rule,
    service_break.limit_value,
    service_break.is_within_tolerance,
    false AS is_carried,
    NULL::text AS first_statement_number,
    service_break.our_load_id,
    service_break.our_row_number,
    service_break.their_load_id,
    service_break.their_row_number,
    service_break.claim_key,
    NULL::text AS fee_text,
    NULL::text AS fee_code,
    true AS counts_in_totals
   FROM mart.service_break
UNION ALL
 SELECT money_break.chain_id,
    money_break.kind,
    'money'::text AS family,
    money_break.amount,
    money_break.quantity,
    money_break.account_id,
    money_break.statement_number,
    money_break.line_number,
    money_break.order_number,
    money_break.delivery_number,
    money_break.store_id,
    money_break.product_id,
    money_break.is_free,
    money_break.occurred_on,
    money_break.ours,
    money_break.theirs,
    money_break.rule,
    money_break.limit_value,
    money_break.is_within_tolerance,
    money_break.is_carried,
    money_break.first_statement_number,
    money_break.our_load_id,
    money_break.our_row_number,
    money_break.their_load_id,
    money_break.their_row_number,
    money_break.claim_key,
    NULL::text AS fee_text,
    NULL::text AS fee_code,
    ((money_break.kind <> ALL (ARRAY['settled_short'::text, 'unsettled'::text])) OR (newest.period_to IS NOT NULL)) AS counts_in_totals
   FROM (mart.money_break
     LEFT JOIN mart.newest_statement newest USING (chain_id, account_id, statement_number))
UNION ALL
 SELECT d.chain_id,
    d.verdict AS kind,
    'money'::text AS family,
    d.difference AS amount,
    NULL::numeric AS quantity,
    s.account_id,
    d.statement_number,
    d.line_number,
    ''::text AS order_number,
    ''::text AS delivery_number,
    ''::text AS store_id,
    NULL::text AS product_id,
    false AS is_free,
    s.period_to AS occurred_on,
    d.expected_amount AS ours,
        CASE
            WHEN (d.verdict = 'deduction_without_invoice'::text) THEN d.at_stake_amount
            ELSE d.stated_amount
        END AS theirs,
    COALESCE(d.clause, 'terms'::text) AS rule,
    0 AS limit_value,
    false AS is_within_tolerance,
    false AS is_carried,
    d.statement_number AS first_statement_number,
    NULL::bigint AS our_load_id,
    NULL::integer AS our_row_number,
    d.load_id AS their_load_id,
    d.row_number AS their_row_number,
    ((('statement/'::text || d.statement_number) || '/'::text) || COALESCE((d.line_number)::text, ('not_taken/'::text || d.fee_code))) AS claim_key,
    d.fee_text,
    d.fee_code,
    true AS counts_in_totals
   FROM (mart.deduction_review d
     JOIN core.statement s ON (((s.chain_id = d.chain_id) AND (s.statement_number = d.statement_number) AND core.is_known(s.arrived_at, s.recorded_at, s.superseded_at, s.superseded_recorded_at))))
  WHERE (d.verdict <> ALL (ARRAY['as_agreed'::text, 'not_judged'::text]));

--
-- Name: VIEW reconciliation_break; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON VIEW mart.reconciliation_break IS 'One row: one break between orders, deliveries and statements';

--
-- Name: COLUMN reconciliation_break.chain_id; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.reconciliation_break.chain_id IS 'Chain';

--
-- Name: COLUMN reconciliation_break.kind; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.reconciliation_break.kind IS 'Kind of break (docs/money.md#money-breaks): settled_short, unsettled, price_difference, …';

--
-- Name: COLUMN reconciliation_break.family; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.reconciliation_break.family IS 'service: ordered against delivered, costs sales; money: our books against a statement, costs cash';

--
-- Name: COLUMN reconciliation_break.amount; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.reconciliation_break.amount IS 'RMB. Money: including VAT, ours − theirs. Service: excluding VAT at the agreed price, positive = missing or rejected';

--
-- Name: COLUMN reconciliation_break.quantity; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.reconciliation_break.quantity IS 'Sales units concerned, ours − theirs; for differences of price, rate and amount the units that were settled';

--
-- Name: COLUMN reconciliation_break.account_id; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.reconciliation_break.account_id IS 'Settlement account of the statement';

--
-- Name: COLUMN reconciliation_break.statement_number; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.reconciliation_break.statement_number IS 'Statement';

--
-- Name: COLUMN reconciliation_break.line_number; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.reconciliation_break.line_number IS 'Line of the statement; empty where the statement does not mention the goods';

--
-- Name: COLUMN reconciliation_break.order_number; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.reconciliation_break.order_number IS 'Order that the delivery names; empty where none';

--
-- Name: COLUMN reconciliation_break.delivery_number; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.reconciliation_break.delivery_number IS 'Delivery or return note; empty where none';

--
-- Name: COLUMN reconciliation_break.store_id; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.reconciliation_break.store_id IS 'Store; empty where the statement names none';

--
-- Name: COLUMN reconciliation_break.product_id; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.reconciliation_break.product_id IS 'Our product; empty on receipt-level lines and totals';

--
-- Name: COLUMN reconciliation_break.is_free; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.reconciliation_break.is_free IS 'Free goods';

--
-- Name: COLUMN reconciliation_break.occurred_on; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.reconciliation_break.occurred_on IS 'Business date: end of the statement''s period';

--
-- Name: COLUMN reconciliation_break.ours; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.reconciliation_break.ours IS 'Our value: units, price, rate or RMB by kind';

--
-- Name: COLUMN reconciliation_break.theirs; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.reconciliation_break.theirs IS 'Their value, in the same unit';

--
-- Name: COLUMN reconciliation_break.rule; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.reconciliation_break.rule IS 'Tolerance that was tested: quantity, unit_price, line_amount, order_total, rounding; exact where none can cover it; deductions: the clause';

--
-- Name: COLUMN reconciliation_break.limit_value; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.reconciliation_break.limit_value IS 'Limit of that tolerance: units, RMB per unit, or RMB';

--
-- Name: COLUMN reconciliation_break.is_within_tolerance; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.reconciliation_break.is_within_tolerance IS 'Whether the line is within every tolerance the chain has set, or the order within its total';

--
-- Name: COLUMN reconciliation_break.is_carried; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.reconciliation_break.is_carried IS 'Whether an earlier statement already showed it';

--
-- Name: COLUMN reconciliation_break.first_statement_number; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.reconciliation_break.first_statement_number IS 'First statement on which it stood';

--
-- Name: COLUMN reconciliation_break.our_load_id; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.reconciliation_break.our_load_id IS 'Load of the delivery line';

--
-- Name: COLUMN reconciliation_break.our_row_number; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.reconciliation_break.our_row_number IS 'Row of the delivery line in its file';

--
-- Name: COLUMN reconciliation_break.their_load_id; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.reconciliation_break.their_load_id IS 'Load of the statement';

--
-- Name: COLUMN reconciliation_break.their_row_number; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.reconciliation_break.their_row_number IS 'Row of the settlement line in its file';

--
-- Name: COLUMN reconciliation_break.claim_key; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.reconciliation_break.claim_key IS 'Stable key of the source row that a case is about';

--
-- Name: COLUMN reconciliation_break.fee_text; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.reconciliation_break.fee_text IS 'Deductions: the fee as the statement names it';

--
-- Name: COLUMN reconciliation_break.fee_code; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.reconciliation_break.fee_code IS 'Deductions: our code of the fee';

--
-- Name: COLUMN reconciliation_break.counts_in_totals; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.reconciliation_break.counts_in_totals IS 'Whether totals over several statements count it: a delivery''s open rest (settled_short, unsettled) shows on every statement until it is settled, and counts on its account''s newest alone (docs/money.md#cases, decision 0051)';

--
-- Name: case; Type: TABLE; Schema: ops; Owner: -
--

CREATE TABLE ops."case" (
    case_id bigint NOT NULL,
    chain_id text NOT NULL COLLATE pg_catalog."C",
    claim_key text NOT NULL COLLATE pg_catalog."C",
    kinds text[] NOT NULL,
    account_id text COLLATE pg_catalog."C",
    statement_number text NOT NULL COLLATE pg_catalog."C",
    delivery_number text COLLATE pg_catalog."C",
    order_number text COLLATE pg_catalog."C",
    store_id text COLLATE pg_catalog."C",
    product_id text COLLATE pg_catalog."C",
    fee_code text COLLATE pg_catalog."C",
    fee_text text,
    our_load_id bigint,
    our_row_number integer,
    their_load_id bigint,
    their_row_number integer,
    found_on date NOT NULL,
    dispute_until date,
    opened_at timestamp with time zone NOT NULL,
    claimed_amount numeric(16,2) NOT NULL,
    at_stake_amount numeric(16,2) NOT NULL,
    agreed_amount numeric(16,2),
    credited_amount numeric(16,2) DEFAULT 0 NOT NULL,
    written_off_amount numeric(16,2) DEFAULT 0 NOT NULL,
    state text DEFAULT 'open'::text NOT NULL COLLATE pg_catalog."C",
    state_since timestamp with time zone NOT NULL,
    owner text,
    owed_amount numeric(16,2) DEFAULT 0 NOT NULL,
    CONSTRAINT case_owed_not_negative CHECK ((owed_amount >= (0)::numeric)),
    CONSTRAINT case_state_known CHECK ((state = ANY (ARRAY['open'::text, 'sent'::text, 'agreed'::text, 'refused'::text, 'credited'::text, 'written_off'::text, 'cleared'::text])))
);

--
-- Name: TABLE "case"; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON TABLE ops."case" IS 'One row: one claim on one source row (delivery, settlement or deduction line); later appearances join it';

--
-- Name: COLUMN "case".case_id; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON COLUMN ops."case".case_id IS 'Number people use';

--
-- Name: COLUMN "case".chain_id; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON COLUMN ops."case".chain_id IS 'Chain';

--
-- Name: COLUMN "case".claim_key; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON COLUMN ops."case".claim_key IS 'Stable key of the source row';

--
-- Name: COLUMN "case".kinds; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON COLUMN ops."case".kinds IS 'Kinds of break the claim is made of';

--
-- Name: COLUMN "case".account_id; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON COLUMN ops."case".account_id IS 'Settlement account';

--
-- Name: COLUMN "case".statement_number; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON COLUMN ops."case".statement_number IS 'Statement on which it was first seen';

--
-- Name: COLUMN "case".delivery_number; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON COLUMN ops."case".delivery_number IS 'Delivery or return note';

--
-- Name: COLUMN "case".order_number; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON COLUMN ops."case".order_number IS 'Order';

--
-- Name: COLUMN "case".store_id; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON COLUMN ops."case".store_id IS 'Store';

--
-- Name: COLUMN "case".product_id; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON COLUMN ops."case".product_id IS 'Product';

--
-- Name: COLUMN "case".fee_code; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON COLUMN ops."case".fee_code IS 'Our fee code, for deductions';

--
-- Name: COLUMN "case".fee_text; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON COLUMN ops."case".fee_text IS 'Fee as the chain words it';

--
-- Name: COLUMN "case".our_load_id; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON COLUMN ops."case".our_load_id IS 'Load of our row';

--
-- Name: COLUMN "case".our_row_number; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON COLUMN ops."case".our_row_number IS 'Row in its file';

--
-- Name: COLUMN "case".their_load_id; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON COLUMN ops."case".their_load_id IS 'Load of the chains row';

--
-- Name: COLUMN "case".their_row_number; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON COLUMN ops."case".their_row_number IS 'Row in its file';

--
-- Name: COLUMN "case".found_on; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON COLUMN ops."case".found_on IS 'Business date on which the case was opened';

--
-- Name: COLUMN "case".dispute_until; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON COLUMN ops."case".dispute_until IS 'Last working day on which the chain must still hear of it; empty where the contract sets none';

--
-- Name: COLUMN "case".opened_at; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON COLUMN ops."case".opened_at IS 'When';

--
-- Name: COLUMN "case".claimed_amount; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON COLUMN ops."case".claimed_amount IS 'RMB claimed now, VAT included; carried breaks count once';

--
-- Name: COLUMN "case".at_stake_amount; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON COLUMN ops."case".at_stake_amount IS 'RMB at stake beside the claim: a deduction whose invoice is missing';

--
-- Name: COLUMN "case".agreed_amount; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON COLUMN ops."case".agreed_amount IS 'RMB the chain agreed to, what was credited before included';

--
-- Name: COLUMN "case".credited_amount; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON COLUMN ops."case".credited_amount IS 'RMB back so far';

--
-- Name: COLUMN "case".written_off_amount; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON COLUMN ops."case".written_off_amount IS 'RMB given up';

--
-- Name: COLUMN "case".state; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON COLUMN ops."case".state IS 'open, sent, agreed, refused, credited, written_off, cleared';

--
-- Name: COLUMN "case".state_since; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON COLUMN ops."case".state_since IS 'Since when it is in that state';

--
-- Name: COLUMN "case".owner; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON COLUMN ops."case".owner IS 'Person in charge';

--
-- Name: COLUMN "case".owed_amount; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON COLUMN ops."case".owed_amount IS 'RMB that a contract signed later lets the chain take back, VAT included: nothing to claim, but to expect; 0 for every other case';

--
-- Name: case_appearance; Type: TABLE; Schema: ops; Owner: -
--

CREATE TABLE ops.case_appearance (
    case_id bigint NOT NULL,
    statement_number text NOT NULL COLLATE pg_catalog."C",
    kind text NOT NULL COLLATE pg_catalog."C",
    claim_key text NOT NULL COLLATE pg_catalog."C",
    amount numeric(16,2) NOT NULL,
    at_stake_amount numeric(16,2) NOT NULL,
    is_carried boolean NOT NULL,
    counts boolean NOT NULL
);

--
-- Name: TABLE case_appearance; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON TABLE ops.case_appearance IS 'One row: one break of the case on one statement, as the data has it now; a carried one shows again and does not count again';

--
-- Name: COLUMN case_appearance.case_id; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON COLUMN ops.case_appearance.case_id IS 'Case';

--
-- Name: COLUMN case_appearance.statement_number; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON COLUMN ops.case_appearance.statement_number IS 'Statement that shows it';

--
-- Name: COLUMN case_appearance.kind; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON COLUMN ops.case_appearance.kind IS 'Kind of break';

--
-- Name: COLUMN case_appearance.claim_key; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON COLUMN ops.case_appearance.claim_key IS 'Source row of the appearance';

--
-- Name: COLUMN case_appearance.amount; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON COLUMN ops.case_appearance.amount IS 'RMB, ours less theirs';

--
-- Name: COLUMN case_appearance.at_stake_amount; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON COLUMN ops.case_appearance.at_stake_amount IS 'RMB at stake beside it';

--
-- Name: COLUMN case_appearance.is_carried; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON COLUMN ops.case_appearance.is_carried IS 'Whether an earlier statement showed it already';

--
-- Name: COLUMN case_appearance.counts; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON COLUMN ops.case_appearance.counts IS 'Whether the amount is part of the claim';

--
-- Name: case_event; Type: TABLE; Schema: ops; Owner: -
--

CREATE TABLE ops.case_event (
    event_id bigint NOT NULL,
    case_id bigint NOT NULL,
    happened_at timestamp with time zone NOT NULL,
    action text NOT NULL COLLATE pg_catalog."C",
    actor text NOT NULL,
    amount numeric(16,2),
    approver text,
    note text,
    from_state text COLLATE pg_catalog."C",
    to_state text COLLATE pg_catalog."C",
    CONSTRAINT case_event_actor_named CHECK ((length(TRIM(BOTH FROM actor)) > 0)),
    CONSTRAINT case_event_amount_positive CHECK (((amount > (0)::numeric) OR (action = 'adjust'::text)))
);

--
-- Name: TABLE case_event; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON TABLE ops.case_event IS 'One row: one step of a case: who, when, what, why, how much; only ever added to';

--
-- Name: COLUMN case_event.event_id; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON COLUMN ops.case_event.event_id IS 'Order of the steps';

--
-- Name: COLUMN case_event.case_id; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON COLUMN ops.case_event.case_id IS 'Case';

--
-- Name: COLUMN case_event.happened_at; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON COLUMN ops.case_event.happened_at IS 'When';

--
-- Name: COLUMN case_event.action; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON COLUMN ops.case_event.action IS 'Step: open, send, agree, refuse, credit, write_off, receive_invoice, settle, clear, reopen, adjust, assign, note';

--
-- Name: COLUMN case_event.actor; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON COLUMN ops.case_event.actor IS 'Who; data where reconciliation did it';

--
-- Name: COLUMN case_event.amount; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON COLUMN ops.case_event.amount IS 'RMB of the step; for adjust and reopen the new claim';

--
-- Name: COLUMN case_event.approver; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON COLUMN ops.case_event.approver IS 'Who approved, for write-offs above the limit';

--
-- Name: COLUMN case_event.note; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON COLUMN ops.case_event.note IS 'Reason, reference of the credit, remark, or the person in charge';

--
-- Name: COLUMN case_event.from_state; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON COLUMN ops.case_event.from_state IS 'State before';

--
-- Name: COLUMN case_event.to_state; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON COLUMN ops.case_event.to_state IS 'State after';

--
-- Name: open_difference; Type: VIEW; Schema: mart; Owner: -
--

CREATE VIEW mart.open_difference AS
 WITH known_statement AS (
         SELECT statement.chain_id,
            statement.account_id,
            statement.statement_number,
            statement.period_to
           FROM core.statement
          WHERE core.is_known(statement.arrived_at, statement.recorded_at, statement.superseded_at, statement.superseded_recorded_at)
        ), claim AS (
         SELECT DISTINCT ON (claim.chain_id, seen.kind, seen.claim_key) claim.chain_id,
            seen.kind,
            seen.claim_key,
            claim.case_id,
            step.to_state AS state,
            claim.dispute_until,
            NULLIF(claim.owner, ''::text) AS owner
           FROM ((ops."case" claim
             JOIN ops.case_appearance seen USING (case_id))
             LEFT JOIN LATERAL ( SELECT case_event.to_state
                   FROM ops.case_event
                  WHERE ((case_event.case_id = claim.case_id) AND (case_event.happened_at <= core.known_at()))
                  ORDER BY case_event.event_id DESC
                 LIMIT 1) step ON (true))
          ORDER BY claim.chain_id, seen.kind, seen.claim_key, claim.case_id DESC
        ), settlement_unit AS (
         SELECT DISTINCT ON (settlement_account.chain_id, settlement_account.account_id) settlement_account.chain_id,
            settlement_account.account_id,
            settlement_account.settlement_unit
           FROM core.settlement_account
          WHERE core.is_known(settlement_account.arrived_at, settlement_account.recorded_at, settlement_account.superseded_at, settlement_account.superseded_recorded_at)
          ORDER BY settlement_account.chain_id, settlement_account.account_id, settlement_account.arrived_at DESC
        ), supervisor AS (
         SELECT DISTINCT ON (responsibility.chain_id) responsibility.chain_id,
            responsibility.person_id
           FROM core.responsibility
          WHERE ((responsibility.role = 'supervisor'::text) AND ((core.as_of() >= responsibility.valid_from) AND (core.as_of() <= responsibility.valid_to)) AND core.is_known(responsibility.arrived_at, responsibility.recorded_at, responsibility.superseded_at, responsibility.superseded_recorded_at))
          ORDER BY responsibility.chain_id, responsibility.person_id
        ), found_break AS NOT MATERIALIZED (
         SELECT found.chain_id,
            found.kind,
            found.family,
            found.amount,
            found.quantity,
            found.account_id,
            found.statement_number,
            found.line_number,
            found.order_number,
            found.delivery_number,
            found.store_id,
            found.product_id,
            found.is_free,
            found.occurred_on,
            found.ours,
            found.theirs,
            found.rule,
            found.limit_value,
            found.is_within_tolerance,
            found.is_carried,
            found.first_statement_number,
            found.our_load_id,
            found.our_row_number,
            found.their_load_id,
            found.their_row_number,
            found.claim_key,
            found.fee_text,
            found.fee_code,
            found.counts_in_totals,
            claim.dispute_until,
            claim.case_id,
            claim.owner AS case_owner,
            unit.settlement_unit,
            COALESCE(first.period_to, found.occurred_on) AS since_on
           FROM (((mart.reconciliation_break found
             LEFT JOIN known_statement first ON (((first.chain_id = found.chain_id) AND (first.statement_number = found.first_statement_number))))
             LEFT JOIN claim ON (((claim.chain_id = found.chain_id) AND (claim.kind = found.kind) AND (claim.claim_key = found.claim_key))))
             LEFT JOIN settlement_unit unit ON (((unit.chain_id = found.chain_id) AND (unit.account_id = found.account_id))))
          WHERE ((COALESCE(claim.state, ''::text) <> ALL (ARRAY['credited'::text, 'written_off'::text, 'cleared'::text])) AND (((found.family = 'service'::text) AND (NOT found.is_within_tolerance)) OR ((found.family = 'money'::text) AND found.counts_in_totals)))
        ), anomaly AS MATERIALIZED (
         SELECT price_anomaly.chain_id,
            price_anomaly.order_number,
            price_anomaly.store_id,
            price_anomaly.product_id,
            price_anomaly.is_free,
            price_anomaly.rule,
            price_anomaly.ordered_on,
            price_anomaly.found_price,
            price_anomaly.expected_price,
            price_anomaly.likely_cause,
            price_anomaly.neighbour_product_id,
            price_anomaly.amount_at_stake,
            price_anomaly.first_seen_on,
            price_anomaly.last_seen_on,
            price_anomaly.is_statistical,
            price_anomaly.statement_number,
            price_anomaly.load_id,
            price_anomaly.row_number
           FROM mart.price_anomaly
        ), settled_as_agreed AS (
         SELECT anomaly.chain_id,
            anomaly.order_number,
            anomaly.store_id,
            anomaly.product_id,
            max(anomaly.expected_price) AS printed_price,
            max(anomaly.found_price) AS agreed_price
           FROM anomaly
          WHERE (anomaly.likely_cause = 'order_price_wrong'::text)
          GROUP BY anomaly.chain_id, anomaly.order_number, anomaly.store_id, anomaly.product_id
        ), wrong_price AS (
         SELECT anomaly.chain_id,
            anomaly.order_number,
            anomaly.store_id,
            anomaly.product_id,
            anomaly.is_free,
            anomaly.rule,
            anomaly.ordered_on,
            anomaly.found_price,
            anomaly.expected_price,
            anomaly.likely_cause,
            anomaly.neighbour_product_id,
            anomaly.amount_at_stake,
            anomaly.first_seen_on,
            anomaly.last_seen_on,
            anomaly.is_statistical,
            anomaly.statement_number,
            anomaly.load_id,
            anomaly.row_number,
            (settled.agreed_price IS NOT NULL) AS is_settled_as_agreed,
            settled.printed_price,
            settled.agreed_price,
            ((anomaly.rule = 'settlement_price_off_order'::text) AND (NOT (anomaly.likely_cause IS DISTINCT FROM 'order_price_wrong'::text))) AS is_consequence,
            bool_or((anomaly.rule = ANY (ARRAY['order_price_off_contract'::text, 'promotion_not_applied'::text, 'promotion_not_restored'::text]))) OVER line AS is_order_named
           FROM (anomaly
             LEFT JOIN settled_as_agreed settled USING (chain_id, order_number, store_id, product_id))
          WINDOW line AS (PARTITION BY anomaly.chain_id, anomaly.order_number, anomaly.store_id, anomaly.product_id)
        ), difference AS (
         SELECT found_break.chain_id,
            'statement'::text AS family,
            found_break.kind AS rule,
            ((((found_break.chain_id || '|'::text) ||
                CASE
                    WHEN (found_break.kind = ANY (ARRAY['settled_short'::text, 'unsettled'::text])) THEN 'rest'::text
                    ELSE found_break.kind
                END) || '|'::text) || found_break.claim_key) AS difference_key,
            found_break.store_id,
            found_break.settlement_unit,
            found_break.product_id,
            found_break.statement_number,
            found_break.order_number,
            found_break.delivery_number,
            found_break.since_on,
            found_break.amount,
            (found_break.is_within_tolerance OR (found_break.kind = 'rounding_difference'::text)) AS is_minor,
            true AS is_listed,
            found_break.is_carried,
            found_break.ours AS our_value,
            found_break.theirs AS their_value,
            found_break.fee_text,
            found_break.fee_code,
            NULL::text AS likely_cause,
            false AS is_settled_as_agreed,
            NULL::date AS first_seen_on,
            NULL::date AS last_seen_on,
            found_break.dispute_until,
            found_break.case_id,
            found_break.case_owner
           FROM found_break
          WHERE (found_break.family = 'money'::text)
        UNION ALL
         SELECT found_break.chain_id,
            'delivery'::text,
            found_break.kind,
            ((((found_break.chain_id || '|'::text) || found_break.kind) || '|'::text) || found_break.claim_key),
            found_break.store_id,
            found_break.settlement_unit,
            found_break.product_id,
            NULL::text,
            found_break.order_number,
            found_break.delivery_number,
            found_break.since_on,
            found_break.amount,
            false,
            (found_break.since_on > (core.as_of() - (( SELECT core.rule_value('digest.list_days'::text) AS rule_value))::integer)),
            false,
            found_break.ours,
            found_break.theirs,
            NULL::text,
            NULL::text,
            NULL::text,
            false,
            NULL::date,
            NULL::date,
            found_break.dispute_until,
            found_break.case_id,
            found_break.case_owner
           FROM found_break
          WHERE (found_break.family = 'service'::text)
        UNION ALL
         SELECT anomaly.chain_id,
            'outlier'::text,
            anomaly.rule,
            ((((((((anomaly.chain_id || '|'::text) || anomaly.rule) || '||'::text) || anomaly.order_number) || '|'::text) || anomaly.store_id) || '|'::text) || anomaly.product_id),
            anomaly.store_id,
            NULL::text,
            anomaly.product_id,
            NULL::text,
            anomaly.order_number,
            NULL::text,
            anomaly.ordered_on,
            0,
            false,
            (anomaly.ordered_on > (core.as_of() - (( SELECT core.rule_value('digest.list_days'::text) AS rule_value))::integer)),
            false,
            anomaly.found_price,
            anomaly.expected_price,
            NULL::text,
            NULL::text,
            anomaly.likely_cause,
            false,
            anomaly.first_seen_on,
            anomaly.last_seen_on,
            NULL::date,
            NULL::bigint,
            NULL::text
           FROM anomaly
          WHERE anomaly.is_statistical
        UNION ALL
         SELECT wrong_price.chain_id,
            'price'::text,
                CASE
                    WHEN wrong_price.is_consequence THEN 'order_price_off_contract'::text
                    ELSE wrong_price.rule
                END AS rule,
            ((((((((((wrong_price.chain_id || '|'::text) || wrong_price.rule) || '|'::text) || COALESCE(wrong_price.statement_number, ''::text)) || '|'::text) || wrong_price.order_number) || '|'::text) || wrong_price.store_id) || '|'::text) || wrong_price.product_id),
            wrong_price.store_id,
            NULL::text,
            wrong_price.product_id,
            wrong_price.statement_number,
            wrong_price.order_number,
            NULL::text,
            wrong_price.ordered_on,
                CASE
                    WHEN ((wrong_price.is_settled_as_agreed AND (wrong_price.rule <> 'settlement_price_off_order'::text)) OR wrong_price.is_consequence) THEN (0)::numeric
                    ELSE COALESCE(wrong_price.amount_at_stake, (0)::numeric)
                END AS "coalesce",
            false,
            (
                CASE
                    WHEN (wrong_price.order_number = ''::text) THEN wrong_price.last_seen_on
                    ELSE wrong_price.ordered_on
                END > (core.as_of() - (( SELECT core.rule_value('digest.list_days'::text) AS rule_value))::integer)),
            false,
                CASE
                    WHEN wrong_price.is_consequence THEN wrong_price.printed_price
                    ELSE wrong_price.found_price
                END AS found_price,
                CASE
                    WHEN wrong_price.is_consequence THEN wrong_price.agreed_price
                    ELSE wrong_price.expected_price
                END AS expected_price,
            NULL::text,
            NULL::text,
                CASE
                    WHEN (NOT wrong_price.is_consequence) THEN wrong_price.likely_cause
                    ELSE NULL::text
                END AS "case",
            wrong_price.is_settled_as_agreed,
            wrong_price.first_seen_on,
            wrong_price.last_seen_on,
            NULL::date,
            NULL::bigint,
            NULL::text
           FROM wrong_price
          WHERE ((NOT (wrong_price.is_consequence AND wrong_price.is_order_named)) AND (NOT wrong_price.is_statistical))
        )
 SELECT difference.chain_id,
    difference.family,
    difference.rule,
    difference.difference_key,
    COALESCE(difference.store_id, ''::text) AS store_id,
    difference.settlement_unit,
    difference.product_id,
    difference.statement_number,
    NULLIF(difference.order_number, ''::text) AS order_number,
    NULLIF(difference.delivery_number, ''::text) AS delivery_number,
    difference.since_on,
    GREATEST(difference.amount, (0)::numeric) AS positive_amount,
    GREATEST((- difference.amount), (0)::numeric) AS negative_amount,
    difference.is_minor,
    difference.is_listed,
    difference.is_carried,
    difference.our_value,
    difference.their_value,
    difference.fee_text,
    difference.fee_code,
    difference.likely_cause,
    difference.is_settled_as_agreed,
    difference.first_seen_on,
    difference.last_seen_on,
    difference.dispute_until,
    difference.case_id,
    difference.case_owner,
    store.representative_id,
    COALESCE(store.supervisor_id, supervisor.person_id) AS supervisor_id
   FROM ((difference
     LEFT JOIN mart.store_representative store ON (((store.chain_id = difference.chain_id) AND (store.store_id = difference.store_id))))
     LEFT JOIN supervisor ON ((supervisor.chain_id = difference.chain_id)));

--
-- Name: VIEW open_difference; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON VIEW mart.open_difference IS 'One row: one open difference of a statement, a delivery or a price, with the money for us and against us apart';

--
-- Name: COLUMN open_difference.chain_id; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.open_difference.chain_id IS 'Chain';

--
-- Name: COLUMN open_difference.family; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.open_difference.family IS 'statement: our books against a statement, RMB including VAT; delivery: ordered against delivered, RMB excluding VAT; price: a price that breaks a rule, RMB excluding VAT; outlier: a price that is only unusual';

--
-- Name: COLUMN open_difference.rule; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.open_difference.rule IS 'Kind of break (mart.reconciliation_break) or rule of a price (mart.price_anomaly); an order price that the statement put right stands once, under the order''s rule';

--
-- Name: COLUMN open_difference.difference_key; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.open_difference.difference_key IS 'Stable key of the claim or of the wrong price; several rows of one claim share it';

--
-- Name: COLUMN open_difference.store_id; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.open_difference.store_id IS 'Store, within the chain; empty for a document of the chain and for price lists';

--
-- Name: COLUMN open_difference.settlement_unit; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.open_difference.settlement_unit IS 'What the statement''s account settles: a region, a store, a warehouse; null for prices and where the account is the whole chain''s';

--
-- Name: COLUMN open_difference.product_id; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.open_difference.product_id IS 'Our product, where it is about one';

--
-- Name: COLUMN open_difference.statement_number; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.open_difference.statement_number IS 'Statement that shows it';

--
-- Name: COLUMN open_difference.order_number; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.open_difference.order_number IS 'Order it is about';

--
-- Name: COLUMN open_difference.delivery_number; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.open_difference.delivery_number IS 'Delivery or return note it is about';

--
-- Name: COLUMN open_difference.since_on; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.open_difference.since_on IS 'Business date since which it stands: end of the first statement''s period, day the goods were due or came, order date';

--
-- Name: COLUMN open_difference.positive_amount; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.open_difference.positive_amount IS 'RMB. statement: ours to claim; delivery: ordered and missing or rejected, at the agreed price; price: what we get too little. 0 where it cost nothing';

--
-- Name: COLUMN open_difference.negative_amount; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.open_difference.negative_amount IS 'RMB, not negative. statement: theirs to claim from us; delivery: delivered beyond the order; price: what we get too much';

--
-- Name: COLUMN open_difference.is_minor; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.open_difference.is_minor IS 'Within tolerance, or rounding: counts in the amounts, so that they add up to the statements'' differences, and is no item of a list';

--
-- Name: COLUMN open_difference.is_listed; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.open_difference.is_listed IS 'false: older than digest.list_days, still open, counted and no longer listed one by one';

--
-- Name: COLUMN open_difference.is_carried; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.open_difference.is_carried IS 'Statements: an earlier statement already showed it';

--
-- Name: COLUMN open_difference.our_value; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.open_difference.our_value IS 'Our value: units, price, rate or RMB by rule; for a price the one found';

--
-- Name: COLUMN open_difference.their_value; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.open_difference.their_value IS 'Their value, in the same unit; for a price the one it should be';

--
-- Name: COLUMN open_difference.fee_text; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.open_difference.fee_text IS 'Deductions: the fee as the statement names it';

--
-- Name: COLUMN open_difference.fee_code; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.open_difference.fee_code IS 'Deductions: our code of the fee, also of one that the statement does not take';

--
-- Name: COLUMN open_difference.likely_cause; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.open_difference.likely_cause IS 'Prices: as in mart.price_anomaly';

--
-- Name: COLUMN open_difference.is_settled_as_agreed; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.open_difference.is_settled_as_agreed IS 'Prices: the statement settled the agreed price, so the order''s mistake cost nothing';

--
-- Name: COLUMN open_difference.first_seen_on; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.open_difference.first_seen_on IS 'Prices: first date of this error for this item in this store';

--
-- Name: COLUMN open_difference.last_seen_on; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.open_difference.last_seen_on IS 'Prices: last one';

--
-- Name: COLUMN open_difference.dispute_until; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.open_difference.dispute_until IS 'Last day on which the claim can be disputed';

--
-- Name: COLUMN open_difference.case_id; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.open_difference.case_id IS 'Case of the claim';

--
-- Name: COLUMN open_difference.case_owner; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.open_difference.case_owner IS 'Person who works on the case';

--
-- Name: COLUMN open_difference.representative_id; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.open_difference.representative_id IS 'Representative of the store';

--
-- Name: COLUMN open_difference.supervisor_id; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.open_difference.supervisor_id IS 'Supervisor of the chain';

--
-- Name: outlet_class; Type: VIEW; Schema: mart; Owner: -
--

CREATE VIEW mart.outlet_class AS
 WITH store AS (
         SELECT store_1.chain_id,
            store_1.store_id,
            store_1.name,
            store_1.region,
            store_1.city,
            store_1.area_m2,
            store_1.checkouts,
            store_1.store_format,
            count(*) OVER (PARTITION BY store_1.chain_id) AS chain_store_count
           FROM core.store store_1
          WHERE (core.is_known(store_1.arrived_at, store_1.recorded_at, store_1.superseded_at, store_1.superseded_recorded_at) AND ((core.as_of() >= store_1.valid_from) AND (core.as_of() <= store_1.valid_to)))
        )
 SELECT store.chain_id,
    store.store_id,
    store.name AS store_name,
    store.region,
    store.city,
    store.area_m2,
    store.checkouts,
    store.store_format,
    store.chain_store_count,
        CASE
            WHEN ((store.area_m2 IS NULL) OR (store.checkouts IS NULL)) THEN 'unknown'::text
            WHEN ((store.area_m2 >= 6000) AND (store.checkouts >= 30)) THEN 'KA'::text
            WHEN ((store.chain_store_count >= 5) AND (store.area_m2 >= 1000) AND (store.checkouts > 0)) THEN 'KA'::text
            WHEN (((store.area_m2 >= 1000) AND (store.area_m2 <= 6000)) AND (store.checkouts > 0)) THEN 'A'::text
            WHEN (((store.area_m2 >= 500) AND (store.area_m2 <= 1000)) AND (store.chain_store_count >= 5) AND (store.checkouts > 0)) THEN 'A'::text
            WHEN ((store.store_format = 'department_store'::text) AND (store.area_m2 >= 1000)) THEN 'A'::text
            ELSE 'other'::text
        END AS outlet_class
   FROM store;

--
-- Name: VIEW outlet_class; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON VIEW mart.outlet_class IS 'One row: one store open on the as-of date with its outlet class';

--
-- Name: COLUMN outlet_class.chain_id; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.outlet_class.chain_id IS 'Chain';

--
-- Name: COLUMN outlet_class.store_id; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.outlet_class.store_id IS 'Store, within the chain';

--
-- Name: COLUMN outlet_class.store_name; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.outlet_class.store_name IS 'Its name';

--
-- Name: COLUMN outlet_class.region; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.outlet_class.region IS 'Our sales region';

--
-- Name: COLUMN outlet_class.city; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.outlet_class.city IS 'City';

--
-- Name: COLUMN outlet_class.area_m2; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.outlet_class.area_m2 IS 'Sales area, m²; null when unknown';

--
-- Name: COLUMN outlet_class.checkouts; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.outlet_class.checkouts IS 'Checkouts; null when unknown';

--
-- Name: COLUMN outlet_class.store_format; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.outlet_class.store_format IS 'hypermarket, supermarket, department_store; null when unknown';

--
-- Name: COLUMN outlet_class.chain_store_count; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.outlet_class.chain_store_count IS 'Stores of the chain open on the as-of date';

--
-- Name: COLUMN outlet_class.outlet_class; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.outlet_class.outlet_class IS 'KA, A, other, or unknown where area or checkouts are missing (M1)';

--
-- Name: outlet_coverage; Type: VIEW; Schema: mart; Owner: -
--

CREATE VIEW mart.outlet_coverage AS
 WITH supplied AS (
         SELECT DISTINCT item_on_sale.chain_id,
            item_on_sale.store_id
           FROM mart.item_on_sale
        )
 SELECT store.chain_id,
    store.region,
    store.city,
    count(supplied.store_id) AS supplied_outlet_count,
    count(*) AS outlet_count,
    round((((count(supplied.store_id))::numeric * 100.0) / (NULLIF(count(*), 0))::numeric), 2) AS coverage_pct
   FROM (core.store store
     LEFT JOIN supplied USING (chain_id, store_id))
  WHERE (core.is_known(store.arrived_at, store.recorded_at, store.superseded_at, store.superseded_recorded_at) AND ((core.as_of() >= store.valid_from) AND (core.as_of() <= store.valid_to)))
  GROUP BY store.chain_id, store.region, store.city;

--
-- Name: VIEW outlet_coverage; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON VIEW mart.outlet_coverage IS 'One row: one chain in one city with its outlet coverage: outlets supplied normally ÷ outlets';

--
-- Name: COLUMN outlet_coverage.chain_id; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.outlet_coverage.chain_id IS 'Chain';

--
-- Name: COLUMN outlet_coverage.region; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.outlet_coverage.region IS 'Our sales region';

--
-- Name: COLUMN outlet_coverage.city; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.outlet_coverage.city IS 'City';

--
-- Name: COLUMN outlet_coverage.supplied_outlet_count; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.outlet_coverage.supplied_outlet_count IS 'Outlets with a delivery within the window of config/rules.yaml: numerator';

--
-- Name: COLUMN outlet_coverage.outlet_count; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.outlet_coverage.outlet_count IS 'Open outlets of the chain there: denominator';

--
-- Name: COLUMN outlet_coverage.coverage_pct; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.outlet_coverage.coverage_pct IS 'Per cent';

--
-- Name: outlet_ranking; Type: VIEW; Schema: mart; Owner: -
--

CREATE VIEW mart.outlet_ranking AS
 WITH rule AS MATERIALIZED (
         SELECT core.rule_value('ranking.bottom_count'::text) AS bottom_count,
            core.rule_value('ranking.escalation_months'::text) AS escalation_months
        ), known AS (
         SELECT outlet_month.chain_id,
            outlet_month.month
           FROM mart.outlet_month
          GROUP BY outlet_month.chain_id, outlet_month.month
        ), summed AS MATERIALIZED (
         SELECT ARRAY[outlet_month.chain_id, outlet_month.store_id, (outlet_month.month)::text] AS outlet_key,
            sum(outlet_month.amount) AS amount
           FROM mart.outlet_month
          GROUP BY outlet_month.chain_id, outlet_month.store_id, outlet_month.month
        ), outlet AS (
         SELECT DISTINCT ON (store.chain_id, store.store_id, month.month) store.chain_id,
            store.store_id,
            store.region,
            store.city,
            month.month,
            COALESCE(summed.amount, (0)::numeric) AS amount
           FROM ((core.store store
             JOIN known month ON (((month.chain_id = store.chain_id) AND (store.valid_from <= (month.month + '1 mon -1 days'::interval)) AND (store.valid_to >= month.month))))
             LEFT JOIN summed ON ((summed.outlet_key = ARRAY[store.chain_id, store.store_id, (month.month)::text])))
          WHERE core.is_known(store.arrived_at, store.recorded_at, store.superseded_at, store.superseded_recorded_at)
          ORDER BY store.chain_id, store.store_id, month.month, store.valid_from DESC
        ), numbered AS MATERIALIZED (
         SELECT outlet.chain_id,
            outlet.store_id,
            outlet.region,
            outlet.city,
            outlet.month,
            outlet.amount,
            dense_rank() OVER (ORDER BY outlet.chain_id) AS chain_number,
            dense_rank() OVER (ORDER BY outlet.region) AS region_number,
            dense_rank() OVER (ORDER BY outlet.city) AS city_number,
            row_number() OVER (ORDER BY outlet.chain_id, outlet.store_id) AS outlet_number
           FROM outlet
        ), candidate AS NOT MATERIALIZED (
         SELECT scope.scope_kind,
            scope.scope,
            scope.kind_number,
            scope.scope_number,
            numbered.chain_id,
            numbered.store_id,
            numbered.month,
            numbered.amount,
            numbered.outlet_number
           FROM (numbered
             CROSS JOIN LATERAL ( VALUES ('national'::text,''::text,1,(0)::bigint), ('region'::text,numbered.region,2,numbered.region_number), ('city'::text,numbered.city,3,numbered.city_number), ('chain'::text,numbered.chain_id,4,numbered.chain_number)) scope(scope_kind, scope, kind_number, scope_number))
        ), ranked AS (
         SELECT candidate.scope_kind,
            candidate.scope,
            candidate.kind_number,
            candidate.scope_number,
            candidate.chain_id,
            candidate.store_id,
            candidate.month,
            candidate.amount,
            candidate.outlet_number,
            rank() OVER (PARTITION BY candidate.kind_number, candidate.scope_number, candidate.month ORDER BY candidate.amount DESC) AS subject_rank,
            row_number() OVER (PARTITION BY candidate.kind_number, candidate.scope_number, candidate.month ORDER BY candidate.amount DESC, candidate.outlet_number DESC) AS place,
            count(*) OVER (PARTITION BY candidate.kind_number, candidate.scope_number, candidate.month) AS subject_count
           FROM candidate
        ), bottom AS (
         SELECT placed.kind_number,
            placed.scope_number,
            placed.month,
            placed.outlet_number,
            placed.chain_id,
            placed.store_id
           FROM ( SELECT candidate.kind_number,
                    candidate.scope_number,
                    candidate.month,
                    candidate.outlet_number,
                    candidate.chain_id,
                    candidate.store_id,
                    row_number() OVER (PARTITION BY candidate.kind_number, candidate.scope_number, candidate.month ORDER BY candidate.amount, candidate.outlet_number) AS place_from_bottom,
                    count(*) OVER (PARTITION BY candidate.kind_number, candidate.scope_number, candidate.month) AS subject_count
                   FROM candidate) placed
          WHERE (((placed.place_from_bottom)::numeric <= ( SELECT rule.bottom_count
                   FROM rule)) AND ((placed.subject_count)::numeric > ( SELECT rule.bottom_count
                   FROM rule)))
        ), run AS (
         SELECT ARRAY[(bottom.kind_number)::bigint, bottom.scope_number, bottom.outlet_number] AS outlet_key,
            count(*) OVER (PARTITION BY bottom.kind_number, bottom.scope_number, bottom.chain_id, bottom.store_id, bottom.run_id ORDER BY bottom.month) AS months_in_bottom
           FROM ( SELECT bottom_1.kind_number,
                    bottom_1.scope_number,
                    bottom_1.month,
                    bottom_1.outlet_number,
                    bottom_1.chain_id,
                    bottom_1.store_id,
                    (bottom_1.month - ((row_number() OVER (PARTITION BY bottom_1.kind_number, bottom_1.scope_number, bottom_1.chain_id, bottom_1.store_id ORDER BY bottom_1.month))::double precision * '1 mon'::interval)) AS run_id
                   FROM bottom bottom_1) bottom
        ), flagged AS (
         SELECT ranked.scope_kind,
            ranked.scope,
            ranked.kind_number,
            ranked.scope_number,
            ranked.chain_id,
            ranked.store_id,
            ranked.month,
            ranked.amount,
            ranked.outlet_number,
            ranked.subject_rank,
            ranked.place,
            ranked.subject_count,
            rule.escalation_months,
            (((ranked.place)::numeric > ((ranked.subject_count)::numeric - rule.bottom_count)) AND ((ranked.subject_count)::numeric > rule.bottom_count)) AS is_bottom
           FROM (ranked
             CROSS JOIN rule)
        )
 SELECT flagged.scope_kind,
    flagged.scope,
    flagged.chain_id,
    flagged.store_id,
    flagged.month,
    flagged.amount,
    flagged.subject_rank,
    flagged.subject_count,
    flagged.is_bottom,
        CASE
            WHEN flagged.is_bottom THEN COALESCE(run.months_in_bottom, (0)::bigint)
            ELSE (0)::bigint
        END AS months_in_bottom,
    (flagged.is_bottom AND COALESCE(((run.months_in_bottom)::numeric >= flagged.escalation_months), false) AND ((flagged.month + '1 mon'::interval) <= (core.as_of() + 1))) AS is_escalated
   FROM (flagged
     LEFT JOIN run ON ((flagged.is_bottom AND (run.outlet_key = ARRAY[(flagged.kind_number)::bigint, flagged.scope_number, flagged.outlet_number]))));

--
-- Name: VIEW outlet_ranking; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON VIEW mart.outlet_ranking IS 'One row: one store in one month in one scope, ranked by supply, with the bottom five and their months in a row';

--
-- Name: COLUMN outlet_ranking.scope_kind; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.outlet_ranking.scope_kind IS 'national, region, city, chain';

--
-- Name: COLUMN outlet_ranking.scope; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.outlet_ranking.scope IS 'Region, city or chain; empty for national';

--
-- Name: COLUMN outlet_ranking.chain_id; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.outlet_ranking.chain_id IS 'Chain';

--
-- Name: COLUMN outlet_ranking.store_id; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.outlet_ranking.store_id IS 'Store, within the chain';

--
-- Name: COLUMN outlet_ranking.month; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.outlet_ranking.month IS 'First day of the month';

--
-- Name: COLUMN outlet_ranking.amount; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.outlet_ranking.amount IS 'Supply less returns of the month, RMB, VAT excluded; 0 when there was none; the as-of month up to the as-of date';

--
-- Name: COLUMN outlet_ranking.subject_rank; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.outlet_ranking.subject_rank IS '1 is the largest amount; equals share a rank';

--
-- Name: COLUMN outlet_ranking.subject_count; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.outlet_ranking.subject_count IS 'How many were ranked';

--
-- Name: COLUMN outlet_ranking.is_bottom; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.outlet_ranking.is_bottom IS 'Among the last five (config/rules.yaml) of more than five: an improvement plan is due';

--
-- Name: COLUMN outlet_ranking.months_in_bottom; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.outlet_ranking.months_in_bottom IS 'Months in a row among the last, this one included; 0 when not among them';

--
-- Name: COLUMN outlet_ranking.is_escalated; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.outlet_ranking.is_escalated IS 'Three months in a row without leaving the last five (M6.1.6)';

--
-- Name: pack_size_difference; Type: VIEW; Schema: mart; Owner: -
--

CREATE VIEW mart.pack_size_difference AS
 WITH used AS (
         SELECT order_line.chain_id,
            order_line.product_id,
            'order'::text AS document,
            order_line.pack_size,
            order_line.ordered_on AS used_on,
            order_line.load_id,
            order_line.row_number
           FROM core.order_line
          WHERE ((order_line.pack_size IS NOT NULL) AND core.is_known(order_line.arrived_at, order_line.recorded_at, order_line.superseded_at, order_line.superseded_recorded_at))
        UNION ALL
         SELECT delivery_line.chain_id,
            delivery_line.product_id,
            'delivery'::text,
            delivery_line.pack_size,
            delivery_line.received_on,
            delivery_line.load_id,
            delivery_line.row_number
           FROM core.delivery_line
          WHERE ((delivery_line.pack_size IS NOT NULL) AND core.is_known(delivery_line.arrived_at, delivery_line.recorded_at, delivery_line.superseded_at, delivery_line.superseded_recorded_at))
        ), counted AS (
         SELECT used.chain_id,
            used.product_id,
            used.document,
            used.pack_size,
            count(*) AS line_count,
            min(used.used_on) AS first_on,
            max(used.used_on) AS last_on,
            (array_agg(used.load_id ORDER BY used.used_on DESC, used.load_id DESC, used.row_number))[1] AS load_id,
            (array_agg(used.row_number ORDER BY used.used_on DESC, used.load_id DESC, used.row_number))[1] AS row_number
           FROM used
          GROUP BY used.chain_id, used.product_id, used.document, used.pack_size
        )
 SELECT c.chain_id,
    c.product_id,
    c.document,
    c.pack_size,
    i.pack_size AS chain_pack_size,
    p.pack_size AS our_pack_size,
    c.line_count,
    c.first_on,
    c.last_on,
    c.load_id,
    c.row_number
   FROM ((counted c
     LEFT JOIN LATERAL ( SELECT p_1.pack_size
           FROM core.product p_1
          WHERE ((p_1.product_id = c.product_id) AND ((c.last_on >= p_1.valid_from) AND (c.last_on <= p_1.valid_to)) AND core.is_known(p_1.arrived_at, p_1.recorded_at, p_1.superseded_at, p_1.superseded_recorded_at))
          ORDER BY p_1.valid_from DESC
         LIMIT 1) p ON (true))
     LEFT JOIN LATERAL ( SELECT max(i_1.pack_size) AS pack_size
           FROM core.chain_item i_1
          WHERE ((i_1.chain_id = c.chain_id) AND (i_1.product_id = c.product_id) AND core.is_known(i_1.arrived_at, i_1.recorded_at, i_1.superseded_at, i_1.superseded_recorded_at))) i ON (true))
  WHERE ((c.pack_size IS DISTINCT FROM COALESCE(i.pack_size, p.pack_size)) OR (i.pack_size <> p.pack_size));

--
-- Name: VIEW pack_size_difference; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON VIEW mart.pack_size_difference IS 'One row: one product of one chain whose documents count another number of units in a case than our master data';

--
-- Name: COLUMN pack_size_difference.chain_id; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.pack_size_difference.chain_id IS 'Chain';

--
-- Name: COLUMN pack_size_difference.product_id; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.pack_size_difference.product_id IS 'Our product';

--
-- Name: COLUMN pack_size_difference.document; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.pack_size_difference.document IS 'order or delivery: where the size was used';

--
-- Name: COLUMN pack_size_difference.pack_size; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.pack_size_difference.pack_size IS 'Units in a case (入数) as the rows state or were counted with';

--
-- Name: COLUMN pack_size_difference.chain_pack_size; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.pack_size_difference.chain_pack_size IS 'Units in a case of the chain''s item, where it has its own; empty otherwise';

--
-- Name: COLUMN pack_size_difference.our_pack_size; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.pack_size_difference.our_pack_size IS 'Units in a case of our product';

--
-- Name: COLUMN pack_size_difference.line_count; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.pack_size_difference.line_count IS 'How many lines used it';

--
-- Name: COLUMN pack_size_difference.first_on; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.pack_size_difference.first_on IS 'First order or receipt date with it';

--
-- Name: COLUMN pack_size_difference.last_on; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.pack_size_difference.last_on IS 'Last such date';

--
-- Name: COLUMN pack_size_difference.load_id; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.pack_size_difference.load_id IS 'Load of the newest such line';

--
-- Name: COLUMN pack_size_difference.row_number; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.pack_size_difference.row_number IS 'Row of it in its file';

--
-- Name: penalty_not_computed; Type: VIEW; Schema: mart; Owner: -
--

CREATE VIEW mart.penalty_not_computed AS
 SELECT rule.rule_id,
    rule.title,
    rule.title_en,
    rule.clause,
    rule.unit,
    rule.unit_amount,
    rule.needs,
    rule.needs_en,
    ( SELECT string_agg(share.role, ', '::text ORDER BY share.role) AS string_agg
           FROM core.penalty_share share
          WHERE ((share.rule_id = rule.rule_id) AND core.is_known(share.arrived_at, share.recorded_at, share.superseded_at, share.superseded_recorded_at))) AS roles
   FROM core.penalty_rule rule
  WHERE ((rule.needs <> ''::text) AND core.is_known(rule.arrived_at, rule.recorded_at, rule.superseded_at, rule.superseded_recorded_at));

--
-- Name: VIEW penalty_not_computed; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON VIEW mart.penalty_not_computed IS 'One row: one penalty of the operating manual that is not computed, and why';

--
-- Name: COLUMN penalty_not_computed.rule_id; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.penalty_not_computed.rule_id IS 'Penalty of config/rules.yaml';

--
-- Name: COLUMN penalty_not_computed.title; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.penalty_not_computed.title IS 'Its name, Chinese';

--
-- Name: COLUMN penalty_not_computed.title_en; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.penalty_not_computed.title_en IS 'Its name, English';

--
-- Name: COLUMN penalty_not_computed.clause; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.penalty_not_computed.clause IS 'Clause of the operating manual';

--
-- Name: COLUMN penalty_not_computed.unit; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.penalty_not_computed.unit IS 'What it counts';

--
-- Name: COLUMN penalty_not_computed.unit_amount; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.penalty_not_computed.unit_amount IS 'RMB per unit; null where our copy of the manual does not show it';

--
-- Name: COLUMN penalty_not_computed.needs; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.penalty_not_computed.needs IS 'Which data would decide it, Chinese';

--
-- Name: COLUMN penalty_not_computed.needs_en; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.penalty_not_computed.needs_en IS 'The same, English';

--
-- Name: COLUMN penalty_not_computed.roles; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.penalty_not_computed.roles IS 'Roles that would bear it';

--
-- Name: price_band; Type: VIEW; Schema: mart; Owner: -
--

CREATE VIEW mart.price_band AS
 WITH newest AS (
         SELECT DISTINCT ON (retail_price.chain_id, retail_price.store_id, retail_price.product_id) retail_price.chain_id,
            retail_price.store_id,
            retail_price.product_id,
            retail_price.unit_price
           FROM core.retail_price
          WHERE (core.is_known(retail_price.arrived_at, retail_price.recorded_at, retail_price.superseded_at, retail_price.superseded_recorded_at) AND (retail_price.seen_on <= core.as_of()) AND (retail_price.seen_on > (core.as_of() - ( SELECT (core.rule_value('figures.on_sale_days'::text))::integer AS rule_value))))
          ORDER BY retail_price.chain_id, retail_price.store_id, retail_price.product_id, retail_price.seen_on DESC
        )
 SELECT newest.chain_id,
    newest.store_id,
    min(newest.unit_price) AS lowest_price,
    max(newest.unit_price) AS highest_price,
    count(*) AS sku_count
   FROM newest
  GROUP BY newest.chain_id, newest.store_id;

--
-- Name: VIEW price_band; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON VIEW mart.price_band IS 'One row: one store with the lowest and highest shelf price of our products';

--
-- Name: COLUMN price_band.chain_id; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.price_band.chain_id IS 'Chain';

--
-- Name: COLUMN price_band.store_id; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.price_band.store_id IS 'Store, within the chain';

--
-- Name: COLUMN price_band.lowest_price; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.price_band.lowest_price IS 'RMB per unit including VAT, newest seen within the window';

--
-- Name: COLUMN price_band.highest_price; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.price_band.highest_price IS 'Likewise';

--
-- Name: COLUMN price_band.sku_count; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.price_band.sku_count IS 'Products whose price was seen';

--
-- Name: sales_month; Type: VIEW; Schema: mart; Owner: -
--

CREATE VIEW mart.sales_month AS
 WITH part AS (
         SELECT kept_supply_line.chain_id,
            kept_supply_line.store_id,
            kept_supply_line.product_id,
            kept_supply_line.month,
                CASE
                    WHEN kept_supply_line.is_return THEN (0)::numeric
                    ELSE kept_supply_line.received_quantity
                END AS supplied_quantity,
                CASE
                    WHEN kept_supply_line.is_return THEN kept_supply_line.received_quantity
                    ELSE (0)::numeric
                END AS returned_quantity,
            kept_supply_line.net_amount AS supply_amount,
            kept_supply_line.net_amount_including AS supply_amount_including,
            NULL::numeric AS sold_quantity,
            NULL::numeric AS sold_amount,
            NULL::numeric AS stock_quantity,
            NULL::date AS stock_on
           FROM core.kept_supply_line
          WHERE (mart.is_figures_kept() AND (kept_supply_line.received_on <= core.as_of()))
        UNION ALL
         SELECT supply_line_at_clock.chain_id,
            supply_line_at_clock.store_id,
            supply_line_at_clock.product_id,
            supply_line_at_clock.month,
                CASE
                    WHEN supply_line_at_clock.is_return THEN (0)::numeric
                    ELSE supply_line_at_clock.received_quantity
                END AS received_quantity,
                CASE
                    WHEN supply_line_at_clock.is_return THEN supply_line_at_clock.received_quantity
                    ELSE (0)::numeric
                END AS "case",
            supply_line_at_clock.net_amount,
            supply_line_at_clock.net_amount_including,
            NULL::numeric,
            NULL::numeric,
            NULL::numeric,
            NULL::date
           FROM mart.supply_line_at_clock() supply_line_at_clock(chain_id, delivery_number, store_id, order_number, product_id, is_free, is_return, received_on, month, region, city, received_quantity, unit_price, net_amount, net_amount_including, is_ordered)
          WHERE ((NOT mart.is_figures_kept()) AND (supply_line_at_clock.received_on <= core.as_of()))
        UNION ALL
         SELECT sale.chain_id,
            sale.store_id,
            sale.product_id,
            (date_trunc('month'::text, (sale.sold_on)::timestamp with time zone))::date AS date_trunc,
            NULL::numeric,
            NULL::numeric,
            NULL::numeric,
            NULL::numeric,
            sale.quantity,
            sale.amount,
            NULL::numeric,
            NULL::date
           FROM core.sale
          WHERE (core.is_known(sale.arrived_at, sale.recorded_at, sale.superseded_at, sale.superseded_recorded_at) AND (sale.sold_on <= core.as_of()))
        UNION ALL
         SELECT held.chain_id,
            held.store_id,
            held.product_id,
            held.month,
            held."numeric",
            held.numeric_1 AS "numeric",
            held.numeric_2 AS "numeric",
            held.numeric_3 AS "numeric",
            held.numeric_4 AS "numeric",
            held.numeric_5 AS "numeric",
            held.quantity,
            held.stock_on
           FROM ( SELECT DISTINCT ON (stock.chain_id, stock.store_id, stock.product_id, ((date_trunc('month'::text, (stock.stock_on)::timestamp with time zone))::date)) stock.chain_id,
                    stock.store_id,
                    stock.product_id,
                    (date_trunc('month'::text, (stock.stock_on)::timestamp with time zone))::date AS month,
                    NULL::numeric AS "numeric",
                    NULL::numeric AS "numeric",
                    NULL::numeric AS "numeric",
                    NULL::numeric AS "numeric",
                    NULL::numeric AS "numeric",
                    NULL::numeric AS "numeric",
                    stock.quantity,
                    stock.stock_on
                   FROM core.stock
                  WHERE (core.is_known(stock.arrived_at, stock.recorded_at, stock.superseded_at, stock.superseded_recorded_at) AND (stock.stock_on <= core.as_of()) AND (stock.store_id <> ''::text))
                  ORDER BY stock.chain_id, stock.store_id, stock.product_id, ((date_trunc('month'::text, (stock.stock_on)::timestamp with time zone))::date), stock.stock_on DESC) held(chain_id, store_id, product_id, month, "numeric", numeric_1, numeric_2, numeric_3, numeric_4, numeric_5, quantity, stock_on)
        )
 SELECT part.chain_id,
    part.store_id,
    part.product_id,
    part.month,
    COALESCE(sum(part.supplied_quantity), (0)::numeric) AS supplied_quantity,
    COALESCE(sum(part.returned_quantity), (0)::numeric) AS returned_quantity,
    sum(part.supply_amount) AS supply_amount,
    sum(part.supply_amount_including) AS supply_amount_including,
    sum(part.sold_quantity) AS sold_quantity,
    sum(part.sold_amount) AS sold_amount,
    sum(part.stock_quantity) AS stock_quantity,
    max(part.stock_on) AS stock_on
   FROM part
  GROUP BY part.chain_id, part.store_id, part.product_id, part.month;

--
-- Name: VIEW sales_month; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON VIEW mart.sales_month IS 'One row: one product in one store in one month: supply, till sales, stock at its end; till and stock only where the chains portal gives them';

--
-- Name: COLUMN sales_month.chain_id; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.sales_month.chain_id IS 'Chain';

--
-- Name: COLUMN sales_month.store_id; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.sales_month.store_id IS 'Store, within the chain';

--
-- Name: COLUMN sales_month.product_id; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.sales_month.product_id IS 'Our product';

--
-- Name: COLUMN sales_month.month; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.sales_month.month IS 'First day of the month';

--
-- Name: COLUMN sales_month.supplied_quantity; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.sales_month.supplied_quantity IS 'Sales units signed for';

--
-- Name: COLUMN sales_month.returned_quantity; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.sales_month.returned_quantity IS 'Sales units taken back';

--
-- Name: COLUMN sales_month.supply_amount; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.sales_month.supply_amount IS 'Supply less returns, RMB, VAT excluded; null without supply';

--
-- Name: COLUMN sales_month.supply_amount_including; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.sales_month.supply_amount_including IS 'The same, VAT included';

--
-- Name: COLUMN sales_month.sold_quantity; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.sales_month.sold_quantity IS 'Sales units sold at the till; null without that feed';

--
-- Name: COLUMN sales_month.sold_amount; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.sales_month.sold_amount IS 'Till sales, RMB including VAT; null without that feed';

--
-- Name: COLUMN sales_month.stock_quantity; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.sales_month.stock_quantity IS 'Sales units in the store at the last count of the month; null without that feed';

--
-- Name: COLUMN sales_month.stock_on; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.sales_month.stock_on IS 'Date of that count';

--
-- Name: purchase_sales_stock; Type: VIEW; Schema: mart; Owner: -
--

CREATE VIEW mart.purchase_sales_stock AS
 WITH sized AS (
         SELECT sales.chain_id,
            sales.store_id,
            sales.product_id,
            sales.month,
            sales.supplied_quantity,
            sales.returned_quantity,
            sales.supply_amount,
            sales.supply_amount_including,
            sales.sold_quantity,
            sales.sold_amount,
            sales.stock_quantity,
            sales.stock_on,
            product.category,
            product.unit_volume_ml
           FROM (mart.sales_month sales
             LEFT JOIN core.product product ON (((product.product_id = sales.product_id) AND ((((sales.month + '1 mon -1 days'::interval))::date >= product.valid_from) AND (((sales.month + '1 mon -1 days'::interval))::date <= product.valid_to)) AND core.is_known(product.arrived_at, product.recorded_at, product.superseded_at, product.superseded_recorded_at))))
        ), summed AS (
         SELECT sized.chain_id,
            sized.store_id,
            sized.month,
            sized.category,
            sized.unit_volume_ml,
            (sum(sized.supplied_quantity) - sum(sized.returned_quantity)) AS purchase_quantity,
            sum(sized.supply_amount) AS purchase_amount,
            sum(sized.sold_quantity) AS sold_quantity,
            sum(sized.sold_amount) AS sold_amount,
            sum(sized.stock_quantity) AS stock_quantity
           FROM sized
          GROUP BY sized.chain_id, sized.store_id, sized.month, sized.category, sized.unit_volume_ml
        )
 SELECT summed.chain_id,
    summed.store_id,
    summed.month,
    summed.category,
    summed.unit_volume_ml,
    summed.purchase_quantity,
    summed.purchase_amount,
    summed.sold_quantity,
    summed.sold_amount,
    summed.stock_quantity,
    round((summed.stock_quantity / NULLIF(GREATEST(summed.sold_quantity, (0)::numeric), (0)::numeric)), 2) AS stock_to_sales,
    rank() OVER (PARTITION BY summed.month, summed.category, summed.unit_volume_ml, (summed.sold_amount IS NULL) ORDER BY COALESCE(summed.sold_amount, summed.purchase_amount) DESC NULLS LAST) AS national_rank,
    count(*) OVER (PARTITION BY summed.month, summed.category, summed.unit_volume_ml, (summed.sold_amount IS NULL)) AS ranked_count
   FROM summed;

--
-- Name: VIEW purchase_sales_stock; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON VIEW mart.purchase_sales_stock IS 'One row: purchase, sales and stock of one category and size in one store in one month, ranked nationally';

--
-- Name: COLUMN purchase_sales_stock.chain_id; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.purchase_sales_stock.chain_id IS 'Chain';

--
-- Name: COLUMN purchase_sales_stock.store_id; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.purchase_sales_stock.store_id IS 'Store, within the chain';

--
-- Name: COLUMN purchase_sales_stock.month; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.purchase_sales_stock.month IS 'First day of the month';

--
-- Name: COLUMN purchase_sales_stock.category; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.purchase_sales_stock.category IS 'Product category';

--
-- Name: COLUMN purchase_sales_stock.unit_volume_ml; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.purchase_sales_stock.unit_volume_ml IS 'Size of the sales unit, ml; null when unknown';

--
-- Name: COLUMN purchase_sales_stock.purchase_quantity; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.purchase_sales_stock.purchase_quantity IS 'Sales units supplied less returned';

--
-- Name: COLUMN purchase_sales_stock.purchase_amount; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.purchase_sales_stock.purchase_amount IS 'RMB, VAT excluded';

--
-- Name: COLUMN purchase_sales_stock.sold_quantity; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.purchase_sales_stock.sold_quantity IS 'Sales units at the till; null without that feed';

--
-- Name: COLUMN purchase_sales_stock.sold_amount; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.purchase_sales_stock.sold_amount IS 'RMB including VAT; null without that feed';

--
-- Name: COLUMN purchase_sales_stock.stock_quantity; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.purchase_sales_stock.stock_quantity IS 'Sales units at the last count; null without that feed';

--
-- Name: COLUMN purchase_sales_stock.stock_to_sales; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.purchase_sales_stock.stock_to_sales IS 'Stock ÷ sold of the month, months of cover; null when nothing was sold or is known';

--
-- Name: COLUMN purchase_sales_stock.national_rank; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.purchase_sales_stock.national_rank IS 'Rank among all stores for category and size in the month: by till sales, or by purchase among stores without till data';

--
-- Name: COLUMN purchase_sales_stock.ranked_count; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.purchase_sales_stock.ranked_count IS 'How many were ranked together';

--
-- Name: rebate_accrual; Type: VIEW; Schema: mart; Owner: -
--

CREATE VIEW mart.rebate_accrual AS
 WITH clause AS (
         SELECT t_1.chain_id,
            t_1.contract_id,
            t_1.term_id,
            t_1.clause,
            t_1.fee_code,
            t_1.kind,
            t_1.base,
            t_1.basis,
            t_1.pct,
            t_1.cap_amount,
            c.account_id,
            c.valid_from,
            c.valid_to,
            t_1.load_id,
            t_1.row_number
           FROM (core.contract_term t_1
             JOIN core.contract c ON (((c.chain_id = t_1.chain_id) AND (c.contract_id = t_1.contract_id) AND (c.signed_on <= core.as_of()) AND (c.valid_from <= core.as_of()) AND core.is_known(c.arrived_at, c.recorded_at, c.superseded_at, c.superseded_recorded_at))))
          WHERE ((t_1.kind <> 'fixed'::text) AND (t_1.per = 'year'::text) AND core.is_known(t_1.arrived_at, t_1.recorded_at, t_1.superseded_at, t_1.superseded_recorded_at))
        ), sold AS (
         SELECT k_1.chain_id,
            k_1.contract_id,
            k_1.term_id,
            COALESCE(sum(mart.fee_base(k_1.base, k_1.basis, g.goods_amount, g.return_amount, g.net_goods_amount, g.net_return_amount)), (0)::numeric) AS sales_amount
           FROM (clause k_1
             LEFT JOIN mart.statement_goods g ON (((g.chain_id = k_1.chain_id) AND
                CASE
                    WHEN (k_1.account_id IS NOT NULL) THEN (g.account_id = k_1.account_id)
                    ELSE (NOT (EXISTS ( SELECT
                       FROM clause o
                      WHERE ((o.chain_id = g.chain_id) AND (o.account_id = g.account_id) AND ((g.period_to >= o.valid_from) AND (g.period_to <= o.valid_to))))))
                END AND ((g.period_to >= k_1.valid_from) AND (g.period_to <= LEAST(k_1.valid_to, core.as_of()))))))
          GROUP BY k_1.chain_id, k_1.contract_id, k_1.term_id
        ), tiered AS (
         SELECT k_1.chain_id,
            k_1.contract_id,
            k_1.term_id,
            k_1.clause,
            k_1.fee_code,
            k_1.kind,
            k_1.base,
            k_1.basis,
            k_1.pct,
            k_1.cap_amount,
            k_1.account_id,
            k_1.valid_from,
            k_1.valid_to,
            k_1.load_id,
            k_1.row_number,
            s.sales_amount,
            n.sales_from AS next_tier_from,
            n.pct AS next_tier_pct,
                CASE k_1.kind
                    WHEN 'tiered_rebate'::text THEN COALESCE(r.pct, (0)::numeric)
                    ELSE k_1.pct
                END AS reached_pct
           FROM (((clause k_1
             JOIN sold s USING (chain_id, contract_id, term_id))
             LEFT JOIN LATERAL ( SELECT r_1.pct
                   FROM core.contract_tier r_1
                  WHERE ((r_1.chain_id = k_1.chain_id) AND (r_1.contract_id = k_1.contract_id) AND (r_1.term_id = k_1.term_id) AND (r_1.sales_from <= s.sales_amount) AND core.is_known(r_1.arrived_at, r_1.recorded_at, r_1.superseded_at, r_1.superseded_recorded_at))
                  ORDER BY r_1.sales_from DESC
                 LIMIT 1) r ON (true))
             LEFT JOIN LATERAL ( SELECT r_1.sales_from,
                    r_1.pct
                   FROM core.contract_tier r_1
                  WHERE ((r_1.chain_id = k_1.chain_id) AND (r_1.contract_id = k_1.contract_id) AND (r_1.term_id = k_1.term_id) AND (r_1.sales_from > s.sales_amount) AND core.is_known(r_1.arrived_at, r_1.recorded_at, r_1.superseded_at, r_1.superseded_recorded_at))
                  ORDER BY r_1.sales_from
                 LIMIT 1) n ON (true))
        ), taken AS (
         SELECT deduction_review.chain_id,
            deduction_review.contract_id,
            deduction_review.fee_code,
            (- sum(deduction_review.stated_amount)) AS taken_amount
           FROM mart.deduction_review
          WHERE ((deduction_review.line_number IS NOT NULL) AND (deduction_review.verdict <> 'deduction_without_invoice'::text) AND (deduction_review.occurred_on <= core.as_of()))
          GROUP BY deduction_review.chain_id, deduction_review.contract_id, deduction_review.fee_code
        )
 SELECT t.chain_id,
    t.contract_id,
    t.clause,
    t.fee_code,
    t.kind,
    t.valid_from,
    t.valid_to,
    t.sales_amount,
    t.reached_pct,
    a.accrued_amount,
    COALESCE(k.taken_amount, (0)::numeric) AS taken_amount,
    (a.accrued_amount - COALESCE(k.taken_amount, (0)::numeric)) AS open_amount,
    t.next_tier_from,
    t.next_tier_pct,
    (t.next_tier_from - t.sales_amount) AS sales_to_next_tier,
    round(((t.next_tier_from * t.next_tier_pct) / (100)::numeric), 2) AS next_tier_amount,
    t.load_id,
    t.row_number
   FROM ((tiered t
     CROSS JOIN LATERAL ( SELECT LEAST(round(((t.sales_amount * t.reached_pct) / (100)::numeric), 2), t.cap_amount) AS accrued_amount) a)
     LEFT JOIN taken k ON (((k.chain_id = t.chain_id) AND (k.contract_id = t.contract_id) AND (k.fee_code = t.fee_code))));

--
-- Name: VIEW rebate_accrual; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON VIEW mart.rebate_accrual IS 'One row: one yearly rebate clause with what is to be accrued for it at the as-of date';

--
-- Name: COLUMN rebate_accrual.chain_id; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.rebate_accrual.chain_id IS 'Chain';

--
-- Name: COLUMN rebate_accrual.contract_id; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.rebate_accrual.contract_id IS 'Contract';

--
-- Name: COLUMN rebate_accrual.clause; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.rebate_accrual.clause IS 'Clause of the contract';

--
-- Name: COLUMN rebate_accrual.fee_code; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.rebate_accrual.fee_code IS 'Our fee code';

--
-- Name: COLUMN rebate_accrual.kind; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.rebate_accrual.kind IS 'tiered_rebate (有条件返利), unconditional_rebate (无条件返利) or percentage';

--
-- Name: COLUMN rebate_accrual.valid_from; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.rebate_accrual.valid_from IS 'First day of the contract';

--
-- Name: COLUMN rebate_accrual.valid_to; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.rebate_accrual.valid_to IS 'Last day of the contract, included';

--
-- Name: COLUMN rebate_accrual.sales_amount; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.rebate_accrual.sales_amount IS 'RMB settled in the contract''s year up to the as-of date, as the clause''s base and basis say';

--
-- Name: COLUMN rebate_accrual.reached_pct; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.rebate_accrual.reached_pct IS 'Per cent that these sales have reached; 0 below the first tier';

--
-- Name: COLUMN rebate_accrual.accrued_amount; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.rebate_accrual.accrued_amount IS 'RMB: sales × that per cent, up to the cap; the whole year''s sales take the tier''s rate';

--
-- Name: COLUMN rebate_accrual.taken_amount; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.rebate_accrual.taken_amount IS 'RMB that statements have taken under this clause';

--
-- Name: COLUMN rebate_accrual.open_amount; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.rebate_accrual.open_amount IS 'RMB still to be accrued: accrued less taken';

--
-- Name: COLUMN rebate_accrual.next_tier_from; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.rebate_accrual.next_tier_from IS 'RMB of yearly sales from which the next tier holds; empty on the last';

--
-- Name: COLUMN rebate_accrual.next_tier_pct; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.rebate_accrual.next_tier_pct IS 'Per cent of the next tier';

--
-- Name: COLUMN rebate_accrual.sales_to_next_tier; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.rebate_accrual.sales_to_next_tier IS 'RMB of sales missing to the next tier';

--
-- Name: COLUMN rebate_accrual.next_tier_amount; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.rebate_accrual.next_tier_amount IS 'RMB of rebate at the moment the next tier is reached';

--
-- Name: COLUMN rebate_accrual.load_id; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.rebate_accrual.load_id IS 'Load of the clause';

--
-- Name: COLUMN rebate_accrual.row_number; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.rebate_accrual.row_number IS 'Row in its file';

--
-- Name: reconciliation_line; Type: VIEW; Schema: mart; Owner: -
--

CREATE VIEW mart.reconciliation_line AS
 WITH ordered AS (
         SELECT p.chain_id,
            p.order_number,
            p.store_id,
            p.product_id,
            p.is_free,
            p.account_id,
            p.ordered_on,
            p.requested_on,
            p.ordered_quantity,
            p.is_cancelled,
            p.agreed_price,
            p.price_source,
            p.contract_price,
            p.promotion_price,
            p.promotion_id,
            p.order_price,
            p.vat_rate,
            p.load_id,
            p.row_number,
            a.grace_days,
            due.day AS due_on
           FROM (((mart.agreed_price p
             CROSS JOIN LATERAL mart.account_terms(p.chain_id, p.account_id) a(is_including, price_decimals, cutoff_days, rounding_tolerance, grace_days))
             LEFT JOIN core.calendar_day requested ON ((requested.day = p.requested_on)))
             LEFT JOIN core.calendar_day due ON ((due.is_working_day AND (due.working_number = (requested.working_number + a.grace_days)))))
        ), delivered AS (
         SELECT delivery_line.chain_id,
            delivery_line.order_number,
            delivery_line.store_id,
            delivery_line.product_id,
            delivery_line.is_free,
            sum(GREATEST(delivery_line.shipped_quantity, delivery_line.received_quantity)) AS shipped_quantity,
            sum(delivery_line.received_quantity) AS received_quantity
           FROM core.delivery_line
          WHERE ((delivery_line.kind = 'delivery'::text) AND core.is_known(delivery_line.arrived_at, delivery_line.recorded_at, delivery_line.superseded_at, delivery_line.superseded_recorded_at))
          GROUP BY delivery_line.chain_id, delivery_line.order_number, delivery_line.store_id, delivery_line.product_id, delivery_line.is_free
        ), settled AS (
         SELECT settlement.chain_id,
            settlement.order_number,
            settlement.store_id,
            settlement.product_id,
            settlement.is_free,
            sum(settlement.accepted_after) FILTER (WHERE (settlement.is_last AND (settlement.next_key IS NULL))) AS settled_quantity,
            bool_or(((settlement.statement_key IS NULL) AND (settlement.hold_key IS NULL))) AS is_not_due,
            bool_or(settlement.is_receipt_broken) AS is_receipt_broken,
            sum(settlement.rest_worth) FILTER (WHERE (settlement.is_last AND (settlement.next_key IS NULL) AND (settlement.statement_key IS NOT NULL))) AS rest_worth,
            sum(settlement.received_worth) FILTER (WHERE ((settlement.statement_key IS NULL) AND (settlement.hold_key IS NOT NULL))) AS unsettled_worth
           FROM ( SELECT kept_settlement.chain_id,
                    kept_settlement.order_number,
                    kept_settlement.store_id,
                    kept_settlement.product_id,
                    kept_settlement.is_free,
                    kept_settlement.accepted_after,
                    kept_settlement.is_last,
                    kept_settlement.next_key,
                    kept_settlement.statement_key,
                    kept_settlement.hold_key,
                    kept_settlement.is_receipt_broken,
                    kept_settlement.rest_worth,
                    kept_settlement.received_worth,
                    kept_settlement.is_matched,
                    kept_settlement.is_return
                   FROM core.kept_settlement
                  WHERE ( SELECT mart.is_kept() AS is_kept)
                UNION ALL
                 SELECT compute_settlement.chain_id,
                    compute_settlement.order_number,
                    compute_settlement.store_id,
                    compute_settlement.product_id,
                    compute_settlement.is_free,
                    compute_settlement.accepted_after,
                    compute_settlement.is_last,
                    compute_settlement.next_key,
                    compute_settlement.statement_key,
                    compute_settlement.hold_key,
                    compute_settlement.is_receipt_broken,
                    compute_settlement.rest_worth,
                    compute_settlement.received_worth,
                    compute_settlement.is_matched,
                    compute_settlement.is_return
                   FROM mart.compute_settlement() compute_settlement(chain_id, is_matched, delivery_number, store_id, order_number, product_id, is_free, is_return, account_id, is_ordered, received_on, received_quantity, unit_price, vat_rate, received_worth, hold_key, statement_number, statement_key, line_number, first_key, next_key, is_first, is_last, is_whole, stated_quantity, stated_price, stated_rate, stated_amount, accepted_before, accepted_quantity, accepted_after, duplicate_quantity, is_settled_before, reopened_key, entry_worth, rest_worth, over_amount, duplicate_amount, price_amount, tax_amount, line_amount, rounding_amount, receipt_amount, unmatched_amount, unexplained_amount, is_receipt_broken, load_id, row_number, their_load_id, their_row_number, is_differing)
                  WHERE (NOT ( SELECT mart.is_kept() AS is_kept))) settlement
          WHERE (settlement.is_matched AND (NOT settlement.is_return))
          GROUP BY settlement.chain_id, settlement.order_number, settlement.store_id, settlement.product_id, settlement.is_free
        ), kind_of_break AS (
         SELECT money_break.chain_id,
            money_break.order_number,
            money_break.store_id,
            money_break.product_id,
            money_break.is_free,
            (money_break.kind = ANY (ARRAY['settled_short'::text, 'unsettled'::text])) AS is_rest,
            money_break.kind,
            sum(money_break.amount) AS amount,
            bool_and(money_break.is_within_tolerance) AS is_within_tolerance,
            (array_agg(money_break.is_within_tolerance ORDER BY money_break.occurred_on DESC, money_break.statement_number DESC))[1] AS is_newest_within
           FROM mart.money_break
          WHERE ((money_break.order_number <> ''::text) AND (money_break.product_id IS NOT NULL))
          GROUP BY money_break.chain_id, money_break.order_number, money_break.store_id, money_break.product_id, money_break.is_free, (money_break.kind = ANY (ARRAY['settled_short'::text, 'unsettled'::text])), money_break.kind
        ), money AS (
         SELECT kind_of_break.chain_id,
            kind_of_break.order_number,
            kind_of_break.store_id,
            kind_of_break.product_id,
            kind_of_break.is_free,
            count(*) FILTER (WHERE (NOT kind_of_break.is_rest)) AS break_count,
            COALESCE(sum(kind_of_break.amount) FILTER (WHERE (NOT kind_of_break.is_rest)), (0)::numeric) AS amount,
            bool_and(kind_of_break.is_within_tolerance) FILTER (WHERE (NOT kind_of_break.is_rest)) AS is_within,
            bool_and(kind_of_break.is_newest_within) FILTER (WHERE kind_of_break.is_rest) AS is_rest_within
           FROM kind_of_break
          WHERE (kind_of_break.is_rest OR (kind_of_break.amount <> (0)::numeric))
          GROUP BY kind_of_break.chain_id, kind_of_break.order_number, kind_of_break.store_id, kind_of_break.product_id, kind_of_break.is_free
        ), service AS (
         SELECT service_break.chain_id,
            service_break.order_number,
            service_break.store_id,
            service_break.product_id,
            service_break.is_free,
            count(*) AS break_count,
            sum(service_break.amount) AS amount,
            bool_and(service_break.is_within_tolerance) AS is_within
           FROM mart.service_break
          WHERE (service_break.kind <> 'unordered_delivery'::text)
          GROUP BY service_break.chain_id, service_break.order_number, service_break.store_id, service_break.product_id, service_break.is_free
        ), line AS (
         SELECT o.chain_id,
            o.order_number,
            o.store_id,
            o.product_id,
            o.is_free,
            o.account_id,
            o.ordered_on,
            o.requested_on,
            o.ordered_quantity,
            o.is_cancelled,
            o.agreed_price,
            o.price_source,
            o.contract_price,
            o.promotion_price,
            o.promotion_id,
            o.order_price,
            o.vat_rate,
            o.load_id,
            o.row_number,
            o.grace_days,
            o.due_on,
            COALESCE(d.shipped_quantity, (0)::numeric) AS shipped_quantity,
            COALESCE(d.received_quantity, (0)::numeric) AS received_quantity,
            COALESCE(s.settled_quantity, (0)::numeric) AS settled_quantity,
            COALESCE(s.is_not_due, false) AS is_not_due,
            COALESCE(s.is_receipt_broken, false) AS is_receipt_broken,
            (COALESCE(s.rest_worth, (0)::numeric) + COALESCE(s.unsettled_worth, (0)::numeric)) AS rest_worth,
            COALESCE(v.break_count, (0)::bigint) AS service_break_count,
            COALESCE(v.amount, (0)::numeric) AS service_amount,
            COALESCE(v.is_within, true) AS is_service_within,
            COALESCE(m.break_count, (0)::bigint) AS money_break_count,
            COALESCE(m.amount, (0)::numeric) AS money_amount,
            COALESCE(m.is_within, true) AS is_money_within,
            COALESCE(m.is_rest_within, false) AS is_rest_within
           FROM ((((ordered o
             LEFT JOIN delivered d USING (chain_id, order_number, store_id, product_id, is_free))
             LEFT JOIN settled s USING (chain_id, order_number, store_id, product_id, is_free))
             LEFT JOIN service v USING (chain_id, order_number, store_id, product_id, is_free))
             LEFT JOIN money m USING (chain_id, order_number, store_id, product_id, is_free))
        )
 SELECT line.chain_id,
    line.order_number,
    line.store_id,
    line.product_id,
    line.is_free,
    line.account_id,
    line.ordered_on,
    line.requested_on,
    line.due_on,
    line.ordered_quantity,
    (line.shipped_quantity)::numeric(14,3) AS shipped_quantity,
    (line.received_quantity)::numeric(14,3) AS received_quantity,
    (line.settled_quantity)::numeric(14,3) AS settled_quantity,
    line.agreed_price,
    line.vat_rate,
        CASE
            WHEN (line.is_cancelled AND (line.shipped_quantity = (0)::numeric)) THEN 'cancelled'::text
            WHEN ((NOT line.is_service_within) OR (NOT line.is_money_within) OR line.is_receipt_broken OR ((line.rest_worth <> (0)::numeric) AND (NOT line.is_rest_within))) THEN 'broken'::text
            WHEN ((line.shipped_quantity < line.ordered_quantity) AND ((line.due_on IS NULL) OR (line.due_on > core.as_of()))) THEN 'open'::text
            WHEN line.is_not_due THEN 'not_due'::text
            WHEN ((line.service_break_count > 0) OR (line.money_break_count > 0) OR (line.rest_worth <> (0)::numeric)) THEN 'within_tolerance'::text
            ELSE 'matched'::text
        END AS status,
    line.service_break_count,
    (line.money_break_count +
        CASE
            WHEN (line.rest_worth <> (0)::numeric) THEN 1
            ELSE 0
        END) AS money_break_count,
    (line.service_amount)::numeric(16,2) AS service_amount,
    ((line.money_amount + line.rest_worth))::numeric(16,2) AS money_amount,
    line.load_id,
    line.row_number
   FROM line;

--
-- Name: VIEW reconciliation_line; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON VIEW mart.reconciliation_line IS 'One row: one order line with its quantities on all three sides and one status';

--
-- Name: COLUMN reconciliation_line.chain_id; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.reconciliation_line.chain_id IS 'Chain';

--
-- Name: COLUMN reconciliation_line.order_number; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.reconciliation_line.order_number IS 'Order, unique with the chain and store';

--
-- Name: COLUMN reconciliation_line.store_id; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.reconciliation_line.store_id IS 'Store that ordered';

--
-- Name: COLUMN reconciliation_line.product_id; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.reconciliation_line.product_id IS 'Our product';

--
-- Name: COLUMN reconciliation_line.is_free; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.reconciliation_line.is_free IS 'Free goods';

--
-- Name: COLUMN reconciliation_line.account_id; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.reconciliation_line.account_id IS 'Settlement account the order names';

--
-- Name: COLUMN reconciliation_line.ordered_on; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.reconciliation_line.ordered_on IS 'Date of the order';

--
-- Name: COLUMN reconciliation_line.requested_on; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.reconciliation_line.requested_on IS 'Date the delivery was asked for';

--
-- Name: COLUMN reconciliation_line.due_on; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.reconciliation_line.due_on IS 'Date from which a missing delivery is a break: the requested date plus the account''s grace in working days';

--
-- Name: COLUMN reconciliation_line.ordered_quantity; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.reconciliation_line.ordered_quantity IS 'Sales units ordered';

--
-- Name: COLUMN reconciliation_line.shipped_quantity; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.reconciliation_line.shipped_quantity IS 'Sales units shipped, over all deliveries';

--
-- Name: COLUMN reconciliation_line.received_quantity; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.reconciliation_line.received_quantity IS 'Sales units that stores signed for';

--
-- Name: COLUMN reconciliation_line.settled_quantity; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.reconciliation_line.settled_quantity IS 'Sales units that statements have accepted so far';

--
-- Name: COLUMN reconciliation_line.agreed_price; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.reconciliation_line.agreed_price IS 'Agreed price, RMB per sales unit excluding VAT, four decimals';

--
-- Name: COLUMN reconciliation_line.vat_rate; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.reconciliation_line.vat_rate IS 'VAT rate as a fraction';

--
-- Name: COLUMN reconciliation_line.status; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.reconciliation_line.status IS 'open, cancelled, matched, within_tolerance, not_due or broken';

--
-- Name: COLUMN reconciliation_line.service_break_count; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.reconciliation_line.service_break_count IS 'How many service breaks stand';

--
-- Name: COLUMN reconciliation_line.money_break_count; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.reconciliation_line.money_break_count IS 'How many kinds of money break stand, what was put right later not counted';

--
-- Name: COLUMN reconciliation_line.service_amount; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.reconciliation_line.service_amount IS 'Sum of the service breaks, RMB excluding VAT';

--
-- Name: COLUMN reconciliation_line.money_amount; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.reconciliation_line.money_amount IS 'Sum of what is claimed now, RMB including VAT, ours − theirs; no carried row counts twice';

--
-- Name: COLUMN reconciliation_line.load_id; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.reconciliation_line.load_id IS 'Load of the order line';

--
-- Name: COLUMN reconciliation_line.row_number; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.reconciliation_line.row_number IS 'Row of the order line in its file';

--
-- Name: restatement; Type: VIEW; Schema: mart; Owner: -
--

CREATE VIEW mart.restatement AS
 WITH kept AS (
         SELECT settlement_figure.chain_id,
            settlement_figure.account_id,
            settlement_figure.statement_number,
            NULL::date AS month,
            settlement_figure.figure,
            settlement_figure.amount,
            settlement_figure.known_from,
            settlement_figure.load_id,
            settlement_figure.load_count
           FROM core.settlement_figure
        UNION ALL
         SELECT month_figure.chain_id,
            NULL::text,
            NULL::text,
            month_figure.month,
            month_figure.figure,
            month_figure.amount,
            month_figure.known_from,
            month_figure.load_id,
            month_figure.load_count
           FROM core.month_figure
        ), value AS (
         SELECT k.chain_id,
            k.account_id,
            k.statement_number,
            k.month,
            k.figure,
            k.amount,
            k.known_from,
            k.load_id,
            k.load_count,
            lag(k.amount) OVER history AS old_amount,
            lag(k.known_from) OVER history AS old_known_from
           FROM kept k
          WHERE (k.known_from <= core.known_at())
          WINDOW history AS (PARTITION BY k.chain_id, k.statement_number, k.month, k.figure ORDER BY k.known_from)
        )
 SELECT v.chain_id,
    v.account_id,
    v.statement_number,
    v.month,
    v.figure,
    v.old_amount,
    v.amount AS new_amount,
    (v.amount - v.old_amount) AS change_amount,
    v.old_known_from,
    v.known_from AS restated_at,
    l.file_name,
    v.load_count,
    v.load_id,
    ( SELECT min(s.row_number) AS min
           FROM core.statement s
          WHERE ((s.chain_id = v.chain_id) AND (s.statement_number = v.statement_number) AND (s.load_id = v.load_id))) AS row_number
   FROM (value v
     LEFT JOIN ops.load l USING (load_id))
  WHERE (v.old_amount IS NOT NULL);

--
-- Name: VIEW restatement; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON VIEW mart.restatement IS 'One row: one figure of a statement, or of a chain''s ended month, that a later load changed';

--
-- Name: COLUMN restatement.chain_id; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.restatement.chain_id IS 'Chain';

--
-- Name: COLUMN restatement.account_id; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.restatement.account_id IS 'Settlement account; empty for a month';

--
-- Name: COLUMN restatement.statement_number; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.restatement.statement_number IS 'Statement; empty for a month';

--
-- Name: COLUMN restatement.month; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.restatement.month IS 'First day of the month; empty for a statement';

--
-- Name: COLUMN restatement.figure; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.restatement.figure IS 'Of a statement: expected_payable, stated_payable, break_total. Of a month: ordered_quantity, received_quantity (fill rate by period), open_amount, overdue_amount (at its end)';

--
-- Name: COLUMN restatement.old_amount; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.restatement.old_amount IS 'RMB, or sales units, as it was known before';

--
-- Name: COLUMN restatement.new_amount; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.restatement.new_amount IS 'RMB, or sales units, as it is known since';

--
-- Name: COLUMN restatement.change_amount; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.restatement.change_amount IS 'New less old';

--
-- Name: COLUMN restatement.old_known_from; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.restatement.old_known_from IS 'Reconciliation run that first found the old value';

--
-- Name: COLUMN restatement.restated_at; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.restatement.restated_at IS 'Reconciliation run that found the new one';

--
-- Name: COLUMN restatement.file_name; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.restatement.file_name IS 'File that changed it: the likeliest where load_count is above one; empty where only configuration changed';

--
-- Name: COLUMN restatement.load_count; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.restatement.load_count IS 'Files of the chain and of our master data that came since the run before';

--
-- Name: COLUMN restatement.load_id; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.restatement.load_id IS 'Load of that file';

--
-- Name: COLUMN restatement.row_number; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.restatement.row_number IS 'Row of the statement''s head in it, where it is the statement''s own file';

--
-- Name: sales_growth; Type: VIEW; Schema: mart; Owner: -
--

CREATE VIEW mart.sales_growth AS
 WITH outlet AS (
         SELECT outlet_month.chain_id,
            outlet_month.store_id,
            outlet_month.region,
            outlet_month.city,
            outlet_month.month,
            'this'::text AS reading,
            outlet_month.amount
           FROM mart.outlet_month
        UNION ALL
         SELECT outlet_month.chain_id,
            outlet_month.store_id,
            outlet_month.region,
            outlet_month.city,
            ((outlet_month.month + '1 mon'::interval))::date AS date,
            'before'::text,
                CASE
                    WHEN ((outlet_month.month + '1 mon'::interval) = date_trunc('month'::text, (core.as_of())::timestamp with time zone)) THEN outlet_month.amount_to_day
                    ELSE outlet_month.amount
                END AS amount
           FROM mart.outlet_month
        UNION ALL
         SELECT outlet_month.chain_id,
            outlet_month.store_id,
            outlet_month.region,
            outlet_month.city,
            ((outlet_month.month + '1 year'::interval))::date AS date,
            'year_ago'::text,
                CASE
                    WHEN ((outlet_month.month + '1 year'::interval) = date_trunc('month'::text, (core.as_of())::timestamp with time zone)) THEN outlet_month.amount_to_day
                    ELSE outlet_month.amount
                END AS amount
           FROM mart.outlet_month
        ), product AS (
         SELECT product_month.chain_id,
            product_month.product_id,
            product_month.month,
            'this'::text AS reading,
            product_month.amount
           FROM mart.product_month
        UNION ALL
         SELECT product_month.chain_id,
            product_month.product_id,
            ((product_month.month + '1 mon'::interval))::date AS date,
            'before'::text,
                CASE
                    WHEN ((product_month.month + '1 mon'::interval) = date_trunc('month'::text, (core.as_of())::timestamp with time zone)) THEN product_month.amount_to_day
                    ELSE product_month.amount
                END AS amount
           FROM mart.product_month
        UNION ALL
         SELECT product_month.chain_id,
            product_month.product_id,
            ((product_month.month + '1 year'::interval))::date AS date,
            'year_ago'::text,
                CASE
                    WHEN ((product_month.month + '1 year'::interval) = date_trunc('month'::text, (core.as_of())::timestamp with time zone)) THEN product_month.amount_to_day
                    ELSE product_month.amount
                END AS amount
           FROM mart.product_month
        ), subject AS (
         SELECT kind.subject_kind,
            kind.chain_id,
            kind.store_id,
            kind.product_id,
            kind.region,
            kind.city,
            outlet.month,
            outlet.reading,
            outlet.amount
           FROM (outlet
             CROSS JOIN LATERAL ( VALUES ('store'::text,outlet.chain_id,outlet.store_id,''::text,''::text,''::text), ('chain'::text,outlet.chain_id,''::text,''::text,''::text,''::text), ('region'::text,''::text,''::text,''::text,outlet.region,''::text), ('city'::text,''::text,''::text,''::text,outlet.region,outlet.city)) kind(subject_kind, chain_id, store_id, product_id, region, city))
        UNION ALL
         SELECT kind.subject_kind,
            kind.chain_id,
            kind.store_id,
            kind.product_id,
            kind.region,
            kind.city,
            product.month,
            product.reading,
            product.amount
           FROM (product
             CROSS JOIN LATERAL ( VALUES ('product'::text,''::text,''::text,product.product_id,''::text,''::text), ('chain_product'::text,product.chain_id,''::text,product.product_id,''::text,''::text)) kind(subject_kind, chain_id, store_id, product_id, region, city))
        ), compared AS (
         SELECT subject.subject_kind,
            subject.chain_id,
            subject.store_id,
            subject.product_id,
            subject.region,
            subject.city,
            subject.month,
            sum(subject.amount) FILTER (WHERE (subject.reading = 'this'::text)) AS amount,
            sum(subject.amount) FILTER (WHERE (subject.reading = 'before'::text)) AS before_amount,
            sum(subject.amount) FILTER (WHERE (subject.reading = 'year_ago'::text)) AS year_amount,
            (NOT bool_or((subject.reading = 'before'::text))) AS is_nothing_before,
            (NOT bool_or((subject.reading = 'year_ago'::text))) AS is_nothing_year_ago
           FROM subject
          GROUP BY subject.subject_kind, subject.chain_id, subject.store_id, subject.product_id, subject.region, subject.city, subject.month
         HAVING bool_or((subject.reading = 'this'::text))
        ), known AS MATERIALIZED (
         SELECT COALESCE(outlet_month.chain_id, ''::text) AS chain_id,
            outlet_month.month
           FROM mart.outlet_month
          GROUP BY GROUPING SETS ((outlet_month.chain_id, outlet_month.month), (outlet_month.month))
        )
 SELECT compared.subject_kind,
    compared.chain_id,
    compared.store_id,
    compared.product_id,
    compared.region,
    compared.city,
    compared.month,
    compared.amount,
        CASE
            WHEN (compared.is_nothing_before AND (EXISTS ( SELECT
               FROM known
              WHERE ((known.chain_id = compared.chain_id) AND (known.month = ((compared.month - '1 mon'::interval))::date))))) THEN 0.00
            ELSE compared.before_amount
        END AS last_month_amount,
        CASE
            WHEN (compared.is_nothing_year_ago AND (EXISTS ( SELECT
               FROM known
              WHERE ((known.chain_id = compared.chain_id) AND (known.month = ((compared.month - '1 year'::interval))::date))))) THEN 0.00
            ELSE compared.year_amount
        END AS last_year_amount,
    round((((compared.amount / NULLIF(GREATEST(compared.before_amount, (0)::numeric), (0)::numeric)) - (1)::numeric) * (100)::numeric), 2) AS month_growth_pct,
    round((((compared.amount / NULLIF(GREATEST(compared.year_amount, (0)::numeric), (0)::numeric)) - (1)::numeric) * (100)::numeric), 2) AS year_growth_pct
   FROM compared;

--
-- Name: VIEW sales_growth; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON VIEW mart.sales_growth IS 'One row: one store, product, product at a chain, chain, city or region in one month, with growth against last month and last year';

--
-- Name: COLUMN sales_growth.subject_kind; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.sales_growth.subject_kind IS 'store, product, chain_product, chain, city, region';

--
-- Name: COLUMN sales_growth.chain_id; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.sales_growth.chain_id IS 'Chain; empty where the subject spans chains';

--
-- Name: COLUMN sales_growth.store_id; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.sales_growth.store_id IS 'Store; empty where the subject is none';

--
-- Name: COLUMN sales_growth.product_id; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.sales_growth.product_id IS 'Product; empty where the subject is none';

--
-- Name: COLUMN sales_growth.region; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.sales_growth.region IS 'Region; empty where the subject is none';

--
-- Name: COLUMN sales_growth.city; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.sales_growth.city IS 'City; empty where the subject is none';

--
-- Name: COLUMN sales_growth.month; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.sales_growth.month IS 'First day of the month';

--
-- Name: COLUMN sales_growth.amount; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.sales_growth.amount IS 'Supply less returns, RMB, VAT excluded; the as-of month up to the as-of date';

--
-- Name: COLUMN sales_growth.last_month_amount; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.sales_growth.last_month_amount IS 'The month before, up to the same day of the month where this is the as-of month: denominator; 0 when its chain (any chain, where it spans chains) had supply and it had none, null when nothing is known of that month';

--
-- Name: COLUMN sales_growth.last_year_amount; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.sales_growth.last_year_amount IS 'The same month a year ago, likewise: denominator';

--
-- Name: COLUMN sales_growth.month_growth_pct; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.sales_growth.month_growth_pct IS 'Growth against the month before, per cent; null when there was nothing';

--
-- Name: COLUMN sales_growth.year_growth_pct; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.sales_growth.year_growth_pct IS 'Growth against a year ago, per cent; null when there was nothing';

--
-- Name: sku_distribution; Type: VIEW; Schema: mart; Owner: -
--

CREATE VIEW mart.sku_distribution AS
 WITH listed AS (
         SELECT DISTINCT chain_item.chain_id,
            chain_item.product_id
           FROM core.chain_item
          WHERE (core.is_known(chain_item.arrived_at, chain_item.recorded_at, chain_item.superseded_at, chain_item.superseded_recorded_at) AND (COALESCE(chain_item.listed_on, '-infinity'::date) <= core.as_of()) AND (COALESCE(chain_item.delisted_on, 'infinity'::date) > core.as_of()))
        ), store AS (
         SELECT store_1.chain_id,
            store_1.store_id,
            store_1.region,
            store_1.city
           FROM core.store store_1
          WHERE (core.is_known(store_1.arrived_at, store_1.recorded_at, store_1.superseded_at, store_1.superseded_recorded_at) AND ((core.as_of() >= store_1.valid_from) AND (core.as_of() <= store_1.valid_to)))
        ), on_sale AS (
         SELECT item_on_sale.chain_id,
            item_on_sale.store_id,
            item_on_sale.product_id
           FROM mart.item_on_sale
        ), blocked AS (
         SELECT newest.chain_id,
            newest.store_id,
            newest.product_id
           FROM ( SELECT DISTINCT ON (item_status.chain_id, item_status.store_id, item_status.product_id) item_status.chain_id,
                    item_status.store_id,
                    item_status.product_id,
                    item_status.status
                   FROM core.item_status
                  WHERE (core.is_known(item_status.arrived_at, item_status.recorded_at, item_status.superseded_at, item_status.superseded_recorded_at) AND (item_status.stated_on <= core.as_of()))
                  ORDER BY item_status.chain_id, item_status.store_id, item_status.product_id, item_status.stated_on DESC) newest
          WHERE (newest.status <> 'active'::text)
        )
 SELECT store.chain_id,
    store.store_id,
    store.region,
    store.city,
    count(on_sale.product_id) FILTER (WHERE (blocked.product_id IS NULL)) AS sku_on_sale_count,
    count(listed.product_id) AS sku_opened_count,
    round((((count(on_sale.product_id) FILTER (WHERE (blocked.product_id IS NULL)))::numeric * 100.0) / (NULLIF(count(listed.product_id), 0))::numeric), 2) AS distribution_pct
   FROM (((store
     LEFT JOIN listed USING (chain_id))
     LEFT JOIN on_sale ON (((on_sale.chain_id = store.chain_id) AND (on_sale.store_id = store.store_id) AND (on_sale.product_id = listed.product_id))))
     LEFT JOIN blocked ON (((blocked.chain_id = store.chain_id) AND (blocked.store_id = store.store_id) AND (blocked.product_id = listed.product_id))))
  GROUP BY store.chain_id, store.store_id, store.region, store.city;

--
-- Name: VIEW sku_distribution; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON VIEW mart.sku_distribution IS 'One row: one open store with its SKU distribution rate: SKUs actually on sale ÷ SKUs opened';

--
-- Name: COLUMN sku_distribution.chain_id; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.sku_distribution.chain_id IS 'Chain';

--
-- Name: COLUMN sku_distribution.store_id; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.sku_distribution.store_id IS 'Store, within the chain';

--
-- Name: COLUMN sku_distribution.region; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.sku_distribution.region IS 'Our sales region';

--
-- Name: COLUMN sku_distribution.city; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.sku_distribution.city IS 'City';

--
-- Name: COLUMN sku_distribution.sku_on_sale_count; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.sku_distribution.sku_on_sale_count IS 'Listed SKUs delivered within the window of config/rules.yaml and not blocked: numerator';

--
-- Name: COLUMN sku_distribution.sku_opened_count; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.sku_distribution.sku_opened_count IS 'SKUs that the chain lists: denominator';

--
-- Name: COLUMN sku_distribution.distribution_pct; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.sku_distribution.distribution_pct IS 'Per cent; null when nothing is listed';

--
-- Name: sku_lock_history; Type: VIEW; Schema: mart; Owner: -
--

CREATE VIEW mart.sku_lock_history AS
 WITH judged AS (
         SELECT sku_lock_judgement.as_of,
            row_number() OVER (ORDER BY sku_lock_judgement.as_of) AS nth
           FROM core.sku_lock_judgement
          WHERE (sku_lock_judgement.as_of <= core.as_of())
        ), day AS (
         SELECT alert.chain_id,
            alert.as_of,
            alert.store_id,
            alert.product_id,
            alert.level,
            alert.since_on,
            alert.cause,
            alert.evidence,
            alert.evidence_en,
            alert.exposure_amount,
            judged.nth,
            (judged.nth - row_number() OVER (PARTITION BY alert.chain_id, alert.store_id, alert.product_id ORDER BY judged.nth)) AS spell
           FROM (core.sku_lock_day alert
             JOIN judged USING (as_of))
        ), spell AS (
         SELECT day.chain_id,
            day.store_id,
            day.product_id,
            day.spell,
            min(day.as_of) AS first_on,
            max(day.as_of) AS last_on,
            max(day.nth) AS last_nth,
            min(day.as_of) FILTER (WHERE (day.level = 'at_risk'::text)) AS at_risk_on,
            min(day.as_of) FILTER (WHERE (day.level = 'suspected'::text)) AS suspected_on,
            min(day.as_of) FILTER (WHERE (day.level = 'locked'::text)) AS locked_on,
            (array_agg(day.level ORDER BY day.as_of DESC))[1] AS last_level,
            (array_agg(day.cause ORDER BY day.as_of DESC))[1] AS cause,
            (array_agg(day.evidence ORDER BY day.as_of DESC))[1] AS evidence,
            (array_agg(day.evidence_en ORDER BY day.as_of DESC))[1] AS evidence_en,
            max(day.exposure_amount) AS highest_exposure_amount,
            min(day.since_on) AS since_on,
            min(day.since_on) FILTER (WHERE (day.level = 'locked'::text)) AS locked_since_on
           FROM day
          GROUP BY day.chain_id, day.store_id, day.product_id, day.spell
        )
 SELECT spell.chain_id,
    spell.store_id,
    spell.product_id,
    spell.first_on,
    spell.last_on,
    cleared.as_of AS cleared_on,
    spell.at_risk_on,
    spell.suspected_on,
    spell.locked_on,
    spell.last_level,
    spell.cause,
    spell.evidence,
    spell.highest_exposure_amount,
    (COALESCE(cleared.as_of, core.as_of()) - spell.first_on) AS days,
    spell.evidence_en,
    LEAST(spell.since_on, spell.first_on) AS since_on,
    LEAST(spell.locked_since_on, spell.locked_on) AS locked_since_on
   FROM (spell
     LEFT JOIN judged cleared ON ((cleared.nth = (spell.last_nth + 1))));

--
-- Name: VIEW sku_lock_history; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON VIEW mart.sku_lock_history IS 'One row: one spell of alerts on one item of one store, from its first judged date until it cleared';

--
-- Name: COLUMN sku_lock_history.chain_id; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.sku_lock_history.chain_id IS 'Chain';

--
-- Name: COLUMN sku_lock_history.store_id; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.sku_lock_history.store_id IS 'Store, within the chain';

--
-- Name: COLUMN sku_lock_history.product_id; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.sku_lock_history.product_id IS 'Our product';

--
-- Name: COLUMN sku_lock_history.first_on; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.sku_lock_history.first_on IS 'First judged date with an alert';

--
-- Name: COLUMN sku_lock_history.last_on; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.sku_lock_history.last_on IS 'Last one';

--
-- Name: COLUMN sku_lock_history.cleared_on; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.sku_lock_history.cleared_on IS 'First judged date after it without an alert; null while it stands';

--
-- Name: COLUMN sku_lock_history.at_risk_on; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.sku_lock_history.at_risk_on IS 'First date at this level; null when never';

--
-- Name: COLUMN sku_lock_history.suspected_on; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.sku_lock_history.suspected_on IS 'Likewise';

--
-- Name: COLUMN sku_lock_history.locked_on; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.sku_lock_history.locked_on IS 'Likewise';

--
-- Name: COLUMN sku_lock_history.last_level; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.sku_lock_history.last_level IS 'Level on the last date';

--
-- Name: COLUMN sku_lock_history.cause; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.sku_lock_history.cause IS 'Cause on the last date';

--
-- Name: COLUMN sku_lock_history.evidence; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.sku_lock_history.evidence IS 'Evidence on the last date, Chinese';

--
-- Name: COLUMN sku_lock_history.highest_exposure_amount; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.sku_lock_history.highest_exposure_amount IS 'Highest exposure of the spell, RMB';

--
-- Name: COLUMN sku_lock_history.days; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.sku_lock_history.days IS 'Days from first_on until cleared, or until the as-of date';

--
-- Name: COLUMN sku_lock_history.evidence_en; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.sku_lock_history.evidence_en IS 'The same in English';

--
-- Name: COLUMN sku_lock_history.since_on; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.sku_lock_history.since_on IS 'First business date of the alert by its own evidence: it may lie before the first date that was judged';

--
-- Name: COLUMN sku_lock_history.locked_since_on; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.sku_lock_history.locked_since_on IS 'First business date of the lock by the portals word; null when it was never locked';

--
-- Name: sku_ranking; Type: VIEW; Schema: mart; Owner: -
--

CREATE VIEW mart.sku_ranking AS
 WITH rule AS MATERIALIZED (
         SELECT core.rule_value('ranking.bottom_count'::text) AS bottom_count,
            core.rule_value('ranking.escalation_months'::text) AS escalation_months
        ), known AS (
         SELECT product_month.chain_id,
            product_month.month
           FROM mart.product_month
          GROUP BY product_month.chain_id, product_month.month
        ), store AS (
         SELECT DISTINCT ON (store.chain_id, store.store_id) store.chain_id,
            store.store_id,
            store.region
           FROM core.store
          WHERE (core.is_known(store.arrived_at, store.recorded_at, store.superseded_at, store.superseded_recorded_at) AND (store.valid_from <= core.as_of()))
          ORDER BY store.chain_id, store.store_id, store.valid_from DESC
        ), listed AS (
         SELECT DISTINCT item.chain_id,
            item.product_id,
            month.month
           FROM ((core.chain_item item
             JOIN core.product product ON (((product.product_id = item.product_id) AND core.is_known(product.arrived_at, product.recorded_at, product.superseded_at, product.superseded_recorded_at) AND ((core.as_of() >= product.valid_from) AND (core.as_of() <= product.valid_to)))))
             JOIN known month ON (((month.chain_id = item.chain_id) AND (COALESCE(item.listed_on, '-infinity'::date) <= (month.month + '1 mon -1 days'::interval)) AND (COALESCE(item.delisted_on, 'infinity'::date) > month.month) AND (COALESCE(product.launched_on, '-infinity'::date) < month.month))))
          WHERE core.is_known(item.arrived_at, item.recorded_at, item.superseded_at, item.superseded_recorded_at)
        ), candidate AS (
         SELECT 'national'::text AS scope_kind,
            ''::text AS scope,
            listed.product_id,
            listed.month
           FROM listed
          GROUP BY listed.product_id, listed.month
        UNION ALL
         SELECT 'chain'::text,
            listed.chain_id,
            listed.product_id,
            listed.month
           FROM listed
        UNION ALL
         SELECT 'region'::text,
            store.region,
            listed.product_id,
            listed.month
           FROM (listed
             JOIN ( SELECT DISTINCT store_1.chain_id,
                    store_1.region
                   FROM store store_1) store USING (chain_id))
          GROUP BY store.region, listed.product_id, listed.month
        ), summed AS (
         SELECT
                CASE
                    WHEN (GROUPING(product_month.chain_id) = 0) THEN 'chain'::text
                    WHEN (GROUPING(product_month.region) = 0) THEN 'region'::text
                    ELSE 'national'::text
                END AS scope_kind,
            COALESCE(product_month.chain_id, product_month.region, ''::text) AS scope,
            product_month.product_id,
            product_month.month,
            sum(product_month.amount) AS amount
           FROM mart.product_month
          GROUP BY GROUPING SETS ((product_month.product_id, product_month.month), (product_month.chain_id, product_month.product_id, product_month.month), (product_month.region, product_month.product_id, product_month.month))
        ), ranked AS (
         SELECT candidate.scope_kind,
            candidate.scope,
            candidate.product_id,
            candidate.month,
            COALESCE(summed.amount, (0)::numeric) AS amount,
            rank() OVER (PARTITION BY candidate.scope_kind, candidate.scope, candidate.month ORDER BY COALESCE(summed.amount, (0)::numeric) DESC) AS subject_rank,
            row_number() OVER (PARTITION BY candidate.scope_kind, candidate.scope, candidate.month ORDER BY COALESCE(summed.amount, (0)::numeric), candidate.product_id) AS rank_from_bottom,
            count(*) OVER (PARTITION BY candidate.scope_kind, candidate.scope, candidate.month) AS subject_count
           FROM (candidate
             LEFT JOIN summed USING (scope_kind, scope, product_id, month))
        ), flagged AS (
         SELECT ranked.scope_kind,
            ranked.scope,
            ranked.product_id,
            ranked.month,
            ranked.amount,
            ranked.subject_rank,
            ranked.rank_from_bottom,
            ranked.subject_count,
            (((ranked.rank_from_bottom)::numeric <= rule_1.bottom_count) AND ((ranked.subject_count)::numeric > rule_1.bottom_count)) AS is_bottom
           FROM ranked,
            rule rule_1
        ), run AS (
         SELECT flagged.scope_kind,
            flagged.scope,
            flagged.product_id,
            flagged.month,
            flagged.amount,
            flagged.subject_rank,
            flagged.rank_from_bottom,
            flagged.subject_count,
            flagged.is_bottom,
                CASE
                    WHEN flagged.is_bottom THEN (flagged.month - ((row_number() OVER (PARTITION BY flagged.scope_kind, flagged.scope, flagged.product_id, flagged.is_bottom ORDER BY flagged.month))::double precision * '1 mon'::interval))
                    ELSE NULL::timestamp without time zone
                END AS run_id
           FROM flagged
        )
 SELECT run.scope_kind,
    run.scope,
    run.product_id,
    run.month,
    run.amount,
    run.subject_rank,
    run.subject_count,
    run.is_bottom,
        CASE
            WHEN run.is_bottom THEN count(*) OVER (PARTITION BY run.scope_kind, run.scope, run.product_id, run.run_id ORDER BY run.month)
            ELSE (0)::bigint
        END AS months_in_bottom,
    (run.is_bottom AND ((run.month + '1 mon'::interval) <= (core.as_of() + 1)) AND ((count(*) OVER (PARTITION BY run.scope_kind, run.scope, run.product_id, run.run_id ORDER BY run.month))::numeric >= rule.escalation_months)) AS is_escalated
   FROM run,
    rule;

--
-- Name: VIEW sku_ranking; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON VIEW mart.sku_ranking IS 'One row: one product in one month in one scope, ranked by supply, with the bottom five and their months in a row';

--
-- Name: COLUMN sku_ranking.scope_kind; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.sku_ranking.scope_kind IS 'national, region, chain';

--
-- Name: COLUMN sku_ranking.scope; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.sku_ranking.scope IS 'Region or chain; empty for national';

--
-- Name: COLUMN sku_ranking.product_id; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.sku_ranking.product_id IS 'Our product';

--
-- Name: COLUMN sku_ranking.month; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.sku_ranking.month IS 'First day of the month';

--
-- Name: COLUMN sku_ranking.amount; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.sku_ranking.amount IS 'Supply less returns of the month, RMB, VAT excluded; 0 when there was none; the as-of month up to the as-of date';

--
-- Name: COLUMN sku_ranking.subject_rank; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.sku_ranking.subject_rank IS '1 is the largest amount; equals share a rank';

--
-- Name: COLUMN sku_ranking.subject_count; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.sku_ranking.subject_count IS 'How many were ranked';

--
-- Name: COLUMN sku_ranking.is_bottom; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.sku_ranking.is_bottom IS 'Among the last five (config/rules.yaml) of more than five: an improvement plan is due';

--
-- Name: COLUMN sku_ranking.months_in_bottom; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.sku_ranking.months_in_bottom IS 'Months in a row among the last, this one included; 0 when not among them';

--
-- Name: COLUMN sku_ranking.is_escalated; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.sku_ranking.is_escalated IS 'Three months in a row without leaving the last five (M6.1.6)';

--
-- Name: source_file; Type: VIEW; Schema: mart; Owner: -
--

CREATE VIEW mart.source_file AS
 SELECT load.load_id,
    load.chain_id,
    load.report,
    load.file_name,
    load.sha256,
    load.byte_count,
    load.business_date,
    load.arrived_at,
    load.recorded_at,
    load.state,
    load.rows_in,
    load.rows_loaded,
    load.rows_quarantined,
    load.rows_duplicate
   FROM ops.load
  WHERE core.is_known(load.arrived_at, load.recorded_at, 'infinity'::timestamp with time zone, 'infinity'::timestamp with time zone);

--
-- Name: VIEW source_file; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON VIEW mart.source_file IS 'One row: one file that was loaded';

--
-- Name: COLUMN source_file.load_id; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.source_file.load_id IS 'Number that facts and figures name as their source';

--
-- Name: COLUMN source_file.chain_id; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.source_file.chain_id IS 'Chain; empty for the company''s own master data';

--
-- Name: COLUMN source_file.report; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.source_file.report IS 'Report of the chain''s profile that read it';

--
-- Name: COLUMN source_file.file_name; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.source_file.file_name IS 'Name under which it arrived';

--
-- Name: COLUMN source_file.sha256; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.source_file.sha256 IS 'Hash of its content; the archive keeps it as <two letters>/<hash>';

--
-- Name: COLUMN source_file.byte_count; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.source_file.byte_count IS 'Its size in bytes';

--
-- Name: COLUMN source_file.business_date; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.source_file.business_date IS 'Business date it is about, where the profile can tell';

--
-- Name: COLUMN source_file.arrived_at; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.source_file.arrived_at IS 'When it arrived at the portal';

--
-- Name: COLUMN source_file.recorded_at; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.source_file.recorded_at IS 'When it was recorded here';

--
-- Name: COLUMN source_file.state; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.source_file.state IS 'loaded, duplicate, empty, held or refused';

--
-- Name: COLUMN source_file.rows_in; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.source_file.rows_in IS 'Data rows in it';

--
-- Name: COLUMN source_file.rows_loaded; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.source_file.rows_loaded IS 'Rows loaded';

--
-- Name: COLUMN source_file.rows_quarantined; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.source_file.rows_quarantined IS 'Rows in quarantine';

--
-- Name: COLUMN source_file.rows_duplicate; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.source_file.rows_duplicate IS 'Rows that said nothing new';

--
-- Name: staffing_signal; Type: VIEW; Schema: mart; Owner: -
--

CREATE VIEW mart.staffing_signal AS
 WITH period AS (
         SELECT ((date_trunc('month'::text, ((core.as_of() + 1))::timestamp with time zone) - '1 mon'::interval))::date AS month,
            ((date_trunc('month'::text, ((core.as_of() + 1))::timestamp with time zone) - make_interval(months => (core.rule_value('staffing.dealer_sales_months'::text))::integer)))::date AS dealer_from
        ), store_sales AS (
         SELECT outlet_month.chain_id,
            outlet_month.store_id,
            sum(outlet_month.amount_including) AS amount
           FROM mart.outlet_month
          WHERE (outlet_month.month = ( SELECT period_1.month
                   FROM period period_1))
          GROUP BY outlet_month.chain_id, outlet_month.store_id
        ), dealer_sales AS (
         SELECT outlet_month.chain_id,
            outlet_month.store_id,
            sum(outlet_month.amount_including) AS amount
           FROM mart.outlet_month
          WHERE ((outlet_month.month >= ( SELECT period_1.dealer_from
                   FROM period period_1)) AND (outlet_month.month <= ( SELECT period_1.month
                   FROM period period_1)))
          GROUP BY outlet_month.chain_id, outlet_month.store_id
        ), known_chain AS (
         SELECT DISTINCT store_sales.chain_id
           FROM store_sales
          WHERE (store_sales.amount IS NOT NULL)
        ), staffed_chain AS (
         SELECT DISTINCT store_staff.chain_id
           FROM core.store_staff
          WHERE (core.is_known(store_staff.arrived_at, store_staff.recorded_at, store_staff.superseded_at, store_staff.superseded_recorded_at) AND ((core.as_of() >= store_staff.valid_from) AND (core.as_of() <= store_staff.valid_to)))
        ), store AS MATERIALIZED (
         SELECT store.chain_id,
            store.store_id,
            store.city,
            store.representative_id,
                CASE
                    WHEN COALESCE(dealer.serves_all_channels, false) THEN NULL::text
                    ELSE store.dealer
                END AS dealer
           FROM (mart.store_representative store
             LEFT JOIN core.dealer dealer ON (((dealer.dealer = store.dealer) AND ((core.as_of() >= dealer.valid_from) AND (core.as_of() <= dealer.valid_to)) AND core.is_known(dealer.arrived_at, dealer.recorded_at, dealer.superseded_at, dealer.superseded_recorded_at))))
        ), promoter AS (
         SELECT 'promoter'::text AS kind,
            store.chain_id,
            store.store_id,
            ''::text AS city,
            ''::text AS dealer,
            ''::text AS person_id,
            COALESCE(store_sales.amount, (0)::numeric) AS measured,
            COALESCE(staff.promoters, 0) AS actual_count,
            (floor((GREATEST(COALESCE(store_sales.amount, (0)::numeric), (0)::numeric) / ( SELECT core.rule_value('staffing.promoter_sales'::text) AS rule_value))))::integer AS supported_count,
            NULL::numeric AS required_amount
           FROM ((((store
             JOIN known_chain USING (chain_id))
             JOIN staffed_chain USING (chain_id))
             LEFT JOIN core.store_staff staff ON (((staff.chain_id = store.chain_id) AND (staff.store_id = store.store_id) AND ((core.as_of() >= staff.valid_from) AND (core.as_of() <= staff.valid_to)) AND core.is_known(staff.arrived_at, staff.recorded_at, staff.superseded_at, staff.superseded_recorded_at))))
             LEFT JOIN store_sales ON (((store_sales.chain_id = store.chain_id) AND (store_sales.store_id = store.store_id))))
        ), representative AS (
         SELECT 'representative'::text AS kind,
            ''::text AS chain_id,
            ''::text AS store_id,
            outlet.city,
            ''::text AS dealer,
            ''::text AS person_id,
            (count(*))::numeric AS measured,
            (count(DISTINCT store.representative_id))::integer AS actual_count,
            (ceil(((count(*))::numeric / ( SELECT core.rule_value('staffing.stores_per_representative'::text) AS rule_value))))::integer AS supported_count,
            NULL::numeric AS required_amount
           FROM (mart.outlet_class outlet
             JOIN store USING (chain_id, store_id))
          WHERE ((outlet.outlet_class = ANY (ARRAY['KA'::text, 'A'::text])) AND (store.dealer IS NULL))
          GROUP BY outlet.city
        ), dealer AS (
         SELECT 'dealer'::text AS kind,
            ''::text AS chain_id,
            ''::text AS store_id,
            ''::text AS city,
            store.dealer,
            ''::text AS person_id,
                CASE
                    WHEN bool_and((known_chain.chain_id IS NOT NULL)) THEN COALESCE(sum(store_sales.amount), (0)::numeric)
                    ELSE NULL::numeric
                END AS measured,
            (count(DISTINCT store.representative_id))::integer AS actual_count,
            1 AS supported_count,
            NULL::numeric AS required_amount
           FROM ((store
             LEFT JOIN known_chain USING (chain_id))
             LEFT JOIN store_sales USING (chain_id, store_id))
          WHERE (store.dealer IS NOT NULL)
          GROUP BY store.dealer
        ), together AS (
         SELECT 'dealer_sales'::text AS kind,
            ''::text AS chain_id,
            ''::text AS store_id,
            ''::text AS city,
            ''::text AS dealer,
            store.representative_id AS person_id,
            COALESCE(sum(dealer_sales.amount), (0)::numeric) AS measured,
            1 AS actual_count,
            (floor((GREATEST(COALESCE(sum(dealer_sales.amount), (0)::numeric), (0)::numeric) / ( SELECT core.rule_value('staffing.dealer_sales_per_representative'::text) AS rule_value))))::integer AS supported_count,
            ( SELECT core.rule_value('staffing.dealer_sales_per_representative'::text) AS rule_value) AS required_amount
           FROM ((store
             LEFT JOIN known_chain USING (chain_id))
             LEFT JOIN dealer_sales USING (chain_id, store_id))
          WHERE ((store.dealer IS NOT NULL) AND (store.representative_id IS NOT NULL))
          GROUP BY store.representative_id
         HAVING bool_and((known_chain.chain_id IS NOT NULL))
        ), signal AS (
         SELECT promoter.kind,
            promoter.chain_id,
            promoter.store_id,
            promoter.city,
            promoter.dealer,
            promoter.person_id,
            promoter.measured,
            promoter.actual_count,
            promoter.supported_count,
            promoter.required_amount,
            ((promoter.actual_count)::numeric > ( SELECT core.rule_value('staffing.promoters_without_approval'::text) AS rule_value)) AS needs_approval
           FROM promoter
        UNION ALL
         SELECT representative.kind,
            representative.chain_id,
            representative.store_id,
            representative.city,
            representative.dealer,
            representative.person_id,
            representative.measured,
            representative.actual_count,
            representative.supported_count,
            representative.required_amount,
            false
           FROM representative
          WHERE ((representative.actual_count <> representative.supported_count) AND (EXISTS ( SELECT
                   FROM known_chain)))
        UNION ALL
         SELECT dealer.kind,
            dealer.chain_id,
            dealer.store_id,
            dealer.city,
            dealer.dealer,
            dealer.person_id,
            dealer.measured,
            dealer.actual_count,
            dealer.supported_count,
            dealer.required_amount,
            false
           FROM dealer
          WHERE ((dealer.actual_count <> dealer.supported_count) AND (EXISTS ( SELECT
                   FROM known_chain)))
        UNION ALL
         SELECT together.kind,
            together.chain_id,
            together.store_id,
            together.city,
            together.dealer,
            together.person_id,
            together.measured,
            together.actual_count,
            together.supported_count,
            together.required_amount,
            false
           FROM together
          WHERE (together.measured < together.required_amount)
        )
 SELECT signal.kind,
    signal.chain_id,
    signal.store_id,
    signal.city,
    signal.dealer,
    signal.person_id,
    signal.measured,
    signal.actual_count,
    signal.supported_count,
    signal.required_amount,
    period.month,
    signal.needs_approval,
    'M3'::text AS clause
   FROM signal,
    period
  WHERE ((signal.kind <> 'promoter'::text) OR (signal.actual_count <> signal.supported_count) OR signal.needs_approval);

--
-- Name: VIEW staffing_signal; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON VIEW mart.staffing_signal IS 'One row: one store, city, dealer or representative of dealers where the number of people does not fit the volume of the last full month, or needs approval';

--
-- Name: COLUMN staffing_signal.kind; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.staffing_signal.kind IS 'promoter (of a store), representative (of a citys KA and A stores under direct supply), dealer (representatives of its stores), dealer_sales (of all dealers of a representative)';

--
-- Name: COLUMN staffing_signal.chain_id; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.staffing_signal.chain_id IS 'Chain; empty where the subject is no store';

--
-- Name: COLUMN staffing_signal.store_id; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.staffing_signal.store_id IS 'Store; empty where the subject is none';

--
-- Name: COLUMN staffing_signal.city; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.staffing_signal.city IS 'City; empty where the subject is none';

--
-- Name: COLUMN staffing_signal.dealer; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.staffing_signal.dealer IS 'Dealer; empty where the subject is none';

--
-- Name: COLUMN staffing_signal.person_id; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.staffing_signal.person_id IS 'Representative; empty where the subject is none';

--
-- Name: COLUMN staffing_signal.measured; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.staffing_signal.measured IS 'Supply less returns, RMB including VAT, 0 where the chain sold and the store did not; for cities the number of KA and A stores; null where it is not known whole';

--
-- Name: COLUMN staffing_signal.actual_count; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.staffing_signal.actual_count IS 'People there are';

--
-- Name: COLUMN staffing_signal.supported_count; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.staffing_signal.supported_count IS 'People that the measure supports or asks for; one for a dealer';

--
-- Name: COLUMN staffing_signal.required_amount; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.staffing_signal.required_amount IS 'RMB that the measure has to reach (M3); null where people are counted';

--
-- Name: COLUMN staffing_signal.month; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.staffing_signal.month IS 'Month judged';

--
-- Name: COLUMN staffing_signal.needs_approval; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.staffing_signal.needs_approval IS 'Promoters: more than two in a store need the approval of the city manager and of the regional KA manager';

--
-- Name: COLUMN staffing_signal.clause; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.staffing_signal.clause IS 'Clause of the operating manual';

--
-- Name: statement_reconciliation; Type: VIEW; Schema: mart; Owner: -
--

CREATE VIEW mart.statement_reconciliation AS
 WITH statement AS (
         SELECT s.chain_id,
            s.statement_number,
            s.account_id,
            s.period_from,
            s.period_to,
            s.stated_on,
            s.stated_payable,
            s.stated_invoiceable,
            s.load_id,
            s.row_number,
            s.arrived_at,
            s.recorded_at,
            s.superseded_at,
            s.superseded_recorded_at,
            s.superseded_by,
            mart.open_quarantined_rows(s.chain_id, s.statement_number) AS open_quarantined_rows
           FROM core.statement s
          WHERE core.is_known(s.arrived_at, s.recorded_at, s.superseded_at, s.superseded_recorded_at)
        ), listed AS MATERIALIZED (
         SELECT statement_sum.chain_id,
            statement_sum.statement_number,
            statement_sum.goods_amount,
            statement_sum.deduction_amount,
            statement_sum.invoiceable_amount,
            statement_sum.payable_amount
           FROM mart.statement_sum
        ), entered AS MATERIALIZED (
         SELECT settlement.chain_id,
            settlement.statement_number,
            sum(settlement.entry_worth) AS worth
           FROM ( SELECT kept_statement.chain_id,
                    kept_statement.statement_number,
                    kept_statement.entry_worth
                   FROM core.kept_statement
                  WHERE ( SELECT mart.is_kept() AS is_kept)
                UNION ALL
                 SELECT past_statement.chain_id,
                    past_statement.statement_number,
                    past_statement.entry_worth
                   FROM core.past_statement
                  WHERE (past_statement.past_id = ( SELECT mart.past_id() AS past_id))
                UNION ALL
                 SELECT compute_settlement.chain_id,
                    compute_settlement.statement_number,
                    compute_settlement.entry_worth
                   FROM mart.compute_settlement() compute_settlement(chain_id, is_matched, delivery_number, store_id, order_number, product_id, is_free, is_return, account_id, is_ordered, received_on, received_quantity, unit_price, vat_rate, received_worth, hold_key, statement_number, statement_key, line_number, first_key, next_key, is_first, is_last, is_whole, stated_quantity, stated_price, stated_rate, stated_amount, accepted_before, accepted_quantity, accepted_after, duplicate_quantity, is_settled_before, reopened_key, entry_worth, rest_worth, over_amount, duplicate_amount, price_amount, tax_amount, line_amount, rounding_amount, receipt_amount, unmatched_amount, unexplained_amount, is_receipt_broken, load_id, row_number, their_load_id, their_row_number, is_differing)
                  WHERE ( SELECT mart.is_computed() AS is_computed)) settlement
          WHERE (settlement.statement_number IS NOT NULL)
          GROUP BY settlement.chain_id, settlement.statement_number
        ), deducted AS MATERIALIZED (
         SELECT deduction_review.chain_id,
            deduction_review.statement_number,
            sum(deduction_review.expected_amount) AS expected,
            sum(deduction_review.difference) AS difference
           FROM mart.deduction_review
          GROUP BY deduction_review.chain_id, deduction_review.statement_number
        ), broken AS NOT MATERIALIZED (
         SELECT money_break.chain_id,
            money_break.statement_number,
            sum(money_break.amount) AS amount,
            sum(money_break.amount) FILTER (WHERE ((money_break.kind = 'unsettled'::text) AND (money_break.line_number IS NULL))) AS unmentioned
           FROM mart.money_break
          GROUP BY money_break.chain_id, money_break.statement_number
        ), summed AS (
         SELECT s.chain_id,
            s.statement_number,
            s.account_id,
            s.period_from,
            s.period_to,
            s.stated_on,
            s.stated_payable,
            s.stated_invoiceable,
            s.load_id,
            s.row_number,
            s.arrived_at,
            s.recorded_at,
            s.superseded_at,
            s.superseded_recorded_at,
            s.superseded_by,
            s.open_quarantined_rows,
            (COALESCE(e.worth, (0)::numeric) + COALESCE(b.unmentioned, (0)::numeric)) AS expected_goods,
            COALESCE(d.expected, (0)::numeric) AS expected_deductions,
            COALESCE(l.goods_amount, (0)::numeric) AS stated_goods,
            COALESCE(l.deduction_amount, (0)::numeric) AS stated_deductions,
            COALESCE(l.invoiceable_amount, (0)::numeric) AS listed_invoiceable,
            (COALESCE(b.amount, (0)::numeric) + COALESCE(d.difference, (0)::numeric)) AS break_total
           FROM ((((statement s
             LEFT JOIN listed l USING (chain_id, statement_number))
             LEFT JOIN entered e USING (chain_id, statement_number))
             LEFT JOIN deducted d USING (chain_id, statement_number))
             LEFT JOIN broken b USING (chain_id, statement_number))
        )
 SELECT summed.chain_id,
    summed.account_id,
    summed.statement_number,
    summed.period_from,
    summed.period_to,
    summed.stated_on,
    (summed.expected_goods)::numeric(16,2) AS expected_goods,
    (summed.expected_deductions)::numeric(16,2) AS expected_deductions,
    ((summed.expected_goods + summed.expected_deductions))::numeric(16,2) AS expected_payable,
    (summed.stated_goods)::numeric(16,2) AS stated_goods,
    (summed.stated_deductions)::numeric(16,2) AS stated_deductions,
    summed.stated_payable,
    (((summed.expected_goods + summed.expected_deductions) - summed.stated_payable))::numeric(16,2) AS difference,
    (summed.break_total)::numeric(16,2) AS break_total,
    (
        CASE
            WHEN (summed.open_quarantined_rows = 0) THEN (((summed.expected_goods + summed.expected_deductions) - summed.stated_payable) - summed.break_total)
            ELSE NULL::numeric
        END)::numeric(16,2) AS residual,
    (summed.open_quarantined_rows = 0) AS is_complete,
    summed.open_quarantined_rows,
    summed.stated_invoiceable,
    (summed.listed_invoiceable)::numeric(16,2) AS listed_invoiceable,
    summed.load_id,
    summed.row_number
   FROM summed;

--
-- Name: VIEW statement_reconciliation; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON VIEW mart.statement_reconciliation IS 'One row: one statement, expected against stated, with the breaks that explain the difference';

--
-- Name: COLUMN statement_reconciliation.chain_id; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.statement_reconciliation.chain_id IS 'Chain';

--
-- Name: COLUMN statement_reconciliation.account_id; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.statement_reconciliation.account_id IS 'Settlement account';

--
-- Name: COLUMN statement_reconciliation.statement_number; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.statement_reconciliation.statement_number IS 'Statement';

--
-- Name: COLUMN statement_reconciliation.period_from; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.statement_reconciliation.period_from IS 'First day of its period';

--
-- Name: COLUMN statement_reconciliation.period_to; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.statement_reconciliation.period_to IS 'Last day of its period';

--
-- Name: COLUMN statement_reconciliation.stated_on; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.statement_reconciliation.stated_on IS 'Date it bears';

--
-- Name: COLUMN statement_reconciliation.expected_goods; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.statement_reconciliation.expected_goods IS 'Worth of its whole population, returns negative, RMB including VAT';

--
-- Name: COLUMN statement_reconciliation.expected_deductions; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.statement_reconciliation.expected_deductions IS 'Deductions that the terms allow it, negative, RMB; fees paid apart left out';

--
-- Name: COLUMN statement_reconciliation.expected_payable; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.statement_reconciliation.expected_payable IS 'What our books say it should pay, RMB including VAT';

--
-- Name: COLUMN statement_reconciliation.stated_goods; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.statement_reconciliation.stated_goods IS 'Goods less returns as its lines state them, RMB including VAT';

--
-- Name: COLUMN statement_reconciliation.stated_deductions; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.statement_reconciliation.stated_deductions IS 'Deductions as its lines state them, negative, RMB; fees paid apart left out';

--
-- Name: COLUMN statement_reconciliation.stated_payable; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.statement_reconciliation.stated_payable IS 'What it says it pays, RMB including VAT';

--
-- Name: COLUMN statement_reconciliation.difference; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.statement_reconciliation.difference IS 'Expected less stated payable, RMB';

--
-- Name: COLUMN statement_reconciliation.break_total; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.statement_reconciliation.break_total IS 'Sum of its money breaks, RMB';

--
-- Name: COLUMN statement_reconciliation.residual; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.statement_reconciliation.residual IS 'Difference less breaks, RMB: 0.00 on every complete statement; empty on an incomplete one';

--
-- Name: COLUMN statement_reconciliation.is_complete; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.statement_reconciliation.is_complete IS 'Whether no row of it waits in quarantine';

--
-- Name: COLUMN statement_reconciliation.open_quarantined_rows; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.statement_reconciliation.open_quarantined_rows IS 'Rows of it that wait in quarantine';

--
-- Name: COLUMN statement_reconciliation.stated_invoiceable; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.statement_reconciliation.stated_invoiceable IS 'What it says we should invoice, RMB including VAT';

--
-- Name: COLUMN statement_reconciliation.listed_invoiceable; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.statement_reconciliation.listed_invoiceable IS 'Goods less fees on the invoice, as its lines add up, RMB including VAT';

--
-- Name: COLUMN statement_reconciliation.load_id; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.statement_reconciliation.load_id IS 'Load of its head';

--
-- Name: COLUMN statement_reconciliation.row_number; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.statement_reconciliation.row_number IS 'Row of its head in the file';

--
-- Name: statement_totals; Type: VIEW; Schema: mart; Owner: -
--

CREATE VIEW mart.statement_totals AS
 WITH summed AS (
         SELECT s_1.chain_id,
            s_1.statement_number,
            s_1.account_id,
            s_1.period_from,
            s_1.period_to,
            s_1.stated_payable,
            s_1.stated_invoiceable,
            s_1.load_id,
            s_1.row_number,
            t.goods_amount,
            t.return_amount,
            t.on_account_amount,
            t.on_invoice_amount,
            t.paid_apart_amount
           FROM ((core.statement s_1
             JOIN core.document d ON (((d.chain_id = s_1.chain_id) AND (d.kind = 'statement'::text) AND (d.number = s_1.statement_number))))
             CROSS JOIN LATERAL ( SELECT COALESCE(sum(l.amount) FILTER (WHERE (l.kind = 'goods'::text)), (0)::numeric) AS goods_amount,
                    COALESCE(sum(l.amount) FILTER (WHERE (l.kind = 'return'::text)), (0)::numeric) AS return_amount,
                    COALESCE(sum(l.amount) FILTER (WHERE (l.deduction_mode = 'on_account'::text)), (0)::numeric) AS on_account_amount,
                    COALESCE(sum(l.amount) FILTER (WHERE (l.deduction_mode = 'on_invoice'::text)), (0)::numeric) AS on_invoice_amount,
                    COALESCE(sum(l.amount) FILTER (WHERE (l.deduction_mode = 'paid_apart'::text)), (0)::numeric) AS paid_apart_amount
                   FROM core.statement_line l
                  WHERE ((l.chain_id = s_1.chain_id) AND (l.partition_month = d.partition_month) AND (l.statement_number = s_1.statement_number) AND core.is_known(l.arrived_at, l.recorded_at, l.superseded_at, l.superseded_recorded_at))) t)
          WHERE core.is_known(s_1.arrived_at, s_1.recorded_at, s_1.superseded_at, s_1.superseded_recorded_at)
        ), invoiced AS (
         SELECT invoice.chain_id,
            invoice.statement_number,
            sum(invoice.amount) AS invoiced_amount
           FROM core.invoice
          WHERE (core.is_known(invoice.arrived_at, invoice.recorded_at, invoice.superseded_at, invoice.superseded_recorded_at) AND (invoice.issued_on <= core.as_of()))
          GROUP BY invoice.chain_id, invoice.statement_number
        )
 SELECT s.chain_id,
    s.statement_number,
    s.account_id,
    s.period_from,
    s.period_to,
    s.goods_amount,
    s.return_amount,
    s.on_account_amount,
    s.on_invoice_amount,
    s.paid_apart_amount,
    (((s.goods_amount + s.return_amount) + s.on_account_amount) + s.on_invoice_amount) AS summed_payable,
    s.stated_payable,
    ((((s.goods_amount + s.return_amount) + s.on_account_amount) + s.on_invoice_amount) - s.stated_payable) AS statement_total_off,
    ((s.goods_amount + s.return_amount) + s.on_invoice_amount) AS summed_invoiceable,
    s.stated_invoiceable,
    (((s.goods_amount + s.return_amount) + s.on_invoice_amount) - s.stated_invoiceable) AS invoice_total_off,
    i.invoiced_amount,
    (s.stated_invoiceable - i.invoiced_amount) AS still_to_invoice_amount,
    s.load_id,
    s.row_number
   FROM (summed s
     LEFT JOIN invoiced i USING (chain_id, statement_number));

--
-- Name: VIEW statement_totals; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON VIEW mart.statement_totals IS 'One row: one statement with its payable and invoiceable totals, each summed from its lines and compared with what it states';

--
-- Name: COLUMN statement_totals.chain_id; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.statement_totals.chain_id IS 'Chain';

--
-- Name: COLUMN statement_totals.statement_number; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.statement_totals.statement_number IS 'Statement (对账单/结算单)';

--
-- Name: COLUMN statement_totals.account_id; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.statement_totals.account_id IS 'Settlement account';

--
-- Name: COLUMN statement_totals.period_from; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.statement_totals.period_from IS 'First day of its period';

--
-- Name: COLUMN statement_totals.period_to; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.statement_totals.period_to IS 'Last day, included';

--
-- Name: COLUMN statement_totals.goods_amount; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.statement_totals.goods_amount IS 'RMB including VAT: goods lines';

--
-- Name: COLUMN statement_totals.return_amount; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.statement_totals.return_amount IS 'RMB including VAT: returns, negative';

--
-- Name: COLUMN statement_totals.on_account_amount; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.statement_totals.on_account_amount IS 'RMB taken on account (账扣), negative: lowers what it pays';

--
-- Name: COLUMN statement_totals.on_invoice_amount; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.statement_totals.on_invoice_amount IS 'RMB taken on the invoice (票扣), negative: lowers what it pays and what we invoice';

--
-- Name: COLUMN statement_totals.paid_apart_amount; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.statement_totals.paid_apart_amount IS 'RMB to be paid apart (交款), negative: lowers neither';

--
-- Name: COLUMN statement_totals.summed_payable; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.statement_totals.summed_payable IS 'RMB: goods, returns, on account and on invoice';

--
-- Name: COLUMN statement_totals.stated_payable; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.statement_totals.stated_payable IS 'RMB that it says it pays (应结算总金额)';

--
-- Name: COLUMN statement_totals.statement_total_off; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.statement_totals.statement_total_off IS 'RMB: summed less stated payable';

--
-- Name: COLUMN statement_totals.summed_invoiceable; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.statement_totals.summed_invoiceable IS 'RMB: goods, returns and on invoice';

--
-- Name: COLUMN statement_totals.stated_invoiceable; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.statement_totals.stated_invoiceable IS 'RMB that it says we invoice (应开票总金额); empty where it does not say';

--
-- Name: COLUMN statement_totals.invoice_total_off; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.statement_totals.invoice_total_off IS 'RMB: summed less stated invoiceable; checked apart, outside the identity';

--
-- Name: COLUMN statement_totals.invoiced_amount; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.statement_totals.invoiced_amount IS 'RMB of our invoices for it up to the as-of date; empty where none';

--
-- Name: COLUMN statement_totals.still_to_invoice_amount; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.statement_totals.still_to_invoice_amount IS 'RMB: stated invoiceable less invoiced';

--
-- Name: COLUMN statement_totals.load_id; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.statement_totals.load_id IS 'Load of the statement';

--
-- Name: COLUMN statement_totals.row_number; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.statement_totals.row_number IS 'Row of its head';

--
-- Name: supply_day; Type: VIEW; Schema: mart; Owner: -
--

CREATE VIEW mart.supply_day AS
 WITH line AS (
         SELECT kept_supply_line.chain_id,
            kept_supply_line.store_id,
            kept_supply_line.product_id,
            kept_supply_line.received_on,
            kept_supply_line.is_return,
            kept_supply_line.received_quantity,
            kept_supply_line.unit_price,
            kept_supply_line.net_amount,
            kept_supply_line.net_amount_including
           FROM core.kept_supply_line
          WHERE mart.is_figures_kept()
        UNION ALL
         SELECT supply_line_at_clock.chain_id,
            supply_line_at_clock.store_id,
            supply_line_at_clock.product_id,
            supply_line_at_clock.received_on,
            supply_line_at_clock.is_return,
            supply_line_at_clock.received_quantity,
            supply_line_at_clock.unit_price,
            supply_line_at_clock.net_amount,
            supply_line_at_clock.net_amount_including
           FROM mart.supply_line_at_clock() supply_line_at_clock(chain_id, delivery_number, store_id, order_number, product_id, is_free, is_return, received_on, month, region, city, received_quantity, unit_price, net_amount, net_amount_including, is_ordered)
          WHERE (NOT mart.is_figures_kept())
        )
 SELECT line.chain_id,
    line.store_id,
    line.product_id,
    line.received_on AS business_date,
    COALESCE(sum(line.received_quantity) FILTER (WHERE (NOT line.is_return)), (0)::numeric) AS supplied_quantity,
    COALESCE(sum(line.received_quantity) FILTER (WHERE line.is_return), (0)::numeric) AS returned_quantity,
    sum(line.net_amount) AS net_amount,
    sum(line.net_amount_including) AS net_amount_including,
    count(*) FILTER (WHERE (line.unit_price IS NULL)) AS unpriced_line_count
   FROM line
  WHERE (line.received_on <= core.as_of())
  GROUP BY line.chain_id, line.store_id, line.product_id, line.received_on;

--
-- Name: VIEW supply_day; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON VIEW mart.supply_day IS 'One row: one product in one store on one business date: supply signed for less returns, with its worth at agreed prices';

--
-- Name: COLUMN supply_day.chain_id; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.supply_day.chain_id IS 'Chain';

--
-- Name: COLUMN supply_day.store_id; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.supply_day.store_id IS 'Store, within the chain';

--
-- Name: COLUMN supply_day.product_id; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.supply_day.product_id IS 'Our product';

--
-- Name: COLUMN supply_day.business_date; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.supply_day.business_date IS 'Date of the signature, or of the return note';

--
-- Name: COLUMN supply_day.supplied_quantity; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.supply_day.supplied_quantity IS 'Sales units signed for, free goods included';

--
-- Name: COLUMN supply_day.returned_quantity; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.supply_day.returned_quantity IS 'Sales units taken back';

--
-- Name: COLUMN supply_day.net_amount; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.supply_day.net_amount IS 'Supply less returns at agreed prices, RMB, VAT excluded; null when no line has a price';

--
-- Name: COLUMN supply_day.net_amount_including; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.supply_day.net_amount_including IS 'The same, VAT included';

--
-- Name: COLUMN supply_day.unpriced_line_count; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.supply_day.unpriced_line_count IS 'Lines without any known price, missing in the amounts';

--
-- Name: target_breakdown; Type: VIEW; Schema: mart; Owner: -
--

CREATE VIEW mart.target_breakdown AS
 WITH goal AS (
         SELECT target.chain_id,
            target.store_id,
            target.product_id,
            target.month,
            target.amount
           FROM core.target
          WHERE core.is_known(target.arrived_at, target.recorded_at, target.superseded_at, target.superseded_recorded_at)
        ), history AS (
         SELECT goal.chain_id,
            goal.store_id,
            goal.product_id AS goal_product,
            goal.month,
            sales.product_id,
            GREATEST(sum(sales.supply_amount), (0)::numeric) AS weight
           FROM (goal
             JOIN mart.sales_month sales ON (((sales.chain_id = goal.chain_id) AND ((goal.store_id = ''::text) OR (goal.store_id = sales.store_id)) AND (sales.month < goal.month) AND (sales.month >= (goal.month - '3 mons'::interval)))))
          WHERE (goal.product_id = ''::text)
          GROUP BY goal.chain_id, goal.store_id, goal.product_id, goal.month, sales.product_id
        ), share AS (
         SELECT goal.chain_id,
            goal.store_id,
            goal.month,
            goal.product_id AS goal_product,
            goal.amount,
            history.product_id,
            sum(history.weight) OVER (PARTITION BY goal.chain_id, goal.store_id, goal.month ORDER BY history.product_id) AS upto,
            history.weight,
            sum(history.weight) OVER (PARTITION BY goal.chain_id, goal.store_id, goal.month) AS total
           FROM (goal
             JOIN history ON (((history.chain_id = goal.chain_id) AND (history.store_id = goal.store_id) AND (history.month = goal.month))))
          WHERE ((goal.product_id = ''::text) AND (history.weight > (0)::numeric))
        ), product_goal AS (
         SELECT share.chain_id,
            share.store_id,
            share.month,
            share.goal_product,
            share.product_id,
            (round(((share.amount * share.upto) / share.total), 2) - round(((share.amount * (share.upto - share.weight)) / share.total), 2)) AS amount
           FROM share
        UNION ALL
         SELECT goal.chain_id,
            goal.store_id,
            goal.month,
            goal.product_id,
            goal.product_id,
            goal.amount
           FROM goal
          WHERE (goal.product_id <> ''::text)
        UNION ALL
         SELECT goal.chain_id,
            goal.store_id,
            goal.month,
            goal.product_id,
            goal.product_id,
            goal.amount
           FROM goal
          WHERE ((goal.product_id = ''::text) AND (NOT (EXISTS ( SELECT
                   FROM share
                  WHERE ((share.chain_id = goal.chain_id) AND (share.store_id = goal.store_id) AND (share.month = goal.month))))))
        )
 SELECT product_goal.chain_id,
    product_goal.store_id,
    product_goal.goal_product,
    product_goal.product_id,
    product_goal.month,
    (day.day)::date AS business_date,
    to_char(day.day, 'IYYY-"W"IW'::text) AS iso_week,
    (round(((product_goal.amount * ((EXTRACT(day FROM day.day))::integer)::numeric) / (length.days)::numeric), 2) - round(((product_goal.amount * (((EXTRACT(day FROM day.day))::integer - 1))::numeric) / (length.days)::numeric), 2)) AS amount
   FROM ((product_goal
     CROSS JOIN LATERAL ( SELECT (EXTRACT(day FROM (product_goal.month + '1 mon -1 days'::interval)))::integer AS days) length)
     CROSS JOIN LATERAL generate_series((product_goal.month)::timestamp without time zone, (product_goal.month + '1 mon -1 days'::interval), '1 day'::interval) day(day));

--
-- Name: VIEW target_breakdown; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON VIEW mart.target_breakdown IS 'One row: one day of one target for one product; the parts add up to the target to the cent';

--
-- Name: COLUMN target_breakdown.chain_id; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.target_breakdown.chain_id IS 'Chain';

--
-- Name: COLUMN target_breakdown.store_id; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.target_breakdown.store_id IS 'Store; empty: the whole chain';

--
-- Name: COLUMN target_breakdown.goal_product; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.target_breakdown.goal_product IS 'Product that the target names; empty where it names none';

--
-- Name: COLUMN target_breakdown.product_id; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.target_breakdown.product_id IS 'Product that this part falls on; empty where three months say nothing to split by';

--
-- Name: COLUMN target_breakdown.month; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.target_breakdown.month IS 'First day of the month';

--
-- Name: COLUMN target_breakdown.business_date; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.target_breakdown.business_date IS 'Day of the month';

--
-- Name: COLUMN target_breakdown.iso_week; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.target_breakdown.iso_week IS 'ISO week of the day, for example 2026-W23';

--
-- Name: COLUMN target_breakdown.amount; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.target_breakdown.amount IS 'RMB, VAT excluded';

--
-- Name: target_progress; Type: VIEW; Schema: mart; Owner: -
--

CREATE VIEW mart.target_progress AS
 WITH goal AS NOT MATERIALIZED (
         SELECT target.chain_id,
            target.store_id,
            target.product_id,
            target.month,
            target.amount AS target_amount,
            ARRAY[target.chain_id, target.store_id, target.product_id] AS span
           FROM core.target
          WHERE (core.is_known(target.arrived_at, target.recorded_at, target.superseded_at, target.superseded_recorded_at) AND (target.month <= core.as_of()))
        ), reached AS (
         SELECT ARRAY[outlet_month.chain_id, outlet_month.store_id, ''::text] AS span,
            outlet_month.month,
            sum(outlet_month.amount) AS reached_amount
           FROM mart.outlet_month
          GROUP BY outlet_month.chain_id, outlet_month.store_id, outlet_month.month
        UNION ALL
         SELECT ARRAY[outlet_month.chain_id, ''::text, ''::text] AS "array",
            outlet_month.month,
            sum(outlet_month.amount) AS sum
           FROM mart.outlet_month
          GROUP BY outlet_month.chain_id, outlet_month.month
        UNION ALL
         SELECT ARRAY[product_month.chain_id, ''::text, product_month.product_id] AS "array",
            product_month.month,
            sum(product_month.amount) AS sum
           FROM mart.product_month
          GROUP BY product_month.chain_id, product_month.product_id, product_month.month
        UNION ALL
         SELECT ARRAY[sales_month.chain_id, sales_month.store_id, sales_month.product_id] AS "array",
            sales_month.month,
            sales_month.supply_amount
           FROM mart.sales_month
          WHERE ( SELECT (count(*) > 0)
                   FROM goal goal_1
                  WHERE ((goal_1.store_id <> ''::text) AND (goal_1.product_id <> ''::text)))
        )
 SELECT goal.chain_id,
    goal.store_id,
    goal.product_id,
    goal.month,
    goal.target_amount,
    COALESCE(reached.reached_amount, (0)::numeric) AS reached_amount,
    round(((COALESCE(reached.reached_amount, (0)::numeric) / NULLIF(goal.target_amount, (0)::numeric)) * (100)::numeric), 2) AS reached_pct,
    ((LEAST(core.as_of(), ((goal.month + '1 mon -1 days'::interval))::date) - goal.month) + 1) AS days_passed,
    (EXTRACT(day FROM (goal.month + '1 mon -1 days'::interval)))::integer AS days_in_month,
    round((((((LEAST(core.as_of(), ((goal.month + '1 mon -1 days'::interval))::date) - goal.month) + 1))::numeric * 100.0) / EXTRACT(day FROM (goal.month + '1 mon -1 days'::interval))), 2) AS time_pct,
    (COALESCE(reached.reached_amount, (0)::numeric) - round(((goal.target_amount * (((LEAST(core.as_of(), ((goal.month + '1 mon -1 days'::interval))::date) - goal.month) + 1))::numeric) / ((EXTRACT(day FROM (goal.month + '1 mon -1 days'::interval)))::integer)::numeric), 2)) AS ahead_amount
   FROM (goal
     LEFT JOIN reached USING (span, month));

--
-- Name: VIEW target_progress; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON VIEW mart.target_progress IS 'One row: one monthly target with what was reached by the as-of date, beside the share of the month that has passed';

--
-- Name: COLUMN target_progress.chain_id; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.target_progress.chain_id IS 'Chain';

--
-- Name: COLUMN target_progress.store_id; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.target_progress.store_id IS 'Store; empty: the whole chain';

--
-- Name: COLUMN target_progress.product_id; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.target_progress.product_id IS 'Product; empty: all products';

--
-- Name: COLUMN target_progress.month; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.target_progress.month IS 'First day of the month';

--
-- Name: COLUMN target_progress.target_amount; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.target_progress.target_amount IS 'Target, RMB, VAT excluded: denominator';

--
-- Name: COLUMN target_progress.reached_amount; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.target_progress.reached_amount IS 'Supply less returns of the month up to the as-of date, RMB, VAT excluded: numerator';

--
-- Name: COLUMN target_progress.reached_pct; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.target_progress.reached_pct IS 'Per cent of the target; null for a target of 0';

--
-- Name: COLUMN target_progress.days_passed; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.target_progress.days_passed IS 'Calendar days of the month passed by the as-of date';

--
-- Name: COLUMN target_progress.days_in_month; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.target_progress.days_in_month IS 'Calendar days of the month';

--
-- Name: COLUMN target_progress.time_pct; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.target_progress.time_pct IS 'Time progress: days passed ÷ days of the month, per cent';

--
-- Name: COLUMN target_progress.ahead_amount; Type: COMMENT; Schema: mart; Owner: -
--

COMMENT ON COLUMN mart.target_progress.ahead_amount IS 'Reached less the targets share of the time passed, RMB; negative: behind';

--
-- Name: account; Type: TABLE; Schema: ops; Owner: -
--

CREATE TABLE ops.account (
    account_name text NOT NULL COLLATE pg_catalog."C",
    display_name text NOT NULL,
    role text NOT NULL COLLATE pg_catalog."C",
    language text DEFAULT 'zh'::text NOT NULL COLLATE pg_catalog."C",
    password_hash text,
    external_id text COLLATE pg_catalog."C",
    security_stamp text NOT NULL COLLATE pg_catalog."C",
    failed_sign_ins integer DEFAULT 0 NOT NULL,
    locked_until timestamp with time zone,
    is_disabled boolean DEFAULT false NOT NULL,
    created_at timestamp with time zone NOT NULL,
    signed_in_at timestamp with time zone,
    person_id text COLLATE pg_catalog."C",
    sees_all boolean NOT NULL,
    CONSTRAINT account_language_known CHECK ((language = ANY (ARRAY['zh'::text, 'en'::text]))),
    CONSTRAINT account_name_plain CHECK ((account_name ~ '^[a-z0-9][a-z0-9._@-]{0,79}$'::text)),
    CONSTRAINT account_role_known CHECK ((role = ANY (ARRAY['viewer'::text, 'finance'::text, 'operator'::text, 'admin'::text]))),
    CONSTRAINT account_scope_told CHECK ((sees_all = (person_id IS NULL)))
);

--
-- Name: TABLE account; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON TABLE ops.account IS 'One row: one person who may sign in to the console';

--
-- Name: COLUMN account.role; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON COLUMN ops.account.role IS 'viewer reads; finance also moves cases and downloads workbooks; operator also runs, cancels, replays and resends; admin also manages accounts';

--
-- Name: COLUMN account.password_hash; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON COLUMN ops.account.password_hash IS 'As ASP.NET Core Identity hashes; empty for those who sign in elsewhere alone';

--
-- Name: COLUMN account.external_id; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON COLUMN ops.account.external_id IS 'Subject at the OpenID Connect provider, where one is configured';

--
-- Name: COLUMN account.security_stamp; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON COLUMN ops.account.security_stamp IS 'Changes with password, role and disabling; a session with another stamp ends';

--
-- Name: COLUMN account.failed_sign_ins; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON COLUMN ops.account.failed_sign_ins IS 'Since the last that succeeded';

--
-- Name: COLUMN account.person_id; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON COLUMN ops.account.person_id IS 'Person of the master data, or id of config/recipients.yaml, whose chains, regions, cities and stores it sees; null where it sees all';

--
-- Name: COLUMN account.sees_all; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON COLUMN ops.account.sees_all IS 'Sees every chain and store; told when the account is made, so that nothing is seen by omission';

--
-- Name: alert; Type: TABLE; Schema: ops; Owner: -
--

CREATE TABLE ops.alert (
    alert_id bigint NOT NULL,
    kind text NOT NULL COLLATE pg_catalog."C",
    subject text NOT NULL COLLATE pg_catalog."C",
    says text NOT NULL,
    opened_at timestamp with time zone NOT NULL,
    told_at timestamp with time zone,
    closed_at timestamp with time zone
);

--
-- Name: TABLE alert; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON TABLE ops.alert IS 'One row: one breach that operations are told of once; closed when it has recovered';

--
-- Name: COLUMN alert.kind; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON COLUMN ops.alert.kind IS 'run_failed, feed_late, feed_thin, file_held, master_data, digest_missing, calendar_missing, schedule_stopped, delivery_refused, mail_server, archive_damaged, config_not_followed';

--
-- Name: alert_alert_id_seq; Type: SEQUENCE; Schema: ops; Owner: -
--

ALTER TABLE ops.alert ALTER COLUMN alert_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME ops.alert_alert_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

--
-- Name: archive_check; Type: TABLE; Schema: ops; Owner: -
--

CREATE TABLE ops.archive_check (
    sha256 text NOT NULL COLLATE pg_catalog."C",
    checked_at timestamp with time zone NOT NULL,
    state text NOT NULL COLLATE pg_catalog."C",
    CONSTRAINT archive_check_state_known CHECK ((state = ANY (ARRAY['good'::text, 'missing'::text, 'damaged'::text])))
);

--
-- Name: TABLE archive_check; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON TABLE ops.archive_check IS 'One row: one content of the archive, as it was found when its bytes were last looked at';

--
-- Name: COLUMN archive_check.sha256; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON COLUMN ops.archive_check.sha256 IS 'Hash that the content had when it was loaded';

--
-- Name: COLUMN archive_check.checked_at; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON COLUMN ops.archive_check.checked_at IS 'When its bytes were last hashed';

--
-- Name: COLUMN archive_check.state; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON COLUMN ops.archive_check.state IS 'good: the bytes are those that were loaded; missing: the archive has no such file; damaged: other bytes, or bytes that cannot be read';

--
-- Name: audit; Type: TABLE; Schema: ops; Owner: -
--

CREATE TABLE ops.audit (
    audit_id bigint NOT NULL,
    happened_at timestamp with time zone NOT NULL,
    who text NOT NULL,
    action text NOT NULL COLLATE pg_catalog."C",
    subject_kind text NOT NULL COLLATE pg_catalog."C",
    subject text NOT NULL,
    reason text,
    before jsonb,
    after jsonb
);

--
-- Name: TABLE audit; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON TABLE ops.audit IS 'One row: one thing a person did, written in the transaction that did it; only ever added to';

--
-- Name: COLUMN audit.subject; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON COLUMN ops.audit.subject IS 'What it was done to: a run id, schedule name, account, file and row, …';

--
-- Name: audit_audit_id_seq; Type: SEQUENCE; Schema: ops; Owner: -
--

ALTER TABLE ops.audit ALTER COLUMN audit_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME ops.audit_audit_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

--
-- Name: case_case_id_seq; Type: SEQUENCE; Schema: ops; Owner: -
--

ALTER TABLE ops."case" ALTER COLUMN case_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME ops.case_case_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

--
-- Name: case_event_event_id_seq; Type: SEQUENCE; Schema: ops; Owner: -
--

ALTER TABLE ops.case_event ALTER COLUMN event_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME ops.case_event_event_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

--
-- Name: case_step; Type: TABLE; Schema: ops; Owner: -
--

CREATE TABLE ops.case_step (
    from_state text NOT NULL COLLATE pg_catalog."C",
    action text NOT NULL COLLATE pg_catalog."C",
    to_state text NOT NULL COLLATE pg_catalog."C",
    needs_amount boolean DEFAULT false NOT NULL,
    needs_note boolean DEFAULT false NOT NULL,
    is_by_data boolean DEFAULT false NOT NULL
);

--
-- Name: TABLE case_step; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON TABLE ops.case_step IS 'One row: one step that a case may take; what is not here is refused';

--
-- Name: COLUMN case_step.from_state; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON COLUMN ops.case_step.from_state IS 'State before';

--
-- Name: COLUMN case_step.action; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON COLUMN ops.case_step.action IS 'Step';

--
-- Name: COLUMN case_step.to_state; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON COLUMN ops.case_step.to_state IS 'State after; a partial credit stays where it is';

--
-- Name: COLUMN case_step.needs_amount; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON COLUMN ops.case_step.needs_amount IS 'Whether an amount must be given, RMB';

--
-- Name: COLUMN case_step.needs_note; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON COLUMN ops.case_step.needs_note IS 'Whether a reason, reference or name must be given';

--
-- Name: COLUMN case_step.is_by_data; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON COLUMN ops.case_step.is_by_data IS 'Taken by reconciliation, not by a person';

--
-- Name: chain_handover; Type: TABLE; Schema: ops; Owner: -
--

CREATE TABLE ops.chain_handover (
    run_id bigint NOT NULL,
    handed_over_at timestamp with time zone NOT NULL
);

--
-- Name: TABLE chain_handover; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON TABLE ops.chain_handover IS 'One row: a run of reconcile that has done what concerns its own chain';

--
-- Name: COLUMN chain_handover.run_id; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON COLUMN ops.chain_handover.run_id IS 'The run';

--
-- Name: COLUMN chain_handover.handed_over_at; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON COLUMN ops.chain_handover.handed_over_at IS 'When its chain was done';

--
-- Name: collected_file; Type: TABLE; Schema: ops; Owner: -
--

CREATE TABLE ops.collected_file (
    source text NOT NULL COLLATE pg_catalog."C",
    remote_name text NOT NULL,
    mark text NOT NULL,
    collected_at timestamp with time zone NOT NULL,
    sha256 text COLLATE pg_catalog."C",
    is_settled boolean DEFAULT true NOT NULL,
    unmatched_by text COLLATE pg_catalog."C",
    moved_to text,
    moved_mark text,
    CONSTRAINT collected_file_bytes_or_no_report CHECK (((unmatched_by IS NULL) OR (sha256 IS NULL))),
    CONSTRAINT collected_file_moved_with_mark CHECK (((moved_to IS NULL) = (moved_mark IS NULL)))
);

--
-- Name: TABLE collected_file; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON TABLE ops.collected_file IS 'One row: one state of one file at a source that has been looked at, so that it is not fetched again';

--
-- Name: COLUMN collected_file.mark; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON COLUMN ops.collected_file.mark IS 'What the source says of it that changes when the file does: length and time, or its address';

--
-- Name: COLUMN collected_file.sha256; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON COLUMN ops.collected_file.sha256 IS 'Hash of the bytes that were loaded or held; null for a file without a report, and for those collected before hashes were kept';

--
-- Name: COLUMN collected_file.is_settled; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON COLUMN ops.collected_file.is_settled IS 'Whether other bytes would have another mark: the file had not changed for a while, or a second look found the same bytes';

--
-- Name: COLUMN collected_file.unmatched_by; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON COLUMN ops.collected_file.unmatched_by IS 'Hash of the profiles of which none has a report for its name; null for a file that was loaded or held';

--
-- Name: COLUMN collected_file.moved_to; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON COLUMN ops.collected_file.moved_to IS 'Where the file was moved at its source once it was done; null where it stays, or lies there no more';

--
-- Name: COLUMN collected_file.moved_mark; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON COLUMN ops.collected_file.moved_mark IS 'What changes when the moved file does: a writer that had not ended';

--
-- Name: console_key; Type: TABLE; Schema: ops; Owner: -
--

CREATE TABLE ops.console_key (
    key_name text NOT NULL COLLATE pg_catalog."C",
    content text NOT NULL
);

--
-- Name: TABLE console_key; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON TABLE ops.console_key IS 'One row: one key that protects the console''s cookies, shared by its nodes';

--
-- Name: delivery; Type: TABLE; Schema: ops; Owner: -
--

CREATE TABLE ops.delivery (
    delivery_id bigint NOT NULL,
    edition_id bigint NOT NULL,
    recipient_id text NOT NULL COLLATE pg_catalog."C",
    recipient_name text NOT NULL,
    address text NOT NULL,
    language text NOT NULL COLLATE pg_catalog."C",
    copy_number integer DEFAULT 1 NOT NULL,
    content_sha256 text NOT NULL COLLATE pg_catalog."C",
    message_id text NOT NULL COLLATE pg_catalog."C",
    state text NOT NULL COLLATE pg_catalog."C",
    attempt integer DEFAULT 0 NOT NULL,
    not_before timestamp with time zone NOT NULL,
    rendered_at timestamp with time zone NOT NULL,
    claimed_at timestamp with time zone,
    claimed_by text,
    claim_expires_at timestamp with time zone,
    ended_at timestamp with time zone,
    words text,
    requested_by text,
    reason text,
    failures integer DEFAULT 0 NOT NULL,
    CONSTRAINT delivery_claim_is_whole CHECK (((state <> 'claimed'::text) OR ((claimed_at IS NOT NULL) AND (claimed_by IS NOT NULL) AND (claim_expires_at IS NOT NULL)))),
    CONSTRAINT delivery_copy_has_reason CHECK (((copy_number = 1) OR ((requested_by IS NOT NULL) AND (reason IS NOT NULL)))),
    CONSTRAINT delivery_end_has_moment CHECK (((state = ANY (ARRAY['accepted'::text, 'refused'::text, 'suppressed'::text])) = (ended_at IS NOT NULL))),
    CONSTRAINT delivery_state_known CHECK ((state = ANY (ARRAY['rendered'::text, 'claimed'::text, 'accepted'::text, 'refused'::text, 'in_doubt'::text, 'suppressed'::text]))),
    CONSTRAINT delivery_unsent_says_why CHECK (((state <> ALL (ARRAY['refused'::text, 'in_doubt'::text, 'suppressed'::text])) OR (words IS NOT NULL)))
);

--
-- Name: TABLE delivery; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON TABLE ops.delivery IS 'One row: one edition to one recipient; a second copy exists only because a person asked for it with a reason';

--
-- Name: COLUMN delivery.state; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON COLUMN ops.delivery.state IS 'rendered: may be sent; claimed: a process is sending it; accepted: the server took it (or the file lies in the outbox); refused: it said no, for good; in_doubt: perhaps sent, a person decides; suppressed: not to be sent';

--
-- Name: COLUMN delivery.attempt; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON COLUMN ops.delivery.attempt IS 'Counts claims; what came of a try is recorded only while it is still this one';

--
-- Name: COLUMN delivery.not_before; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON COLUMN ops.delivery.not_before IS 'It may be claimed from this moment on; later after an attempt that was certainly not accepted';

--
-- Name: COLUMN delivery.words; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON COLUMN ops.delivery.words IS 'What the server said, or why it was not sent';

--
-- Name: COLUMN delivery.failures; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON COLUMN ops.delivery.failures IS 'Tries after which the server certainly had not accepted this mail; trouble of the server itself is not counted';

--
-- Name: delivery_delivery_id_seq; Type: SEQUENCE; Schema: ops; Owner: -
--

ALTER TABLE ops.delivery ALTER COLUMN delivery_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME ops.delivery_delivery_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

--
-- Name: delivery_event; Type: TABLE; Schema: ops; Owner: -
--

CREATE TABLE ops.delivery_event (
    event_id bigint NOT NULL,
    delivery_id bigint NOT NULL,
    happened_at timestamp with time zone NOT NULL,
    state text NOT NULL COLLATE pg_catalog."C",
    attempt integer NOT NULL,
    who text NOT NULL,
    words text
);

--
-- Name: TABLE delivery_event; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON TABLE ops.delivery_event IS 'One row: one change of state of a delivery; only ever added to';

--
-- Name: delivery_event_event_id_seq; Type: SEQUENCE; Schema: ops; Owner: -
--

ALTER TABLE ops.delivery_event ALTER COLUMN event_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME ops.delivery_event_event_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

--
-- Name: edition; Type: TABLE; Schema: ops; Owner: -
--

CREATE TABLE ops.edition (
    edition_id bigint NOT NULL,
    digest text NOT NULL COLLATE pg_catalog."C",
    business_date date NOT NULL,
    edition_number integer NOT NULL,
    due_at timestamp with time zone NOT NULL,
    as_of date NOT NULL,
    known_at timestamp with time zone NOT NULL,
    knowledge text NOT NULL COLLATE pg_catalog."C",
    is_partial boolean NOT NULL,
    missing_sources text[] DEFAULT '{}'::text[] NOT NULL,
    is_late boolean NOT NULL,
    produced_at timestamp with time zone NOT NULL,
    run_id bigint,
    cause text NOT NULL,
    edition_state text DEFAULT 'open'::text NOT NULL COLLATE pg_catalog."C",
    CONSTRAINT edition_digest_known CHECK ((digest = ANY (ARRAY['daily'::text, 'weekly'::text, 'close'::text, 'budget'::text, 'plan'::text, 'restatement'::text]))),
    CONSTRAINT edition_knowledge_known CHECK ((knowledge = ANY (ARRAY['arrived'::text, 'recorded'::text]))),
    CONSTRAINT edition_partial_names_sources CHECK (((NOT is_partial) OR (cardinality(missing_sources) > 0))),
    CONSTRAINT edition_state_known CHECK ((edition_state = ANY (ARRAY['open'::text, 'held'::text, 'waiting'::text])))
);

--
-- Name: TABLE edition; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON TABLE ops.edition IS 'One row: one edition of a digest for a business date, with the two clocks it was made by';

--
-- Name: COLUMN edition.edition_number; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON COLUMN ops.edition.edition_number IS '1 for the first; higher when it was made again on purpose (rerun, restatement)';

--
-- Name: COLUMN edition.due_at; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON COLUMN ops.edition.due_at IS 'When it should have gone by the working calendar';

--
-- Name: COLUMN edition.is_partial; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON COLUMN ops.edition.is_partial IS 'Made without the sources named in missing_sources';

--
-- Name: COLUMN edition.is_late; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON COLUMN ops.edition.is_late IS 'Made after due_at plus the hours allowed';

--
-- Name: COLUMN edition.cause; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON COLUMN ops.edition.cause IS 'schedule, catch-up, command line, or a person''s reason';

--
-- Name: COLUMN edition.edition_state; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON COLUMN ops.edition.edition_state IS 'open: its mails go with the run or command that makes or sends it; held: none goes until a person releases it; waiting: watch sends what is left of it';

--
-- Name: edition_edition_id_seq; Type: SEQUENCE; Schema: ops; Owner: -
--

ALTER TABLE ops.edition ALTER COLUMN edition_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME ops.edition_edition_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

--
-- Name: edition_item; Type: TABLE; Schema: ops; Owner: -
--

CREATE TABLE ops.edition_item (
    edition_id bigint NOT NULL,
    kind text NOT NULL COLLATE pg_catalog."C",
    item_key text NOT NULL COLLATE pg_catalog."C",
    chain_id text NOT NULL COLLATE pg_catalog."C",
    region text NOT NULL,
    city text NOT NULL,
    store_id text NOT NULL COLLATE pg_catalog."C",
    severity integer NOT NULL,
    amount numeric(16,2) NOT NULL,
    label text NOT NULL,
    label_en text DEFAULT ''::text NOT NULL,
    since_on date
);

--
-- Name: TABLE edition_item; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON TABLE ops.edition_item IS 'One row: one thing that an edition reported as standing (a break, a lock, an anomaly, a source); the next edition is compared with it';

--
-- Name: COLUMN edition_item.severity; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON COLUMN ops.edition_item.severity IS 'Higher is worse, within a kind';

--
-- Name: COLUMN edition_item.amount; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON COLUMN ops.edition_item.amount IS 'RMB at stake, positive';

--
-- Name: COLUMN edition_item.label; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON COLUMN ops.edition_item.label IS 'What it was called, in Chinese';

--
-- Name: COLUMN edition_item.label_en; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON COLUMN ops.edition_item.label_en IS 'The same in English; empty for figures and for editions recorded before there was one';

--
-- Name: COLUMN edition_item.since_on; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON COLUMN ops.edition_item.since_on IS 'Business date since which it stood; null for figures, and for editions made before this was kept';

--
-- Name: ended_session; Type: TABLE; Schema: ops; Owner: -
--

CREATE TABLE ops.ended_session (
    session_id text NOT NULL COLLATE pg_catalog."C",
    ended_at timestamp with time zone NOT NULL
);

--
-- Name: TABLE ended_session; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON TABLE ops.ended_session IS 'One row: one session of the console that was signed out of; kept for two days, longer than any session lasts';

--
-- Name: COLUMN ended_session.session_id; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON COLUMN ops.ended_session.session_id IS 'Number drawn at sign-in, carried in the encrypted cookie';

--
-- Name: COLUMN ended_session.ended_at; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON COLUMN ops.ended_session.ended_at IS 'When';

--
-- Name: evidence_pack; Type: TABLE; Schema: ops; Owner: -
--

CREATE TABLE ops.evidence_pack (
    subject text NOT NULL COLLATE pg_catalog."C",
    edition integer NOT NULL,
    as_of date NOT NULL,
    known_at timestamp with time zone NOT NULL,
    made_at timestamp with time zone NOT NULL,
    made_by text NOT NULL,
    sha256 text NOT NULL COLLATE pg_catalog."C",
    byte_count bigint NOT NULL,
    CONSTRAINT evidence_pack_subject_known CHECK ((subject ~ '^(case|statement)/'::text))
);

--
-- Name: TABLE evidence_pack; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON TABLE ops.evidence_pack IS 'One row: one edition of an evidence pack; rebuilt by the same two clocks it is the same file, byte for byte';

--
-- Name: COLUMN evidence_pack.subject; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON COLUMN ops.evidence_pack.subject IS 'case/NUMBER or statement/CHAIN/NUMBER';

--
-- Name: COLUMN evidence_pack.edition; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON COLUMN ops.evidence_pack.edition IS '1, 2, …';

--
-- Name: COLUMN evidence_pack.as_of; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON COLUMN ops.evidence_pack.as_of IS 'Business date it is judged at';

--
-- Name: COLUMN evidence_pack.known_at; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON COLUMN ops.evidence_pack.known_at IS 'Moment up to which recorded rows count';

--
-- Name: COLUMN evidence_pack.made_at; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON COLUMN ops.evidence_pack.made_at IS 'When it was first made';

--
-- Name: COLUMN evidence_pack.made_by; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON COLUMN ops.evidence_pack.made_by IS 'By whom';

--
-- Name: COLUMN evidence_pack.sha256; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON COLUMN ops.evidence_pack.sha256 IS 'Hash of the file';

--
-- Name: COLUMN evidence_pack.byte_count; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON COLUMN ops.evidence_pack.byte_count IS 'Its size in bytes';

--
-- Name: header_drift; Type: TABLE; Schema: ops; Owner: -
--

CREATE TABLE ops.header_drift (
    chain_id text NOT NULL COLLATE pg_catalog."C",
    report text NOT NULL COLLATE pg_catalog."C",
    header text NOT NULL,
    first_load_id bigint NOT NULL
);

--
-- Name: TABLE header_drift; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON TABLE ops.header_drift IS 'One row: a column that a chain added to a report and its profile does not know, noted once, at the first file that had it';

--
-- Name: item_usual; Type: TABLE; Schema: ops; Owner: -
--

CREATE TABLE ops.item_usual (
    chain_id text NOT NULL COLLATE pg_catalog."C",
    report text NOT NULL COLLATE pg_catalog."C",
    target text NOT NULL COLLATE pg_catalog."C",
    measure text NOT NULL COLLATE pg_catalog."C",
    item text NOT NULL COLLATE pg_catalog."C",
    line_count bigint NOT NULL,
    log_sum double precision NOT NULL
);

--
-- Name: TABLE item_usual; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON TABLE ops.item_usual IS 'One row: what is usual for one item in a report of a chain, by the lines of files that were loaded; exp(log_sum / line_count) is the geometric mean';

--
-- Name: COLUMN item_usual.chain_id; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON COLUMN ops.item_usual.chain_id IS 'Chain';

--
-- Name: COLUMN item_usual.report; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON COLUMN ops.item_usual.report IS 'Report of its profile';

--
-- Name: COLUMN item_usual.target; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON COLUMN ops.item_usual.target IS 'Table that the lines go to';

--
-- Name: COLUMN item_usual.measure; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON COLUMN ops.item_usual.measure IS 'Field: a quantity, a price or an amount';

--
-- Name: COLUMN item_usual.item; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON COLUMN ops.item_usual.item IS 'Item number, else barcode, as the file names it';

--
-- Name: COLUMN item_usual.line_count; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON COLUMN ops.item_usual.line_count IS 'Lines that stated it, other than nought';

--
-- Name: COLUMN item_usual.log_sum; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON COLUMN ops.item_usual.log_sum IS 'Sum of the natural logarithms of its absolute values';

--
-- Name: load_load_id_seq; Type: SEQUENCE; Schema: ops; Owner: -
--

ALTER TABLE ops.load ALTER COLUMN load_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME ops.load_load_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

--
-- Name: load_sheet; Type: TABLE; Schema: ops; Owner: -
--

CREATE TABLE ops.load_sheet (
    load_id bigint NOT NULL,
    sheet text NOT NULL,
    is_head boolean NOT NULL,
    row_from integer NOT NULL,
    row_to integer NOT NULL,
    row_offset integer DEFAULT 0 NOT NULL,
    CONSTRAINT load_sheet_rows_ordered CHECK ((row_from <= row_to))
);

--
-- Name: TABLE load_sheet; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON TABLE ops.load_sheet IS 'One row: one sheet of a workbook from which a load took data rows, or its document''s head; none for files without sheets';

--
-- Name: COLUMN load_sheet.load_id; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON COLUMN ops.load_sheet.load_id IS 'The load';

--
-- Name: COLUMN load_sheet.sheet; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON COLUMN ops.load_sheet.sheet IS 'Name of the sheet';

--
-- Name: COLUMN load_sheet.is_head; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON COLUMN ops.load_sheet.is_head IS 'Whether the labels of the document''s head (对账单号, …) stand here; otherwise data rows';

--
-- Name: COLUMN load_sheet.row_from; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON COLUMN ops.load_sheet.row_from IS 'First such row of the sheet, counted from 1 as a person does';

--
-- Name: COLUMN load_sheet.row_to; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON COLUMN ops.load_sheet.row_to IS 'Last such row of the sheet';

--
-- Name: COLUMN load_sheet.row_offset; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON COLUMN ops.load_sheet.row_offset IS 'What is added to the sheet''s own row numbers in row_number of the facts: 0 on the first data sheet, then the rows of the data sheets before';

--
-- Name: load_sighting; Type: TABLE; Schema: ops; Owner: -
--

CREATE TABLE ops.load_sighting (
    load_id bigint NOT NULL,
    target text NOT NULL COLLATE pg_catalog."C",
    is_whole boolean NOT NULL,
    units bigint[] NOT NULL,
    window_from date,
    window_to date,
    CONSTRAINT load_sighting_window_ordered CHECK ((window_from <= window_to))
);

--
-- Name: TABLE load_sighting; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON TABLE ops.load_sighting IS 'One row: which documents (or single lines, where a file holds lines) of one table a file held, unchanged ones included: a late file is put in its place by them';

--
-- Name: COLUMN load_sighting.target; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON COLUMN ops.load_sighting.target IS 'Table of core that its rows went to';

--
-- Name: COLUMN load_sighting.is_whole; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON COLUMN ops.load_sighting.is_whole IS 'Whether units are whole documents (a line that is missing was taken back) or single lines';

--
-- Name: COLUMN load_sighting.units; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON COLUMN ops.load_sighting.units IS 'Hashes of the documents'' or lines'' keys, ascending';

--
-- Name: COLUMN load_sighting.window_from; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON COLUMN ops.load_sighting.window_from IS 'First order date of which the file was a complete picture; null when it was none';

--
-- Name: mail_attachment; Type: TABLE; Schema: ops; Owner: -
--

CREATE TABLE ops.mail_attachment (
    content_sha256 text NOT NULL COLLATE pg_catalog."C",
    "position" integer NOT NULL,
    file_name text NOT NULL,
    media_type text NOT NULL COLLATE pg_catalog."C",
    content bytea NOT NULL
);

--
-- Name: TABLE mail_attachment; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON TABLE ops.mail_attachment IS 'One row: one file attached to a rendered mail';

--
-- Name: mail_content; Type: TABLE; Schema: ops; Owner: -
--

CREATE TABLE ops.mail_content (
    content_sha256 text NOT NULL COLLATE pg_catalog."C",
    subject text NOT NULL,
    html text NOT NULL,
    plain_text text NOT NULL
);

--
-- Name: TABLE mail_content; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON TABLE ops.mail_content IS 'One row: the parts of one rendered mail; recipients who see the same share it';

--
-- Name: COLUMN mail_content.content_sha256; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON COLUMN ops.mail_content.content_sha256 IS 'Hash over subject, text, HTML and attachments';

--
-- Name: mail_server; Type: TABLE; Schema: ops; Owner: -
--

CREATE TABLE ops.mail_server (
    destination text NOT NULL COLLATE pg_catalog."C",
    words text NOT NULL,
    since timestamp with time zone NOT NULL,
    tries integer NOT NULL,
    not_before timestamp with time zone NOT NULL
);

--
-- Name: TABLE mail_server; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON TABLE ops.mail_server IS 'One row: one mail server that cannot be used; gone once it has been used again';

--
-- Name: COLUMN mail_server.destination; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON COLUMN ops.mail_server.destination IS 'Host and port';

--
-- Name: COLUMN mail_server.words; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON COLUMN ops.mail_server.words IS 'What went wrong last, in words';

--
-- Name: COLUMN mail_server.since; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON COLUMN ops.mail_server.since IS 'Since when';

--
-- Name: COLUMN mail_server.tries; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON COLUMN ops.mail_server.tries IS 'How often it was tried since';

--
-- Name: COLUMN mail_server.not_before; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON COLUMN ops.mail_server.not_before IS 'No node tries it before this moment, unless a person asks';

--
-- Name: migration; Type: TABLE; Schema: ops; Owner: -
--

CREATE TABLE ops.migration (
    name text NOT NULL COLLATE pg_catalog."C",
    applied_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL
);

--
-- Name: node; Type: TABLE; Schema: ops; Owner: -
--

CREATE TABLE ops.node (
    worker text NOT NULL,
    started_at timestamp with time zone NOT NULL,
    seen_at timestamp with time zone NOT NULL,
    runs_jobs boolean NOT NULL,
    serves_web boolean NOT NULL,
    version text NOT NULL,
    config_says text
);

--
-- Name: TABLE node; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON TABLE ops.node IS 'One row: one process of ka serve, alive when seen within the last minute';

--
-- Name: COLUMN node.config_says; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON COLUMN ops.node.config_says IS 'What of config/ on disk the node does not follow: a file that it refused, or one that is read at start alone; null where it follows all';

--
-- Name: number_shape; Type: TABLE; Schema: ops; Owner: -
--

CREATE TABLE ops.number_shape (
    chain_id text NOT NULL COLLATE pg_catalog."C",
    report text NOT NULL COLLATE pg_catalog."C",
    field text NOT NULL COLLATE pg_catalog."C",
    shape text NOT NULL COLLATE pg_catalog."C",
    shortest integer NOT NULL,
    longest integer NOT NULL,
    number_count bigint NOT NULL
);

--
-- Name: TABLE number_shape; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON TABLE ops.number_shape IS 'One row: one shape of document numbers that a report of a chain has sent in files that were loaded';

--
-- Name: COLUMN number_shape.chain_id; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON COLUMN ops.number_shape.chain_id IS 'Chain';

--
-- Name: COLUMN number_shape.report; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON COLUMN ops.number_shape.report IS 'Report of its profile';

--
-- Name: COLUMN number_shape.field; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON COLUMN ops.number_shape.field IS 'Field that holds the number';

--
-- Name: COLUMN number_shape.shape; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON COLUMN ops.number_shape.shape IS '9 for digits, A for letters, 文 for other scripts, X for a mixture of letters and digits; other signs as they are';

--
-- Name: COLUMN number_shape.shortest; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON COLUMN ops.number_shape.shortest IS 'Bytes of the shortest number';

--
-- Name: COLUMN number_shape.longest; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON COLUMN ops.number_shape.longest IS 'Bytes of the longest';

--
-- Name: COLUMN number_shape.number_count; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON COLUMN ops.number_shape.number_count IS 'How many numbers were sent';

--
-- Name: odd_content; Type: TABLE; Schema: ops; Owner: -
--

CREATE TABLE ops.odd_content (
    load_id bigint NOT NULL,
    ordinal integer NOT NULL,
    rule text NOT NULL COLLATE pg_catalog."C",
    sheet text NOT NULL,
    row_number integer NOT NULL,
    column_name text,
    found text,
    expected text NOT NULL,
    row_count bigint NOT NULL
);

--
-- Name: TABLE odd_content; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON TABLE ops.odd_content IS 'One row: one thing that makes a file implausible; the file is held for it, or was let in by a person (ops.audit)';

--
-- Name: COLUMN odd_content.load_id; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON COLUMN ops.odd_content.load_id IS 'Load of the file';

--
-- Name: COLUMN odd_content.ordinal; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON COLUMN ops.odd_content.ordinal IS 'Its place in the list, from 1';

--
-- Name: COLUMN odd_content.rule; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON COLUMN ops.odd_content.rule IS 'What is odd, as a stable word';

--
-- Name: COLUMN odd_content.sheet; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON COLUMN ops.odd_content.sheet IS 'Sheet of the first place; empty where the container has none';

--
-- Name: COLUMN odd_content.row_number; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON COLUMN ops.odd_content.row_number IS 'Row of the first place, from 1 as a person counts';

--
-- Name: COLUMN odd_content.column_name; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON COLUMN ops.odd_content.column_name IS 'Header of its column, or the field where it stands in none';

--
-- Name: COLUMN odd_content.found; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON COLUMN ops.odd_content.found IS 'What stands there';

--
-- Name: COLUMN odd_content.expected; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON COLUMN ops.odd_content.expected IS 'What would be plausible';

--
-- Name: COLUMN odd_content.row_count; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON COLUMN ops.odd_content.row_count IS 'How many rows are like it';

--
-- Name: profile_sample; Type: TABLE; Schema: ops; Owner: -
--

CREATE TABLE ops.profile_sample (
    sample_id bigint NOT NULL,
    file_name text NOT NULL,
    content bytea NOT NULL,
    chain_id text NOT NULL COLLATE pg_catalog."C",
    answers jsonb DEFAULT '{}'::jsonb NOT NULL,
    saved_report text COLLATE pg_catalog."C",
    uploaded_at timestamp with time zone NOT NULL,
    uploaded_by text NOT NULL
);

--
-- Name: TABLE profile_sample; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON TABLE ops.profile_sample IS 'Sample files of chains from which profiles are drafted in the console; tidied after three months';

--
-- Name: COLUMN profile_sample.sample_id; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON COLUMN ops.profile_sample.sample_id IS 'Number of the sample';

--
-- Name: COLUMN profile_sample.file_name; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON COLUMN ops.profile_sample.file_name IS 'Name of the file, made safe';

--
-- Name: COLUMN profile_sample.content; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON COLUMN ops.profile_sample.content IS 'The file as uploaded';

--
-- Name: COLUMN profile_sample.chain_id; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON COLUMN ops.profile_sample.chain_id IS 'Chain whose profile is drafted; it need not exist yet';

--
-- Name: COLUMN profile_sample.answers; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON COLUMN ops.profile_sample.answers IS 'What a person decided, question to answer';

--
-- Name: COLUMN profile_sample.saved_report; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON COLUMN ops.profile_sample.saved_report IS 'Report of the profile that was saved from it; null while none was';

--
-- Name: COLUMN profile_sample.uploaded_at; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON COLUMN ops.profile_sample.uploaded_at IS 'When it was uploaded';

--
-- Name: COLUMN profile_sample.uploaded_by; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON COLUMN ops.profile_sample.uploaded_by IS 'Who uploaded it';

--
-- Name: profile_sample_sample_id_seq; Type: SEQUENCE; Schema: ops; Owner: -
--

ALTER TABLE ops.profile_sample ALTER COLUMN sample_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME ops.profile_sample_sample_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

--
-- Name: run; Type: TABLE; Schema: ops; Owner: -
--

CREATE TABLE ops.run (
    run_id bigint NOT NULL,
    job text NOT NULL COLLATE pg_catalog."C",
    chain_id text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C",
    date_from date NOT NULL,
    date_to date NOT NULL,
    cause text NOT NULL COLLATE pg_catalog."C",
    schedule_name text COLLATE pg_catalog."C",
    scheduled_for timestamp with time zone,
    covers_from timestamp with time zone,
    batch_id bigint,
    rerun_of bigint,
    requested_by text NOT NULL,
    reason text,
    arguments jsonb DEFAULT '{}'::jsonb NOT NULL,
    sends_mail boolean DEFAULT true NOT NULL,
    state text DEFAULT 'queued'::text NOT NULL COLLATE pg_catalog."C",
    attempt integer DEFAULT 0 NOT NULL,
    failures integer DEFAULT 0 NOT NULL,
    takeovers integer DEFAULT 0 NOT NULL,
    not_before timestamp with time zone NOT NULL,
    queued_at timestamp with time zone NOT NULL,
    started_at timestamp with time zone,
    heartbeat_at timestamp with time zone,
    finished_at timestamp with time zone,
    worker text,
    cancel_asked_by text,
    error_kind text COLLATE pg_catalog."C",
    error text,
    hangfire_job_id text COLLATE pg_catalog."C",
    CONSTRAINT run_cause_known CHECK ((cause = ANY (ARRAY['schedule'::text, 'catch_up'::text, 'rerun'::text, 'command_line'::text]))),
    CONSTRAINT run_dates_ordered CHECK ((date_from <= date_to)),
    CONSTRAINT run_end_has_moment CHECK (((state = ANY (ARRAY['succeeded'::text, 'failed'::text, 'cancelled'::text])) = (finished_at IS NOT NULL))),
    CONSTRAINT run_failure_has_error CHECK (((state <> 'failed'::text) OR (error IS NOT NULL))),
    CONSTRAINT run_rerun_has_reason CHECK (((cause <> 'rerun'::text) OR ((reason IS NOT NULL) AND (batch_id IS NOT NULL)))),
    CONSTRAINT run_slot_has_schedule CHECK (((cause = ANY (ARRAY['schedule'::text, 'catch_up'::text])) = ((scheduled_for IS NOT NULL) AND (schedule_name IS NOT NULL)))),
    CONSTRAINT run_state_known CHECK ((state = ANY (ARRAY['queued'::text, 'running'::text, 'succeeded'::text, 'failed'::text, 'cancelled'::text])))
);

--
-- Name: TABLE run; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON TABLE ops.run IS 'One row: one job for one chain (empty: all) and its business dates, from being due to its end; kept at least 13 months';

--
-- Name: COLUMN run.scheduled_for; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON COLUMN ops.run.scheduled_for IS 'The occurrence of its schedule; one run per job, chain and occurrence';

--
-- Name: COLUMN run.covers_from; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON COLUMN ops.run.covers_from IS 'Earliest missed occurrence that this one stands for, where its schedule catches up the latest alone';

--
-- Name: COLUMN run.arguments; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON COLUMN ops.run.arguments IS 'The arguments it really used';

--
-- Name: COLUMN run.attempt; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON COLUMN ops.run.attempt IS 'Counts attempts that began; the final write must still hold the same number (fencing). One handed back at a stop is not counted';

--
-- Name: COLUMN run.failures; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON COLUMN ops.run.failures IS 'Attempts that ended in an error; work handed back at a stop is not counted';

--
-- Name: COLUMN run.takeovers; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON COLUMN ops.run.takeovers IS 'Attempts whose process was killed';

--
-- Name: COLUMN run.not_before; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON COLUMN ops.run.not_before IS 'It is due from this moment on; later after a failed attempt (backoff)';

--
-- Name: COLUMN run.heartbeat_at; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON COLUMN ops.run.heartbeat_at IS 'Last sign of life of the attempt under way, by the clock of the database, so that no node''s clock decides who is dead';

--
-- Name: COLUMN run.error_kind; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON COLUMN ops.run.error_kind IS 'Stable word to group failures by';

--
-- Name: COLUMN run.hangfire_job_id; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON COLUMN ops.run.hangfire_job_id IS 'Hangfire job of its newest attempt, also of one that still waits';

--
-- Name: run_attempt; Type: TABLE; Schema: ops; Owner: -
--

CREATE TABLE ops.run_attempt (
    run_id bigint NOT NULL,
    attempt integer NOT NULL,
    hangfire_job_id text NOT NULL COLLATE pg_catalog."C",
    created_at timestamp with time zone NOT NULL,
    CONSTRAINT run_attempt_from_one CHECK ((attempt >= 1))
);

--
-- Name: TABLE run_attempt; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON TABLE ops.run_attempt IS 'One row: one attempt at a run and the Hangfire job that does it';

--
-- Name: COLUMN run_attempt.attempt; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON COLUMN ops.run_attempt.attempt IS 'From 1; one more than ops.run.attempt while it waits';

--
-- Name: COLUMN run_attempt.hangfire_job_id; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON COLUMN ops.run_attempt.hangfire_job_id IS 'Number in hangfire.job, which is forgotten before the run is';

--
-- Name: run_batch; Type: TABLE; Schema: ops; Owner: -
--

CREATE TABLE ops.run_batch (
    batch_id bigint NOT NULL,
    job text NOT NULL COLLATE pg_catalog."C",
    chain_ids text[] NOT NULL,
    date_from date NOT NULL,
    date_to date NOT NULL,
    mode text NOT NULL COLLATE pg_catalog."C",
    sends_mail boolean DEFAULT false NOT NULL,
    parallelism integer DEFAULT 1 NOT NULL,
    requested_by text NOT NULL,
    requested_at timestamp with time zone NOT NULL,
    reason text NOT NULL,
    paused_at timestamp with time zone,
    paused_by text,
    paused_reason text,
    CONSTRAINT run_batch_dates_ordered CHECK ((date_from <= date_to)),
    CONSTRAINT run_batch_mode_known CHECK ((mode = ANY (ARRAY['missing'::text, 'missing_and_failed'::text, 'all'::text, 'selected'::text]))),
    CONSTRAINT run_batch_parallelism_range CHECK (((parallelism >= 1) AND (parallelism <= 16))),
    CONSTRAINT run_batch_pause_has_reason CHECK (((paused_at IS NULL) OR ((paused_by IS NOT NULL) AND (paused_reason IS NOT NULL)))),
    CONSTRAINT run_batch_reason_given CHECK ((length(TRIM(BOTH FROM reason)) > 0))
);

--
-- Name: TABLE run_batch; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON TABLE ops.run_batch IS 'One row: one rerun that a person asked for, over chains and business dates';

--
-- Name: COLUMN run_batch.mode; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON COLUMN ops.run_batch.mode IS 'missing: dates without a run; missing_and_failed: those and the failed; all: every date; selected: runs picked by a filter';

--
-- Name: COLUMN run_batch.sends_mail; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON COLUMN ops.run_batch.sends_mail IS 'Whether its runs may send mail; off unless asked for';

--
-- Name: COLUMN run_batch.parallelism; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON COLUMN ops.run_batch.parallelism IS 'How many of its runs may be under way at once';

--
-- Name: COLUMN run_batch.paused_at; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON COLUMN ops.run_batch.paused_at IS 'While set, none of its waiting runs begins';

--
-- Name: run_batch_batch_id_seq; Type: SEQUENCE; Schema: ops; Owner: -
--

ALTER TABLE ops.run_batch ALTER COLUMN batch_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME ops.run_batch_batch_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

--
-- Name: run_event; Type: TABLE; Schema: ops; Owner: -
--

CREATE TABLE ops.run_event (
    event_id bigint NOT NULL,
    run_id bigint NOT NULL,
    happened_at timestamp with time zone NOT NULL,
    attempt integer NOT NULL,
    kind text NOT NULL COLLATE pg_catalog."C",
    worker text,
    says text
);

--
-- Name: TABLE run_event; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON TABLE ops.run_event IS 'One row: something that happened to a run; only ever added to';

--
-- Name: COLUMN run_event.kind; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON COLUMN ops.run_event.kind IS 'queued, started, taken_over, log, warning, attempt_failed, handed_back, cancel_asked, succeeded, failed, cancelled, lost';

--
-- Name: run_event_event_id_seq; Type: SEQUENCE; Schema: ops; Owner: -
--

ALTER TABLE ops.run_event ALTER COLUMN event_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME ops.run_event_event_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

--
-- Name: run_run_id_seq; Type: SEQUENCE; Schema: ops; Owner: -
--

ALTER TABLE ops.run ALTER COLUMN run_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME ops.run_run_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

--
-- Name: run_step; Type: TABLE; Schema: ops; Owner: -
--

CREATE TABLE ops.run_step (
    run_id bigint NOT NULL,
    attempt integer NOT NULL,
    step_number integer NOT NULL,
    step_name text NOT NULL COLLATE pg_catalog."C",
    state text NOT NULL COLLATE pg_catalog."C",
    started_at timestamp with time zone NOT NULL,
    finished_at timestamp with time zone,
    rows_in bigint,
    rows_out bigint,
    says text,
    CONSTRAINT run_step_state_known CHECK ((state = ANY (ARRAY['running'::text, 'succeeded'::text, 'failed'::text, 'left_out'::text])))
);

--
-- Name: TABLE run_step; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON TABLE ops.run_step IS 'One row: one step of one attempt of a run, with rows in and out where it moves rows';

--
-- Name: COLUMN run_step.state; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON COLUMN ops.run_step.state IS 'left_out: an earlier step of a rerun that begins at a later one';

--
-- Name: run_turn; Type: VIEW; Schema: ops; Owner: -
--

CREATE VIEW ops.run_turn AS
 SELECT live.run_id,
    COALESCE(live.earlier_occurrence, live.earlier_in_batch) AS waits_for,
    ((live.paused_at IS NOT NULL) AND (live.state = 'queued'::text)) AS is_paused
   FROM ( SELECT run.run_id,
            run.state,
            run_batch.paused_at,
                CASE
                    WHEN (run.schedule_name IS NOT NULL) THEN lag(run.run_id) OVER (PARTITION BY run.schedule_name, run.chain_id ORDER BY run.scheduled_for)
                    ELSE NULL::bigint
                END AS earlier_occurrence,
                CASE
                    WHEN (run.batch_id IS NOT NULL) THEN lag(run.run_id, run_batch.parallelism) OVER (PARTITION BY run.batch_id ORDER BY run.date_to, run.chain_id, run.run_id)
                    ELSE NULL::bigint
                END AS earlier_in_batch
           FROM (ops.run
             LEFT JOIN ops.run_batch USING (batch_id))
          WHERE (run.state = ANY (ARRAY['queued'::text, 'running'::text]))) live;

--
-- Name: VIEW run_turn; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON VIEW ops.run_turn IS 'One row: one live run, and what it waits for beside its moment';

--
-- Name: COLUMN run_turn.waits_for; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON COLUMN ops.run_turn.waits_for IS 'The run that must end first; null when its turn has come';

--
-- Name: COLUMN run_turn.is_paused; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON COLUMN ops.run_turn.is_paused IS 'Whether its batch is paused';

--
-- Name: schedule; Type: TABLE; Schema: ops; Owner: -
--

CREATE TABLE ops.schedule (
    schedule_name text NOT NULL COLLATE pg_catalog."C",
    job text NOT NULL COLLATE pg_catalog."C",
    cron text NOT NULL COLLATE pg_catalog."C",
    days text NOT NULL COLLATE pg_catalog."C",
    catch_up text NOT NULL COLLATE pg_catalog."C",
    catch_up_hours integer NOT NULL,
    date_offset integer DEFAULT 0 NOT NULL,
    each_chain boolean DEFAULT false NOT NULL,
    is_enabled boolean DEFAULT true NOT NULL,
    planned_until timestamp with time zone NOT NULL,
    paused_at timestamp with time zone,
    paused_by text,
    paused_reason text,
    active_since timestamp with time zone NOT NULL,
    CONSTRAINT schedule_catch_up_known CHECK ((catch_up = ANY (ARRAY['all'::text, 'latest'::text, 'none'::text]))),
    CONSTRAINT schedule_days_known CHECK ((days = ANY (ARRAY['every_day'::text, 'working_day'::text, 'digest'::text]))),
    CONSTRAINT schedule_pause_has_reason CHECK (((paused_at IS NULL) OR ((paused_by IS NOT NULL) AND (paused_reason IS NOT NULL)))),
    CONSTRAINT schedule_window_positive CHECK ((catch_up_hours > 0))
);

--
-- Name: TABLE schedule; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON TABLE ops.schedule IS 'One row: when a job is due, from config/schedules.yaml, with what has been planned of it so far';

--
-- Name: COLUMN schedule.cron; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON COLUMN ops.schedule.cron IS 'Five fields, in Asia/Shanghai';

--
-- Name: COLUMN schedule.days; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON COLUMN ops.schedule.days IS 'Which of the cron''s days count: every_day, working_day, or digest: the days of the job''s digest (docs/domain.md#calendar)';

--
-- Name: COLUMN schedule.catch_up; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON COLUMN ops.schedule.catch_up IS 'What happens to occurrences missed while nothing ran: all in order, the latest alone, or none';

--
-- Name: COLUMN schedule.catch_up_hours; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON COLUMN ops.schedule.catch_up_hours IS 'Occurrences older than this are not caught up';

--
-- Name: COLUMN schedule.date_offset; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON COLUMN ops.schedule.date_offset IS 'Days from the occurrence''s date to the business date of its run';

--
-- Name: COLUMN schedule.each_chain; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON COLUMN ops.schedule.each_chain IS 'One run per chain instead of one run for all';

--
-- Name: COLUMN schedule.planned_until; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON COLUMN ops.schedule.planned_until IS 'Every occurrence up to this moment has its row in ops.run, or was left out by catch_up';

--
-- Name: COLUMN schedule.active_since; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON COLUMN ops.schedule.active_since IS 'When it first stood in the file, was switched on again or resumed: occurrences before it are not expected';

--
-- Name: sending_hold; Type: TABLE; Schema: ops; Owner: -
--

CREATE TABLE ops.sending_hold (
    hold_id bigint NOT NULL,
    held_at timestamp with time zone NOT NULL,
    held_by text NOT NULL,
    says text NOT NULL,
    known_until timestamp with time zone,
    sent_until timestamp with time zone,
    released_at timestamp with time zone,
    released_by text,
    reason text,
    counted_from timestamp with time zone,
    counted_until timestamp with time zone,
    CONSTRAINT sending_hold_release_is_whole CHECK ((((released_at IS NULL) = (released_by IS NULL)) AND ((released_at IS NULL) = (reason IS NULL)) AND ((counted_from IS NULL) OR (released_at IS NOT NULL)))),
    CONSTRAINT sending_hold_window_is_whole CHECK ((((counted_from IS NULL) = (counted_until IS NULL)) AND (counted_from <= counted_until)))
);

--
-- Name: TABLE sending_hold; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON TABLE ops.sending_hold IS 'One row: one time during which no mail may go, whoever asks; it ends when a person releases it';

--
-- Name: COLUMN sending_hold.held_at; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON COLUMN ops.sending_hold.held_at IS 'Since when';

--
-- Name: COLUMN sending_hold.held_by; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON COLUMN ops.sending_hold.held_by IS 'Machine and process that found the cause';

--
-- Name: COLUMN sending_hold.says; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON COLUMN ops.sending_hold.says IS 'Why, in words';

--
-- Name: COLUMN sending_hold.known_until; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON COLUMN ops.sending_hold.known_until IS 'The last moment of which the warehouse knows: mails may have gone after it';

--
-- Name: COLUMN sending_hold.sent_until; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON COLUMN ops.sending_hold.sent_until IS 'The last send that the mark beside the data tells of; null when no mark tells';

--
-- Name: COLUMN sending_hold.released_at; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON COLUMN ops.sending_hold.released_at IS 'When a person released it; null: no mail goes';

--
-- Name: COLUMN sending_hold.released_by; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON COLUMN ops.sending_hold.released_by IS 'Who did';

--
-- Name: COLUMN sending_hold.reason; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON COLUMN ops.sending_hold.reason IS 'Why, for the audit';

--
-- Name: COLUMN sending_hold.counted_from; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON COLUMN ops.sending_hold.counted_from IS 'Mails of editions due from here count as sent; null: what was due goes';

--
-- Name: COLUMN sending_hold.counted_until; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON COLUMN ops.sending_hold.counted_until IS 'Mails of editions due until here count as sent';

--
-- Name: sending_hold_hold_id_seq; Type: SEQUENCE; Schema: ops; Owner: -
--

ALTER TABLE ops.sending_hold ALTER COLUMN hold_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME ops.sending_hold_hold_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

--
-- Name: sending_place; Type: TABLE; Schema: ops; Owner: -
--

CREATE TABLE ops.sending_place (
    is_only boolean DEFAULT true NOT NULL,
    system_identifier bigint NOT NULL,
    timeline integer NOT NULL,
    database_oid bigint NOT NULL,
    CONSTRAINT sending_place_only_one CHECK (is_only)
);

--
-- Name: TABLE sending_place; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON TABLE ops.sending_place IS 'One row: the server and database in which mails were sent last; a copy that was restored elsewhere stands in another';

--
-- Name: COLUMN sending_place.is_only; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON COLUMN ops.sending_place.is_only IS 'Always true: there is one row';

--
-- Name: COLUMN sending_place.system_identifier; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON COLUMN ops.sending_place.system_identifier IS 'Of the PostgreSQL cluster';

--
-- Name: COLUMN sending_place.timeline; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON COLUMN ops.sending_place.timeline IS 'Of its log; restoring to a moment begins a new one';

--
-- Name: COLUMN sending_place.database_oid; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON COLUMN ops.sending_place.database_oid IS 'Of the database inside the cluster';

--
-- Name: sign_in_try; Type: TABLE; Schema: ops; Owner: -
--

CREATE TABLE ops.sign_in_try (
    address text NOT NULL COLLATE pg_catalog."C",
    tries integer NOT NULL,
    counted_until timestamp with time zone NOT NULL
);

--
-- Name: TABLE sign_in_try; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON TABLE ops.sign_in_try IS 'One row: one address that tried to sign in in vain, on whatever node; tidied when its count has ended';

--
-- Name: COLUMN sign_in_try.address; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON COLUMN ops.sign_in_try.address IS 'IPv4 address, or network of 64 bits of an IPv6 address, as hexadecimal digits';

--
-- Name: COLUMN sign_in_try.tries; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON COLUMN ops.sign_in_try.tries IS 'Sign-ins tried since the count began, less those that succeeded';

--
-- Name: COLUMN sign_in_try.counted_until; Type: COMMENT; Schema: ops; Owner: -
--

COMMENT ON COLUMN ops.sign_in_try.counted_until IS 'When the count ends, by the database''s clock';

--
-- Name: view_build; Type: TABLE; Schema: ops; Owner: -
--

CREATE TABLE ops.view_build (
    only_row boolean DEFAULT true NOT NULL,
    hash text NOT NULL,
    built_at timestamp with time zone NOT NULL,
    CONSTRAINT view_build_only_row_check CHECK (only_row)
);

--
-- Name: delivery_line; Type: TABLE; Schema: staging; Owner: -
--

CREATE UNLOGGED TABLE staging.delivery_line (
    load_id bigint NOT NULL,
    row_number integer NOT NULL,
    delivery_number text NOT NULL COLLATE pg_catalog."C",
    store_id text NOT NULL COLLATE pg_catalog."C",
    order_number text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C",
    item_number text COLLATE pg_catalog."C",
    barcode text COLLATE pg_catalog."C",
    supplier_code text COLLATE pg_catalog."C",
    kind text DEFAULT 'delivery'::text NOT NULL COLLATE pg_catalog."C",
    shipped_on date,
    received_on date NOT NULL,
    shipped_units numeric,
    shipped_cases numeric,
    received_units numeric,
    received_cases numeric,
    row_pack_size integer,
    is_free boolean DEFAULT false NOT NULL
);

--
-- Name: TABLE delivery_line; Type: COMMENT; Schema: staging; Owner: -
--

COMMENT ON TABLE staging.delivery_line IS 'One row: a delivery or return line as a file states it; quantities absolute';

--
-- Name: master_row; Type: TABLE; Schema: staging; Owner: -
--

CREATE UNLOGGED TABLE staging.master_row (
    load_id bigint NOT NULL,
    row_number integer NOT NULL,
    feed text NOT NULL COLLATE pg_catalog."C",
    fields jsonb NOT NULL
);

--
-- Name: TABLE master_row; Type: COMMENT; Schema: staging; Owner: -
--

COMMENT ON TABLE staging.master_row IS 'One row: a row of a small feed (master data, invoices, item status, …) as canonical field to text';

--
-- Name: order_line; Type: TABLE; Schema: staging; Owner: -
--

CREATE UNLOGGED TABLE staging.order_line (
    load_id bigint NOT NULL,
    row_number integer NOT NULL,
    order_number text NOT NULL COLLATE pg_catalog."C",
    store_id text NOT NULL COLLATE pg_catalog."C",
    item_number text COLLATE pg_catalog."C",
    barcode text COLLATE pg_catalog."C",
    supplier_code text COLLATE pg_catalog."C",
    origin text COLLATE pg_catalog."C",
    ordered_on date NOT NULL,
    requested_on date NOT NULL,
    units numeric,
    cases numeric,
    row_pack_size integer,
    unit_price numeric,
    case_price numeric,
    is_free boolean DEFAULT false NOT NULL
);

--
-- Name: TABLE order_line; Type: COMMENT; Schema: staging; Owner: -
--

COMMENT ON TABLE staging.order_line IS 'One row: an order line as a file states it';

--
-- Name: COLUMN order_line.units; Type: COMMENT; Schema: staging; Owner: -
--

COMMENT ON COLUMN staging.order_line.units IS 'Loose sales units; adds to cases × pack size where both are given';

--
-- Name: statement; Type: TABLE; Schema: staging; Owner: -
--

CREATE UNLOGGED TABLE staging.statement (
    load_id bigint NOT NULL,
    row_number integer NOT NULL,
    statement_number text NOT NULL COLLATE pg_catalog."C",
    supplier_code text NOT NULL COLLATE pg_catalog."C",
    settlement_unit text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C",
    period_from date NOT NULL,
    period_to date NOT NULL,
    stated_on date,
    stated_payable numeric NOT NULL,
    stated_invoiceable numeric
);

--
-- Name: TABLE statement; Type: COMMENT; Schema: staging; Owner: -
--

COMMENT ON TABLE staging.statement IS 'One row: the head of a settlement statement as a file states it';

--
-- Name: statement_line; Type: TABLE; Schema: staging; Owner: -
--

CREATE UNLOGGED TABLE staging.statement_line (
    load_id bigint NOT NULL,
    row_number integer NOT NULL,
    statement_number text NOT NULL COLLATE pg_catalog."C",
    line_number integer NOT NULL,
    kind text NOT NULL COLLATE pg_catalog."C",
    delivery_number text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C",
    order_number text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C",
    store_id text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C",
    item_number text COLLATE pg_catalog."C",
    barcode text COLLATE pg_catalog."C",
    units numeric,
    cases numeric,
    row_pack_size integer,
    unit_price numeric,
    case_price numeric,
    vat_rate numeric,
    amount numeric,
    fee_text text,
    deduction_mode text COLLATE pg_catalog."C",
    invoice_number text COLLATE pg_catalog."C",
    is_free boolean DEFAULT false NOT NULL,
    net_amount numeric,
    tax_amount numeric
);

--
-- Name: TABLE statement_line; Type: COMMENT; Schema: staging; Owner: -
--

COMMENT ON TABLE staging.statement_line IS 'One row: a line of a settlement statement as a file states it; signs as in core.statement_line';

--
-- Name: calendar_day calendar_day_pkey; Type: CONSTRAINT; Schema: core; Owner: -
--

ALTER TABLE ONLY core.calendar_day
    ADD CONSTRAINT calendar_day_pkey PRIMARY KEY (day);

--
-- Name: chain_item chain_item_version_once; Type: CONSTRAINT; Schema: core; Owner: -
--

ALTER TABLE ONLY core.chain_item
    ADD CONSTRAINT chain_item_version_once UNIQUE NULLS NOT DISTINCT (chain_id, item_number, arrived_at, load_id, recorded_at);

--
-- Name: chain chain_pkey; Type: CONSTRAINT; Schema: core; Owner: -
--

ALTER TABLE ONLY core.chain
    ADD CONSTRAINT chain_pkey PRIMARY KEY (chain_id);

--
-- Name: contract_term contract_term_version_once; Type: CONSTRAINT; Schema: core; Owner: -
--

ALTER TABLE ONLY core.contract_term
    ADD CONSTRAINT contract_term_version_once UNIQUE NULLS NOT DISTINCT (chain_id, contract_id, term_id, arrived_at, load_id, recorded_at);

--
-- Name: contract_tier contract_tier_version_once; Type: CONSTRAINT; Schema: core; Owner: -
--

ALTER TABLE ONLY core.contract_tier
    ADD CONSTRAINT contract_tier_version_once UNIQUE NULLS NOT DISTINCT (chain_id, contract_id, term_id, sales_from, arrived_at, load_id, recorded_at);

--
-- Name: contract contract_version_once; Type: CONSTRAINT; Schema: core; Owner: -
--

ALTER TABLE ONLY core.contract
    ADD CONSTRAINT contract_version_once UNIQUE NULLS NOT DISTINCT (chain_id, contract_id, arrived_at, load_id, recorded_at);

--
-- Name: dealer dealer_version_once; Type: CONSTRAINT; Schema: core; Owner: -
--

ALTER TABLE ONLY core.dealer
    ADD CONSTRAINT dealer_version_once UNIQUE NULLS NOT DISTINCT (dealer, valid_from, arrived_at, load_id, recorded_at);

--
-- Name: delivery_line delivery_line_version_once; Type: CONSTRAINT; Schema: core; Owner: -
--

ALTER TABLE ONLY core.delivery_line
    ADD CONSTRAINT delivery_line_version_once UNIQUE NULLS NOT DISTINCT (chain_id, partition_month, delivery_number, store_id, order_number, product_id, is_free, arrived_at, load_id, recorded_at);

--
-- Name: document document_pkey; Type: CONSTRAINT; Schema: core; Owner: -
--

ALTER TABLE ONLY core.document
    ADD CONSTRAINT document_pkey PRIMARY KEY (chain_id, kind, number, store_id);

--
-- Name: document_version document_version_pkey; Type: CONSTRAINT; Schema: core; Owner: -
--

ALTER TABLE ONLY core.document_version
    ADD CONSTRAINT document_version_pkey PRIMARY KEY (chain_id, kind, number, store_id, arrived_at, load_id);

--
-- Name: expected_arrival expected_arrival_pkey; Type: CONSTRAINT; Schema: core; Owner: -
--

ALTER TABLE ONLY core.expected_arrival
    ADD CONSTRAINT expected_arrival_pkey PRIMARY KEY (chain_id, report, arrived_at);

--
-- Name: fee fee_pkey; Type: CONSTRAINT; Schema: core; Owner: -
--

ALTER TABLE ONLY core.fee
    ADD CONSTRAINT fee_pkey PRIMARY KEY (fee_code);

--
-- Name: fee_text fee_text_version_once; Type: CONSTRAINT; Schema: core; Owner: -
--

ALTER TABLE ONLY core.fee_text
    ADD CONSTRAINT fee_text_version_once UNIQUE NULLS NOT DISTINCT (chain_id, fee_text, part_number, valid_from, arrived_at, load_id, recorded_at);

--
-- Name: invoice invoice_version_once; Type: CONSTRAINT; Schema: core; Owner: -
--

ALTER TABLE ONLY core.invoice
    ADD CONSTRAINT invoice_version_once UNIQUE NULLS NOT DISTINCT (chain_id, invoice_number, arrived_at, load_id, recorded_at);

--
-- Name: item_status item_status_version_once; Type: CONSTRAINT; Schema: core; Owner: -
--

ALTER TABLE ONLY core.item_status
    ADD CONSTRAINT item_status_version_once UNIQUE NULLS NOT DISTINCT (chain_id, store_id, product_id, stated_on, arrived_at, load_id, recorded_at);

--
-- Name: kept_figures_state kept_figures_state_pkey; Type: CONSTRAINT; Schema: core; Owner: -
--

ALTER TABLE ONLY core.kept_figures_state
    ADD CONSTRAINT kept_figures_state_pkey PRIMARY KEY (chain_id);

--
-- Name: kept_fulfilment kept_fulfilment_pkey; Type: CONSTRAINT; Schema: core; Owner: -
--

ALTER TABLE ONLY core.kept_fulfilment
    ADD CONSTRAINT kept_fulfilment_pkey PRIMARY KEY (chain_id, order_number, store_id, product_id, is_free);

--
-- Name: kept_item kept_item_pkey; Type: CONSTRAINT; Schema: core; Owner: -
--

ALTER TABLE ONLY core.kept_item
    ADD CONSTRAINT kept_item_pkey PRIMARY KEY (chain_id, store_id, product_id);

--
-- Name: kept_outlet_month kept_outlet_month_pkey; Type: CONSTRAINT; Schema: core; Owner: -
--

ALTER TABLE ONLY core.kept_outlet_month
    ADD CONSTRAINT kept_outlet_month_pkey PRIMARY KEY (chain_id, store_id, region, city, month);

--
-- Name: kept_price_finding kept_price_finding_pkey; Type: CONSTRAINT; Schema: core; Owner: -
--

ALTER TABLE ONLY core.kept_price_finding
    ADD CONSTRAINT kept_price_finding_pkey PRIMARY KEY (chain_id, order_number, store_id, product_id, rule, statement_number, line_number);

--
-- Name: kept_product_month kept_product_month_pkey; Type: CONSTRAINT; Schema: core; Owner: -
--

ALTER TABLE ONLY core.kept_product_month
    ADD CONSTRAINT kept_product_month_pkey PRIMARY KEY (chain_id, region, product_id, month);

--
-- Name: kept_settlement kept_settlement_once; Type: CONSTRAINT; Schema: core; Owner: -
--

ALTER TABLE ONLY core.kept_settlement
    ADD CONSTRAINT kept_settlement_once UNIQUE NULLS NOT DISTINCT (chain_id, delivery_number, store_id, order_number, product_id, is_free, statement_number, line_number, is_matched);

--
-- Name: kept_state kept_state_pkey; Type: CONSTRAINT; Schema: core; Owner: -
--

ALTER TABLE ONLY core.kept_state
    ADD CONSTRAINT kept_state_pkey PRIMARY KEY (chain_id);

--
-- Name: kept_statement kept_statement_pkey; Type: CONSTRAINT; Schema: core; Owner: -
--

ALTER TABLE ONLY core.kept_statement
    ADD CONSTRAINT kept_statement_pkey PRIMARY KEY (chain_id, statement_number);

--
-- Name: kept_supply_line kept_supply_line_pkey; Type: CONSTRAINT; Schema: core; Owner: -
--

ALTER TABLE ONLY core.kept_supply_line
    ADD CONSTRAINT kept_supply_line_pkey PRIMARY KEY (chain_id, delivery_number, store_id, order_number, product_id, is_free);

--
-- Name: month_figure month_figure_pkey; Type: CONSTRAINT; Schema: core; Owner: -
--

ALTER TABLE ONLY core.month_figure
    ADD CONSTRAINT month_figure_pkey PRIMARY KEY (chain_id, month, figure, known_from);

--
-- Name: order_line order_line_version_once; Type: CONSTRAINT; Schema: core; Owner: -
--

ALTER TABLE ONLY core.order_line
    ADD CONSTRAINT order_line_version_once UNIQUE NULLS NOT DISTINCT (chain_id, partition_month, order_number, store_id, product_id, is_free, arrived_at, load_id, recorded_at);

--
-- Name: past_state past_state_once; Type: CONSTRAINT; Schema: core; Owner: -
--

ALTER TABLE ONLY core.past_state
    ADD CONSTRAINT past_state_once UNIQUE (knowledge, known_at);

--
-- Name: past_state past_state_pkey; Type: CONSTRAINT; Schema: core; Owner: -
--

ALTER TABLE ONLY core.past_state
    ADD CONSTRAINT past_state_pkey PRIMARY KEY (past_id);

--
-- Name: past_statement past_statement_pkey; Type: CONSTRAINT; Schema: core; Owner: -
--

ALTER TABLE ONLY core.past_statement
    ADD CONSTRAINT past_statement_pkey PRIMARY KEY (chain_id, statement_number, past_id);

--
-- Name: payment_line payment_line_version_once; Type: CONSTRAINT; Schema: core; Owner: -
--

ALTER TABLE ONLY core.payment_line
    ADD CONSTRAINT payment_line_version_once UNIQUE NULLS NOT DISTINCT (chain_id, payment_number, statement_number, arrived_at, load_id, recorded_at);

--
-- Name: penalty_rule penalty_rule_pkey; Type: CONSTRAINT; Schema: core; Owner: -
--

ALTER TABLE ONLY core.penalty_rule
    ADD CONSTRAINT penalty_rule_pkey PRIMARY KEY (rule_id, arrived_at);

--
-- Name: penalty_share penalty_share_pkey; Type: CONSTRAINT; Schema: core; Owner: -
--

ALTER TABLE ONLY core.penalty_share
    ADD CONSTRAINT penalty_share_pkey PRIMARY KEY (rule_id, role, arrived_at);

--
-- Name: person person_version_once; Type: CONSTRAINT; Schema: core; Owner: -
--

ALTER TABLE ONLY core.person
    ADD CONSTRAINT person_version_once UNIQUE NULLS NOT DISTINCT (person_id, arrived_at, load_id, recorded_at);

--
-- Name: price_floor price_floor_version_once; Type: CONSTRAINT; Schema: core; Owner: -
--

ALTER TABLE ONLY core.price_floor
    ADD CONSTRAINT price_floor_version_once UNIQUE NULLS NOT DISTINCT (product_id, valid_from, arrived_at, load_id, recorded_at);

--
-- Name: price price_version_once; Type: CONSTRAINT; Schema: core; Owner: -
--

ALTER TABLE ONLY core.price
    ADD CONSTRAINT price_version_once UNIQUE NULLS NOT DISTINCT (chain_id, region, product_id, valid_from, arrived_at, load_id, recorded_at);

--
-- Name: product product_version_once; Type: CONSTRAINT; Schema: core; Owner: -
--

ALTER TABLE ONLY core.product
    ADD CONSTRAINT product_version_once UNIQUE NULLS NOT DISTINCT (product_id, valid_from, arrived_at, load_id, recorded_at);

--
-- Name: promotion promotion_version_once; Type: CONSTRAINT; Schema: core; Owner: -
--

ALTER TABLE ONLY core.promotion
    ADD CONSTRAINT promotion_version_once UNIQUE NULLS NOT DISTINCT (chain_id, promotion_id, product_id, arrived_at, load_id, recorded_at);

--
-- Name: regional_assortment regional_assortment_version_once; Type: CONSTRAINT; Schema: core; Owner: -
--

ALTER TABLE ONLY core.regional_assortment
    ADD CONSTRAINT regional_assortment_version_once UNIQUE NULLS NOT DISTINCT (region, product_id, valid_from, arrived_at, load_id, recorded_at);

--
-- Name: reopening_application reopening_application_pkey; Type: CONSTRAINT; Schema: core; Owner: -
--

ALTER TABLE ONLY core.reopening_application
    ADD CONSTRAINT reopening_application_pkey PRIMARY KEY (chain_id, store_id, product_id, since_on);

--
-- Name: responsibility responsibility_version_once; Type: CONSTRAINT; Schema: core; Owner: -
--

ALTER TABLE ONLY core.responsibility
    ADD CONSTRAINT responsibility_version_once UNIQUE NULLS NOT DISTINCT (person_id, role, chain_id, region, city, store_id, subject, valid_from, arrived_at, load_id, recorded_at);

--
-- Name: retail_plan retail_plan_version_once; Type: CONSTRAINT; Schema: core; Owner: -
--

ALTER TABLE ONLY core.retail_plan
    ADD CONSTRAINT retail_plan_version_once UNIQUE NULLS NOT DISTINCT (chain_id, product_id, valid_from, arrived_at, load_id, recorded_at);

--
-- Name: retail_price retail_price_version_once; Type: CONSTRAINT; Schema: core; Owner: -
--

ALTER TABLE ONLY core.retail_price
    ADD CONSTRAINT retail_price_version_once UNIQUE NULLS NOT DISTINCT (chain_id, store_id, product_id, seen_on, arrived_at, load_id, recorded_at);

--
-- Name: rule_setting rule_setting_pkey; Type: CONSTRAINT; Schema: core; Owner: -
--

ALTER TABLE ONLY core.rule_setting
    ADD CONSTRAINT rule_setting_pkey PRIMARY KEY (rule_key, arrived_at);

--
-- Name: sale sale_version_once; Type: CONSTRAINT; Schema: core; Owner: -
--

ALTER TABLE ONLY core.sale
    ADD CONSTRAINT sale_version_once UNIQUE NULLS NOT DISTINCT (chain_id, store_id, product_id, sold_on, arrived_at, load_id, recorded_at);

--
-- Name: settlement_account settlement_account_pkey; Type: CONSTRAINT; Schema: core; Owner: -
--

ALTER TABLE ONLY core.settlement_account
    ADD CONSTRAINT settlement_account_pkey PRIMARY KEY (chain_id, account_id, arrived_at);

--
-- Name: settlement_figure settlement_figure_pkey; Type: CONSTRAINT; Schema: core; Owner: -
--

ALTER TABLE ONLY core.settlement_figure
    ADD CONSTRAINT settlement_figure_pkey PRIMARY KEY (chain_id, statement_number, figure, known_from);

--
-- Name: settlement_figure_run settlement_figure_run_pkey; Type: CONSTRAINT; Schema: core; Owner: -
--

ALTER TABLE ONLY core.settlement_figure_run
    ADD CONSTRAINT settlement_figure_run_pkey PRIMARY KEY (checked_at);

--
-- Name: sku_lock_day sku_lock_day_pkey; Type: CONSTRAINT; Schema: core; Owner: -
--

ALTER TABLE ONLY core.sku_lock_day
    ADD CONSTRAINT sku_lock_day_pkey PRIMARY KEY (chain_id, as_of, store_id, product_id);

--
-- Name: sku_lock_judgement sku_lock_judgement_pkey; Type: CONSTRAINT; Schema: core; Owner: -
--

ALTER TABLE ONLY core.sku_lock_judgement
    ADD CONSTRAINT sku_lock_judgement_pkey PRIMARY KEY (as_of);

--
-- Name: statement_line statement_line_version_once; Type: CONSTRAINT; Schema: core; Owner: -
--

ALTER TABLE ONLY core.statement_line
    ADD CONSTRAINT statement_line_version_once UNIQUE NULLS NOT DISTINCT (chain_id, partition_month, statement_number, line_number, arrived_at, load_id, recorded_at);

--
-- Name: statement statement_version_once; Type: CONSTRAINT; Schema: core; Owner: -
--

ALTER TABLE ONLY core.statement
    ADD CONSTRAINT statement_version_once UNIQUE NULLS NOT DISTINCT (chain_id, statement_number, arrived_at, load_id, recorded_at);

--
-- Name: stock stock_version_once; Type: CONSTRAINT; Schema: core; Owner: -
--

ALTER TABLE ONLY core.stock
    ADD CONSTRAINT stock_version_once UNIQUE NULLS NOT DISTINCT (chain_id, store_id, product_id, stock_on, arrived_at, load_id, recorded_at);

--
-- Name: store_staff store_staff_version_once; Type: CONSTRAINT; Schema: core; Owner: -
--

ALTER TABLE ONLY core.store_staff
    ADD CONSTRAINT store_staff_version_once UNIQUE NULLS NOT DISTINCT (chain_id, store_id, valid_from, arrived_at, load_id, recorded_at);

--
-- Name: store store_version_once; Type: CONSTRAINT; Schema: core; Owner: -
--

ALTER TABLE ONLY core.store
    ADD CONSTRAINT store_version_once UNIQUE NULLS NOT DISTINCT (chain_id, store_id, valid_from, arrived_at, load_id, recorded_at);

--
-- Name: submission submission_version_once; Type: CONSTRAINT; Schema: core; Owner: -
--

ALTER TABLE ONLY core.submission
    ADD CONSTRAINT submission_version_once UNIQUE NULLS NOT DISTINCT (kind, month, person_id, arrived_at, load_id, recorded_at);

--
-- Name: target target_version_once; Type: CONSTRAINT; Schema: core; Owner: -
--

ALTER TABLE ONLY core.target
    ADD CONSTRAINT target_version_once UNIQUE NULLS NOT DISTINCT (chain_id, store_id, product_id, month, arrived_at, load_id, recorded_at);

--
-- Name: tolerance tolerance_pkey; Type: CONSTRAINT; Schema: core; Owner: -
--

ALTER TABLE ONLY core.tolerance
    ADD CONSTRAINT tolerance_pkey PRIMARY KEY (chain_id, measure, valid_from, arrived_at);

--
-- Name: account account_external_id_key; Type: CONSTRAINT; Schema: ops; Owner: -
--

ALTER TABLE ONLY ops.account
    ADD CONSTRAINT account_external_id_key UNIQUE (external_id);

--
-- Name: account account_pkey; Type: CONSTRAINT; Schema: ops; Owner: -
--

ALTER TABLE ONLY ops.account
    ADD CONSTRAINT account_pkey PRIMARY KEY (account_name);

--
-- Name: alert alert_pkey; Type: CONSTRAINT; Schema: ops; Owner: -
--

ALTER TABLE ONLY ops.alert
    ADD CONSTRAINT alert_pkey PRIMARY KEY (alert_id);

--
-- Name: archive_check archive_check_pkey; Type: CONSTRAINT; Schema: ops; Owner: -
--

ALTER TABLE ONLY ops.archive_check
    ADD CONSTRAINT archive_check_pkey PRIMARY KEY (sha256);

--
-- Name: audit audit_pkey; Type: CONSTRAINT; Schema: ops; Owner: -
--

ALTER TABLE ONLY ops.audit
    ADD CONSTRAINT audit_pkey PRIMARY KEY (audit_id);

--
-- Name: case_appearance case_appearance_pkey; Type: CONSTRAINT; Schema: ops; Owner: -
--

ALTER TABLE ONLY ops.case_appearance
    ADD CONSTRAINT case_appearance_pkey PRIMARY KEY (case_id, statement_number, kind, claim_key);

--
-- Name: case_event case_event_pkey; Type: CONSTRAINT; Schema: ops; Owner: -
--

ALTER TABLE ONLY ops.case_event
    ADD CONSTRAINT case_event_pkey PRIMARY KEY (event_id);

--
-- Name: case case_one_per_source_row; Type: CONSTRAINT; Schema: ops; Owner: -
--

ALTER TABLE ONLY ops."case"
    ADD CONSTRAINT case_one_per_source_row UNIQUE (chain_id, claim_key);

--
-- Name: case case_pkey; Type: CONSTRAINT; Schema: ops; Owner: -
--

ALTER TABLE ONLY ops."case"
    ADD CONSTRAINT case_pkey PRIMARY KEY (case_id);

--
-- Name: case_step case_step_pkey; Type: CONSTRAINT; Schema: ops; Owner: -
--

ALTER TABLE ONLY ops.case_step
    ADD CONSTRAINT case_step_pkey PRIMARY KEY (from_state, action);

--
-- Name: chain_handover chain_handover_pkey; Type: CONSTRAINT; Schema: ops; Owner: -
--

ALTER TABLE ONLY ops.chain_handover
    ADD CONSTRAINT chain_handover_pkey PRIMARY KEY (run_id);

--
-- Name: collected_file collected_file_pkey; Type: CONSTRAINT; Schema: ops; Owner: -
--

ALTER TABLE ONLY ops.collected_file
    ADD CONSTRAINT collected_file_pkey PRIMARY KEY (source, remote_name, mark);

--
-- Name: console_key console_key_pkey; Type: CONSTRAINT; Schema: ops; Owner: -
--

ALTER TABLE ONLY ops.console_key
    ADD CONSTRAINT console_key_pkey PRIMARY KEY (key_name);

--
-- Name: delivery_event delivery_event_pkey; Type: CONSTRAINT; Schema: ops; Owner: -
--

ALTER TABLE ONLY ops.delivery_event
    ADD CONSTRAINT delivery_event_pkey PRIMARY KEY (event_id);

--
-- Name: delivery delivery_message_id_once; Type: CONSTRAINT; Schema: ops; Owner: -
--

ALTER TABLE ONLY ops.delivery
    ADD CONSTRAINT delivery_message_id_once UNIQUE (message_id);

--
-- Name: delivery delivery_once; Type: CONSTRAINT; Schema: ops; Owner: -
--

ALTER TABLE ONLY ops.delivery
    ADD CONSTRAINT delivery_once UNIQUE (edition_id, recipient_id, copy_number);

--
-- Name: delivery delivery_pkey; Type: CONSTRAINT; Schema: ops; Owner: -
--

ALTER TABLE ONLY ops.delivery
    ADD CONSTRAINT delivery_pkey PRIMARY KEY (delivery_id);

--
-- Name: edition_item edition_item_pkey; Type: CONSTRAINT; Schema: ops; Owner: -
--

ALTER TABLE ONLY ops.edition_item
    ADD CONSTRAINT edition_item_pkey PRIMARY KEY (edition_id, kind, item_key);

--
-- Name: edition edition_once; Type: CONSTRAINT; Schema: ops; Owner: -
--

ALTER TABLE ONLY ops.edition
    ADD CONSTRAINT edition_once UNIQUE (digest, business_date, edition_number);

--
-- Name: edition edition_pkey; Type: CONSTRAINT; Schema: ops; Owner: -
--

ALTER TABLE ONLY ops.edition
    ADD CONSTRAINT edition_pkey PRIMARY KEY (edition_id);

--
-- Name: ended_session ended_session_pkey; Type: CONSTRAINT; Schema: ops; Owner: -
--

ALTER TABLE ONLY ops.ended_session
    ADD CONSTRAINT ended_session_pkey PRIMARY KEY (session_id);

--
-- Name: evidence_pack evidence_pack_pkey; Type: CONSTRAINT; Schema: ops; Owner: -
--

ALTER TABLE ONLY ops.evidence_pack
    ADD CONSTRAINT evidence_pack_pkey PRIMARY KEY (subject, edition);

--
-- Name: header_drift header_drift_pkey; Type: CONSTRAINT; Schema: ops; Owner: -
--

ALTER TABLE ONLY ops.header_drift
    ADD CONSTRAINT header_drift_pkey PRIMARY KEY (chain_id, report, header);

--
-- Name: item_usual item_usual_pkey; Type: CONSTRAINT; Schema: ops; Owner: -
--

ALTER TABLE ONLY ops.item_usual
    ADD CONSTRAINT item_usual_pkey PRIMARY KEY (chain_id, report, target, measure, item);

--
-- Name: load load_once; Type: CONSTRAINT; Schema: ops; Owner: -
--

ALTER TABLE ONLY ops.load
    ADD CONSTRAINT load_once UNIQUE (chain_id, report, sha256, file_name);

--
-- Name: load load_pkey; Type: CONSTRAINT; Schema: ops; Owner: -
--

ALTER TABLE ONLY ops.load
    ADD CONSTRAINT load_pkey PRIMARY KEY (load_id);

--
-- Name: load_sheet load_sheet_pkey; Type: CONSTRAINT; Schema: ops; Owner: -
--

ALTER TABLE ONLY ops.load_sheet
    ADD CONSTRAINT load_sheet_pkey PRIMARY KEY (load_id, is_head, sheet);

--
-- Name: load_sighting load_sighting_pkey; Type: CONSTRAINT; Schema: ops; Owner: -
--

ALTER TABLE ONLY ops.load_sighting
    ADD CONSTRAINT load_sighting_pkey PRIMARY KEY (load_id, target);

--
-- Name: mail_attachment mail_attachment_pkey; Type: CONSTRAINT; Schema: ops; Owner: -
--

ALTER TABLE ONLY ops.mail_attachment
    ADD CONSTRAINT mail_attachment_pkey PRIMARY KEY (content_sha256, "position");

--
-- Name: mail_content mail_content_pkey; Type: CONSTRAINT; Schema: ops; Owner: -
--

ALTER TABLE ONLY ops.mail_content
    ADD CONSTRAINT mail_content_pkey PRIMARY KEY (content_sha256);

--
-- Name: mail_server mail_server_pkey; Type: CONSTRAINT; Schema: ops; Owner: -
--

ALTER TABLE ONLY ops.mail_server
    ADD CONSTRAINT mail_server_pkey PRIMARY KEY (destination);

--
-- Name: migration migration_pkey; Type: CONSTRAINT; Schema: ops; Owner: -
--

ALTER TABLE ONLY ops.migration
    ADD CONSTRAINT migration_pkey PRIMARY KEY (name);

--
-- Name: node node_pkey; Type: CONSTRAINT; Schema: ops; Owner: -
--

ALTER TABLE ONLY ops.node
    ADD CONSTRAINT node_pkey PRIMARY KEY (worker);

--
-- Name: number_shape number_shape_pkey; Type: CONSTRAINT; Schema: ops; Owner: -
--

ALTER TABLE ONLY ops.number_shape
    ADD CONSTRAINT number_shape_pkey PRIMARY KEY (chain_id, report, field, shape);

--
-- Name: odd_content odd_content_pkey; Type: CONSTRAINT; Schema: ops; Owner: -
--

ALTER TABLE ONLY ops.odd_content
    ADD CONSTRAINT odd_content_pkey PRIMARY KEY (load_id, ordinal);

--
-- Name: profile_sample profile_sample_pkey; Type: CONSTRAINT; Schema: ops; Owner: -
--

ALTER TABLE ONLY ops.profile_sample
    ADD CONSTRAINT profile_sample_pkey PRIMARY KEY (sample_id);

--
-- Name: quarantined_row quarantined_row_pkey; Type: CONSTRAINT; Schema: ops; Owner: -
--

ALTER TABLE ONLY ops.quarantined_row
    ADD CONSTRAINT quarantined_row_pkey PRIMARY KEY (load_id, sheet, row_number);

--
-- Name: run_attempt run_attempt_pkey; Type: CONSTRAINT; Schema: ops; Owner: -
--

ALTER TABLE ONLY ops.run_attempt
    ADD CONSTRAINT run_attempt_pkey PRIMARY KEY (run_id, attempt);

--
-- Name: run_batch run_batch_pkey; Type: CONSTRAINT; Schema: ops; Owner: -
--

ALTER TABLE ONLY ops.run_batch
    ADD CONSTRAINT run_batch_pkey PRIMARY KEY (batch_id);

--
-- Name: run_event run_event_pkey; Type: CONSTRAINT; Schema: ops; Owner: -
--

ALTER TABLE ONLY ops.run_event
    ADD CONSTRAINT run_event_pkey PRIMARY KEY (event_id);

--
-- Name: run run_once_per_slot; Type: CONSTRAINT; Schema: ops; Owner: -
--

ALTER TABLE ONLY ops.run
    ADD CONSTRAINT run_once_per_slot UNIQUE (job, chain_id, scheduled_for);

--
-- Name: run run_pkey; Type: CONSTRAINT; Schema: ops; Owner: -
--

ALTER TABLE ONLY ops.run
    ADD CONSTRAINT run_pkey PRIMARY KEY (run_id);

--
-- Name: run_step run_step_pkey; Type: CONSTRAINT; Schema: ops; Owner: -
--

ALTER TABLE ONLY ops.run_step
    ADD CONSTRAINT run_step_pkey PRIMARY KEY (run_id, attempt, step_number);

--
-- Name: schedule schedule_pkey; Type: CONSTRAINT; Schema: ops; Owner: -
--

ALTER TABLE ONLY ops.schedule
    ADD CONSTRAINT schedule_pkey PRIMARY KEY (schedule_name);

--
-- Name: sending_hold sending_hold_pkey; Type: CONSTRAINT; Schema: ops; Owner: -
--

ALTER TABLE ONLY ops.sending_hold
    ADD CONSTRAINT sending_hold_pkey PRIMARY KEY (hold_id);

--
-- Name: sending_place sending_place_pkey; Type: CONSTRAINT; Schema: ops; Owner: -
--

ALTER TABLE ONLY ops.sending_place
    ADD CONSTRAINT sending_place_pkey PRIMARY KEY (is_only);

--
-- Name: sign_in_try sign_in_try_pkey; Type: CONSTRAINT; Schema: ops; Owner: -
--

ALTER TABLE ONLY ops.sign_in_try
    ADD CONSTRAINT sign_in_try_pkey PRIMARY KEY (address);

--
-- Name: view_build view_build_pkey; Type: CONSTRAINT; Schema: ops; Owner: -
--

ALTER TABLE ONLY ops.view_build
    ADD CONSTRAINT view_build_pkey PRIMARY KEY (only_row);

--
-- Name: calendar_day_working_number; Type: INDEX; Schema: core; Owner: -
--

CREATE INDEX calendar_day_working_number ON core.calendar_day USING btree (working_number) WHERE is_working_day;

--
-- Name: delivery_line_ended; Type: INDEX; Schema: core; Owner: -
--

CREATE INDEX delivery_line_ended ON ONLY core.delivery_line USING btree (superseded_recorded_at) WHERE (superseded_recorded_at <> 'infinity'::timestamp with time zone);

--
-- Name: delivery_line_in_force; Type: INDEX; Schema: core; Owner: -
--

CREATE INDEX delivery_line_in_force ON ONLY core.delivery_line USING btree (chain_id, delivery_number, product_id) WHERE (superseded_at = 'infinity'::timestamp with time zone);

--
-- Name: delivery_line_number; Type: INDEX; Schema: core; Owner: -
--

CREATE INDEX delivery_line_number ON ONLY core.delivery_line USING btree (chain_id, delivery_number);

--
-- Name: delivery_line_order; Type: INDEX; Schema: core; Owner: -
--

CREATE INDEX delivery_line_order ON ONLY core.delivery_line USING btree (chain_id, order_number, store_id, product_id) WHERE (superseded_at = 'infinity'::timestamp with time zone);

--
-- Name: delivery_line_order_number; Type: INDEX; Schema: core; Owner: -
--

CREATE INDEX delivery_line_order_number ON ONLY core.delivery_line USING btree (chain_id, order_number);

--
-- Name: delivery_line_recorded; Type: INDEX; Schema: core; Owner: -
--

CREATE INDEX delivery_line_recorded ON ONLY core.delivery_line USING brin (recorded_at) WITH (pages_per_range='32');

--
-- Name: invoice_of_statement; Type: INDEX; Schema: core; Owner: -
--

CREATE INDEX invoice_of_statement ON core.invoice USING btree (chain_id, statement_number);

--
-- Name: kept_fulfilment_day; Type: INDEX; Schema: core; Owner: -
--

CREATE INDEX kept_fulfilment_day ON core.kept_fulfilment USING brin (ordered_on) WITH (pages_per_range='16', autosummarize='on');

--
-- Name: kept_fulfilment_item; Type: INDEX; Schema: core; Owner: -
--

CREATE INDEX kept_fulfilment_item ON core.kept_fulfilment USING btree (chain_id, store_id, product_id, ordered_on) WHERE ((NOT is_free) AND (ordered_quantity > (0)::numeric));

--
-- Name: kept_fulfilment_short; Type: INDEX; Schema: core; Owner: -
--

CREATE INDEX kept_fulfilment_short ON core.kept_fulfilment USING btree (ordered_on, chain_id, store_id, product_id) WHERE ((NOT is_free) AND (ordered_quantity > (0)::numeric) AND (received_quantity < ordered_quantity));

--
-- Name: kept_price_finding_day; Type: INDEX; Schema: core; Owner: -
--

CREATE INDEX kept_price_finding_day ON core.kept_price_finding USING brin (ordered_on) WITH (pages_per_range='16', autosummarize='on');

--
-- Name: kept_settlement_differing; Type: INDEX; Schema: core; Owner: -
--

CREATE INDEX kept_settlement_differing ON core.kept_settlement USING btree (chain_id, statement_number) WHERE is_differing;

--
-- Name: kept_settlement_held; Type: INDEX; Schema: core; Owner: -
--

CREATE INDEX kept_settlement_held ON core.kept_settlement USING btree (chain_id, account_id, COALESCE(hold_key, '9'::text)) WHERE is_matched;

--
-- Name: kept_settlement_noteless; Type: INDEX; Schema: core; Owner: -
--

CREATE INDEX kept_settlement_noteless ON core.kept_settlement USING btree (chain_id, order_number, statement_number) WHERE (delivery_number = ''::text);

--
-- Name: kept_settlement_order; Type: INDEX; Schema: core; Owner: -
--

CREATE INDEX kept_settlement_order ON core.kept_settlement USING btree (chain_id, order_number);

--
-- Name: kept_supply_line_day; Type: INDEX; Schema: core; Owner: -
--

CREATE INDEX kept_supply_line_day ON core.kept_supply_line USING brin (month, received_on) WITH (pages_per_range='16', autosummarize='on');

--
-- Name: kept_supply_line_item; Type: INDEX; Schema: core; Owner: -
--

CREATE INDEX kept_supply_line_item ON core.kept_supply_line USING btree (chain_id, store_id, product_id, received_on);

--
-- Name: order_line_ended; Type: INDEX; Schema: core; Owner: -
--

CREATE INDEX order_line_ended ON ONLY core.order_line USING btree (superseded_recorded_at) WHERE (superseded_recorded_at <> 'infinity'::timestamp with time zone);

--
-- Name: order_line_number; Type: INDEX; Schema: core; Owner: -
--

CREATE INDEX order_line_number ON ONLY core.order_line USING btree (chain_id, order_number, store_id);

--
-- Name: order_line_recorded; Type: INDEX; Schema: core; Owner: -
--

CREATE INDEX order_line_recorded ON ONLY core.order_line USING brin (recorded_at) WITH (pages_per_range='32');

--
-- Name: past_settlement_past; Type: INDEX; Schema: core; Owner: -
--

CREATE INDEX past_settlement_past ON core.past_settlement USING btree (past_id);

--
-- Name: past_statement_past; Type: INDEX; Schema: core; Owner: -
--

CREATE INDEX past_statement_past ON core.past_statement USING btree (past_id);

--
-- Name: payment_line_of_statement; Type: INDEX; Schema: core; Owner: -
--

CREATE INDEX payment_line_of_statement ON core.payment_line USING btree (chain_id, statement_number);

--
-- Name: sku_lock_day_item; Type: INDEX; Schema: core; Owner: -
--

CREATE INDEX sku_lock_day_item ON core.sku_lock_day USING btree (chain_id, store_id, product_id, as_of);

--
-- Name: statement_line_delivery; Type: INDEX; Schema: core; Owner: -
--

CREATE INDEX statement_line_delivery ON ONLY core.statement_line USING btree (chain_id, delivery_number, product_id) WHERE (superseded_at = 'infinity'::timestamp with time zone);

--
-- Name: statement_line_delivery_number; Type: INDEX; Schema: core; Owner: -
--

CREATE INDEX statement_line_delivery_number ON ONLY core.statement_line USING btree (chain_id, delivery_number);

--
-- Name: statement_line_ended; Type: INDEX; Schema: core; Owner: -
--

CREATE INDEX statement_line_ended ON ONLY core.statement_line USING btree (superseded_recorded_at) WHERE (superseded_recorded_at <> 'infinity'::timestamp with time zone);

--
-- Name: statement_line_order_number; Type: INDEX; Schema: core; Owner: -
--

CREATE INDEX statement_line_order_number ON ONLY core.statement_line USING btree (chain_id, order_number);

--
-- Name: statement_line_recorded; Type: INDEX; Schema: core; Owner: -
--

CREATE INDEX statement_line_recorded ON ONLY core.statement_line USING brin (recorded_at) WITH (pages_per_range='32');

--
-- Name: statement_line_statement; Type: INDEX; Schema: core; Owner: -
--

CREATE INDEX statement_line_statement ON ONLY core.statement_line USING btree (chain_id, statement_number);

--
-- Name: alert_one_open; Type: INDEX; Schema: ops; Owner: -
--

CREATE UNIQUE INDEX alert_one_open ON ops.alert USING btree (kind, subject) WHERE (closed_at IS NULL);

--
-- Name: audit_by_time; Type: INDEX; Schema: ops; Owner: -
--

CREATE INDEX audit_by_time ON ops.audit USING btree (happened_at DESC);

--
-- Name: case_event_of_case; Type: INDEX; Schema: ops; Owner: -
--

CREATE INDEX case_event_of_case ON ops.case_event USING btree (case_id, event_id);

--
-- Name: case_live; Type: INDEX; Schema: ops; Owner: -
--

CREATE INDEX case_live ON ops."case" USING btree (chain_id, state) WHERE (state = ANY (ARRAY['open'::text, 'sent'::text, 'agreed'::text, 'refused'::text]));

--
-- Name: collected_file_moved; Type: INDEX; Schema: ops; Owner: -
--

CREATE INDEX collected_file_moved ON ops.collected_file USING btree (source, collected_at) WHERE (moved_to IS NOT NULL);

--
-- Name: delivery_claimed_lately; Type: INDEX; Schema: ops; Owner: -
--

CREATE INDEX delivery_claimed_lately ON ops.delivery USING btree (claimed_at);

--
-- Name: delivery_event_of_delivery; Type: INDEX; Schema: ops; Owner: -
--

CREATE INDEX delivery_event_of_delivery ON ops.delivery_event USING btree (delivery_id, event_id);

--
-- Name: delivery_of_recipient; Type: INDEX; Schema: ops; Owner: -
--

CREATE INDEX delivery_of_recipient ON ops.delivery USING btree (recipient_id, edition_id DESC);

--
-- Name: delivery_open; Type: INDEX; Schema: ops; Owner: -
--

CREATE INDEX delivery_open ON ops.delivery USING btree (not_before) WHERE (state = ANY (ARRAY['rendered'::text, 'claimed'::text, 'in_doubt'::text]));

--
-- Name: load_held; Type: INDEX; Schema: ops; Owner: -
--

CREATE INDEX load_held ON ops.load USING btree (chain_id, report, business_date) WHERE (state = 'held'::text);

--
-- Name: load_recorded; Type: INDEX; Schema: ops; Owner: -
--

CREATE INDEX load_recorded ON ops.load USING btree (recorded_at);

--
-- Name: quarantined_row_of_statement; Type: INDEX; Schema: ops; Owner: -
--

CREATE INDEX quarantined_row_of_statement ON ops.quarantined_row USING btree (document_number) WHERE (document_kind = 'statement'::text);

--
-- Name: quarantined_row_replayed; Type: INDEX; Schema: ops; Owner: -
--

CREATE INDEX quarantined_row_replayed ON ops.quarantined_row USING btree (closed_at) WHERE (state = 'replayed'::text);

--
-- Name: run_attempt_of_job; Type: INDEX; Schema: ops; Owner: -
--

CREATE INDEX run_attempt_of_job ON ops.run_attempt USING btree (hangfire_job_id);

--
-- Name: run_by_date; Type: INDEX; Schema: ops; Owner: -
--

CREATE INDEX run_by_date ON ops.run USING btree (date_to, chain_id);

--
-- Name: run_by_end; Type: INDEX; Schema: ops; Owner: -
--

CREATE INDEX run_by_end ON ops.run USING btree (finished_at DESC) WHERE (finished_at IS NOT NULL);

--
-- Name: run_event_of_run; Type: INDEX; Schema: ops; Owner: -
--

CREATE INDEX run_event_of_run ON ops.run_event USING btree (run_id, event_id);

--
-- Name: run_failed; Type: INDEX; Schema: ops; Owner: -
--

CREATE INDEX run_failed ON ops.run USING btree (finished_at DESC) WHERE (state = 'failed'::text);

--
-- Name: run_live; Type: INDEX; Schema: ops; Owner: -
--

CREATE INDEX run_live ON ops.run USING btree (not_before) WHERE (state = ANY (ARRAY['queued'::text, 'running'::text]));

--
-- Name: run_of_batch; Type: INDEX; Schema: ops; Owner: -
--

CREATE INDEX run_of_batch ON ops.run USING btree (batch_id) WHERE (batch_id IS NOT NULL);

--
-- Name: run_of_job_and_chain; Type: INDEX; Schema: ops; Owner: -
--

CREATE INDEX run_of_job_and_chain ON ops.run USING btree (job, chain_id, date_to);

--
-- Name: run_one_live; Type: INDEX; Schema: ops; Owner: -
--

CREATE UNIQUE INDEX run_one_live ON ops.run USING btree (job, chain_id, date_from, date_to) WHERE (state = ANY (ARRAY['queued'::text, 'running'::text]));

--
-- Name: run_succeeded_of_schedule; Type: INDEX; Schema: ops; Owner: -
--

CREATE INDEX run_succeeded_of_schedule ON ops.run USING btree (schedule_name, scheduled_for DESC) WHERE (state = 'succeeded'::text);

--
-- Name: sending_hold_one_open; Type: INDEX; Schema: ops; Owner: -
--

CREATE UNIQUE INDEX sending_hold_one_open ON ops.sending_hold USING btree ((true)) WHERE (released_at IS NULL);

--
-- Name: case_event audit_case_step; Type: TRIGGER; Schema: ops; Owner: -
--

CREATE TRIGGER audit_case_step AFTER INSERT ON ops.case_event FOR EACH ROW WHEN ((new.actor <> 'data'::text)) EXECUTE FUNCTION ops.audit_case_step();

--
-- Name: audit audit_is_kept; Type: TRIGGER; Schema: ops; Owner: -
--

CREATE TRIGGER audit_is_kept BEFORE DELETE OR UPDATE ON ops.audit FOR EACH ROW EXECUTE FUNCTION ops.refuse_rewriting();

--
-- Name: audit audit_is_never_emptied; Type: TRIGGER; Schema: ops; Owner: -
--

CREATE TRIGGER audit_is_never_emptied BEFORE TRUNCATE ON ops.audit FOR EACH STATEMENT EXECUTE FUNCTION ops.refuse_rewriting();

--
-- Name: case case_begins_open; Type: TRIGGER; Schema: ops; Owner: -
--

CREATE TRIGGER case_begins_open BEFORE INSERT ON ops."case" FOR EACH ROW EXECUTE FUNCTION ops.begin_case();

--
-- Name: case_event case_history_is_kept; Type: TRIGGER; Schema: ops; Owner: -
--

CREATE TRIGGER case_history_is_kept BEFORE DELETE OR UPDATE ON ops.case_event FOR EACH ROW EXECUTE FUNCTION ops.refuse_direct_change();

--
-- Name: case case_is_kept; Type: TRIGGER; Schema: ops; Owner: -
--

CREATE TRIGGER case_is_kept BEFORE DELETE ON ops."case" FOR EACH ROW EXECUTE FUNCTION ops.refuse_direct_change();

--
-- Name: case case_moves_by_steps; Type: TRIGGER; Schema: ops; Owner: -
--

CREATE TRIGGER case_moves_by_steps BEFORE UPDATE OF state, state_since, owner, claimed_amount, agreed_amount, credited_amount, written_off_amount ON ops."case" FOR EACH ROW EXECUTE FUNCTION ops.refuse_direct_change();

--
-- Name: run_event run_event_is_kept; Type: TRIGGER; Schema: ops; Owner: -
--

CREATE TRIGGER run_event_is_kept BEFORE DELETE OR UPDATE ON ops.run_event FOR EACH ROW EXECUTE FUNCTION ops.refuse_rewriting();

--
-- Name: run_event run_event_is_never_emptied; Type: TRIGGER; Schema: ops; Owner: -
--

CREATE TRIGGER run_event_is_never_emptied BEFORE TRUNCATE ON ops.run_event FOR EACH STATEMENT EXECUTE FUNCTION ops.refuse_rewriting();

--
-- Name: case_event take_case_step; Type: TRIGGER; Schema: ops; Owner: -
--

CREATE TRIGGER take_case_step BEFORE INSERT ON ops.case_event FOR EACH ROW EXECUTE FUNCTION ops.take_case_step();

--
-- Name: expected_arrival expected_arrival_chain_id_fkey; Type: FK CONSTRAINT; Schema: core; Owner: -
--

ALTER TABLE ONLY core.expected_arrival
    ADD CONSTRAINT expected_arrival_chain_id_fkey FOREIGN KEY (chain_id) REFERENCES core.chain(chain_id);

--
-- Name: kept_figures_state kept_figures_state_chain_id_fkey; Type: FK CONSTRAINT; Schema: core; Owner: -
--

ALTER TABLE ONLY core.kept_figures_state
    ADD CONSTRAINT kept_figures_state_chain_id_fkey FOREIGN KEY (chain_id) REFERENCES core.chain(chain_id);

--
-- Name: kept_state kept_state_chain_id_fkey; Type: FK CONSTRAINT; Schema: core; Owner: -
--

ALTER TABLE ONLY core.kept_state
    ADD CONSTRAINT kept_state_chain_id_fkey FOREIGN KEY (chain_id) REFERENCES core.chain(chain_id);

--
-- Name: month_figure month_figure_load_id_fkey; Type: FK CONSTRAINT; Schema: core; Owner: -
--

ALTER TABLE ONLY core.month_figure
    ADD CONSTRAINT month_figure_load_id_fkey FOREIGN KEY (load_id) REFERENCES ops.load(load_id);

--
-- Name: past_settlement past_settlement_past_id_fkey; Type: FK CONSTRAINT; Schema: core; Owner: -
--

ALTER TABLE ONLY core.past_settlement
    ADD CONSTRAINT past_settlement_past_id_fkey FOREIGN KEY (past_id) REFERENCES core.past_state(past_id) ON DELETE CASCADE;

--
-- Name: past_statement past_statement_past_id_fkey; Type: FK CONSTRAINT; Schema: core; Owner: -
--

ALTER TABLE ONLY core.past_statement
    ADD CONSTRAINT past_statement_past_id_fkey FOREIGN KEY (past_id) REFERENCES core.past_state(past_id) ON DELETE CASCADE;

--
-- Name: settlement_account settlement_account_chain_id_fkey; Type: FK CONSTRAINT; Schema: core; Owner: -
--

ALTER TABLE ONLY core.settlement_account
    ADD CONSTRAINT settlement_account_chain_id_fkey FOREIGN KEY (chain_id) REFERENCES core.chain(chain_id);

--
-- Name: settlement_figure settlement_figure_load_id_fkey; Type: FK CONSTRAINT; Schema: core; Owner: -
--

ALTER TABLE ONLY core.settlement_figure
    ADD CONSTRAINT settlement_figure_load_id_fkey FOREIGN KEY (load_id) REFERENCES ops.load(load_id);

--
-- Name: tolerance tolerance_chain_id_fkey; Type: FK CONSTRAINT; Schema: core; Owner: -
--

ALTER TABLE ONLY core.tolerance
    ADD CONSTRAINT tolerance_chain_id_fkey FOREIGN KEY (chain_id) REFERENCES core.chain(chain_id);

--
-- Name: case_appearance case_appearance_case_id_fkey; Type: FK CONSTRAINT; Schema: ops; Owner: -
--

ALTER TABLE ONLY ops.case_appearance
    ADD CONSTRAINT case_appearance_case_id_fkey FOREIGN KEY (case_id) REFERENCES ops."case"(case_id);

--
-- Name: case_event case_event_case_id_fkey; Type: FK CONSTRAINT; Schema: ops; Owner: -
--

ALTER TABLE ONLY ops.case_event
    ADD CONSTRAINT case_event_case_id_fkey FOREIGN KEY (case_id) REFERENCES ops."case"(case_id);

--
-- Name: chain_handover chain_handover_run_id_fkey; Type: FK CONSTRAINT; Schema: ops; Owner: -
--

ALTER TABLE ONLY ops.chain_handover
    ADD CONSTRAINT chain_handover_run_id_fkey FOREIGN KEY (run_id) REFERENCES ops.run(run_id) ON DELETE CASCADE;

--
-- Name: delivery delivery_content_sha256_fkey; Type: FK CONSTRAINT; Schema: ops; Owner: -
--

ALTER TABLE ONLY ops.delivery
    ADD CONSTRAINT delivery_content_sha256_fkey FOREIGN KEY (content_sha256) REFERENCES ops.mail_content(content_sha256);

--
-- Name: delivery delivery_edition_id_fkey; Type: FK CONSTRAINT; Schema: ops; Owner: -
--

ALTER TABLE ONLY ops.delivery
    ADD CONSTRAINT delivery_edition_id_fkey FOREIGN KEY (edition_id) REFERENCES ops.edition(edition_id);

--
-- Name: delivery_event delivery_event_delivery_id_fkey; Type: FK CONSTRAINT; Schema: ops; Owner: -
--

ALTER TABLE ONLY ops.delivery_event
    ADD CONSTRAINT delivery_event_delivery_id_fkey FOREIGN KEY (delivery_id) REFERENCES ops.delivery(delivery_id) ON DELETE CASCADE;

--
-- Name: edition_item edition_item_edition_id_fkey; Type: FK CONSTRAINT; Schema: ops; Owner: -
--

ALTER TABLE ONLY ops.edition_item
    ADD CONSTRAINT edition_item_edition_id_fkey FOREIGN KEY (edition_id) REFERENCES ops.edition(edition_id) ON DELETE CASCADE;

--
-- Name: header_drift header_drift_first_load_id_fkey; Type: FK CONSTRAINT; Schema: ops; Owner: -
--

ALTER TABLE ONLY ops.header_drift
    ADD CONSTRAINT header_drift_first_load_id_fkey FOREIGN KEY (first_load_id) REFERENCES ops.load(load_id);

--
-- Name: load_sheet load_sheet_load_id_fkey; Type: FK CONSTRAINT; Schema: ops; Owner: -
--

ALTER TABLE ONLY ops.load_sheet
    ADD CONSTRAINT load_sheet_load_id_fkey FOREIGN KEY (load_id) REFERENCES ops.load(load_id) ON DELETE CASCADE;

--
-- Name: load_sighting load_sighting_load_id_fkey; Type: FK CONSTRAINT; Schema: ops; Owner: -
--

ALTER TABLE ONLY ops.load_sighting
    ADD CONSTRAINT load_sighting_load_id_fkey FOREIGN KEY (load_id) REFERENCES ops.load(load_id);

--
-- Name: mail_attachment mail_attachment_content_sha256_fkey; Type: FK CONSTRAINT; Schema: ops; Owner: -
--

ALTER TABLE ONLY ops.mail_attachment
    ADD CONSTRAINT mail_attachment_content_sha256_fkey FOREIGN KEY (content_sha256) REFERENCES ops.mail_content(content_sha256) ON DELETE CASCADE;

--
-- Name: odd_content odd_content_load_id_fkey; Type: FK CONSTRAINT; Schema: ops; Owner: -
--

ALTER TABLE ONLY ops.odd_content
    ADD CONSTRAINT odd_content_load_id_fkey FOREIGN KEY (load_id) REFERENCES ops.load(load_id) ON DELETE CASCADE;

--
-- Name: quarantined_row quarantined_row_load_id_fkey; Type: FK CONSTRAINT; Schema: ops; Owner: -
--

ALTER TABLE ONLY ops.quarantined_row
    ADD CONSTRAINT quarantined_row_load_id_fkey FOREIGN KEY (load_id) REFERENCES ops.load(load_id);

--
-- Name: run_attempt run_attempt_run_id_fkey; Type: FK CONSTRAINT; Schema: ops; Owner: -
--

ALTER TABLE ONLY ops.run_attempt
    ADD CONSTRAINT run_attempt_run_id_fkey FOREIGN KEY (run_id) REFERENCES ops.run(run_id) ON DELETE CASCADE;

--
-- Name: run run_batch_id_fkey; Type: FK CONSTRAINT; Schema: ops; Owner: -
--

ALTER TABLE ONLY ops.run
    ADD CONSTRAINT run_batch_id_fkey FOREIGN KEY (batch_id) REFERENCES ops.run_batch(batch_id);

--
-- Name: run_event run_event_run_id_fkey; Type: FK CONSTRAINT; Schema: ops; Owner: -
--

ALTER TABLE ONLY ops.run_event
    ADD CONSTRAINT run_event_run_id_fkey FOREIGN KEY (run_id) REFERENCES ops.run(run_id) ON DELETE CASCADE;

--
-- Name: run run_rerun_of_fkey; Type: FK CONSTRAINT; Schema: ops; Owner: -
--

ALTER TABLE ONLY ops.run
    ADD CONSTRAINT run_rerun_of_fkey FOREIGN KEY (rerun_of) REFERENCES ops.run(run_id);

--
-- Name: run_step run_step_run_id_fkey; Type: FK CONSTRAINT; Schema: ops; Owner: -
--

ALTER TABLE ONLY ops.run_step
    ADD CONSTRAINT run_step_run_id_fkey FOREIGN KEY (run_id) REFERENCES ops.run(run_id) ON DELETE CASCADE;
