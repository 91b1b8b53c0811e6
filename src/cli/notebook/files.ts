/** The notebook's folder, and what is in it so far. */
import { join } from "node:path";
import { prepareOutputPath } from "../output-path.ts";
import type { Output } from "../output.ts";
import { savePlot, type Draw } from "../save-plot.ts";

export class Files {
  /** Paths of all files written, in order. */
  readonly paths: string[] = [];
  readonly #folder: string;
  readonly #output: Output;

  private constructor(folder: string, output: Output) {
    this.#folder = folder;
    this.#output = output;
  }

  /** @throws InklingError if the folder cannot be written in */
  static async open(folder: string, output: Output): Promise<Files> {
    await prepareOutputPath(join(folder, "report.json"));
    return new Files(folder, output);
  }

  /** The path of a file that is to be written, which is then counted as written. */
  add(name: string): string {
    const path = join(this.#folder, name);
    this.paths.push(path);
    return path;
  }

  /** Writes a plot as SVG and as PNG, and says so. */
  async savePlot(name: string, draw: Draw): Promise<void> {
    const paths = [this.add(`${name}.svg`), this.add(`${name}.png`)];
    await savePlot(draw, paths);
    this.#output.print(`Saved ${paths.join(" and ")}`);
  }
}
