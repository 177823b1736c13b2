/** Chromium itself: browsers and pages that have printed other things before make one and the same file. */
import { createHash } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { startChromium } from '../../../functions/adapters/chromium-browser.ts';
import { archivePdf } from '../../../functions/adapters/pdf-archive.ts';
import { DATA, DIFFICULT, META, page } from '../../adapters/pdf-archive-fixture.ts';
import type { Judge } from '../judge.ts';

const BROWSERS = 3;
const PAGES = 3;
const PRINTS = 4;

const directory = fileURLToPath(new URL('../../../.piagam/chromium', import.meta.url));

const OTHER = page('<table><tr><th>Lain</th></tr><tr><td>1</td></tr></table>'.repeat(7));

async function hashesOf(html: string): Promise<ReadonlySet<string>> {
  const hashes = new Set<string>();
  for (let browser = 0; browser < BROWSERS; browser += 1) {
    const chromium = await startChromium({ directory });
    const onOnePage = async (_: unknown, number: number): Promise<void> => {
      for (let print = 0; print < PRINTS; print += 1) {
        const bytes = await archivePdf(await chromium.print(html), { ...META, data: DATA });
        hashes.add(createHash('sha256').update(bytes).digest('hex'));
        if (number === print) await chromium.print(OTHER);
      }
    };
    try {
      await Promise.all(Array.from({ length: PAGES }, onOnePage));
    } finally {
      await chromium.close();
    }
  }
  return hashes;
}

export const sameBytes: Judge = {
  name: 'Chromium (same bytes)',
  obstacle: async () => undefined,
  questions: () =>
    Object.entries(DIFFICULT).map(([name, html]) => ({
      about: `${name}: ${BROWSERS} browsers, ${PAGES} pages each, ${PRINTS} prints each`,
      objections: async () => {
        const { size } = await hashesOf(html);
        return size === 1 ? [] : [`they make ${size} different files`];
      },
    })),
};
