/** The signing page: loads the viewer and the drawing board only when somebody asks for them. */

const viewButton = document.querySelector('#view');
const viewer = document.querySelector('#viewer');
const drawing = document.querySelector('#drawing');
const drawButton = document.querySelector('#draw');

function offerViewer() {
  viewButton.hidden = false;
  viewButton.addEventListener('click', async () => {
    viewButton.disabled = true;
    const { openViewer } = await import(viewer.dataset.script).catch(() => ({}));
    viewButton.setAttribute('aria-expanded', 'true');
    viewer.hidden = false;
    const isShown = openViewer !== undefined && (await openViewer(viewer));
    if (isShown) viewButton.hidden = true;
    else {
      viewer.querySelector('#viewer-page').textContent = viewer.dataset.failed;
      viewButton.disabled = false;
    }
  });
}

function offerDrawing() {
  const pad = drawing.querySelector('#pad');
  const open = async () => {
    drawButton.disabled = true;
    pad.hidden = false;
    drawButton.setAttribute('aria-expanded', 'true');
    try {
      const { openBoard } = await import(drawing.dataset.script);
      await openBoard(drawing, document.querySelector('#strokes'));
      drawButton.hidden = true;
    } catch {
      const state = drawing.querySelector('#pad-state');
      state.textContent = state.dataset.failed;
      drawButton.disabled = false;
    }
  };
  drawing.hidden = false;
  drawButton.addEventListener('click', open);
  // What was drawn before the page came back with a question is shown again.
  if (document.querySelector('#strokes').value !== '') open();
}

offerViewer();
offerDrawing();
