/** Takes a letterhead logo only when it is what it says, small enough, and harmless. */
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import type { Language } from '../runtime/view.ts';

export const MAX_LOGO_BYTES = 512 * 1024;
/** What the door lets through, so that an oversized logo is answered by name: 8 MB as base64. */
export const MAX_LOGO_CHARS = 11_000_000;

const PNG_SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

type LogoFault = 'tooLarge' | 'notBase64' | 'notPng' | 'notSvg' | 'unsafeSvg';

/** How each fault is told. */
export const LOGO_FAULTS: Readonly<Record<LogoFault, Readonly<Record<Language, string>>>> = {
  tooLarge: {
    id: `Logo melebihi ${MAX_LOGO_BYTES / 1024} KB.`,
    en: `The logo is larger than ${MAX_LOGO_BYTES / 1024} KB.`,
  },
  notBase64: { id: 'Logo bukan data base64.', en: 'The logo is not base64.' },
  notPng: { id: 'Berkas logo bukan PNG.', en: 'The logo is not a PNG file.' },
  notSvg: { id: 'Berkas logo bukan SVG yang utuh.', en: 'The logo is not well-formed SVG.' },
  unsafeSvg: {
    id: 'Logo SVG memuat skrip, animasi, atau rujukan ke luar berkas.',
    en: 'The SVG logo holds a script, an animation or a reference outside the file.',
  },
};

type Upload = { readonly mediaType: 'image/png' | 'image/svg+xml'; readonly base64: string };

/** Elements that can run code, load something or embed foreign markup. */
const FORBIDDEN_ELEMENTS = new Set([
  'script',
  'foreignobject',
  'iframe',
  'object',
  'embed',
  'audio',
  'video',
  'handler',
  'set',
  'animate',
  'animatetransform',
  'animatemotion',
]);

const isLocalReference = (value: string): boolean =>
  /^\s*#/.test(value) || /^\s*data:image\/(png|jpeg);base64,/i.test(value);

/** A backslash can spell any of these words in CSS, and no logo needs one. */
const leadsOutside = (css: string): boolean =>
  /\\|@|image-set\s*\(|src\s*\(|expression\s*\(|javascript:/i.test(css) ||
  [...css.matchAll(/url\(\s*['"]?([^)'"]*)/gi)].some(
    ([, target]) => !isLocalReference(target ?? ''),
  );

function attributeIsSafe(name: string, value: string): boolean {
  const bare = name.toLowerCase();
  if (bare.startsWith('on')) return false;
  if (bare === 'href' || bare.endsWith(':href') || bare === 'src') return isLocalReference(value);
  return !leadsOutside(value);
}

type Node = { readonly [name: string]: unknown };

function nodeIsSafe(node: Node): boolean {
  return Object.entries(node).every(([name, value]) => {
    if (name === ':@')
      return Object.entries(value as Node).every(([attribute, text]) =>
        attributeIsSafe(attribute, String(text)),
      );
    if (name === '#text') return !leadsOutside(String(value));
    const local = name.toLowerCase().split(':').at(-1) ?? '';
    if (name.startsWith('?')) return name === '?xml';
    return !FORBIDDEN_ELEMENTS.has(local) && (value as readonly Node[]).every(nodeIsSafe);
  });
}

function svgFault(bytes: Uint8Array): LogoFault | undefined {
  const text = new TextDecoder().decode(bytes);
  if (/<!DOCTYPE|<!ENTITY/i.test(text)) return 'unsafeSvg';
  if (XMLValidator.validate(text) !== true) return 'notSvg';
  const parser = new XMLParser({
    preserveOrder: true,
    ignoreAttributes: false,
    attributeNamePrefix: '',
    parseTagValue: false,
    processEntities: true,
    htmlEntities: true,
  });
  const nodes: readonly Node[] = parser.parse(text);
  if (!nodes.some((node) => 'svg' in node)) return 'notSvg';
  return nodes.every(nodeIsSafe) ? undefined : 'unsafeSvg';
}

/** The logo's bytes, or what is wrong with it. */
export function readLogo(
  upload: Upload,
): { readonly bytes: Uint8Array } | { readonly fault: LogoFault } {
  const compact = upload.base64.replace(/\s+/g, '');
  const bytes = Buffer.from(compact, 'base64');
  if (bytes.toString('base64') !== compact) return { fault: 'notBase64' };
  if (bytes.length > MAX_LOGO_BYTES) return { fault: 'tooLarge' };
  if (upload.mediaType === 'image/png')
    return PNG_SIGNATURE.every((byte, at) => bytes[at] === byte) ? { bytes } : { fault: 'notPng' };
  const fault = svgFault(bytes);
  return fault === undefined ? { bytes } : { fault };
}
