/** Makes folders one by one: Node's recursive way never ends where the parent refuses children. */
import { existsSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';

/** Letters and secrets lie in these in clear. */
export const OWNER_ONLY = 0o700;

/** @throws the system's error for the first folder that cannot be made. */
export function makeFolder(path: string): void {
  if (existsSync(path)) return;
  makeFolder(dirname(path));
  mkdirSync(path, { mode: OWNER_ONLY });
}
