/** A process that prints one page and says what is on it. */
import { PDF } from '@libpdf/core';
import { chromiumRenderer } from '../../functions/adapters/chromium-renderer.ts';

// Arguments: the folder of Chromium, and `stay` to live on with it.
const [directory = '', stay] = process.argv.slice(2);
const renderer = chromiumRenderer({ directory });
const pdf = await PDF.load(await renderer.print('<!doctype html><p>Dicetak di proses lain</p>'));
console.log(pdf.getPage(0)?.extractText().text);
// Chromium's process keeps this one alive until it is closed.
if (stay !== 'stay') await renderer.close();
