// What a folder of files says: the record that everything behind it works with.
import type { Exclusion } from '@upheld/shared/agreement/agreement';
import type { FullAgreement } from '@upheld/shared/agreement/document';
import type { Settings } from '@upheld/shared/agreement/settings';

export type Configuration = { agreements: FullAgreement[]; exclusions: Exclusion[]; settings: Settings };
