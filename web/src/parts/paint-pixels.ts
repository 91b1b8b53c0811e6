/** Paints numbers as the pixels of a canvas, in the colours of the theme. */

/**
 * `ink` runs from paper to ink; `diverging` from one colour over paper to another, for weights and gradients; `grey` is a photograph's
 * own levels, from black to white in every theme.
 */
export type PixelPalette = "ink" | "diverging" | "grey";

export interface PixelPicture {
  /** Row by row, (height, width). */
  pixels: ArrayLike<number>;
  width: number;
  height: number;
  /** The value of full colour. @default 255 for bytes, else the largest magnitude */
  most?: number;
  palette: PixelPalette;
}

type Rgb = [number, number, number];

const BLACK: Rgb = [0, 0, 0];
const GREY: readonly Rgb[] = [BLACK, [255, 255, 255], BLACK];

export function paintPixels(canvas: HTMLCanvasElement, picture: PixelPicture): void {
  const { pixels, width, height, palette } = picture;
  const context = canvas.getContext("2d");
  if (context === null) return;
  const most = picture.most ?? largestOf(pixels);
  const [paper, full, negative] =
    palette === "grey"
      ? GREY
      : ["--digit-paper", palette === "ink" ? "--digit-ink" : "--positive", "--negative"].map((name) =>
          colourOf(canvas, name),
        );
  const image = context.createImageData(width, height);
  for (let i = 0; i < width * height; i++) {
    const share = most === 0 ? 0 : Math.max(-1, Math.min(1, pixels[i] / most));
    const target = share < 0 ? negative : full;
    const amount = palette === "diverging" ? Math.abs(share) : Math.max(0, share);
    for (let c = 0; c < 3; c++) image.data[4 * i + c] = paper[c] + (target[c] - paper[c]) * amount;
    image.data[4 * i + 3] = 255;
  }
  context.putImageData(image, 0, 0);
}

function largestOf(pixels: ArrayLike<number>): number {
  if (pixels instanceof Uint8Array || pixels instanceof Uint8ClampedArray) return 255;
  let most = 0;
  for (let i = 0; i < pixels.length; i++) most = Math.max(most, Math.abs(pixels[i]));
  return most;
}

/** A token's colour as the browser resolves it: painted once, and looked at. */
function colourOf(element: Element, token: string): Rgb {
  const probe = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  if (probe === null) return [0, 0, 0];
  probe.canvas.width = probe.canvas.height = 1;
  probe.fillStyle = resolveColour(element, token);
  probe.fillRect(0, 0, 1, 1);
  const [red, green, blue] = probe.getImageData(0, 0, 1, 1).data;
  return [red, green, blue];
}

/** `light-dark()` in a custom property is resolved only where a real property uses it. */
export function resolveColour(element: Element, token: string): string {
  const holder = element as HTMLElement;
  const before = holder.style.color;
  holder.style.color = `var(${token})`;
  const colour = getComputedStyle(holder).color;
  holder.style.color = before;
  return colour;
}
