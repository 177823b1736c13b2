/** `npm run extract -- file.pdf`: prints the data that an archival PDF was made from. */
import { createHash } from 'node:crypto';
import { isMainThread, parentPort, workerData } from 'node:worker_threads';
import { inflateSync } from 'node:zlib';
import { PDF, PdfDict, type PdfObject, PdfStream } from '@libpdf/core';
import { demand, type Fault, inThread, messageOf, readPdf } from './guarded.ts';
import { HostFault } from './host-fault.ts';

/** A charter with a hundred signatories has some hundred kilobytes of data. */
const MAX_DATA_BYTES = 16 * 2 ** 20;

/** Some damaged files keep a reader busy for ever; sound ones take milliseconds. */
const BOUNDS = { deadlineMs: 10_000, memoryMb: 512 } as const;

/** What a terminal may take for a command, and JSON may hold as it is. */
const CONTROLS = /[\u007f-\u009f]/g;

type Found = { readonly label: string; readonly json: string };
type Answer = Found | Fault;

function bytesOf(stream: PdfStream): Uint8Array {
  if (!stream.has('Filter')) return stream.data;
  try {
    return inflateSync(stream.data, { maxOutputLength: MAX_DATA_BYTES });
  } catch {
    throw new HostFault(`its data does not unpack to at most ${MAX_DATA_BYTES} bytes`);
  }
}

const isSource = (file: PdfObject | undefined): file is PdfDict =>
  file instanceof PdfDict && file.getName('AFRelationship')?.value === 'Source';

async function find(pdf: Uint8Array): Promise<Found> {
  const { context } = await PDF.load(pdf);
  const resolve = context.resolve.bind(context);
  const files = context.catalog.getDict().getArray('AF', resolve)?.toArray() ?? [];
  const sources = files
    .map((file) => (file.type === 'ref' ? (resolve(file) ?? undefined) : file))
    .filter(isSource);
  const [source, ...others] = sources;
  demand(source !== undefined, 'it carries no data of the document');
  demand(others.length === 0, 'it carries more than one set of data');
  const file = source.getDict('EF', resolve)?.get('F', resolve);
  demand(file instanceof PdfStream, 'its data is named but missing');
  const filter = file.get('Filter', resolve);
  demand(
    filter === undefined || (filter.type === 'name' && filter.value === 'FlateDecode'),
    'its data is packed in a way that Piagam does not use',
  );
  const bytes = bytesOf(file);
  const sum = file.getDict('Params', resolve)?.getString('CheckSum', resolve)?.bytes;
  const md5 = createHash('md5').update(bytes).digest();
  demand(sum !== undefined && md5.equals(sum), 'its data does not match its checksum');
  const json = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  JSON.parse(json);
  return { label: source.getString('Desc', resolve)?.asString() ?? '', json };
}

const escaped = (control: string): string =>
  `\\u${control.charCodeAt(0).toString(16).padStart(4, '0')}`;

async function main(args: readonly string[]): Promise<void> {
  const [path, ...rest] = args;
  try {
    demand(path !== undefined && rest.length === 0, 'usage: npm run extract -- file.pdf');
    const { label, json } = await inThread<Found>(import.meta.url, await readPdf(path), BOUNDS);
    process.stderr.write(`${JSON.stringify(label)}, ${Buffer.byteLength(json)} bytes\n`);
    process.stdout.write(`${json.replace(CONTROLS, escaped)}\n`);
  } catch (error) {
    process.stderr.write(`not extracted: ${messageOf(error)}\n`);
    process.exitCode = 1;
  }
}

async function answer(): Promise<Answer> {
  try {
    return await find(new Uint8Array(workerData));
  } catch (error) {
    return {
      fault: error instanceof HostFault ? error.message : `it is unreadable: ${messageOf(error)}`,
    };
  }
}

if (isMainThread) await main(process.argv.slice(2));
else parentPort?.postMessage(await answer());
