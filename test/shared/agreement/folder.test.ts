import { folderFaults } from '@upheld/shared/agreement/folder';
import { describe, expect, it } from 'vitest';
import { agreementDocument, amendmentDocument, exclusionDocument, signature } from './builder.ts';

const gots = (documents: unknown[], complete = true) =>
  folderFaults(documents, complete).map((faults) => faults.map(({ got }) => got));

describe('the documents of one folder', () => {
  it('name agreements and exclusions once each; the two may share a name', () => {
    const documents = [
      agreementDocument(),
      agreementDocument(),
      exclusionDocument({}, 'acme'),
      exclusionDocument({}, 'acme'),
    ];
    expect(gots(documents)).toEqual([[], ['"acme" again'], [], ['"acme" again']]);
  });

  it('name amendments once, and parties that the agreement has', () => {
    const changes = [{ path: 'objectives.uptime.weight', from: 1, to: 2 }];
    const strange = amendmentDocument(changes, { signatures: [signature('us'), signature('them')] });
    expect(gots([agreementDocument(), amendmentDocument(changes), strange])).toEqual([
      [],
      [],
      ['"acme-a1" again', '"them"'],
    ]);
    const lost = amendmentDocument(changes, { agreement: 'acmee' });
    expect(gots([agreementDocument(), lost])).toEqual([[], ['"acmee"']]);
    expect(gots([agreementDocument(), lost], false)).toEqual([[], []]);
  });

  it('let exclusions name what an amendment brought', () => {
    const exclusion = exclusionDocument({ sources: ['api', 'orders'] });
    const brought = agreementDocument({ sources: [{ name: 'orders' }] });
    expect(folderFaults([agreementDocument(), exclusion], true, [brought])).toEqual([[], []]);
    expect(gots([agreementDocument(), exclusion])).toEqual([[], ['"orders"']]);
  });

  it('hold settings once', () => {
    expect(gots([{ kind: 'Settings' }, { kind: 'Settings' }])).toEqual([[], ['"Settings" again']]);
  });

  it('let exclusions name what their agreement has, wherever it stands', () => {
    expect(gots([exclusionDocument({ sources: ['api'] }), agreementDocument()])).toEqual([[], []]);
  });

  it('refuse exclusions that name what their agreement has not', () => {
    const lost = exclusionDocument({
      sources: ['api', 'apii'],
      requestedBy: { party: 'them' },
      approvedBy: { party: 'others' },
    });
    expect(gots([agreementDocument(), lost])).toEqual([[], ['"apii"', '"them"', '"others"']]);
  });

  it('refuse an exclusion without its agreement, unless that may stand where nothing could be read', () => {
    const lost = exclusionDocument({ agreement: 'acmee' });
    expect(folderFaults([agreementDocument(), lost], true)[1]?.[0]?.rule).toBe(
      'only acme is known here, such as acme',
    );
    expect(folderFaults([lost], true)[0]?.[0]?.rule).toBe('no agreement is in this folder, such as acme');
    expect(gots([agreementDocument(), lost], false)).toEqual([[], []]);
  });

  it.each([[null], ['text'], [{}], [{ kind: 'Exclusion', spec: { sources: 5 } }]])(
    'may be anything: %j',
    (document) => {
      expect(() => folderFaults([document], true)).not.toThrow();
    },
  );
});
