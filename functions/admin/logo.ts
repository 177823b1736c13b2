/** Takes a letterhead logo only when it is what it says, small enough, and harmless. */
import type { Language } from '../runtime/view.ts';
import { svgFault } from './svg.ts';

export const MAX_LOGO_BYTES = 512 * 1024;
/** Chromium unpacks every pixel; a letterhead needs far fewer. */
const MAX_LOGO_PIXELS = 4_000_000;
/** What the door lets through, so that an oversized logo is answered by name: 8 MB as base64. */
export const MAX_LOGO_CHARS = 11_000_000;

const PNG_SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

type LogoFault =
  | 'tooLarge'
  | 'notBase64'
  | 'tooManyPixels'
  | 'notPng'
  | NonNullable<ReturnType<typeof svgFault>>;

/** How each fault is told. */
export const LOGO_FAULTS: Readonly<Record<LogoFault, Readonly<Record<Language, string>>>> = {
  tooLarge: {
    id: `Logo melebihi ${MAX_LOGO_BYTES / 1024} KB.`,
    en: `The logo is larger than ${MAX_LOGO_BYTES / 1024} KB.`,
  },
  notBase64: { id: 'Logo bukan data base64.', en: 'The logo is not base64.' },
  tooManyPixels: {
    id: 'Logo PNG memuat terlalu banyak titik; paling banyak 4 juta.',
    en: 'The PNG logo has too many pixels; four million at most.',
  },
  notPng: { id: 'Berkas logo bukan PNG.', en: 'The logo is not a PNG file.' },
  notSvg: { id: 'Berkas logo bukan SVG yang utuh.', en: 'The logo is not well-formed SVG.' },
  svgText: {
    id: 'Logo SVG memuat teks. Ubah teksnya menjadi garis (kurva), atau gunakan PNG.',
    en: 'The SVG logo holds text. Turn it into outlines, or use a PNG.',
  },
  unsafeSvg: {
    id: 'Logo SVG memuat skrip, animasi, rujukan ke luar berkas, atau efek (use, mask, clipPath, pattern, filter). Gunakan PNG.',
    en: 'The SVG logo holds a script, an animation, a reference outside the file or an effect (use, mask, clipPath, pattern, filter). Use a PNG.',
  },
};

type Upload = { readonly mediaType: 'image/png' | 'image/svg+xml'; readonly base64: string };

/** Where a PNG says how large it is (PNG specification, 11.2.2 IHDR), and how it ends (11.2.5). */
const WIDTH_AT = 16;
const HEIGHT_AT = 20;
const IEND = 'IEND';
const CRC_BYTES = 4;

function pngFault(bytes: Buffer): LogoFault | undefined {
  const isPng = PNG_SIGNATURE.every((byte, at) => bytes[at] === byte);
  const end = bytes.length - CRC_BYTES;
  if (!isPng || bytes.toString('latin1', end - IEND.length, end) !== IEND) return 'notPng';
  const pixels = bytes.readUInt32BE(WIDTH_AT) * bytes.readUInt32BE(HEIGHT_AT);
  return pixels > 0 && pixels <= MAX_LOGO_PIXELS ? undefined : 'tooManyPixels';
}

/** The logo's bytes, or what is wrong with it. */
export function readLogo(
  upload: Upload,
): { readonly bytes: Uint8Array } | { readonly fault: LogoFault } {
  const compact = upload.base64.replace(/\s+/g, '');
  const bytes = Buffer.from(compact, 'base64');
  if (bytes.toString('base64') !== compact) return { fault: 'notBase64' };
  if (bytes.length > MAX_LOGO_BYTES) return { fault: 'tooLarge' };
  const fault = upload.mediaType === 'image/png' ? pngFault(bytes) : svgFault(bytes);
  return fault === undefined ? { bytes } : { fault };
}
