-- The documents of the incoming rows; a document's month is fixed when it is first seen.
create temp table incoming_document on commit drop as
    select n.number, coalesce(d.partition_month, date_trunc('month', n.first_on)::date) as partition_month, d.number is not null as is_known
    from (select {{number}} as number, min({{date}}) as first_on from incoming group by 1) n
    left join core.document d on d.chain_id = @chain and d.kind = @kind and d.number = n.number and d.store_id = '';
insert into core.document (chain_id, kind, number, partition_month)
    select @chain, @kind, number, partition_month from incoming_document where not is_known;
