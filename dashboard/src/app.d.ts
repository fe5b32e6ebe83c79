// What every page can count on: the shape of an error, and the data that the frame around the pages shows.
import type { AgreementSummary, SystemStatus } from '@upheld/shared/api/responses';
import type { PrintedInstant } from '#lib/words/instant.ts';

declare global {
  namespace App {
    interface Error {
      status: number;
      message: string;
      /** What the reader can do about it. */
      advice?: string;
    }
    interface PageData {
      title?: string;
      system?: SystemStatus;
      simulated?: boolean;
      /** The agreement that the page is about, where it is about one. */
      agreement?: AgreementSummary;
      /** What of the agreement the page shows, where it is not the whole. */
      crumb?: string;
      asOf?: PrintedInstant;
      zone?: string;
      /** The page's verdict in words, told to screen readers when it changes under them. */
      headline?: string;
      /** The page answers what it was asked once: changes of the facts do not ask again. */
      isAnswer?: boolean;
    }
  }
}
