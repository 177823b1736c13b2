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

/** With the fonts that the document asks for. */
async function through([command, ...args]: readonly string[], html: string): Promise<Uint8Array> {
  const { fontConfig } = await unpackChromium(CHROMIUM);
  const env = { ...process.env, FONTCONFIG_FILE: fontConfig };
  const child = spawn(command ?? '', args, { env, stdio: ['pipe', 'pipe', 'ignore'] });
  child.stdin.end(html);
  const [pdf] = await Promise.all([buffer(child.stdout), once(child, 'close')]);
  return pdf;
}

const isInstalled = (command: readonly string[]): Promise<boolean> =>
  through([...command.slice(0, 1), '--version'], '').then(
    () => true,
    () => false,
  );

/** @param missing is told of what is not installed. */
export async function programs(missing: (name: string) => void): Promise<Ways> {
  const prints: Record<string, (html: string) => Promise<Uint8Array>> = {};
  for (const [name, command] of Object.entries(COMMANDS))
    if (await isInstalled(command)) prints[name] = (html) => through(command, html);
    else missing(name);
  return { prints, page: (html) => html, close: async () => undefined };
}
