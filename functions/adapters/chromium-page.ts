/** One page of a running Chromium, used again for every document: no network, script, local file. */
import type { Browser, CDPSession, Protocol } from 'puppeteer-core';

/** A page that takes one document after the other. */
export type WarmPage = {
  /** To be called again only when it has settled. */
  print(html: string): Promise<Uint8Array>;
};

const MM_PER_INCH = 25.4;

const PDF: Protocol.Page.PrintToPDFRequest = {
  // A4, for a document that names no page size of its own.
  paperWidth: 210 / MM_PER_INCH,
  paperHeight: 297 / MM_PER_INCH,
  preferCSSPageSize: true,
  marginTop: 0,
  marginBottom: 0,
  marginLeft: 0,
  marginRight: 0,
  printBackground: true,
  generateTaggedPDF: true,
  generateDocumentOutline: true,
};

/** How a document begins that may share its window: with the only policy that it has. */
const PROLOGUE =
  /^<!doctype html>\n<html lang="[\w-]+">\n<head>\n<meta charset="utf-8">\n(<meta http-equiv="Content-Security-Policy" content="[^"]*">)/;

/** Without it no other policy can come, however it is written: names of attributes have no escapes. */
const ANOTHER = /http-equiv/i;

/** @returns the CSP, as a tag, of a document that leaves nothing else in its window. */
export function policyOf(html: string): string | undefined {
  const [prologue = '', policy] = PROLOGUE.exec(html) ?? [];
  return ANOTHER.test(html.slice(prologue.length)) ? undefined : policy;
}

/** A page without the worlds for scripts that puppeteer adds: they cost a tenth of every print. */
async function barePage(browser: Browser): Promise<CDPSession> {
  const root = await browser.target().createCDPSession();
  const { targetId } = await root.send('Target.createTarget', { url: 'about:blank' });
  const { targetInfo } = await root.send('Target.getTargetInfo', { targetId });
  const session = await root.connection()?.createSession(targetInfo);
  if (session === undefined) throw new Error('the browser has ended');
  await root.detach();
  return session;
}

/** No script runs, and no request leaves; data: addresses are none, the document holds them. */
async function guard(session: CDPSession): Promise<void> {
  session.on('Fetch.requestPaused', ({ requestId }) => {
    // 'Aborted' leaves a refused navigation where it was; other reasons show an error page instead.
    const refused = session.send('Fetch.failRequest', { requestId, errorReason: 'Aborted' });
    // The page may have ended meanwhile; whoever prints on it learns that by itself.
    refused.catch(() => undefined);
  });
  await session.send('Emulation.setScriptExecutionDisabled', { value: true });
  await session.send('Fetch.enable', { patterns: [{ urlPattern: '*' }] });
}

/**
 * Opens a page.
 * @param onCrash is called when its renderer dies; every later call on the page would hang.
 */
export async function openPage(browser: Browser, onCrash: () => void): Promise<WarmPage> {
  const session = await barePage(browser);
  session.on('Inspector.targetCrashed', onCrash);
  await session.send('Inspector.enable');
  await guard(session);
  const { frameTree } = await session.send('Page.getFrameTree');
  const frameId = frameTree.frame.id;
  let isUsed = false;
  let inForce: string | undefined;
  /**
   * Every document is a new one, but content alone keeps the window, and with it the CSP. Those
   * that have the same share it, and do not say it again, for it would add up; a window of its own
   * for each document would take a fifth more time.
   */
  async function open(html: string): Promise<void> {
    const policy = policyOf(html);
    const isShared = policy !== undefined && policy === inForce;
    if (isUsed && !isShared) await session.send('Page.navigate', { url: 'about:blank' });
    [isUsed, inForce] = [true, policy];
    const content = isShared ? html.replace(policy, '') : html;
    await session.send('Page.setDocumentContent', { frameId, html: content });
  }
  return {
    async print(html) {
      await open(html);
      // Nothing is left to wait for then: fonts lie on the disk, and images in the document itself.
      const { data } = await session.send('Page.printToPDF', PDF);
      return Buffer.from(data, 'base64');
    },
  };
}
