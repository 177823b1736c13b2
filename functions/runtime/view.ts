/** What people read of us: pages in their layout, refusals and problems, in two languages. */
import { assetUrl } from './assets.ts';
import { fill, source } from './template.ts';

export type Language = 'id' | 'en';

export type Notice = {
  readonly heading: string;
  readonly message: string;
  readonly advice: string;
};

/** What a program's user reads. */
export type ProblemText = { readonly title: string; readonly detail: string };

/** The sentences of the pages; only what code itself picks by name is typed. */
type Text = {
  readonly refusal: Readonly<Record<string, Notice>>;
  readonly problem: Readonly<Record<string, ProblemText>>;
};

const texts = new Map<Language, Text>();

function text(language: Language): Text {
  const known = texts.get(language);
  if (known !== undefined) return known;
  const fresh: Text = JSON.parse(source(`pages/text.${language}.json`));
  texts.set(language, fresh);
  return fresh;
}

/** How a refusal is told to people. @throws when the texts lack the reason. */
export function refusalText(language: Language, reason: string): Notice {
  const told = text(language).refusal[reason];
  if (told === undefined) throw new Error(`no text in ${language} for refusal ${reason}`);
  return told;
}

/** How a problem is told over the API. @throws when the texts lack the code. */
export function problemText(language: Language, code: string): ProblemText {
  const told = text(language).problem[code];
  if (told === undefined) throw new Error(`no text in ${language} for problem ${code}`);
  return told;
}

/** What keeps the chosen language in an address without a query. */
export const languageQuery = (language: Language): string =>
  language === 'id' ? '' : `?lang=${language}`;

/** The styles of pages that look like no other; `page.css` is that of the rest. */
const OWN_STYLES: Readonly<Record<string, string>> = { board: 'board.css' };

/**
 * A whole page in its layout: `templates/pages/<name>.hbs` filled with `model`. `query` is what the
 * page was asked for with, kept in the other language; null when it cannot be asked for again.
 */
export function page(
  name: string,
  shown: {
    readonly language: Language;
    readonly query: Readonly<Record<string, string>> | null;
    /** The one address that search engines may keep the page by; without it they keep none. */
    readonly canonicalUrl?: string;
  },
  model: object,
): string {
  const { language, query, canonicalUrl = null } = shown;
  const otherLang = language === 'id' ? 'en' : 'id';
  const common = { text: text(language), lang: language, langQuery: languageQuery(language) };
  return fill('pages/layout.hbs', {
    ...common,
    otherLang,
    otherLangUrl: query && `?${new URLSearchParams({ ...query, lang: otherLang })}`,
    canonicalUrl,
    cssUrl: assetUrl(OWN_STYLES[name] ?? 'page.css'),
    page: name,
    body: fill(`pages/${name}.hbs`, { ...model, ...common }),
  });
}
