/** Connected ink, and the paper that it shuts in. */

/** Ink connects from this level on. */
const INK = 100;

/** The connected piece with the most ink, alone; corners connect. */
export function largestPiece({ width, height, data }) {
  const seen = new Uint8Array(data.length);
  let [best, most] = [[], 0];
  for (let start = 0; start < data.length; start++) {
    if (data[start] < INK) continue;
    const piece = flood({ width, height, seen, starts: [start], corners: true }, (at) => data[at] >= INK);
    const mass = piece.reduce((sum, at) => sum + data[at], 0);
    if (mass > most) [best, most] = [piece, mass];
  }
  const alone = new Uint8Array(data.length);
  for (const at of best) alone[at] = data[at];
  return { width, height, data: alone };
}

/** Pixels of paper that ink shuts in on all sides. */
export function enclosedPixels({ width, height, data }) {
  const seen = new Uint8Array(data.length);
  const border = [...data.keys()].filter((at) => {
    const [x, y] = [at % width, Math.floor(at / width)];
    return x === 0 || y === 0 || x === width - 1 || y === height - 1;
  });
  flood({ width, height, seen, starts: border, corners: false }, (at) => data[at] < INK);
  return data.reduce((count, level, at) => count + (level < INK && seen[at] === 0 ? 1 : 0), 0);
}

/** The pixels that the starts lead to over pixels that belong; marks them in `seen`. */
function flood({ width, height, seen, starts, corners }, belongs) {
  const found = [];
  const visit = (at) => {
    if (seen[at] === 1 || !belongs(at)) return;
    seen[at] = 1;
    found.push(at);
  };
  starts.forEach(visit);
  for (let i = 0; i < found.length; i++) {
    const [x, y] = [found[i] % width, Math.floor(found[i] / width)];
    for (let down = -1; down <= 1; down++) {
      for (let across = -1; across <= 1; across++) {
        if (!corners && down !== 0 && across !== 0) continue;
        const inside = x + across >= 0 && x + across < width && y + down >= 0 && y + down < height;
        if (inside) visit((y + down) * width + x + across);
      }
    }
  }
  return found;
}
