/** Handlebars, strict: fills the templates that hold every word a person reads. */
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import Handlebars from 'handlebars';
import { sha256 } from './digest.ts';
import { env } from './env.ts';

export type Language = 'id' | 'en';

type Template = (model: object) => string;
type Form = 'html' | 'text';

const compiled = new Map<string, Template>();

/** A template's file as text, by its path under `templates/`. */
export const source = (path: string): string => readFileSync(join(env('templates'), path), 'utf8');

function partials(): Readonly<Record<string, Handlebars.Template>> {
  const files = readdirSync(join(env('templates'), 'partials'));
  return Object.fromEntries(
    files.map((file) => [basename(file, '.hbs'), source(`partials/${file}`)]),
  );
}

function template(path: string, form: Form): Template {
  const known = compiled.get(path);
  if (known !== undefined) return known;
  const handlebars = Handlebars.create();
  handlebars.registerPartial({ ...partials() });
  const fresh = handlebars.compile(source(path), { strict: true, noEscape: form === 'text' });
  compiled.set(path, fresh);
  return fresh;
}

/** Fills a template. @throws when the model lacks a field that the template names. */
export const fill = (path: string, model: object, form: Form = 'html'): string =>
  template(path, form)(model);

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

const VERSION_CHARS = 8;
let cssVersion: string | undefined;

/** The style sheet's address changes with its content, so that browsers may keep it. */
function cssUrl(): string {
  cssVersion ??= sha256(source('pages/page.css'));
  return `/assets/page.css?v=${cssVersion.slice(0, VERSION_CHARS)}`;
}

/**
 * A whole page in its layout: `templates/pages/<name>.hbs` filled with `model`. `query` is what the
 * page was asked for with, kept in the other language; null when it cannot be asked for again.
 */
export function page(
  name: string,
  shown: {
    readonly language: Language;
    readonly query: Readonly<Record<string, string>> | null;
  },
  model: object,
): string {
  const { language, query } = shown;
  const otherLang = language === 'id' ? 'en' : 'id';
  const common = { text: text(language), lang: language, langQuery: languageQuery(language) };
  return fill('pages/layout.hbs', {
    ...common,
    otherLang,
    otherLangUrl: query && `?${new URLSearchParams({ ...query, lang: otherLang })}`,
    cssUrl: cssUrl(),
    page: name,
    body: fill(`pages/${name}.hbs`, { ...model, ...common }),
  });
}
