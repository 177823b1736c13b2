/** The ceremony board: asks how everyone stands, and lights up who has signed. */

/** With the server's short memory of its last reading this stays below two seconds. */
const POLL_MS = 1500;
/** Screens that were opened together shall not keep asking together. */
const JITTER = 0.1;
const LONGEST_PAUSE_MS = 10_000;
const PATIENCE_MS = 8000;
/** One lost answer is nothing to speak of; after more the hall is told that the board stands still. */
const QUIET_FAILURES = 2;

const NOT_MODIFIED = 304;
const GONE = 404;

let board = document.querySelector('.board');
let etag;
let failures = 0;
let timer;
let asking = false;

const offline = () => document.querySelector('.board-offline > span');

/** Sets a text where it differs: what is set again, a screen reader might say again. */
function write(element, text) {
  if (element !== null && element.textContent !== String(text)) element.textContent = text;
}

/** An answer may come from an older reading than the one before: who is lit stays lit. */
const isOlder = (element, { signed, total }) =>
  Number(element.dataset.signed ?? 0) > signed && Number(element.dataset.total ?? total) === total;

function light(element, tally) {
  if (isOlder(element, tally)) return;
  Object.assign(element.dataset, { state: tally.state, signed: tally.signed, total: tally.total });
  for (const field of element.querySelectorAll('[data-field]')) {
    if (field.closest('[data-tally]') !== element) continue;
    if (field.dataset.field === 'bar')
      Object.assign(field, { max: tally.total, value: tally.signed });
    else write(field, tally[field.dataset.field]);
  }
}

function show({ tallies, latest }) {
  for (const element of board.querySelectorAll('[data-tally]')) {
    const tally = tallies[element.dataset.tally];
    if (tally !== undefined) light(element, tally);
  }
  if (latest === null) return;
  for (const field of board.querySelectorAll('[data-latest]'))
    write(field, latest[field.dataset.latest]);
}

/** Somebody has come or gone: the page is drawn anew by whoever draws it, and put in the place. */
async function redraw() {
  const answer = await fetch(location.href, { signal: AbortSignal.timeout(PATIENCE_MS) });
  if (!answer.ok) throw new Error(`the board answered ${answer.status}`);
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
  const fresh = page.querySelector('.board');
  if (fresh === null) throw new Error('no board on the page');
  board.replaceWith(fresh);
  board = fresh;
}

async function ask() {
  const answer = await fetch(board.dataset.stateUrl, {
    headers: etag === undefined ? {} : { 'if-none-match': etag },
    cache: 'no-store',
    signal: AbortSignal.timeout(PATIENCE_MS),
  });
  if (answer.status === NOT_MODIFIED) return;
  if (answer.status === GONE) {
    // Closed: the page that says so has no script, and so asks no more.
    location.reload();
    return;
  }
  if (!answer.ok) throw new Error(`the state answered ${answer.status}`);
  const state = await answer.json();
  if (state.layout !== board.dataset.layout) await redraw();
  show(state);
  // The page may be of an older reading than the state: then all of it is asked for once more.
  const isWhole = state.layout === board.dataset.layout;
  etag = (isWhole && answer.headers.get('etag')) || undefined;
}

function pause() {
  const long = Math.min(POLL_MS * 2 ** failures, LONGEST_PAUSE_MS);
  return long * (1 - JITTER + 2 * JITTER * Math.random());
}

async function look() {
  clearTimeout(timer);
  if (asking || document.hidden) return;
  asking = true;
  try {
    await ask();
    failures = 0;
  } catch {
    failures += 1;
  }
  asking = false;
  offline().hidden = failures < QUIET_FAILURES;
  timer = setTimeout(look, pause());
}

// Nobody looks at a hidden page; when it is shown again, or the network is back, it catches up.
document.addEventListener('visibilitychange', look);
addEventListener('online', look);
addEventListener('pageshow', look);
