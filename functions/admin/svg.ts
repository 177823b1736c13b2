/** Takes an SVG only when it can neither run nor load anything, nor make a printer work for minutes. */
import { XMLParser, XMLValidator } from 'fast-xml-parser';

/** Run code, load something, embed foreign markup, or multiply small files into large pictures. */
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
  'animatecolor',
  'animatetransform',
  'animatemotion',
  'use',
  'mask',
  'clippath',
  'pattern',
  'marker',
  'filter',
]);

const isLocalReference = (value: string): boolean =>
  /^\s*#/.test(value) || /^\s*data:image\/(png|jpeg);base64,/i.test(value);

/** A backslash can spell any of these words in CSS, and no logo needs one. */
const leadsOutside = (css: string): boolean =>
  /\\|@|image-set\s*\(|src\s*\(|expression\s*\(|javascript:/i.test(css) ||
  [...css.matchAll(/url\(\s*['"]?([^)'"]*)/gi)].some(
    ([, target]) => !isLocalReference(target ?? ''),
  );

/** A name without its namespace prefix, which can be any. */
const localName = (name: string): string => name.toLowerCase().split(':').at(-1) ?? '';

function attributeIsSafe(name: string, value: string): boolean {
  const local = localName(name);
  if (local.startsWith('on') || name.toLowerCase() === 'xml:base') return false;
  if (local === 'href' || local === 'src') return isLocalReference(value);
  return !leadsOutside(value);
}

type Node = { readonly [name: string]: unknown };

const textOf = (nodes: readonly Node[]): string =>
  nodes.map((node) => ('#text' in node ? String(node['#text']) : '')).join('');

function nodesAreSafe(nodes: readonly Node[]): boolean {
  // Text may be cut into pieces; what counts is the whole.
  return !leadsOutside(textOf(nodes)) && nodes.every(nodeIsSafe);
}

function nodeIsSafe(node: Node): boolean {
  return Object.entries(node).every(([name, value]) => {
    if (name === '#text') return true;
    if (name === ':@')
      return Object.entries(value as Node).every(([attribute, text]) =>
        attributeIsSafe(attribute, String(text)),
      );
    if (name.startsWith('?')) return name === '?xml';
    return !FORBIDDEN_ELEMENTS.has(localName(name)) && nodesAreSafe(value as readonly Node[]);
  });
}

/** The parsed nodes, or undefined when the parser will have nothing to do with them. */
function parse(text: string): readonly Node[] | undefined {
  const parser = new XMLParser({
    preserveOrder: true,
    ignoreAttributes: false,
    attributeNamePrefix: '',
    parseTagValue: false,
    processEntities: true,
    htmlEntities: true,
  });
  try {
    return parser.parse(text);
  } catch {
    return undefined;
  }
}

/** Text in a picture would take its letters from fonts that the document does not carry. */
const holdsText = (nodes: readonly Node[]): boolean =>
  nodes.some((node) =>
    Object.entries(node).some(
      ([name, value]) =>
        localName(name) === 'text' || (Array.isArray(value) && holdsText(value as readonly Node[])),
    ),
  );

/** What keeps an SVG from being taken; undefined when nothing does. */
export function svgFault(bytes: Uint8Array): 'notSvg' | 'unsafeSvg' | 'svgText' | undefined {
  const text = new TextDecoder().decode(bytes);
  if (/<!DOCTYPE|<!ENTITY/i.test(text)) return 'unsafeSvg';
  if (XMLValidator.validate(text) !== true) return 'notSvg';
  const nodes = parse(text);
  if (nodes === undefined) return 'unsafeSvg';
  if (!nodes.some((node) => 'svg' in node)) return 'notSvg';
  if (!nodesAreSafe(nodes)) return 'unsafeSvg';
  return holdsText(nodes) ? 'svgText' : undefined;
}
