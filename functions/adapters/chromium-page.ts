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

/**
 * Every document is a new one, but documents that have the same CSP share a window: one of its own
 * for each would take a sixth more time. Their CSPs add up in it, so it is not kept for ever.
 */
const DOCUMENTS_PER_WINDOW = 8;

const POLICY = /<meta\b[^>]*\bcontent-security-policy\b[^>]*>/gi;

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
  const renew = () => session.send('Page.navigate', { url: 'about:blank' });
  let renewed: Promise<unknown> = Promise.resolve();
  let printed = 0;
  let inForce = '';
  return {
    async print(html) {
      await renewed;
      const policy = html.match(POLICY)?.join() ?? '';
      if (policy !== inForce) await renew();
      inForce = policy;
      // Nothing is left to wait for then: fonts lie on the disk, and images in the document itself.
      await session.send('Page.setDocumentContent', { frameId, html });
      const { data } = await session.send('Page.printToPDF', PDF);
      printed += 1;
      if (printed % DOCUMENTS_PER_WINDOW === 0) {
        // Behind the caller's back, who has other things to do with the document meanwhile.
        renewed = renew();
        renewed.catch(onCrash);
      }
      return Buffer.from(data, 'base64');
    },
  };
}
