// An import's view of a store, in memory: what was put, in which batches.
import type { LoadTestResult, NewSample, PutResult, TicketBatch } from '@upheld/collector/store/store';
import type { LoadTest } from '@upheld/shared/facts/load-test';

/** Takes every row as new, and keeps the batches as they came. */
export function recordingStore() {
  const sampleBatches: NewSample[][] = [];
  const ticketBatches: TicketBatch[] = [];
  const loadTests: LoadTest[] = [];
  return {
    sampleBatches,
    ticketBatches,
    loadTests,
    putLoadTests: async (tests: LoadTest[]): Promise<LoadTestResult> => {
      loadTests.push(...tests);
      return { stored: tests.length, duplicates: 0, conflicts: [] };
    },
    putSamples: async (samples: NewSample[]): Promise<PutResult> => {
      sampleBatches.push(samples);
      return { stored: samples.length, duplicates: 0, conflicts: [], fenced: [] };
    },
    putTicketEvents: async (batch: TicketBatch) => {
      ticketBatches.push(batch);
      return { stored: batch.events.length, duplicates: 0 };
    },
  };
}
