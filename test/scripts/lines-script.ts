/** The scripts that draw lines, with the types that their tests need. */
import type { Random } from "../../src/base/random.ts";
import type { GrayImage } from "../../src/image/index.ts";

export interface LineSet {
  images: { data: Uint8Array; shape: number[]; scale: number };
  labels: { data: Float32Array; shape: number[] };
  texts: string[];
}

export interface Line {
  picture: GrayImage;
  left: number;
  right: number;
  base: number;
  height: number;
  pen: number;
}

export type Pool = { picture: GrayImage; pen: number; slant: number }[][];

/** A module of scripts/lines. */
export async function importLines<T>(name: string): Promise<T> {
  const url = new URL(`../../scripts/lines/${name}.mjs`, import.meta.url);
  return (await import(/* @vite-ignore */ url.href)) as T;
}

/** A pool of blocks: a digit d is as wide as d + 4 pixels, 20 high, and full of ink. */
export function blockPool(): Pool {
  return Array.from({ length: 10 }, (_, digit) => {
    const width = digit + 4;
    return [{ picture: { width, height: 20, data: new Uint8Array(width * 20).fill(255) }, pen: 3, slant: 0 }];
  });
}

export type DrawMark = (
  symbol: string,
  hand: { height: number; pen: number },
  random: Random,
) => { picture: GrayImage; top: number };
