-- One row: one part of what a fee text of a chain means: our own table of texts (core.fee_text), which may split a lump into parts with
-- their shares, else the label of a contract's clause; of two contracts that use a label the one that ends last, signed or not. This is
-- our reading, not a term: a text that is mapped later is judged from then on.
-- Read by: mart.deduction_part, mart.fee_ratio. Left out: labels that the table of texts explains; texts that nothing explains.
create view mart.fee_meaning as
with label as (
    -- The words of the clauses, in normal form.
    select distinct on (term.chain_id, core.plain_fee_text(label.words)) term.chain_id, core.plain_fee_text(label.words) as fee_text,
        term.fee_code
    from core.contract_term as term
    join core.contract as contract on contract.chain_id = term.chain_id and contract.contract_id = term.contract_id
        and core.is_known(contract.arrived_at, contract.recorded_at, contract.superseded_at, contract.superseded_recorded_at)
    cross join lateral string_to_table(term.labels, '|') as label (words)
    where core.is_known(term.arrived_at, term.recorded_at, term.superseded_at, term.superseded_recorded_at)
    order by term.chain_id, core.plain_fee_text(label.words), contract.valid_to desc, term.term_id
)
select chain_id, fee_text, part_number, fee_code, share_pct, valid_from, valid_to
from core.fee_text
where core.is_known(arrived_at, recorded_at, superseded_at, superseded_recorded_at)
union all
select chain_id, fee_text, 1::smallint, fee_code, null::numeric, date '-infinity', date 'infinity'
from label
where not exists (
    select from core.fee_text as said where said.chain_id = label.chain_id and said.fee_text = label.fee_text
      and core.is_known(said.arrived_at, said.recorded_at, said.superseded_at, said.superseded_recorded_at));

comment on view mart.fee_meaning is 'One row: one part of what a fee text of a chain means';
comment on column mart.fee_meaning.chain_id is 'Chain';
comment on column mart.fee_meaning.fee_text is 'Text in normal form, as core.plain_fee_text gives it';
comment on column mart.fee_meaning.part_number is '1, or the part of a lump';
comment on column mart.fee_meaning.fee_code is 'Our fee code';
comment on column mart.fee_meaning.share_pct is 'Per cent of the lump that is this part; null: all of it, or what the other parts leave';
comment on column mart.fee_meaning.valid_from is 'First period end for which it means that';
comment on column mart.fee_meaning.valid_to is 'Last period end';
