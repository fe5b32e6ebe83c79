// The contract of a format in which services tell their health (prometheus.md section 5).
import type { ReportedStatus } from '@upheld/shared/facts/status-report';
import type { JsonBody } from '../egress/json-body.ts';

/** An answer as formats see it: its HTTP status, its headers by lower-case name and what its body holds. */
export type HealthAnswer = { code: number; headers: Record<string, string>; body: JsonBody };

/** One component of the service instead of the whole; how old a reading may be. */
export type HealthQuestion = { component: string | null; maxAgeMs: number | null };

/** `fault` says why the status is `unknown`, in words that quote nothing of the answer; else it is null. */
export type HealthReading = { status: ReportedStatus; fault: string | null };

export type HealthFormat = {
  name: string;
  /** By what an answer of a format that nobody named is known: its `Content-Type` first, then its document. */
  mediaType?: RegExp;
  knows?(document: unknown): boolean;
  read(answer: HealthAnswer, question: HealthQuestion): HealthReading;
};

/** A reading that tells nothing. */
export function unknown(fault: string): HealthReading {
  return { status: 'unknown', fault };
}
