// What a database file and its log take on the disk.
import { statSync } from 'node:fs';
import { roomBeside } from './room.ts';

export function sizeOf(path: string): { sizeBytes: number; freeBytes: number } {
  const sizes = [path, `${path}-wal`].map((file) => statSync(file, { throwIfNoEntry: false })?.size ?? 0);
  return { sizeBytes: sizes.reduce((sum, size) => sum + size, 0), freeBytes: roomBeside(path) };
}
