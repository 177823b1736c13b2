/** A process that starts, makes one archival charter, and ends; argument: the file to write. */
import { writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromiumRenderer } from '../../functions/adapters/chromium-renderer.ts';
import { ENV } from '../../functions/runtime/env.ts';
import { numbered, pdfOf } from './charter.ts';

const [file = ''] = process.argv.slice(2);
// A bundle has its templates beside it.
process.env[ENV.templates] = fileURLToPath(new URL('templates', import.meta.url));
const renderer = chromiumRenderer({ directory: join(dirname(file), 'chromium') });
await writeFile(file, await pdfOf(numbered(0), renderer));
process.exit(0);
