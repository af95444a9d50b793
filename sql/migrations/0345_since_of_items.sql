-- Since when a thing stood that an edition reported: what the rules no longer watch has left the list, and was not cleared.
alter table ops.edition_item add column since_on date;
comment on column ops.edition_item.since_on is 'Business date since which it stood; null for figures, and for editions made before this was kept';
