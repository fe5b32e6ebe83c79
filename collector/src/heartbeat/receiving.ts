// Takes heartbeats: from the token in a URL to an arrival that is durable.
import type { Clock } from '../clock.ts';
import type { Deafness } from '../probes/probe.ts';
import type { SourceKey, Store } from '../store/store.ts';
import { createListening } from './listening.ts';
import { digestOf, tokenOf } from './tokens.ts';

/** `kept` once it is durable; `unknown` where no source has this token; `refused` where the storage takes nothing. */
export type Received = 'kept' | 'unknown' | 'refused';

export type Receiving = {
  /** Heartbeats of these sources are taken from now on, and of no others. */
  follow(sources: SourceKey[]): void;
  /** Whether a source has this token: whoever has none needs not be listened to. */
  knows(token: string): boolean;
  receive(token: string): Promise<Received>;
  /** The last instant up to which a heartbeat of the source may have come unheard. */
  deafness(source: SourceKey): Deafness;
  stop(): void;
};

export type ReceivingParts = {
  key: Buffer;
  store: Pick<Store, 'putBeat'>;
  /** Tells other processes since when these sources are heard here; not called where there are none. */
  tell?: (heard: Heard[]) => Promise<void>;
  clock: Clock;
  /** Hears of what the storage refused; `what` names the source and never its token. */
  onError: (what: string, error: unknown) => void;
  /** What it refused before, if it did, it takes now. */
  onWorked: (what: string) => void;
};

/** A source that is heard since `until` of its deafness. */
export type Heard = { source: SourceKey; deafness: Deafness };

type Write = { second: number; durable: Promise<void> };

/** Takes nothing until it follows some source. */
export function createReceiving({ key, store, clock, tell, onError, onWorked }: ReceivingParts): Receiving {
  const listening = createListening(clock, tellOthers);
  const lastWrites = new Map<string, Write>();
  let byDigest = new Map<string, SourceKey>();

  /** Calls of one second are one arrival and wait for one write. */
  function write(source: SourceKey): Promise<void> {
    const at = clock.now();
    const second = Math.floor(at / 1000);
    const last = lastWrites.get(nameOf(source));
    if (last?.second === second) return last.durable;
    const durable = store.putBeat({ ...source, at });
    lastWrites.set(nameOf(source), { second, durable });
    return durable;
  }

  function tellOthers(): void {
    const heard = [...byDigest.values()].flatMap((source) => {
      const deafness = listening.all().get(nameOf(source));
      return deafness === undefined ? [] : [{ source, deafness }];
    });
    say(heard);
  }

  function say(heard: Heard[]): void {
    if (heard.length === 0) return;
    tell?.(heard).then(
      () => onWorked('heartbeats'),
      (error: unknown) => onError('heartbeats', error),
    );
  }

  const sourceOf = (token: string) => byDigest.get(digestOf(token, key));

  return {
    follow(sources) {
      byDigest = new Map(sources.map((source) => [digestOf(tokenOf(source, key), key), source]));
      listening.follow(sources.map(nameOf));
    },
    knows: (token) => sourceOf(token) !== undefined,
    async receive(token) {
      const source = sourceOf(token);
      if (source === undefined) return 'unknown';
      try {
        await write(source);
        onWorked(nameOf(source));
        return 'kept';
      } catch (error) {
        lastWrites.delete(nameOf(source));
        listening.lost(nameOf(source));
        onError(nameOf(source), error);
        return 'refused';
      }
    },
    deafness: (source) => listening.deafness(nameOf(source)),
    /** Nobody may be blamed for a call that comes from now on: others hear of it at once. */
    stop() {
      listening.stop();
      const deafness: Deafness = { until: clock.now(), reason: 'stopped' };
      say([...byDigest.values()].map((source) => ({ source, deafness })));
    },
  };
}

function nameOf({ agreement, source }: SourceKey): string {
  return `${agreement}/${source}`;
}
