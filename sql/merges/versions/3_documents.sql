-- The documents of the incoming rows, known by number, or by number and store where the profile says so; a document's month is fixed when it is first seen.
-- Filled in: date, document_store, number
create temp table incoming_document on commit drop as
    select n.number, n.store_id, coalesce(d.partition_month, date_trunc('month', n.first_on)::date) as partition_month,
           d.number is not null as is_known
    from (select {{number}} as number, {{document_store}} as store_id, min({{date}}) as first_on from incoming group by 1, 2) n
    left join core.document d on d.chain_id = @chain and d.kind = @kind and d.number = n.number and d.store_id = {{document_store:n}};
insert into core.document (chain_id, kind, number, store_id, partition_month)
    select @chain, @kind, number, store_id, partition_month from incoming_document where not is_known;
