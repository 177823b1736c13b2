/** Shows the file itself in the page: a canvas a page with its text above, drawn when near. */

const ZOOMS = [0.5, 0.75, 1, 1.25, 1.5, 2, 3, 4];
const FIT = ZOOMS.indexOf(1);

/** No finer than a good screen, so that a page of a phone stays within its memory. */
const MAX_RATIO = 2;

/** Pages this far from sight are drawn ahead; those further away give their memory back. */
const NEAR = '600px 0px';

/** The sheet of a page, as wide as its place allows at this zoom. */
function layOut(sheet, page, room, zoom) {
  const { width, height } = page.getViewport({ scale: 1 });
  const scale = (room / width) * zoom;
  sheet.style.width = `${width * scale}px`;
  sheet.style.height = `${height * scale}px`;
  sheet.style.setProperty('--total-scale-factor', scale);
  sheet.style.setProperty('--scale-factor', scale);
  return page.getViewport({ scale });
}

function blank(sheet) {
  sheet.replaceChildren();
  delete sheet.dataset.drawn;
}

/** Draws the page, and lays its text over it for readers, search and selection. */
async function paint(pdfjs, sheet, { page, viewport }) {
  sheet.dataset.drawn = 'true';
  const ratio = Math.min(MAX_RATIO, Math.max(1, devicePixelRatio));
  const canvas = document.createElement('canvas');
  canvas.width = viewport.width * ratio;
  canvas.height = viewport.height * ratio;
  canvas.setAttribute('aria-hidden', 'true');
  const layer = document.createElement('div');
  layer.className = 'text-layer';
  layer.lang = 'id';
  sheet.replaceChildren(canvas, layer);
  await page.render({ canvas, viewport, transform: [ratio, 0, 0, ratio, 0, 0] }).promise;
  const text = new pdfjs.TextLayer({
    textContentSource: page.streamTextContent(),
    container: layer,
    viewport,
  });
  await text.render();
}

function sheetOf(number, count, words) {
  const sheet = document.createElement('div');
  sheet.className = 'sheet';
  sheet.dataset.page = String(number);
  sheet.setAttribute('role', 'group');
  sheet.setAttribute('aria-label', `${words.page} ${number} ${words.of} ${count}`);
  return sheet;
}

async function readFile({ pdfjs: pdfjsUrl, worker, file }) {
  const pdfjs = await import(pdfjsUrl);
  pdfjs.GlobalWorkerOptions.workerSrc = worker;
  const answer = await fetch(file, { credentials: 'same-origin' });
  const isFile = answer.ok && answer.headers.get('content-type') === 'application/pdf';
  if (!isFile) throw new Error(`the file answered ${answer.status}`);
  const data = await answer.arrayBuffer();
  // Our files bring their fonts along and hold no picture that would need a decoder of its own.
  const task = pdfjs.getDocument({ data, useWasm: false, enableXfa: false });
  return { pdfjs, pdf: await task.promise };
}

/** What the buttons and keys do. */
function control(viewer, sheets, { zoomBy }) {
  const pages = viewer.querySelector('#viewer-pages');
  const label = viewer.querySelector('#viewer-page');
  const { of } = viewer.dataset;

  const current = () => {
    const middle = pages.scrollTop + pages.clientHeight / 2;
    const passed = sheets.filter((sheet) => sheet.offsetTop <= middle);
    return Math.max(1, passed.length);
  };
  const tell = () => {
    label.textContent = `${current()} ${of} ${sheets.length}`;
  };
  const goTo = (number) => {
    const sheet = sheets[number - 1];
    if (sheet !== undefined) pages.scrollTo({ top: sheet.offsetTop });
  };
  const actions = {
    previous: () => goTo(current() - 1),
    next: () => goTo(current() + 1),
    smaller: () => zoomBy(-1),
    larger: () => zoomBy(1),
  };
  const KEYS = {
    PageUp: 'previous',
    PageDown: 'next',
    '-': 'smaller',
    '+': 'larger',
    '=': 'larger',
  };

  for (const button of viewer.querySelectorAll('[data-do]'))
    button.addEventListener('click', () => actions[button.dataset.do]());
  pages.addEventListener('keydown', (event) => {
    const action = KEYS[event.key];
    if (action === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    actions[action]();
  });
  pages.addEventListener('scroll', tell, { passive: true });
  tell();
}

/** Keeps the sheets as large as asked for, and draws those in sight. */
function stack(place, sheets, { pdfjs, pages }) {
  let zoom = FIT;
  let width = 0;
  let viewports = [];
  const show = (sheet) => {
    const index = sheets.indexOf(sheet);
    return paint(pdfjs, sheet, { page: pages[index], viewport: viewports[index] });
  };
  const sight = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) {
        if (!isIntersecting) blank(target);
        else if (target.dataset.drawn === undefined) show(target).catch(() => blank(target));
      }
    },
    { root: place, rootMargin: NEAR },
  );
  const redraw = () => {
    sight.disconnect();
    width = place.clientWidth;
    viewports = pages.map((page, index) => layOut(sheets[index], page, width, ZOOMS[zoom]));
    for (const sheet of sheets) {
      blank(sheet);
      sight.observe(sheet);
    }
  };
  new ResizeObserver(() => {
    if (place.clientWidth !== width) redraw();
  }).observe(place);
  redraw();
  return (step) => {
    const next = zoom + step;
    if (ZOOMS[next] === undefined) return;
    const { scrollLeft, scrollTop, clientWidth, clientHeight } = place;
    const grown = ZOOMS[next] / ZOOMS[zoom];
    zoom = next;
    redraw();
    // What was in the middle stays there.
    place.scrollTo({
      left: (scrollLeft + clientWidth / 2) * grown - clientWidth / 2,
      top: (scrollTop + clientHeight / 2) * grown - clientHeight / 2,
    });
  };
}

/** Opens the file of `viewer`. Answers false when it cannot be shown here. */
export async function openViewer(viewer) {
  const place = viewer.querySelector('#viewer-pages');
  const { loading, ...words } = viewer.dataset;
  viewer.querySelector('#viewer-page').textContent = loading;
  try {
    const { pdfjs, pdf } = await readFile(viewer.dataset);
    const count = pdf.numPages;
    const pages = await Promise.all(
      Array.from({ length: count }, (_, index) => pdf.getPage(index + 1)),
    );
    const sheets = pages.map((_, index) => sheetOf(index + 1, count, words));
    place.replaceChildren(...sheets);
    control(viewer, sheets, { zoomBy: stack(place, sheets, { pdfjs, pages }) });
    place.focus({ preventScroll: true });
    return true;
  } catch {
    return false;
  }
}
