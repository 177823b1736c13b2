/** Unpacking Chromium: whole or not at all, whoever else unpacks it or was killed doing so. */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  cp,
  mkdir,
  mkdtemp,
  readdir,
  rm,
  stat,
  symlink,
  truncate,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { beforeAll, describe, test, vi } from 'vitest';
import { chromiumRenderer } from '../../functions/adapters/chromium-renderer.ts';
import { unpackChromium } from '../../functions/adapters/chromium-unpack.ts';
import { ROOT, sharedChromium, type Undo } from './chromium-fixture.ts';

const SCRIPT = join(import.meta.dirname, 'chromium-print.ts');
const PACKAGE = 'node_modules/@sparticuz/chromium';
/** What the fonts are made of. */
const FONTS = ['node_modules/@expo-google-fonts', 'node_modules/subset-font'];

const run = promisify(execFile);

let whole = '';

beforeAll(async () => {
  whole = await sharedChromium();
});

async function freshFolder({ onTestFinished }: Undo) {
  const folder = await mkdtemp(join(tmpdir(), 'unpack-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  return folder;
}

/** The code as a Lambda gets it: one bundle, and beside it the packages without their own code. */
async function bundleInto(folder: string): Promise<string> {
  const bundle = join(folder, 'index.mjs');
  await build({
    entryPoints: [SCRIPT],
    outfile: bundle,
    bundle: true,
    platform: 'node',
    format: 'esm',
    external: ['subset-font'],
    // CommonJS packages in an ESM bundle ask for Node's own modules by `require`.
    banner: {
      js: `import { createRequire as requireFrom } from 'node:module';
           const require = requireFrom(import.meta.url);`,
    },
  });
  await mkdir(join(folder, PACKAGE), { recursive: true });
  await cp(join(ROOT, PACKAGE, 'package.json'), join(folder, PACKAGE, 'package.json'));
  await symlink(join(ROOT, PACKAGE, 'bin'), join(folder, PACKAGE, 'bin'));
  for (const name of FONTS) await symlink(join(ROOT, name), join(folder, name));
  return bundle;
}

describe.concurrent('an unpacked Chromium', () => {
  test('comes whole out of two processes at once', async ({ expect, onTestFinished }) => {
    const folder = await freshFolder({ onTestFinished });
    const bundle = await bundleInto(folder);
    const directory = join(folder, 'chromium');
    const print = () => run(process.execPath, [bundle, directory], { cwd: folder });
    const prints = await Promise.all([print(), print()]);
    expect(prints.map(({ stdout }) => stdout.trim())).toEqual(
      Array(2).fill('Dicetak di proses lain'),
    );
    expect(await readdir(directory)).toEqual([basename(whole)]);
  });

  test('is used where a package brings it unpacked', async ({ expect, onTestFinished }) => {
    const folder = await freshFolder({ onTestFinished });
    const bundle = await bundleInto(folder);
    for (const name of FONTS) await rm(join(folder, name));
    await rm(join(folder, PACKAGE, 'bin'));
    await symlink(whole, join(folder, PACKAGE, 'bin'));
    const directory = join(folder, 'chromium');
    const { stdout } = await run(process.execPath, [bundle, directory], { cwd: folder });
    expect(stdout.trim()).toBe('Dicetak di proses lain');
    expect(await readdir(directory)).toEqual([]);
  });

  test('is not the half that a killed process left', async ({ expect, onTestFinished }) => {
    const directory = await freshFolder({ onTestFinished });
    const killed = spawn(process.execPath, [SCRIPT, directory], { stdio: 'ignore' });
    await vi.waitFor(
      async () => {
        const [half = ''] = await readdir(directory);
        expect((await stat(join(directory, half, 'chromium'))).size).toBeGreaterThan(2 ** 20);
      },
      { timeout: 15_000, interval: 2 },
    );
    killed.kill('SIGKILL');
    await once(killed, 'exit');
    expect(await readdir(directory)).toEqual([expect.stringMatching(/^scratch-/)]);
    const { executable } = await unpackChromium(directory);
    const original = await stat(join(whole, 'chromium'));
    expect((await stat(executable)).size).toBe(original.size);
    expect(await readdir(directory)).toEqual([basename(whole)]);
  });

  test('is unpacked once for all who ask at once', async ({ expect, onTestFinished }) => {
    const directory = await freshFolder({ onTestFinished });
    const asked = Array.from({ length: 3 }, () => unpackChromium(directory));
    await vi.waitFor(async () => expect(await readdir(directory)).not.toEqual([]));
    expect(await readdir(directory)).toHaveLength(1);
    const [first, ...others] = await Promise.all(asked);
    for (const other of others) expect(other).toEqual(first);
  });

  test('says that it cannot be unpacked', async ({ expect, onTestFinished }) => {
    const folder = await freshFolder({ onTestFinished });
    await writeFile(join(folder, 'file'), '');
    const unpacking = unpackChromium(join(folder, 'file'));
    await expect(unpacking).rejects.toMatchObject({ name: 'ChromiumFault' });
  });
});

describe.concurrent('a Chromium that cannot be used', () => {
  /** A copy of the unpacked folder with another file in the place of the executable. */
  async function withExecutable({ onTestFinished }: Undo, put: (path: string) => Promise<void>) {
    const directory = await freshFolder({ onTestFinished });
    const home = join(directory, basename(whole));
    await mkdir(home);
    for (const name of ['lib', 'fonts', 'fonts.conf'])
      await symlink(join(whole, name), join(home, name));
    await put(join(home, 'chromium'));
    const renderer = chromiumRenderer({ directory });
    onTestFinished(() => renderer.close());
    const fault = await renderer.print('<p>Halo').then(
      () => undefined,
      (error: unknown) => error,
    );
    return { fault, left: await readdir(directory) };
  }

  const unusable = { name: 'RenderFault', cause: { name: 'ChromiumFault' } };

  test.for([
    [
      'is cut short',
      async (path: string) => {
        await cp(join(whole, 'chromium'), path);
        await truncate(path, 2 ** 20);
      },
    ],
    ['ends at once', (path: string) => writeFile(path, '#!/bin/sh\nexit 1\n', { mode: 0o755 })],
    ['may not be run', (path: string) => writeFile(path, 'Halo', { mode: 0o644 })],
    ['is missing', async () => undefined],
  ] as const)('because it %s', async ([, put], { expect, onTestFinished }) => {
    const { fault, left } = await withExecutable({ onTestFinished }, put);
    expect(fault).toMatchObject(unusable);
    expect(left).toEqual([basename(whole)]);
  });

  test('because it is of another version', async ({ expect, onTestFinished }) => {
    const major = basename(whole).split('.')[0];
    const older = `#!/bin/sh
      exec 5>&4
      "${join(whole, 'chromium')}" "$@" 4>&1 >&2 | sed -zu 's#Chrome/${major}#Chrome/100#' >&5
    `;
    const { fault } = await withExecutable({ onTestFinished }, (path) =>
      writeFile(path, older, { mode: 0o755 }),
    );
    expect(fault).toMatchObject({ ...unusable, cause: { cause: { message: /version 100/ } } });
  });
});
