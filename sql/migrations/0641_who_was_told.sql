-- To whom an alert was mailed, so that a page can say it, and that it was nobody.
alter table ops.alert add column told_to text[];
comment on column ops.alert.told_to is 'Addresses of operations that the mail server took it for; null until it was told';
