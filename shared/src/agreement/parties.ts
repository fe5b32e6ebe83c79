// The two parties and the people who answer for them.
import { email, name, text } from './fields.ts';
import { list, part } from './part.ts';
import { such } from './rule.ts';

const person = part(
  'a person has a name and an e-mail address',
  '{ name: Ina Weiss, email: ina@us.example }',
  {
    name: text('the name of a person', 'Ina Weiss'),
    email: email('ina@us.example'),
    chat: text('a chat address', '@ina').optional(),
  },
);

const accountable = part(
  'a party names the person accountable for it',
  'accountable: { name: Ina Weiss, email: ina@us.example }',
  person.shape,
);

const party = part('a party has an id, a name and people', '{ id: us, name: Our Company, people: { ... } }', {
  id: name('acme'),
  name: text('the name of a party', 'Acme GmbH'),
  people: part(
    'a party names its people',
    'people: { accountable: { name: Ina Weiss, email: ina@us.example } }',
    {
      accountable,
      technical: person.optional(),
      executive: person.optional(),
    },
  ),
});

const exactlyTwo = such('an agreement has exactly two parties', '[{ id: us, ... }, { id: acme, ... }]');

/** Exactly two. */
export const parties = list(
  'an agreement has exactly two parties',
  '[{ id: us, ... }, { id: acme, ... }]',
  party,
  2,
).max(2, exactlyTwo);
