// The database as this thread holds it: alone, with room in reserve, or to read beside whoever writes.
import type { DatabaseSync } from 'node:sqlite';
import type { OpenOptions } from '../engine.ts';
import { checkWritable, openDatabase, openToRead } from './database.ts';
import { isFull } from './faults.ts';
import { lockStore } from './lock.ts';
import { checkRelease } from './release.ts';
import { createReserve, noReserve, type Reserve } from './reserve.ts';

export type HeldDatabase = {
  database: DatabaseSync;
  /** Throws unless a write would succeed now, and room is in reserve for later ones. */
  check(): void;
  reserve: Reserve;
  close(): void;
};

/** Throws what SQLite throws, or a StoreError: `in-use` where another process holds the file to write. */
export function holdDatabase(path: string, options: OpenOptions): HeldDatabase {
  checkRelease(process.versions.sqlite ?? 'of no known release');
  return options.isReader
    ? heldToRead(path, options.mayBeMissing ?? false)
    : heldAlone(path, options.reserveBytes ?? null);
}

function heldToRead(path: string, mayBeMissing: boolean): HeldDatabase {
  const database = openToRead(path, { mayBeMissing });
  const check = () => checkWritable(database, path);
  return { database, check, reserve: noReserve, close: () => database.close() };
}

function heldAlone(path: string, reserveBytes: number | null): HeldDatabase {
  const unlock = lockStore(path);
  const reserve = reserveBytes === null ? noReserve : createReserve(path, reserveBytes);
  try {
    const database = openWithRoom(path, reserve);
    return {
      database,
      reserve,
      check() {
        checkWritable(database, path);
        reserve.makeWhole();
      },
      close() {
        reserve.close();
        try {
          database.close();
        } finally {
          unlock();
        }
      },
    };
  } catch (error) {
    unlock();
    throw error;
  }
}

/** A disk may have been filled while nothing ran: to open the file takes a little room too. */
function openWithRoom(path: string, reserve: Reserve): DatabaseSync {
  try {
    return openDatabase(path);
  } catch (error) {
    if (!isFull(error) || !reserve.giveBack()) throw error;
    return openDatabase(path);
  }
}
