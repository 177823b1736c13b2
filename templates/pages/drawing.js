/** The board on which a signature is drawn: strokes on a fixed measure, whatever the screen's. */

/** The canvas is drawn as finely as the screen shows it, but no finer than this. */
const MAX_RATIO = 2;

/** Less than this apart, in the fixed measure, two points say the same. */
const MIN_STEP = 2;

/** One thickness, as the document prints it. */
const PEN = { penColor: '#1b1f3d', minWidth: 1, maxWidth: 1 };
const PAPER = '#ffffff';

/** Drops what a fast screen reports between two points that differ. */
function thinned(points) {
  const kept = [];
  for (const point of points) {
    const last = kept.at(-1);
    const isNear = last && Math.hypot(point.x - last.x, point.y - last.y) < MIN_STEP;
    if (!isNear) kept.push(point);
  }
  return kept;
}

const within = (value, limit) => Math.min(limit, Math.max(0, Math.round(value)));

/** The strokes of a pad whose screen has `scale` dots to a unit of the board. */
const strokesOf = (pad, scale, { width, height }) =>
  pad.toData().map(({ points }) => {
    const measured = points.map(({ x, y }) => ({
      x: within(x / scale, width),
      y: within(y / scale, height),
    }));
    return thinned(measured).flatMap(({ x, y }) => [x, y]);
  });

/** The reverse: what a pad draws again at this scale. */
const groupsOf = (strokes, scale) =>
  strokes.map((stroke) => ({
    ...PEN,
    points: Array.from({ length: stroke.length / 2 }, (_, index) => ({
      x: stroke[2 * index] * scale,
      y: stroke[2 * index + 1] * scale,
      pressure: 0.5,
      time: index,
    })),
  }));

/**
 * Opens the board in `drawing`; `field` holds the strokes, as JSON: x and y in turn, from 0 to the
 * measure of the board.
 */
export async function openBoard(drawing, field) {
  const { pad: padUrl, maxStrokes, maxPoints, ...data } = drawing.dataset;
  const measure = { width: Number(data.width), height: Number(data.height) };
  const { default: SignaturePad } = await import(padUrl);
  const canvas = drawing.querySelector('#canvas');
  const state = drawing.querySelector('#pad-state');
  const pad = new SignaturePad(canvas, { ...PEN, backgroundColor: PAPER });
  const scale = () => canvas.clientWidth / measure.width;

  const tell = (name) => {
    state.textContent = name === undefined ? '' : state.dataset[name];
  };

  const keep = () => {
    const strokes = strokesOf(pad, scale(), measure);
    const points = strokes.flat().length / 2;
    const fits = strokes.length <= Number(maxStrokes) && points <= Number(maxPoints);
    field.value = fits && strokes.length > 0 ? JSON.stringify(strokes) : '';
    if (!fits) tell('full');
    else tell(strokes.length > 0 ? 'drawn' : undefined);
  };

  /** Makes the canvas as fine as the screen, and draws what is kept at the new size. */
  const draw = () => {
    const ratio = Math.min(MAX_RATIO, Math.max(1, devicePixelRatio));
    canvas.width = canvas.clientWidth * ratio;
    canvas.height = canvas.clientHeight * ratio;
    canvas.getContext('2d').scale(ratio, ratio);
    pad.clear();
    const kept = field.value === '' ? [] : JSON.parse(field.value);
    pad.fromData(groupsOf(kept, scale()), { clear: false });
  };

  const clear = () => {
    pad.clear();
    keep();
  };

  pad.addEventListener('endStroke', keep);
  drawing.querySelector('#clear').addEventListener('click', clear);
  drawing.querySelector('#undraw').addEventListener('click', () => {
    clear();
    document.querySelector('#typed').focus();
  });
  // A phone that is turned, or a window that is pulled, changes the canvas and not the strokes.
  new ResizeObserver(draw).observe(canvas);
  draw();
  if (field.value !== '') tell('drawn');
}
