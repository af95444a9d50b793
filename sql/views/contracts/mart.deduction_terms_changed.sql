-- One row: one judgement of a deduction that a contract signed after the statement closed changes (docs/domain.md#contracts).
-- Read by: finance; settled as a case of its own, outside the identity of the statement it is about.
-- Left out: what the new contract leaves as it was.
-- Depends on: mart.deduction_review
create view mart.deduction_terms_changed as
select chain_id, statement_number, line_number, part_number, fee_text, fee_code, 'deduction_terms_changed' as kind,
    expected_amount as old_amount, expected_amount_now as new_amount, terms_change_amount as amount,
    contract_id as old_contract_id, clause as old_clause, contract_id_now as new_contract_id, clause_now as new_clause,
    stated_amount, load_id, row_number
from mart.deduction_review
where terms_change_amount <> 0;

comment on view mart.deduction_terms_changed is
    'One row: what a contract signed later changes about a deduction already taken, or not taken';
comment on column mart.deduction_terms_changed.chain_id is 'Chain';
comment on column mart.deduction_terms_changed.statement_number is 'Statement';
comment on column mart.deduction_terms_changed.line_number is 'Its line; empty where it took nothing';
comment on column mart.deduction_terms_changed.part_number is '1, or the part of a lump';
comment on column mart.deduction_terms_changed.fee_text is 'Fee as the chain words it';
comment on column mart.deduction_terms_changed.fee_code is 'Our fee code';
comment on column mart.deduction_terms_changed.kind is 'deduction_terms_changed';
comment on column mart.deduction_terms_changed.old_amount is 'RMB that the terms known when the statement closed let it take, negative';
comment on column mart.deduction_terms_changed.new_amount is 'RMB by the terms known now, negative';
comment on column mart.deduction_terms_changed.amount is 'RMB: new less old; positive is ours to reclaim, negative is owed to the chain';
comment on column mart.deduction_terms_changed.old_contract_id is 'Contract asked then';
comment on column mart.deduction_terms_changed.old_clause is 'Its clause';
comment on column mart.deduction_terms_changed.new_contract_id is 'Contract asked now';
comment on column mart.deduction_terms_changed.new_clause is 'Its clause';
comment on column mart.deduction_terms_changed.stated_amount is 'RMB that the statement took, negative';
comment on column mart.deduction_terms_changed.load_id is 'Load of the statement';
comment on column mart.deduction_terms_changed.row_number is 'Row in its file';
