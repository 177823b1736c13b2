/** Reads a page as a browser would: its heading, where its forms lead, its other language. */
import { expect } from 'vitest';
import texts from '../../templates/pages/text.id.json' with { type: 'json' };

const ORIGIN = 'https://piagam.test';

/** Handlebars writes `=` in attributes as a character reference. */
const decoded = (attribute: string): string => attribute.replaceAll('&#x3D;', '=');

export const heading = (html: string): string => /<h1[^>]*>([^<]*)</.exec(html)?.[1] ?? '';

export const formActions = (html: string): readonly string[] =>
  [...html.matchAll(/<form [^>]*method="post" action="([^"]+)"/g)].map(([, to = '']) =>
    decoded(to),
  );

/** Where the link to the other language leads from the page at `path`, if the page has one. */
export function otherLanguage(html: string, path: string): string | undefined {
  const href = /class="language" href="([^"]+)"/.exec(html)?.[1];
  if (href === undefined) return undefined;
  const { pathname, search } = new URL(decoded(href), ORIGIN + path);
  return pathname + search;
}

export type Reason = keyof typeof texts.refusal;

/** What the page says of a refusal. */
export const messageOf = (reason: Reason): string => texts.refusal[reason].message;

/** A kind page of a certain status, told with the words of the texts. */
export async function expectNotice(
  response: Response,
  status: number,
  reason: Reason,
): Promise<void> {
  const html = await response.text();
  const expected = texts.refusal[reason].heading;
  expect({ status: response.status, heading: heading(html) }).toEqual({
    status,
    heading: expected,
  });
  expect(html).toContain(messageOf(reason));
}
