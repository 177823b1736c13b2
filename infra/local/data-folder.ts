/** The folder that holds everything the laptop knows: its layout, and the lock on it. */
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { makeFolder, OWNER_ONLY } from './folder.ts';
import { HostFault } from './host-fault.ts';

/** https://www.sqlite.org/rescode.html#busy */
const SQLITE_BUSY = 5;
/** https://www.sqlite.org/rescode.html: no access, read-only, i/o, full, cannot open. */
const SQLITE_NOT_WRITABLE: readonly unknown[] = [3, 8, 10, 13, 14];

export type DataFolder = {
  readonly ledger: string;
  readonly objects: string;
  readonly inbox: string;
  readonly queues: string;
  readonly identity: string;
  readonly linkSecret: string;
  readonly sealKey: string;
  readonly authority: string;
  readonly timestamps: string;
  readonly trust: string;
  readonly adminToken: string;
  /** Lets another process have the folder. */
  release(): void;
};

const errorCode = (error: unknown): unknown =>
  error instanceof Error && 'errcode' in error ? error.errcode : undefined;

const systemCode = (error: unknown): unknown =>
  error instanceof Error && 'code' in error && 'syscall' in error ? error.code : undefined;

const notWritable = (folder: string): HostFault =>
  new HostFault(`The data folder ${folder} cannot be written to; set PIAGAM_DATA to one that can.`);

function holder(pidFile: string): string {
  try {
    return `process ${readFileSync(pidFile, 'utf8')}`;
  } catch {
    return 'another process';
  }
}

/**
 * Holds a SQLite transaction open for as long as this process lives: the operating system drops the
 * lock when the process ends, however it ends, and no other process can be mistaken for it.
 */
function lock(folder: string): DatabaseSync {
  const database = new DatabaseSync(join(folder, 'host.lock'));
  const pidFile = join(folder, 'host.pid');
  try {
    database.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    database.close();
    if (errorCode(error) !== SQLITE_BUSY) throw error;
    throw new HostFault(
      `The data folder ${folder} is in use by ${holder(pidFile)}; stop it, or set PIAGAM_DATA.`,
    );
  }
  writeFileSync(pidFile, String(process.pid));
  return database;
}

/**
 * Opens (and makes, the first time) the folder for this process alone.
 * @throws HostFault when it is in use or cannot be written to.
 */
export function openDataFolder(folder: string): DataFolder {
  try {
    makeFolder(folder);
    // It may have been made for something else, with letters for all to read.
    chmodSync(folder, OWNER_ONLY);
    const held = lock(folder);
    const place = (name: string): string => join(folder, name);
    return {
      ledger: place('ledger.sqlite'),
      objects: place('objects'),
      inbox: place('inbox'),
      queues: place('queues.sqlite'),
      identity: place('identity.json'),
      linkSecret: place('link.secret'),
      sealKey: place('seal.pem'),
      authority: place('authority.json'),
      timestamps: place('timestamps.json'),
      trust: place('trust.pem'),
      adminToken: place('admin.token'),
      release: () => held.close(),
    };
  } catch (error) {
    const denied = SQLITE_NOT_WRITABLE.includes(errorCode(error)) || systemCode(error);
    throw denied ? notWritable(folder) : error;
  }
}
