// Ages and statuses beside samples, and load tests.
export const agesStatusesAndLoadTests = `
alter table samples add column age_tenths integer
  check (age_tenths is null or (age_tenths >= 0 and outcome <> 2));
-- Three digits, whatever a server sends: 999 has been seen.
alter table samples add column status integer
  check (status is null or (status between 0 and 999 and outcome = 1 and reason = 'status'));
update samples set status = (
  select json_extract(detail, '$.status') from details
  where details.target = samples.target and details.at = samples.at
) where outcome = 1 and reason = 'status';

-- Few samples have either, and those that have none must not be read any slower for it.
create index samples_with_more on samples (target, at) where age_tenths is not null or status is not null;

create table load_tests (
  id integer primary key,
  agreement integer not null references agreements (id),
  objective text not null,
  name text not null,
  at integer not null,
  users integer not null check (users >= 0),
  terms text not null,
  tool text,
  unique (agreement, objective, name, at)
) strict;
`;
