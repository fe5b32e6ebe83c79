// When something that was started can be used.
import { setTimeout as wait } from 'node:timers/promises';

const readyWithinMs = 60_000;
const pollEveryMs = 50;

/** Resolves when every address has answered with a 2xx; rejects after a minute, or when `over` aborts. */
export async function answers(urls: string[], over: AbortSignal): Promise<void> {
  const deadline = AbortSignal.any([over, AbortSignal.timeout(readyWithinMs)]);
  for (const url of urls) {
    while (!(await isOk(url, deadline))) {
      if (deadline.aborted) throw new Error(`${url} did not answer within ${readyWithinMs / 1000} s.`);
      await wait(pollEveryMs);
    }
  }
}

async function isOk(url: string, deadline: AbortSignal): Promise<boolean> {
  try {
    const response = await fetch(url, { signal: deadline });
    await response.body?.cancel();
    return response.ok;
  } catch {
    return false;
  }
}
