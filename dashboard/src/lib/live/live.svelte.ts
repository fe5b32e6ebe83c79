// Keeps an open page in step with the collector: hears that facts changed and asks for the page's data
// again, at most every few seconds and never while the reader has paused it or looks elsewhere.

export type LiveState = 'connecting' | 'live' | 'out-of-reach' | 'paused';

type Options = {
  /** Loads the page's data again. */
  refresh: () => Promise<void>;
  /** The agreement that the page shows, or null where it shows all. */
  agreement: () => string | null;
  /** The collector came back after it had been out of reach. */
  returned: () => void;
};

/** The least time between two refreshes: a burst of changes is one refresh. */
const leastGapMs = 2_000;

export class Live {
  state = $state<LiveState>('connecting');
  readonly #options: Options;
  #stream: EventSource | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #refreshedAt = 0;
  #wasOut = false;

  constructor(options: Options) {
    this.#options = options;
  }

  /** Opens the stream; the browser opens it again by itself when it breaks. */
  start(): void {
    this.#stream = new EventSource('/live');
    this.state = 'connecting';
    this.#stream.addEventListener('error', () => {
      this.#lost('connecting');
    });
    this.#stream.addEventListener('down', () => {
      this.#lost('out-of-reach');
    });
    this.#stream.addEventListener('up', () => {
      this.#found();
    });
    this.#stream.addEventListener('changed', (event: MessageEvent<string>) => {
      if (concerns(event.data, this.#options.agreement())) this.#soon();
    });
  }

  stop(): void {
    this.#stream?.close();
    this.#stream = null;
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  pause(): void {
    this.stop();
    this.state = 'paused';
  }

  resume(): void {
    this.#wasOut = false;
    this.start();
    this.#soon();
  }

  #lost(state: LiveState): void {
    this.state = state;
    this.#wasOut = true;
  }

  #found(): void {
    this.state = 'live';
    if (!this.#wasOut) return;
    this.#wasOut = false;
    this.#options.returned();
    this.#soon();
  }

  #soon(): void {
    if (this.#timer !== undefined) return;
    const wait = Math.max(0, this.#refreshedAt + leastGapMs - Date.now());
    this.#timer = setTimeout(() => void this.#refresh(), wait);
  }

  async #refresh(): Promise<void> {
    await untilVisible();
    this.#timer = undefined;
    if (this.#stream === null) return;
    this.#refreshedAt = Date.now();
    await this.#options.refresh();
  }
}

/** Whether a change is about what the page shows; a change of everything names no agreement. */
function concerns(data: string, shown: string | null): boolean {
  const changed: unknown = JSON.parse(data);
  if (typeof changed !== 'object' || changed === null || !('agreement' in changed)) return true;
  return changed.agreement === null || shown === null || changed.agreement === shown;
}

function untilVisible(): Promise<void> {
  if (document.visibilityState === 'visible') return Promise.resolve();
  return new Promise((resolve) => {
    const look = () => {
      if (document.visibilityState !== 'visible') return;
      document.removeEventListener('visibilitychange', look);
      resolve();
    };
    document.addEventListener('visibilitychange', look);
  });
}
