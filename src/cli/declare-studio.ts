/** Declares `inkling studio`. */
import { InvalidArgumentError, type Command } from "commander";
import type { StudioOptions } from "./commands/studio.ts";
import { outputOf, withExamples } from "./declare.ts";

const HIGHEST_PORT = 65_535;

export function declareStudio(program: Command): void {
  const command = program
    .command("studio")
    .summary("draw, scan, train and look inside, in a page on this machine")
    .description(
      "Serves the studio, a page in which numbers are drawn or scanned and read, networks are trained and looked into. It is " +
        "served to this machine alone, and nothing leaves it. Ctrl+C stops it.",
    )
    .option("--port <n>", "where it listens (default: 4711 if it is free, else any)", portNumber)
    .option("--open", "open it in the browser")
    .option("--data <folder>", "a folder with MNIST's files (default: INKLING_DATA, the cache)");
  withExamples(command, "inkling studio", "inkling studio --open").action(async (_options, self: Command) => {
    const { studio } = await import("./commands/studio.ts");
    await studio(self.optsWithGlobals<StudioOptions>(), outputOf(self));
  });
}

function portNumber(text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= HIGHEST_PORT) return port;
  throw new InvalidArgumentError(`Expected a whole number of at most ${HIGHEST_PORT}.`);
}
