/** Finds the Chromium of the package @sparticuz/chromium; unpacks it where needed, atomically. */
import { createReadStream, createWriteStream } from 'node:fs';
import { access, rename } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createBrotliDecompress } from 'node:zlib';
import { extract } from 'tar-fs';
import { type Fonts, fonts, layFonts } from './chromium-fonts.ts';
import { chromiumPackage } from './chromium-package.ts';
import { makeScratch, removeScratch } from './chromium-scratch.ts';

/** Chromium is missing, damaged, of another version, or does not start on this machine. */
export class ChromiumFault extends Error {
  override readonly name = 'ChromiumFault';
}

/** Where an unpacked Chromium is. */
export type UnpackedChromium = {
  readonly executable: string;
  /** Folder of the shared libraries it needs beyond the C library (NSS, NSPR, expat). */
  readonly libraries: string;
  /** Its fontconfig file: it knows our fonts and the packed fallback, and no font of the machine. */
  readonly fontConfig: string;
  /** Version of the package; its first number is Chromium's own. */
  readonly version: string;
};

const EXECUTABLE_MODE = 0o755;

/** Larger than the default 16 KiB: inflates the 209 MB in three quarters of the time. */
const INFLATE_CHUNK_BYTES = 2 ** 18;

const underway = new Map<string, Promise<void>>();

const inflate = (packed: string, target: NodeJS.WritableStream): Promise<void> =>
  pipeline(
    createReadStream(packed),
    createBrotliDecompress({ chunkSize: INFLATE_CHUNK_BYTES }),
    target,
  );

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

/** What an unpacked folder is made of. */
type Parts = { readonly bin: string; readonly fonts: Fonts };

async function unpackInto(home: string, { bin, fonts }: Parts): Promise<void> {
  const partial = await makeScratch(dirname(home));
  const executable = createWriteStream(join(partial, 'chromium'), { mode: EXECUTABLE_MODE });
  // Root would give the files to whoever has the number of the archive's builder.
  const unpacked = () => extract(partial, { map: (entry) => ({ ...entry, uid: 0, gid: 0 }) });
  try {
    await Promise.all([
      inflate(join(bin, 'chromium.br'), executable),
      inflate(join(bin, 'al2023.tar.br'), unpacked()),
      inflate(join(bin, 'fonts.tar.br'), unpacked()),
      layFonts(fonts, partial),
    ]);
    await rename(partial, home);
  } catch (error) {
    // Another process may have been first; what it put there is whole, or it would not be there.
    if (!(await exists(home))) throw error;
  } finally {
    await removeScratch(partial);
  }
}

async function unpackOnce(home: string, parts: Parts): Promise<void> {
  if (await exists(home)) return;
  const unpacking =
    underway.get(home) ?? unpackInto(home, parts).finally(() => underway.delete(home));
  underway.set(home, unpacking);
  await unpacking;
}

const unpackedIn = (home: string, version: string): UnpackedChromium => ({
  executable: join(home, 'chromium'),
  libraries: join(home, 'lib'),
  fontConfig: join(home, 'fonts.conf'),
  version,
});

/**
 * Makes sure that a folder of `directory` holds the packaged Chromium with our fonts, about 216 MB,
 * unless the package itself has it unpacked, as in a Lambda's asset. Its name is the version of both.
 *
 * Any number of processes may call this at once, and be killed at any point: the folder appears
 * whole or not at all.
 * @throws ChromiumFault when the package is missing or damaged, or the folder cannot be written.
 */
export async function unpackChromium(directory: string): Promise<UnpackedChromium> {
  try {
    const { bin, version } = chromiumPackage();
    if (await exists(join(bin, 'chromium'))) return unpackedIn(bin, version);
    // Chromium's own folder is not the one that this process works in.
    const parts = { bin, fonts: fonts() };
    const home = resolve(directory, `${version}-${parts.fonts.edition}`);
    await unpackOnce(home, parts);
    return unpackedIn(home, version);
  } catch (cause) {
    throw new ChromiumFault('Chromium could not be unpacked.', { cause });
  }
}
