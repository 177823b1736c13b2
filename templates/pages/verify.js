/** The form of an upload: asks by the file's hash first, and sends the file only when told to. */

const form = document.querySelector('form.upload');
const { files, query, maxBytes, send, ...words } = form.dataset;
const input = form.querySelector('input[type="file"]');
const button = form.querySelector('button');
const answer = form.querySelector('.upload-answer');
const plainLabel = button.textContent;

const NOT_FOUND = 404;

/** The file that may be sent: its hash is unknown, and whoever chose it has been told. */
let sendable;

/** Shows, and lets a screen reader say, how far it has come. */
function tell(step) {
  form.dataset.step = step ?? '';
  answer.textContent = step === undefined ? '' : words[step];
}

function reset() {
  sendable = undefined;
  button.textContent = plainLabel;
  button.disabled = false;
  tell();
}

async function sha256(file) {
  const digest = await crypto.subtle.digest('SHA-256', await file.arrayBuffer());
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Where the answer to a hash is, or undefined when it is on no record. */
async function addressOf(hash) {
  const address = `${files}${hash}${query}`;
  const { ok, status } = await fetch(address, { headers: { accept: 'application/json' } });
  if (ok || status === NOT_FOUND) return ok ? address : undefined;
  throw new Error(`asking for a file answered ${status}`);
}

function offerToSend(file, why) {
  sendable = file;
  button.textContent = send;
  tell(why);
}

/** Another file may be chosen while this one is read: then nothing is said of this one. */
async function check(file) {
  const isChosen = () => input.files[0] === file;
  reset();
  try {
    tell('hashing');
    const hash = await sha256(file);
    if (!isChosen()) return;
    tell('asking');
    const address = await addressOf(hash);
    if (!isChosen()) return;
    if (address !== undefined) {
      tell('known');
      location.assign(address);
    } else if (file.size > Number(maxBytes)) {
      button.disabled = true;
      tell('large');
    } else offerToSend(file, 'unknown');
  } catch {
    if (isChosen()) offerToSend(file, 'unasked');
  }
}

function checkChosen() {
  const [file] = input.files;
  if (file === undefined) reset();
  else check(file);
}

/** A file may be dropped anywhere: beside the form, the browser would leave the page for it. */
function drop(event) {
  const [file] = event.dataTransfer.files;
  delete form.dataset.over;
  if (file === undefined) return;
  event.preventDefault();
  const chosen = new DataTransfer();
  chosen.items.add(file);
  input.files = chosen.files;
  check(file);
}

input.addEventListener('change', checkChosen);
form.addEventListener('submit', (event) => {
  if (sendable !== undefined && sendable === input.files[0]) {
    tell('sending');
    return;
  }
  event.preventDefault();
  if (form.dataset.step === '') checkChosen();
});
addEventListener('dragover', (event) => {
  if (!event.dataTransfer.types.includes('Files')) return;
  event.preventDefault();
  form.dataset.over = 'true';
});
addEventListener('dragleave', (event) => {
  if (event.relatedTarget === null) delete form.dataset.over;
});
addEventListener('drop', drop);
// Who comes back from an answer finds the form as it was left: it has to start anew.
addEventListener('pageshow', reset);

form.dataset.step = '';
form.querySelector('#home-hint').hidden = false;
