/** The model card: what the digit model is, what it reaches, and what it is not for. */

/** @returns Markdown */
export function writeCard({ facts, figures, training, weights }) {
  const { temperature, thresholds } = facts;
  const { test, testInFloat, digits, european, scanned, negatives, separation } = figures;
  return `# digits: the model that reads

\`digits.safetensors\` reads one handwritten digit, or says that there is none. \`readDigit(image)\` in code, \`inkling read\`
on the command line; \`inkling doctor --model\` runs the ten pairs of input and output again that it carries.

## What it is

- Four convolutions (16 of 5 × 5, 40, 80 and 80 of 3 × 3), ReLU, and a dense layer to eleven outputs, ten digits and "no
  digit"; ${weights.toLocaleString("en-US")} weights. Normalizations are folded into the kernels, which are int8 with a scale for each
  output; biases are float32.
- Input: ${facts.input}
- Trained by \`npm run train:digits\` on the first 55,000 of MNIST's training images, on 1s with flags and feet and 7s with
  bars and ticks drawn onto them, on digits spoilt as scans, telephones and archives do and normalised again, and on images
  that are no digit: touching pairs, fragments, turned and mirrored digits, letters, scribbles, lines, blots, noise, blanks.
  ${training.epochs} epochs, seed ${training.seed}. The last 5,000 training images were held out: every choice, the
  temperature and the thresholds were made with them and what was drawn from them.
- Logits are divided by ${temperature.toFixed(4)}. A reading is rejected if "no digit" is likelier than any digit, its energy is
  below ${thresholds.energy.toFixed(2)} or its probability below ${percent(thresholds.reject)}; it is accepted from
  ${percent(thresholds.accept)} and an energy of ${thresholds.acceptEnergy.toFixed(2)}, or from ${percent(thresholds.acceptCautiously)} where the picture
  itself is doubtful (a stroke at the border, uncertain polarity); the rest is for review.

## What it reaches

| images | right | accepted | right of the accepted | rejected |
| --- | ---: | ---: | ---: | ---: |
${[
  ["MNIST test", test],
  ["held-out digits", digits],
  ["held-out digits, flags and bars", european],
  ["held-out digits, spoilt", scanned],
]
  .map(([name, row]) => digitRow(name, row))
  .join("\n")}
| held-out images that are no digit | – | ${percent(negatives.accepted)} | – | ${percent(negatives.rejected)} |

- Without the 15 images of the test set whose labels are doubtful: ${percent(test.rightOfClear)} right. With float32 kernels the network
  is right of ${percent(testInFloat.right)} of the test set.
- Expected calibration error (15 bins): ${percent(digits.calibrationError)} on the held-out digits, ${percent(test.calibrationError)} on the test set.
- Printed letters, of which it learnt none, are told from held-out digits by

  | score | AUROC | FPR95 |
  | --- | ---: | ---: |
${separation.map(({ name, auroc, fpr95 }) => `  | ${name} | ${percent(auroc)} | ${percent(fpr95)} |`).join("\n")}

  The mean is the energy that readings carry.

Handwriting of other people is measured in docs/READING.md.

## What it is not

- No reader of numbers: it reads one digit; two that touch are "no digit" to it.
- No judge of letters that are digits to somebody: an O is a 0 to it, an l or a slash a 1.
- Not trained on pictures of paper: those go through \`normaliseDigit\` first, and what that gets wrong it reads wrong.

## Licence and origin

MNIST is the work of Yann LeCun, Corinna Cortes and Christopher J. C. Burges, after NIST's Special Databases 1 and 3, and is under
[CC BY-SA 3.0](https://creativecommons.org/licenses/by-sa/3.0/). This model was made from it, and is shared under the same licence;
Inkling's code is under the MIT licence.
`;
}

function digitRow(name, { right, accepted, rightOfAccepted, rejected }) {
  return `| ${[name, ...[right, accepted, rightOfAccepted, rejected].map(percent)].join(" | ")} |`;
}

function percent(share) {
  return `${(100 * share).toFixed(2)} %`;
}
