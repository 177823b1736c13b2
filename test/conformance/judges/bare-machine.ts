/** A machine with nothing but Node and the C libraries: Chromium prints there, with its text. */
import { fileURLToPath } from 'node:url';
import type { Judge } from '../judge.ts';
import { missing, run, succeeds } from '../program.ts';

const SCRIPT = fileURLToPath(new URL('../../adapters/chromium-bare-machine.sh', import.meta.url));

/** Without fonts Chromium prints a blank page and calls it a success. */
const PRINTED = 'Dicetak di proses lain';

/** Root in a container may lack the right to mount; others need user namespaces. */
const asRoot = process.getuid?.() === 0 ? [] : ['--user', '--map-root-user'];
const MOUNT = ['--mount', 'mount', '-t', 'tmpfs', 'tmpfs', '/tmp'];

async function obstacle(): Promise<string | undefined> {
  if (process.platform !== 'linux') return 'needs Linux';
  const lacking = await missing('unshare', 'ldd');
  if (lacking !== undefined) return lacking;
  const mounts = await succeeds('unshare', ...asRoot, ...MOUNT);
  return mounts ? undefined : 'needs root, or user namespaces that may mount';
}

export const bareMachine: Judge = {
  name: 'bare machine',
  obstacle,
  questions: () => [
    {
      about: 'a page printed in a chroot',
      objections: async () => {
        const text = await run(SCRIPT);
        return text.trim() === PRINTED ? [] : [`the page says "${text.trim()}"`];
      },
    },
  ],
};
