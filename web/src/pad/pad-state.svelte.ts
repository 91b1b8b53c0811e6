/** What is on the pad, with undo, and a pen that the keyboard moves. */
import type { PadPoint, PadStroke } from "./pad-drawing.ts";

/** How far an arrow key moves the pen, and with Shift. */
const STEP = 12;
const SMALL_STEP = 3;
const MOST_POINTS = 20_000;

const MOVES: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

export class PadState {
  /** In its own units; a stroke is about 15 of them broad. */
  readonly width: number;
  readonly height: number;
  strokes = $state.raw<readonly PadStroke[]>([]);
  /** The keyboard's pen; `undefined` until a key is pressed. */
  pen = $state.raw<{ x: number; y: number; isDown: boolean } | undefined>(undefined);
  /** Whether a pointer is drawing. */
  isDrawing = $state(false);
  /** What `clear` took away, for undo. */
  #cleared: readonly PadStroke[] = [];

  constructor(width: number, height: number) {
    this.width = width;
    this.height = height;
  }

  get isEmpty(): boolean {
    return this.strokes.length === 0;
  }

  get canUndo(): boolean {
    return this.strokes.length > 0 || this.#cleared.length > 0;
  }

  begin(point: PadPoint): void {
    this.#cleared = [];
    this.strokes = [...this.strokes, [point]];
  }

  /** Adds points to the last stroke. */
  extend(points: readonly PadPoint[]): void {
    const last = this.strokes.at(-1);
    if (last === undefined || last.length > MOST_POINTS) return;
    this.strokes = [...this.strokes.slice(0, -1), [...last, ...points]];
  }

  undo(): void {
    if (this.strokes.length > 0) this.strokes = this.strokes.slice(0, -1);
    else [this.strokes, this.#cleared] = [this.#cleared, []];
  }

  clear(): void {
    if (this.strokes.length > 0) this.#cleared = this.strokes;
    this.strokes = [];
    this.pen = undefined;
  }

  /** Draws by keyboard: arrows move, Space puts the pen down and lifts it. @returns whether the key meant something */
  press(key: string, isFine: boolean): boolean {
    const pen = this.pen ?? { x: this.width / 6, y: this.height / 4, isDown: false };
    if (key === " " || key === "Enter") {
      this.pen = { ...pen, isDown: !pen.isDown };
      if (this.pen.isDown) this.begin({ x: pen.x, y: pen.y, pressure: 0.5 });
      return true;
    }
    const move = MOVES[key];
    if (move === undefined) return false;
    const step = isFine ? SMALL_STEP : STEP;
    const x = Math.min(this.width, Math.max(0, pen.x + move[0] * step));
    const y = Math.min(this.height, Math.max(0, pen.y + move[1] * step));
    this.pen = { ...pen, x, y };
    if (pen.isDown) this.extend([{ x, y, pressure: 0.5 }]);
    return true;
  }
}
