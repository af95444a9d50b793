-- Which edition found a thing of the edition before solved: what was solved since is told where no mail is made.
alter table ops.edition_item add column cleared_by bigint references ops.edition on delete set null;
comment on column ops.edition_item.cleared_by is
    'The next edition of the digest, where the warehouse found the thing no more; null while it stands, or only grew too old to be listed';
create index edition_item_cleared_by on ops.edition_item (cleared_by) where cleared_by is not null;
