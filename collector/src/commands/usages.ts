// What `--help` after a command prints; the others take nothing, and the list of all says what they do.
import { backupUsage } from './backup.ts';
import { checkConfigUsage } from './check-config.ts';
import { definitionsUsage } from './definitions.ts';
import { doctorUsage } from './doctor-arguments.ts';
import { evaluateUsage } from './evaluate.ts';
import { explainUsage } from './explain.ts';
import { heartbeatsUsage } from './heartbeats.ts';
import { importUsage } from './import-arguments.ts';
import { migrateStorageUsage } from './migrate-storage.ts';
import { restoreUsage } from './restore.ts';
import { verifyUsage } from './verify.ts';
import { webhooksUsage } from './webhooks.ts';
import { whatIfUsage } from './what-if.ts';

export const usages: ReadonlyMap<string, string> = new Map([
  ['check-config', checkConfigUsage],
  ['evaluate', evaluateUsage],
  ['explain', explainUsage],
  ['definitions', definitionsUsage],
  ['what-if', whatIfUsage],
  ['doctor', doctorUsage],
  ['heartbeats', heartbeatsUsage],
  ['webhooks', webhooksUsage],
  ['import', importUsage],
  ['verify', verifyUsage],
  ['backup', backupUsage],
  ['restore', restoreUsage],
  ['migrate-storage', migrateStorageUsage],
]);
