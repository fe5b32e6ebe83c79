// What a folder of files says: the record that everything behind it works with.
import type { Amendment, Exclusion } from '@upheld/shared/agreement/agreement';
import type { FullAgreement } from '@upheld/shared/agreement/document';
import type { Settings } from '@upheld/shared/agreement/settings';

/** Agreements carry the terms that their amendments bring; `amendments` are those of the folder, acting or not. */
export type Configuration = {
  agreements: FullAgreement[];
  amendments: Amendment[];
  exclusions: Exclusion[];
  settings: Settings;
};
