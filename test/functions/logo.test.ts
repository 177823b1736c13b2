/** The letterhead's logo: harmless files are kept once, all others refused and leave nothing. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { MAX_LOGO_BYTES } from '../../functions/admin/logo.ts';
import { logoKey } from '../../functions/domain/storage-key.ts';
import { postDeclaration, problemOf } from './admin-caller.ts';
import { altered } from './request.ts';
import { sha256, startWorld, type TestWorld } from './world.ts';

let world: TestWorld;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

/** One red pixel. */
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5Erk' +
    'Jggg==',
  'base64',
);
const IEND_BYTES = 12;
const HEAD = PNG.subarray(0, -IEND_BYTES);
const IEND = PNG.subarray(-IEND_BYTES);

/** A PNG that says of itself how large it is. */
function sized(width: number, height: number): Buffer {
  const png = Buffer.from(PNG);
  png.writeUInt32BE(width, 16);
  png.writeUInt32BE(height, 20);
  return png;
}

const svg = (inside: string, attributes = ''): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" ` +
  `${attributes}>${inside}</svg>`;

const logo = (mediaType: string, bytes: Uint8Array | string) =>
  altered(['agency.letterhead.logo', { mediaType, base64: Buffer.from(bytes).toString('base64') }]);

async function expectRefused(body: unknown, code: string): Promise<void> {
  const before = await world.record();
  const response = await postDeclaration(world, body);
  expect(response.status).toBe(422);
  const [error, ...others] = (await problemOf(response)).errors;
  expect(error).toMatchObject({ code, field: expect.stringContaining('agency.letterhead.logo') });
  expect(others).toEqual([]);
  expect(await world.record()).toEqual(before);
}

describe('a good logo is kept', () => {
  test.each([
    ['PNG', 'image/png', PNG],
    ['SVG', 'image/svg+xml', Buffer.from(svg('<path d="M0 0h9v9z" fill="#123"/>'))],
    [
      'SVG with gradients, styles and references of its own',
      'image/svg+xml',
      Buffer.from(
        `<?xml version="1.0" encoding="UTF-8"?>${svg(
          '<style>.a { fill: url(#g); }</style><linearGradient id="g"/>' +
            '<path class="a" id="p" d="M0 0h1z"/>' +
            '<a xlink:href="#p"/><image href="data:image/png;base64,iVBORw0KGgo="/>',
          'viewBox="0 0 9 9"',
        )}`,
      ),
    ],
  ])('once, byte by byte, however often it is sent: %s', async (_, mediaType, bytes) => {
    const before = await world.record();
    for (let times = 0; times < 2; times += 1)
      expect((await postDeclaration(world, logo(mediaType, bytes))).status).toBe(201);
    const key = logoKey(sha256(bytes));
    expect(Buffer.from(await world.files.get(key)).equals(bytes)).toBe(true);
    const { objects } = await world.record();
    expect(objects.filter((name) => !before.objects.includes(name))).toEqual([sha256(bytes)]);
  });

  test('up to its size limit', async () => {
    const bytes = Buffer.concat([HEAD, Buffer.alloc(MAX_LOGO_BYTES - PNG.length), IEND]);
    expect(bytes).toHaveLength(MAX_LOGO_BYTES);
    expect((await postDeclaration(world, logo('image/png', bytes))).status).toBe(201);
  });
});

describe('a file that is not what it says is refused:', () => {
  test.each([
    [
      'a PNG larger than allowed',
      'image/png',
      Buffer.concat([PNG, Buffer.alloc(5_000_000)]),
      'tooLarge',
    ],
    ['a PNG of 400 million pixels', 'image/png', sized(20_000, 20_000), 'tooManyPixels'],
    ['a PNG without a pixel', 'image/png', sized(0, 9), 'tooManyPixels'],
    ['a PNG that is cut off', 'image/png', HEAD, 'notPng'],
    ['a JPEG called PNG', 'image/png', Buffer.from('ffd8ffe000104a464946', 'hex'), 'notPng'],
    ['an SVG called PNG', 'image/png', Buffer.from(svg('')), 'notPng'],
    ['HTML called SVG', 'image/svg+xml', Buffer.from('<html><body/></html>'), 'notSvg'],
    ['a PNG called SVG', 'image/svg+xml', PNG, 'notSvg'],
    ['an SVG that is not well-formed', 'image/svg+xml', Buffer.from('<svg><g></svg>'), 'notSvg'],
    ['text called SVG', 'image/svg+xml', Buffer.from('logo'), 'notSvg'],
  ])('%s', (_, mediaType, bytes, code) => expectRefused(logo(mediaType, bytes), code));

  test('something that is not base64', () =>
    expectRefused(
      altered(['agency.letterhead.logo', { mediaType: 'image/png', base64: 'bukan base64!' }]),
      'notBase64',
    ));

  test('nothing at all', () =>
    expectRefused(
      altered(['agency.letterhead.logo', { mediaType: 'image/png', base64: '' }]),
      'too_small',
    ));

  test('a kind of picture that is not taken', () =>
    expectRefused(logo('image/gif', 'GIF89a'), 'invalid_value'));
});

describe('an SVG that could do or load something is refused:', () => {
  test.each([
    ['a script', svg('<script>alert(1)</script>')],
    ['a script in another case', svg('<SCRIPT>alert(1)</SCRIPT>')],
    [
      'a script by another prefix',
      svg('<s:script xmlns:s="http://www.w3.org/2000/svg">1</s:script>'),
    ],
    ['a script deep inside', svg('<g><g><g><script/></g></g></g>')],
    ['onload', svg('', 'onload="alert(1)"')],
    ['an event handler in another case', svg('<rect OnClick="alert(1)"/>')],
    ['a link to the outside', svg('<a href="https://evil.test/"><rect/></a>')],
    ['a link that runs code', svg('<a xlink:href="javascript:alert(1)"><rect/></a>')],
    ['code behind a character reference', svg('<a href="&#106;avascript:alert(1)"><rect/></a>')],
    ['a picture from the outside', svg('<image href="http://evil.test/x.png"/>')],
    ['a picture from the outside, the old way', svg('<image xlink:href="//evil.test/x.png"/>')],
    ['a picture from this machine', svg('<image href="file:///etc/passwd"/>')],
    ['a picture that is an SVG again', svg('<image href="data:image/svg+xml;base64,PHN2Zy8+"/>')],
    ['a shape from the outside', svg('<use href="https://evil.test/x.svg#a"/>')],
    ['a style sheet from the outside', svg('<style>@import "https://evil.test/x.css";</style>')],
    ['a style sheet in a CDATA section', svg('<style><![CDATA[@import "//evil.test/x"]]></style>')],
    [
      'a style sheet behind a character reference',
      svg('<style>&#64;import "//evil.test/x";</style>'),
    ],
    ['a style sheet behind an escape', svg('<style>@\\69mport "//evil.test/x";</style>')],
    ['a fill from the outside', svg('<rect style="fill: url(https://evil.test/x#a)"/>')],
    ['a fill behind a character reference', svg('<rect style="fill:&#117;rl(//evil.test/x)"/>')],
    ['a fill behind an escape', svg('<rect style="fill:u\\72l(//evil.test/x)"/>')],
    ['a name of the language itself', svg('<__proto__/>')],
    ['a base for addresses', svg('<g xml:base="https://evil.test/"/>')],
    ['a handler behind a prefix', svg('<g xlink:onload="alert(1)"/>')],
    ['a fill cut into pieces', svg('<style>.a{fill:ur<![CDATA[l(//evil.test)]]>}</style>')],
    ['a shape that multiplies itself', svg('<g id="a"/><use href="#a"/>')],
    ['a filter', svg('<filter id="f"><feTurbulence/></filter>')],
    ['a picture set', svg('<rect style=\'mask-image:image-set("//evil.test/x" 1x)\'/>')],
    ['a font from the outside', svg('<style>@font-face{src:url("//evil.test/x")}</style>')],
    ['a processing instruction', `<?xml-stylesheet href="https://evil.test/x"?>${svg('')}`],
    ['a DOCTYPE', `<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>${svg('&x;')}`],
    ['a doctype in another case', `<!doctype svg>${svg('')}`],
    [
      'foreign markup',
      svg('<foreignObject><p xmlns="http://www.w3.org/1999/xhtml">x</p></foreignObject>'),
    ],
    ['a frame', svg('<iframe src="https://evil.test/"/>')],
    [
      'an animation of a link',
      svg('<a href="#"><set attributeName="href" to="javascript:1"/></a>'),
    ],
  ])('%s', (_, text) => expectRefused(logo('image/svg+xml', text), 'unsafeSvg'));

  test.each([
    ['text', svg('<g><text x="1">PEMKOT</text></g>')],
    ['text by another prefix', svg('<s:text xmlns:s="http://www.w3.org/2000/svg">A</s:text>')],
  ])('%s', (_, text) => expectRefused(logo('image/svg+xml', text), 'svgText'));
});
