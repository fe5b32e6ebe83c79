// Stores as the commands open and verify them, under the agreement of sealed-store.ts.
import { rowsOf } from '@upheld/collector/store/blocks/hour';
import { openBlock } from '@upheld/collector/store/blocks/block';
import { chainAfter } from '@upheld/collector/store/blocks/chain';
import { openStore, storeFile, storeName } from '@upheld/collector/store/registry';
import { within, type Stores } from '@upheld/collector/operations/stores';
import { verifyStore } from '@upheld/collector/operations/verify';
import { anAgreement } from '../../builders/agreement.ts';
import { hour, start } from '../../contracts/store-facts.ts';

export const stores: Stores = {
  open: openStore,
  fileOf: storeFile,
  nameOf: storeName,
  verify: (url, options) =>
    within({ open: openStore }, url, { ...options, isReader: true }, (store) =>
      verifyStore({
        ...{ store, agreements: [anAgreement()], until: start + 24 * hour },
        isProbed: (type) => type === 'http',
        readBlock: (block) => rowsOf(openBlock(block)),
        chainAfter,
      }),
    ),
};

/** What stands in a manifest beside what the file says. */
export const about = {
  ...{ upheld: '1.2.3', schema: 7, madeAt: '2026-11-21T10:00:00Z' },
  configuration: { 'acme.yaml': 'ab'.repeat(32) },
};
