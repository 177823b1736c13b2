/** The packages used as their own pages show; arguments: the HTML to print, the file to write. */
import { readFile, writeFile } from 'node:fs/promises';
import chromium from '@sparticuz/chromium';
import puppeteer from 'puppeteer-core';

const [html = '', file = ''] = process.argv.slice(2);
const browser = await puppeteer.launch({
  args: await puppeteer.defaultArgs({ args: chromium.args, headless: 'shell' }),
  executablePath: await chromium.executablePath(),
  headless: 'shell',
});
const page = await browser.newPage();
await page.setContent(await readFile(html, 'utf8'), { waitUntil: 'load' });
await writeFile(file, await page.pdf({ printBackground: true, preferCSSPageSize: true }));
await browser.close();
process.exit(0);
