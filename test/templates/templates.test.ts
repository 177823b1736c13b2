/** The templates: complete, strict, safe to fill with anything, and fit for tagged PDF. */
import { describe, expect, it } from 'vitest';
import type { DocumentStatus } from '../../functions/domain/document.ts';
import { REFUSAL_STATUS } from '../../functions/runtime/refusals.ts';
import type { Json, Model } from './filling.ts';
import {
  asModel,
  compile,
  fieldsOf,
  read,
  readModel,
  templateFiles,
  withEveryString,
  without,
} from './filling.ts';
import { CASES } from './samples.ts';

const LANGUAGES = ['id', 'en'] as const;
const TEXTS = { id: readModel('pages/text.id.json'), en: readModel('pages/text.en.json') };
const SHEET: Model = {
  orientation: 'portrait',
  width: 210,
  height: 297,
  font: 'serif',
  margins: { top: 25, right: 20, bottom: 25, left: 30 },
  frame: 'data:image/svg+xml,',
};
const EVIL = '<img src=x onerror=alert(1)>';

const isPage = (path: string): boolean => path.startsWith('pages/');
const isPlain = (path: string): boolean => /\/(subject|text)\.hbs$/.test(path);

/** What the view adds to the model of every page. */
const dressed = (path: string, model: Model, lang: keyof typeof TEXTS = 'id'): Model =>
  isPage(path) ? { ...model, lang, text: TEXTS[lang] } : model;

const inPrint = (body: string, title = 'Piagam'): string =>
  compile('documents/page.hbs')({ lang: 'id', title, css: '', sheet: SHEET, body });

const inLayout = (body: string, page: string, lang: keyof typeof TEXTS): string => {
  const otherLang = lang === 'id' ? 'en' : 'id';
  const switching = { otherLang, otherLangUrl: `?lang=${otherLang}`, langQuery: `?lang=${lang}` };
  const styled = { cssUrl: '/assets/page.css', canonicalUrl: null };
  const frame = { lang, ...switching, ...styled, page, text: TEXTS[lang] };
  return compile('pages/layout.hbs')({ ...frame, body });
};

/** Every template filled from each of its models, as `[name, output]`. */
const outputs = CASES.flatMap(({ path, models }) =>
  models.map((model, index) => [`${path} #${index}`, compile(path)(dressed(path, model))] as const),
);
const htmlOutputs = outputs.filter(([name]) => !isPlain(name.replace(/ #\d+$/, '')));

const keysOf = (value: Json): readonly string[] => fieldsOf(value).map((path) => path.join('.'));

describe('filling', () => {
  it.each(outputs)('%s is filled', (_name, output) => {
    expect(output.trim()).not.toBe('');
    expect(output).not.toMatch(/undefined|\[object|NaN/);
  });

  it('has a sample for every document, letter and page', () => {
    const covered = new Set([...CASES.map(({ path }) => path), 'documents/page.hbs']);
    const templates = templateFiles().filter(
      (path) => path.endsWith('.hbs') && !path.startsWith('partials/') && !/layout/.test(path),
    );
    expect(templates.filter((path) => !covered.has(path))).toEqual([]);
  });

  it.each(CASES)('$path throws when any field is missing', ({ path, models, unprinted = [] }) => {
    const template = compile(path);
    const missed = new Set<string>();
    for (const model of models)
      for (const field of fieldsOf(model)) {
        const name = field.filter((step) => typeof step === 'string').join('.');
        const lacking = dressed(path, asModel(without(model, field)));
        if (fails(() => template(lacking))) missed.add(name);
      }
    const known = models.flatMap((model) =>
      fieldsOf(model).map((field) => field.filter((step) => typeof step === 'string').join('.')),
    );
    expect([...new Set(known)].filter((name) => !missed.has(name))).toEqual(unprinted);
  });
});

function fails(act: () => unknown): boolean {
  try {
    act();
    return false;
  } catch {
    return true;
  }
}

describe('safety', () => {
  it.each(CASES.filter(({ path }) => !isPlain(path)))('$path escapes every value', (sample) => {
    for (const model of sample.models) {
      const evil = asModel(withEveryString(model, EVIL));
      expect(compile(sample.path)(dressed(sample.path, evil))).not.toContain('<img src=x');
    }
  });

  it('escapes the title of the printed page and the frame of the layout', () => {
    expect(inPrint('', EVIL)).not.toContain('<img');
    const switching = { otherLang: EVIL, otherLangUrl: EVIL, langQuery: EVIL };
    const styled = { cssUrl: EVIL, canonicalUrl: EVIL };
    const frame = { lang: EVIL, ...switching, ...styled, page: EVIL, body: '' };
    const text = asModel(withEveryString(TEXTS.id, EVIL));
    expect(compile('pages/layout.hbs')({ ...frame, text })).not.toContain('<img');
  });

  it.each(templateFiles())('%s carries no script but a module of ours, fetches nothing', (path) => {
    const source = read(path).replace('<script type="module" src="{{scriptUrl}}"></script>', '');
    expect(source).not.toMatch(/<script|javascript:|\son[a-z]+\s*=|@import|<iframe|<base/i);
    expect(source).not.toMatch(/(?:src|srcset|data|action|poster)="https?:|url\(["']?https?:/i);
    expect(source.match(/<link [^>]*href="[^"]*"/g) ?? []).toEqual(
      path === 'pages/layout.hbs'
        ? [
            '<link rel="canonical" href="{{this}}"',
            '<link rel="icon" href="data:,"',
            '<link rel="stylesheet" href="{{cssUrl}}"',
          ]
        : [],
    );
  });

  const CLAIM = /BSrE|Balai (Besar )?Sertifikasi|(?<!tidak )tersertifikasi/i;
  const ONLY_WHERE_CERTIFIED = /\{\{#certified\}\}.*?\{\{\/certified\}\}/gs;
  const templates = templateFiles().filter((path) => !path.endsWith('.json'));

  it.each(templates)('%s claims no certified signature but where a provider signs', (path) => {
    expect(read(path).replaceAll(ONLY_WHERE_CERTIFIED, '')).not.toMatch(CLAIM);
  });

  it.each(LANGUAGES)('no text in %s names a provider but where it is asked to sign', (language) => {
    const telling = keysOf(TEXTS[language]).filter((key) =>
      CLAIM.test(String(key.split('.').reduce<unknown>(step, TEXTS[language]))),
    );
    expect(telling.length).toBeGreaterThan(0);
    const asked = /^(sign\.certified|refusal\.(wrongPassphrase|certificate|certifier))/;
    expect(telling.filter((key) => !asked.test(key))).toEqual([]);
  });

  it('puts no inline style on a page, which its content security policy would refuse', () => {
    const pages = htmlOutputs.filter(([name]) => isPage(name));
    expect(pages.filter(([, html]) => /\sstyle=|<style/.test(html))).toEqual([]);
  });

  it.each(['invitation', 'completion'])('the %s letter has exactly one link', (purpose) => {
    const [html] = outputs.flatMap(([name, output]) =>
      name === `mails/${purpose}/html.hbs #0` ? [output] : [],
    );
    expect(html?.match(/href=/g)).toHaveLength(1);
    expect(html).not.toMatch(/<img|<link|url\(/);
  });
});

describe('texts', () => {
  it('are the same in both languages', () => {
    expect(keysOf(TEXTS.en)).toEqual(keysOf(TEXTS.id));
  });

  it.each(LANGUAGES)('in %s are never empty', (language) => {
    const empty = fieldsOf(TEXTS[language]).filter(
      (path) => path.reduce<unknown>(step, TEXTS[language]) === '',
    );
    expect(empty).toEqual([]);
  });

  it('hold every refusal and every status', () => {
    const reasons = Object.keys(REFUSAL_STATUS);
    const statuses: Readonly<Record<DocumentStatus, true>> = {
      drafted: true,
      signing: true,
      signed: true,
      sealed: true,
      declined: true,
      voided: true,
      expired: true,
      superseded: true,
    };
    const keys = new Set(keysOf(TEXTS.id));
    expect(reasons.filter((reason) => !keys.has(`refusal.${reason}.advice`))).toEqual([]);
    expect(Object.keys(statuses).filter((status) => !keys.has(`status.${status}`))).toEqual([]);
  });

  it('are all in use', () => {
    const used = templateFiles()
      .filter((path) => path.endsWith('.hbs'))
      .map(read)
      .join('\n');
    /** Looked up by a name that only the model or the code knows. */
    const tables =
      /^(title|status|refusal|problem|verifyResult\.(verdict|files)|others\.kind|list\.(group|mark|idle))\b/;
    const leaves = keysOf(TEXTS.id).filter((key) => key.includes('.') && !tables.test(key));
    expect(leaves.filter((key) => !used.includes(`text.${key}`))).toEqual([]);
  });

  it.each(LANGUAGES)('name every page in %s', (language) => {
    const pages = CASES.flatMap(({ path }) => /^pages\/(.+)\.hbs$/.exec(path)?.[1] ?? []);
    for (const page of pages)
      expect(inLayout('', page, language)).toMatch(/<title>[^<]{4,} · Piagam<\/title>/);
  });
});

const step = (value: unknown, key: string | number): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;

describe('accessibility', () => {
  it.each(htmlOutputs)(
    '%s opens with one h1, skips no level and describes images',
    (name, html) => {
      const levels = [...html.matchAll(/<h([1-6])\b/g)].map(([, level]) => Number(level));
      // The marks are pictures that go into a document, which has its own heading.
      const isHeadless = /^(mails|documents\/marks)\//.test(name);
      if (!isHeadless) expect(levels.filter((level) => level === 1)).toHaveLength(1);
      levels.reduce((above, level) => {
        expect(level).toBeLessThanOrEqual(above + 1);
        return level;
      }, 0);
      expect((html.match(/<img\b[^>]*>/g) ?? []).filter((img) => !/\salt="/.test(img))).toEqual([]);
    },
  );

  it.each(htmlOutputs)('%s is well balanced', (_name, html) => {
    expect(unbalanced(html)).toEqual([]);
  });

  it('prints without what a tagged PDF cannot carry', () => {
    const printed = templateFiles().filter((path) =>
      /^(documents|partials)\/.*\.(hbs|css)$/.test(path),
    );
    expect(printed.filter((path) => /<figure|<canvas|<svg|filter:/.test(read(path)))).toEqual([]);
    expect(inPrint('')).toContain('<html lang="id">');
  });
});

describe('what only a style would write', () => {
  const styles = templateFiles().filter((path) =>
    /^(documents\/.*\/style\.css|partials\/print-.*\.hbs)$/.test(path),
  );
  /** Margin boxes repeat on every page, and readers skip them as they should. */
  const withoutMargins = (css: string): string =>
    css.replace(/@(?:top|bottom|left|right)-[a-z-]+ \{[^}]*\}/g, '');

  it.each(styles)('no reader would hear, so %s writes nothing', (path) => {
    const contents = [...withoutMargins(read(path)).matchAll(/[^-]\bcontent:\s*([^;]*);/g)];
    expect(contents.map(([, text]) => text).filter((text) => text !== '""')).toEqual([]);
    expect(withoutMargins(read(path))).not.toMatch(/counter|::marker|list-style(-type)?:\s*["']/);
  });

  it('is looked for in every style of a document', () => {
    expect(styles).toHaveLength(10);
  });
});

const VOID = new Set(['meta', 'link', 'img', 'br', 'input']);

/** Tags that are closed out of order, or not at all. */
function unbalanced(html: string): readonly string[] {
  const open: string[] = [];
  const faults: string[] = [];
  for (const [, slash, name = ''] of html.matchAll(/<(\/?)([a-z][a-z0-9]*)\b/g)) {
    if (VOID.has(name)) continue;
    if (slash === '') open.push(name);
    else if (open.pop() !== name) faults.push(`</${name}>`);
  }
  return [...faults, ...open];
}
