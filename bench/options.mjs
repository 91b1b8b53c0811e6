/** The command line of `npm run bench`. */
import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";

/** A mistake in the command line: its message is followed by the usage. */
export class UsageError extends Error {}

const OPTIONS = {
  peers: { type: "string" },
  python: { type: "string" },
  rounds: { type: "string" },
  threads: { type: "string" },
  "cnn-images": { type: "string" },
  json: { type: "string" },
  readme: { type: "boolean", default: false },
  quick: { type: "boolean", default: false },
  "busy-ok": { type: "boolean", default: false },
  help: { type: "boolean", default: false },
};

export function formatUsage({ standard, alone, peers }) {
  return `Usage: npm run bench -- [names…] [options]
  names            of ${standard.join(", ")} (default: all of them);
                   ${alone.join(", ")}
  --peers NAMES    of ${peers.join(",")};
                   none, or all (default: all that this machine has)
  --python PATH    interpreter of the peers in Python (default: INKLING_PYTHON)
  --rounds N       turns of every contender (default: 3)
  --threads N      threads of every contender that lets itself be told (default: the processors)
  --cnn-images N   images of the convolutional network's epoch (default: all 60,000; slow peers fewer)
  --json FILE      where the results go (default: bench/results/DATE.json)
  --readme         writes the tables into README.md and bench/README.md as well
  --quick          one short round, to see that all works; not for publishing
  --busy-ok        measures on a busy machine too; not for publishing`;
}

/**
 * @param known names: `standard` benchmarks, those that run `alone`, and `peers`
 * @throws UsageError for anything that is not understood; it lists what is
 */
export function parseOptions(argv, known, environment = process.env) {
  const { values, positionals } = parse(argv);
  const given = positionals.flatMap((name) => name.split(","));
  checkNames("benchmark", given, [...known.standard, ...known.alone]);
  const names = given.length === 0 ? known.standard : [...new Set(given)];
  if (values.readme) checkPublishable(names, values, known);
  const cnnImages = values["cnn-images"];
  return {
    names,
    peers: parsePeers(values.peers, known.peers),
    python: values.python ?? environment.INKLING_PYTHON,
    rounds: values.rounds === undefined ? (values.quick ? 1 : 3) : wholeNumber("--rounds", values.rounds),
    threads: wholeNumber("--threads", values.threads ?? String(availableParallelism())),
    cnnImages: cnnImages === undefined ? undefined : wholeNumber("--cnn-images", cnnImages),
    json: values.json,
    readme: values.readme,
    quick: values.quick,
    busyOk: values["busy-ok"],
    help: values.help,
  };
}

/** The command as it is published: what a path is on this machine is nobody's business. */
export function publicCommand(argv) {
  const { tokens } = parseArgs({ args: argv, options: OPTIONS, allowPositionals: true, tokens: true });
  const words = tokens.map((token) => {
    if (token.kind === "positional") return token.value;
    if (token.kind !== "option" || token.name === "json") return "";
    if (token.name === "python") return "--python PATH";
    return token.value === undefined ? `--${token.name}` : `--${token.name} ${token.value}`;
  });
  return ["npm run bench", ...(argv.length > 0 ? ["--"] : []), ...words]
    .filter((word) => word !== "")
    .join(" ");
}

function parse(args) {
  try {
    return parseArgs({ args, options: OPTIONS, allowPositionals: true });
  } catch (error) {
    throw new UsageError(error.message, { cause: error });
  }
}

/** Undefined leaves the choice to what the machine has. */
function parsePeers(given, known) {
  if (given === undefined) return undefined;
  if (given === "none") return [];
  if (given === "all") return known;
  const names = given.split(",");
  checkNames("peer", names, known);
  return [...new Set(names)];
}

function checkNames(what, names, known) {
  const unknown = names.find((name) => !known.includes(name));
  if (unknown !== undefined) {
    throw new UsageError(`There is no ${what} ${unknown}; there are ${known.join(", ")}.`);
  }
}

/** The README's tables have a column for each benchmark, so a part of them would tear holes into it. */
function checkPublishable(names, values, { standard, alone }) {
  const against = ["quick", "busy-ok", "cnn-images"].filter((option) => values[option]);
  if (against.length > 0) throw new UsageError(`--readme publishes: not with --${against.join(" or --")}.`);
  const complete = standard.every((name) => names.includes(name));
  if (complete || names.every((name) => alone.includes(name))) return;
  throw new UsageError(
    `--readme needs all benchmarks in one run, or only those that run alone: ${alone.join(", ")}.`,
  );
}

function wholeNumber(option, text) {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 1) return value;
  throw new UsageError(`${option} takes a whole number from 1, not ${text}.`);
}
