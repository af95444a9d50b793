-- What a case is about, told once: a difference that is carried from statement to statement appears on each, and who looks for its case
-- read them all.
alter table ops.case_appearance add column is_first boolean not null default true;
update ops.case_appearance as later set is_first = false
from ops.case_appearance as earlier
where earlier.case_id = later.case_id and earlier.kind = later.kind and earlier.claim_key = later.claim_key
  and earlier.statement_number < later.statement_number;
comment on column ops.case_appearance.is_first is 'Whether it is the first of its case, kind and source row by the number of the statement';
create index case_appearance_first on ops.case_appearance (case_id) include (kind, claim_key) where is_first;
