// Records back into documents, with every default in them: what `check-config --effective` prints, and
// what loads again as the same record.
import { z } from 'zod';
import { amendmentDocument } from './amendment.ts';
import type { Amendment, Exclusion } from './agreement.ts';
import type { FullAgreement, FullTerms } from './document.ts';
import { exclusionDocument } from './exclusion.ts';
import type { Kinds } from './kinds.ts';
import { schemaFor } from './read.ts';
import { settingsDocument } from './settings.ts';
import type { Settings } from './settings.ts';
import type { Instant } from '../time/instant.ts';

const apiVersion = 'upheld/v1';

/** The Agreement document of the terms in force at `at`. */
export function writtenAgreement(agreement: FullAgreement, kinds: Kinds, at: Instant): unknown {
  const { amended, ...signed } = agreement;
  return writtenTerms(amended.findLast(({ from }) => from <= at)?.terms ?? signed, kinds);
}

/** The Agreement document of terms, with every default in it; the calendar `always` is built in and left out. */
export function writtenTerms(terms: FullTerms, kinds: Kinds): unknown {
  const { name, displayName, labels, calendars, ...rest } = terms;
  const own = Object.fromEntries(Object.entries(calendars).filter(([calendar]) => calendar !== 'always'));
  return z.encode(schemaFor(kinds), {
    apiVersion,
    kind: 'Agreement',
    metadata: { name, displayName, labels },
    spec: { ...rest, calendars: own },
  });
}

/** The Amendment document of an amendment; whether it acts follows from its signatures. */
export function writtenAmendment({ name, ...spec }: Amendment): unknown {
  return z.encode(amendmentDocument, { apiVersion, kind: 'Amendment', metadata: { name }, spec });
}

/** The Exclusion document of an exclusion; whether it acts follows from its approval. */
export function writtenExclusion(exclusion: Exclusion): unknown {
  const { agreement, category, window, sources, effect, reason, requestedBy, approvedBy } = exclusion;
  return z.encode(exclusionDocument, {
    apiVersion,
    kind: 'Exclusion',
    metadata: { name: exclusion.name },
    spec: {
      agreement,
      category,
      window: { from: window.start, to: window.end },
      sources,
      effect,
      reason,
      requestedBy,
      approvedBy,
    },
  });
}

/** The Settings document of an installation. */
export function writtenSettings(spec: Settings): unknown {
  return z.encode(settingsDocument, { apiVersion, kind: 'Settings', metadata: { name: 'settings' }, spec });
}
