/** Documents that try to reach the network, scripts, local files, and the document after them. */
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { page, setUp, textOf, type Undo } from './chromium-fixture.ts';

describe.concurrent('a hostile document', () => {
  async function trap({ onTestFinished }: Undo) {
    let connections = 0;
    const server = createServer((_, response) => response.end('TERSAMBUNG'));
    server.on('connection', () => {
      connections += 1;
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    onTestFinished(() => {
      server.close();
    });
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('no port');
    return { url: `http://127.0.0.1:${address.port}`, connections: () => connections };
  }

  test('reaches no network', async ({ onTestFinished }) => {
    const { renderer } = await setUp({ onTestFinished });
    const { url, connections } = await trap({ onTestFinished });
    const pdf = await renderer.print(
      page(
        `<p>Isi</p><img src="${url}/img"><iframe src="${url}/frame"></iframe>
         <object data="${url}/object"></object><embed src="${url}/embed">
         <video src="${url}/video" poster="${url}/poster"></video>
         <svg><image href="${url}/svg"/><use href="${url}/use#a"/></svg>
         <iframe srcdoc="<img src='${url}/inner'>"></iframe>
         <iframe src="data:text/html,<img src='${url}/data'>"></iframe>`,
        `<link rel="preconnect" href="${url}"><link rel="prefetch" href="${url}/prefetch">
         <link rel="preload" as="image" href="${url}/preload"><link rel="icon" href="${url}/icon">
         <link rel="stylesheet" href="${url}/css"><base href="${url}">
         <script type="speculationrules">
           {"prefetch":[{"source":"list","urls":["${url}/speculation"]}]}
         </script>
         <style>@import "${url}/import"; p{background:url(${url}/background)}
         @font-face{font-family:f;src:url(${url}/font)} p{font-family:f}</style>`,
      ),
    );
    expect(await textOf(pdf)).toContain('Isi');
    expect(await textOf(pdf)).not.toContain('TERSAMBUNG');
    expect(connections()).toBe(0);
  });

  test('goes nowhere else', async ({ onTestFinished }) => {
    const { renderer } = await setUp({ onTestFinished });
    const { url, connections } = await trap({ onTestFinished });
    const refresh = `<meta http-equiv="refresh" content="0;url=${url}/refresh">`;
    await renderer.print(page('<p>Pergi', refresh));
    expect(await textOf(await renderer.print(page('<p>Tetap')))).toBe('Tetap');
    expect(connections()).toBe(0);
  });

  test('runs no script', async ({ onTestFinished }) => {
    const { renderer } = await setUp({ onTestFinished });
    const write = `document.body.append('BERJALAN')`;
    const pdf = await renderer.print(
      page(
        `<p>Isi</p><script>${write}</script><img src="x" onerror="${write}">
         <svg onload="${write}"></svg><iframe srcdoc="<body><script>${write}</script>"></iframe>
         <iframe src="data:text/html,<body><script>${write}</script>"></iframe>
         <iframe src="javascript:'BERJALAN'"></iframe><details open ontoggle="${write}"></details>
         <noscript>Tanpa skrip</noscript>`,
      ),
    );
    expect(await textOf(pdf)).toContain('Tanpa skrip');
    expect(await textOf(pdf)).not.toContain('BERJALAN');
  });

  test('reads no local file', async ({ onTestFinished }) => {
    const { directory, renderer } = await setUp({ onTestFinished });
    const file = (name: string) => `file://${join(directory, name)}`;
    await writeFile(join(directory, 'secret.html'), '<p>RAHASIA</p>');
    await writeFile(join(directory, 'secret.css'), 'p::before{content:"RAHASIA"}');
    const svg = '<svg xmlns="http://www.w3.org/2000/svg"><text y="20">RAHASIA</text></svg>';
    await writeFile(join(directory, 'secret.svg'), svg);
    const pdf = await renderer.print(
      page(
        `<p>Isi</p><iframe src="${file('secret.html')}"></iframe><embed src="${file('secret.svg')}">
         <object data="${file('secret.html')}"></object><img src="${file('secret.svg')}">
         <iframe src="data:text/html,<iframe src='${file('secret.html')}'></iframe>"></iframe>`,
        `<link rel="stylesheet" href="${file('secret.css')}">
         <style>@import "${file('secret.css')}";</style>`,
      ),
    );
    expect(await textOf(pdf)).toContain('Isi');
    expect(await textOf(pdf)).not.toContain('RAHASIA');
  });

  const STRICT = `<meta http-equiv="Content-Security-Policy" content="default-src 'none'">`;
  const HIDING = '<style>b{display:none}</style>';
  /** As documents of the product begin. */
  const sheet = (head: string, body: string) =>
    `<!doctype html>\n<html lang="id">\n<head>\n<meta charset="utf-8">\n${head}<title>x</title></head><body>${body}`;

  test.for([
    ['no policy', sheet('', 'Satu')],
    ['the same policy', sheet(STRICT, 'Satu')],
    ['it in a comment', sheet(`<!--${STRICT}-->`, 'Satu')],
    ['it in the text', sheet('', `Satu${STRICT}`)],
    ['it as a text', sheet('', `<textarea>${STRICT}</textarea>`)],
    ['it in a template', sheet('', `<template>${STRICT}</template>Satu`)],
    ['it written otherwise', sheet(STRICT.replace('Content-', 'Content&#45;'), 'Satu')],
    ['it behind another attribute', sheet(STRICT.replace('<meta', '<meta data-x=">"'), 'Satu')],
    ['it after a style', sheet(`${HIDING}${STRICT}`, 'Satu')],
    ['two policies', sheet(`${STRICT}${STRICT.replace('default', 'style')}`, 'Satu')],
  ] as const)(
    'with %s leaves nothing for the next ones',
    async ([, html], { expect, onTestFinished }) => {
      const { renderer } = await setUp({ onTestFinished });
      const print = async (each: string) => textOf(await renderer.print(each));
      const first = await print(html);
      for (let time = 0; time < 2; time += 1) {
        expect(await print(sheet(`${STRICT}${HIDING}`, '<p>Dua</p><b>X</b>'))).toBe('Dua\nX');
        expect(await print(html)).toBe(first);
      }
      expect(await print(sheet(HIDING, '<p>Tiga</p><b>X</b>'))).toBe('Tiga');
    },
  );
});
