/** What the reader is worth, as Markdown: a table with a line for each set, and one of MNIST's test set. */

/** @param rows name, summary as `summariseReadings` gives it, and for sets without digits a separation if it is known */
export function formatSets(rows) {
  const heads = [
    "set",
    "images",
    "right %",
    "95 % interval",
    "accepted %",
    "right of the accepted %",
    "rejected %",
    "AUROC",
    "FPR95 %",
  ];
  const cells = rows.map(({ name, summary, separation }) => {
    const { count, digits, accuracy, accepted, accuracyAccepted, rejected } = summary;
    return [
      digits === 0 ? `${name} (no digits)` : name,
      count.toLocaleString("en-US"),
      percent(accuracy.share),
      formatInterval(accuracy.interval),
      percent(accepted / count),
      // Where there is no digit, nothing that is accepted can be right.
      digits === 0 || accuracyAccepted === undefined ? "–" : percent(accuracyAccepted.share),
      percent(rejected / count),
      separation === undefined ? "–" : separation.auroc.toFixed(4),
      separation === undefined ? "–" : percent(separation.fpr95),
    ];
  });
  return table(heads, cells);
}

/** @param rows name, summary and character error rate as `evaluateNumbers` gives them */
export function formatNumbers(rows) {
  const heads = [
    "set",
    "numbers",
    "whole numbers right %",
    "95 % interval",
    "character errors %",
    "accepted %",
    "right of the accepted %",
    "95 % interval of these",
    "rejected %",
  ];
  const cells = rows.map(({ name, summary, characterErrorRate }) => {
    const { count, accuracy, accepted, accuracyAccepted, rejected } = summary;
    return [
      name,
      count.toLocaleString("en-US"),
      percent(accuracy.share),
      formatInterval(accuracy.interval),
      percent(characterErrorRate),
      percent(accepted / count),
      accuracyAccepted === undefined ? "–" : percent(accuracyAccepted.share),
      accuracyAccepted === undefined ? "–" : formatInterval(accuracyAccepted.interval),
      percent(rejected / count),
    ];
  });
  return table(heads, cells);
}

/** @param rows name and pages as `evaluatePages` gives them */
export function formatPages(rows) {
  const heads = ["pages", "page", "lines", "found", "read right", "found beside them"];
  const cells = rows.flatMap(({ name, pages }) =>
    pages.map(({ file, lines, found, right, surplus }) => [
      name,
      file,
      ...[lines, found, right, surplus].map(String),
    ]),
  );
  return table(heads, cells);
}

/**
 * @param mnist `ways`, each with name, `accuracy` and `accuracyClear` (of the images whose label is beyond doubt), both
 * shares with intervals, and the calibration error; `rejected` and `count` of the whole path
 */
export function formatMnist({ ways, rejected, count, doubtful }) {
  const heads = [
    "MNIST test",
    "right %",
    "95 % interval",
    `right % without the ${doubtful} doubtful`,
    "calibration error %",
  ];
  const cells = ways.map(({ name, accuracy, accuracyClear, calibrationError }) => [
    name,
    percent(accuracy.share),
    formatInterval(accuracy.interval),
    percent(accuracyClear.share),
    percent(calibrationError),
  ]);
  return `${table(heads, cells)}\n\nOf MNIST's ${count.toLocaleString("en-US")} test images ${rejected} were rejected (${percent(rejected / count)} %).`;
}

/**
 * @param speed milliseconds of loading, the network, pictures of 28 and 200 pixels, and normalising the latter; images per second;
 * and what measurePageSpeed gives
 */
export function formatSpeed({ loading, network, small, large, normalising, perSecond, field, page }) {
  const cells = [
    ["loading the model, the process's first", `${loading.toFixed(1)} ms`],
    ["the network, one image", `${network.toFixed(2)} ms`],
    ["the network, 10,000 images", `${Math.round(perSecond).toLocaleString("en-US")} a second`],
    ["the whole path, a picture of 28 × 28", `${small.toFixed(2)} ms`],
    ["the whole path, a picture of 200 × 200", `${large.toFixed(2)} ms`],
    ["of which normalising", `${normalising.toFixed(2)} ms`],
    ["a field of 600 × 200 with one number", `${field.all.toFixed(1)} ms`],
    ["of which finding the writing", `${field.find.toFixed(1)} ms`],
    [`a photograph of 12 megapixels with ${page.numbers} numbers`, `${(page.all / 1000).toFixed(2)} s`],
    ["of which finding the writing", `${(page.find / 1000).toFixed(2)} s`],
  ];
  return table(["what", "time"], cells);
}

function table(heads, cells) {
  const rule = ["---", ...heads.slice(1).map(() => "---:")];
  return [heads, rule, ...cells].map((row) => `| ${row.join(" | ")} |`).join("\n");
}

function formatInterval({ low, high }) {
  return `${percent(low)}–${percent(high)}`;
}

function percent(share) {
  return (share * 100).toFixed(2);
}
