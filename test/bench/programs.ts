/** Programs that print HTML without Chromium, where the machine has them. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { buffer } from 'node:stream/consumers';
import { unpackChromium } from '../../functions/adapters/chromium-unpack.ts';
import type { Ways } from './browsers.ts';
import { CHROMIUM } from './charter.ts';
import { NAMES } from './reach.ts';

/** Each reads HTML and writes a PDF. */
const COMMANDS = {
  [NAMES.weasyPrint]: ['weasyprint', '-', '-'],
  [NAMES.wkhtmltopdf]: ['wkhtmltopdf', '--quiet', '-', '-'],
} as const;

const HEAD = Buffer.from('%PDF-');

/** With the fonts that the document asks for, and without a screen. @throws when no PDF comes out. */
async function through([command, ...args]: readonly string[], html: string): Promise<Uint8Array> {
  const { fontConfig } = await unpackChromium(CHROMIUM);
  const env = { ...process.env, FONTCONFIG_FILE: fontConfig, QT_QPA_PLATFORM: 'offscreen' };
  const child = spawn(command ?? '', args, { env, stdio: ['pipe', 'pipe', 'ignore'] });
  child.stdin.end(html);
  const [pdf] = await Promise.all([buffer(child.stdout), once(child, 'close')]);
  if (!pdf.subarray(0, HEAD.length).equals(HEAD)) throw new Error(`${command} made no PDF`);
  return pdf;
}

const isInstalled = (command: readonly string[]): Promise<boolean> =>
  through(command, '<p>x').then(
    () => true,
    () => false,
  );

/** Those that the machine has. */
export async function programs(): Promise<Ways> {
  const prints: Record<string, (html: string) => Promise<Uint8Array>> = {};
  for (const [name, command] of Object.entries(COMMANDS))
    if (await isInstalled(command)) prints[name] = (html) => through(command, html);
  return { prints, page: (html) => html, close: async () => undefined };
}
