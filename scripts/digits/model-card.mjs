/** The model card: what the digit model is, what it reaches, and what it is not for. */

/** @returns Markdown */
export function writeCard({ facts, figures, training, weights }) {
  return [
    `# digits: the model that reads

\`digits.safetensors\` reads one handwritten digit, or says that there is none. \`readDigit(image)\` in code, \`inkling read\`
on the command line; \`inkling doctor --model\` runs the ten pairs of input and output again that it carries.`,
    whatItIs(facts, training, weights),
    whatItReaches(figures),
    WHAT_IT_IS_NOT,
    ORIGIN,
  ].join("\n\n");
}

function whatItIs({ input, temperature, thresholds }, { epochs, seed }, weights) {
  const { energy, acceptEnergy, reject, accept, acceptCautiously } = thresholds;
  return `## What it is

- Four convolutions (24 of 5 × 5, 48, 96 and 96 of 3 × 3), ReLU, and a dense layer to eleven outputs, ten digits and "no
  digit"; ${weights.toLocaleString("en-US")} weights. Normalizations are folded into the kernels, which are int8 with a scale for each
  output; biases are float32.
- Input: ${input}
- Trained by \`npm run train:digits\` on the first 55,000 of MNIST's training images; on 1s with flags and feet, 7s with bars and
  ticks and 9s with hooks drawn onto them; on 1s, 4s and 9s drawn from strokes as hands beyond MNIST write them; on digits spoilt as scans, telephones and archives do and normalised again; and on
  images that are no digit: touching pairs, fragments, turned and mirrored digits, letters drawn from strokes and letters of five
  alphabets in typefaces (Caveat, Gochi Hand, Kalam, Patrick Hand, Tinos), scribbles, lines, slashes, blots, noise, blanks. ${epochs}
  epochs, seed ${seed}. The last 5,000 training images were held out: every choice, the temperature and the thresholds were made
  with them and what was drawn from them.
- Logits are divided by ${temperature.toFixed(4)}. A reading is rejected if "no digit" is likelier than any digit, its energy is
  below ${energy.toFixed(2)} or its probability below ${percent(reject)}. It is accepted from ${percent(accept)} and an energy of
  ${acceptEnergy.toFixed(2)}, from ${percent(acceptCautiously)} where the picture itself is doubtful (a stroke at the border, uncertain
  polarity), and never where it is so twice. The rest is for review.`;
}

function whatItReaches({ test, testInFloat, digits, european, scanned, negatives, separation }) {
  const rows = [
    ["MNIST test", test],
    ["held-out digits", digits],
    ["held-out digits, flags, bars and hooks", european],
    ["held-out digits, spoilt", scanned],
    ["held-out images that are no digit", negatives],
  ].map(
    ([name, { right, accepted, rightOfAccepted, rejected }]) =>
      `| ${[name, ...[right, accepted, rightOfAccepted, rejected].map(percent)].join(" | ")} |`,
  );
  const scores = separation.map(
    ({ name, auroc, fpr95 }) => `| ${name} | ${percent(auroc)} | ${percent(fpr95)} |`,
  );
  return `## What it reaches

| images | right | accepted | right of the accepted | rejected |
| --- | ---: | ---: | ---: | ---: |
${rows.join("\n")}

Without the 15 images of the test set whose labels are doubtful it is right of ${percent(test.rightOfClear)}. With float32 kernels the
network is right of ${percent(testInFloat.right)} of the test set. The expected calibration error (15 bins) is
${percent(digits.calibrationError)} on the held-out digits, ${percent(test.calibrationError)} on the test set.

Letters of a typeface that it never learnt from (Arimo) are told from held-out digits by these scores; the last is the energy
that readings carry.

| score | AUROC | FPR95 |
| --- | ---: | ---: |
${scores.join("\n")}

Handwriting of other people is measured in [docs/READING.md](../docs/READING.md).`;
}

const WHAT_IT_IS_NOT = `## What it is not

- No reader of numbers: it reads one digit; two that touch are "no digit" to it.
- No judge of letters that are digits to somebody: an O is a 0 to it, an l or a steep slash a
  1, and a printed a with a roof a 2.
- Not trained on pictures of paper: those go through \`normaliseDigit\` first, and what that gets wrong it reads wrong.`;

const ORIGIN = `## Licence and origin

MNIST is the work of Yann LeCun, Corinna Cortes and Christopher J. C. Burges, after NIST's Special Databases 1 and 3, and is under
[CC BY-SA 3.0](https://creativecommons.org/licenses/by-sa/3.0/). This model was made from it, and is shared under the same licence;
Inkling's code is under the MIT licence.
`;

function percent(share) {
  return share === undefined ? "–" : `${(100 * share).toFixed(2)} %`;
}
