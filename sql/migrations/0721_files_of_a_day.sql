-- Whether a day's file came is looked up by its day: pages ask about a week of a year.
create index load_of_day on ops.load (chain_id, report, business_date, arrived_at, load_id)
    where state in ('loaded', 'duplicate') and business_date is not null;
