/** What pages load from us: styles and modules of our own, and of two packages, by fixed names. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { sha256 } from './digest.ts';
import { env } from './env.ts';

type AssetType = 'text/css' | 'text/javascript';

/** Where a file lies, below the folder that holds `templates`; Lambda has it at the same place. */
type AssetPlace = { readonly type: AssetType; readonly path: string };

const own = (name: string, type: AssetType = 'text/javascript'): readonly [string, AssetPlace] => [
  name,
  { type, path: `templates/pages/${name}` },
];

const packaged = (name: string, path: string): readonly [string, AssetPlace] => [
  name,
  { type: 'text/javascript', path: `node_modules/${path}` },
];

/** Nothing that is not in this table is ever read for a page. */
const PLACES: ReadonlyMap<string, AssetPlace> = new Map([
  own('page.css', 'text/css'),
  own('board.css', 'text/css'),
  own('board.js'),
  own('verify.js'),
  own('sign.js'),
  own('viewer.js'),
  own('drawing.js'),
  // For phones of some years ago as well, which is what the newest build gives up.
  packaged('pdf.js', 'pdfjs-dist/legacy/build/pdf.min.mjs'),
  packaged('pdf.worker.js', 'pdfjs-dist/legacy/build/pdf.worker.min.mjs'),
  packaged('signature-pad.js', 'signature_pad/dist/signature_pad.min.js'),
]);

/** The smallest but one, and still made within 0.1 s of a cold start. */
const BROTLI_QUALITY = 9;

const ENCODINGS = {
  br: (bytes: Uint8Array) =>
    brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY } }),
  gzip: (bytes: Uint8Array) => gzipSync(bytes),
  identity: (bytes: Uint8Array) => bytes,
} as const;
type Encoding = keyof typeof ENCODINGS;

const PREFERRED: readonly Encoding[] = ['br', 'gzip'];

const kept = new Map<string, Uint8Array>();

function cached(key: string, make: () => Uint8Array): Uint8Array {
  const bytes = kept.get(key) ?? make();
  kept.set(key, bytes);
  return bytes;
}

const bytesOf = (name: string, { path }: AssetPlace): Uint8Array =>
  cached(name, () => readFileSync(join(env('templates'), '..', path)));

const VERSION_CHARS = 8;
const versions = new Map<string, string>();

/** An asset's address changes with its content: browsers may keep it. @throws when unknown. */
export function assetUrl(name: string): string {
  const place = PLACES.get(name);
  if (place === undefined) throw new Error(`no asset ${name}`);
  const version = versions.get(name) ?? sha256(bytesOf(name, place)).slice(0, VERSION_CHARS);
  versions.set(name, version);
  return `/assets/${name}?v=${version}`;
}

export type Asset = {
  readonly type: AssetType;
  readonly encoding: Encoding;
  readonly bytes: Uint8Array;
};

/** The asset of a name, compressed as `accepts` (an `Accept-Encoding` header) allows. */
export function findAsset(name: string, accepts: string): Asset | undefined {
  const place = PLACES.get(name);
  if (place === undefined) return undefined;
  const offered = accepts.split(',').map((offer) => offer.trim());
  const encoding = PREFERRED.find((known) => offered.includes(known)) ?? 'identity';
  const bytes = cached(`${name} ${encoding}`, () => ENCODINGS[encoding](bytesOf(name, place)));
  return { type: place.type, encoding, bytes };
}
