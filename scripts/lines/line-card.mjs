/** The model card: what the line model is, what it reaches, and what it is not for. */

/** @returns Markdown */
export function writeLineCard({ facts, figures, training, weights }) {
  return [
    `# line: the model that reads numbers

\`line.safetensors\` reads a handwritten number of any length as a whole, digits that touch included: for every two columns of a
prepared line it gives the probabilities of ten digits, point, comma, minus, slash, and nothing.`,
    whatItIs(facts, training, weights),
    whatItReaches(figures),
    WHAT_IT_IS_NOT,
    ORIGIN,
  ].join("\n\n");
}

function whatItIs({ input, temperature }, { seed, epochs, strings }, weights) {
  return `## What it is

- Six convolutions (16 of 5 × 5; 48, 64 and 96 of 3 × 3; 128 of 4 × 1 and 128 of 1 × 5) and poolings, ReLU, and a class for each step of
  two columns; no recurrence; ${weights.toLocaleString("en-US")} weights. Normalizations are folded into the kernels, which are int8 with a
  scale for each output; biases are float32. No weight depends on the line's width.
- Input: ${input}
- Trained by \`npm run train:line\` with the CTC loss on strings of up to twelve symbols made of the first 55,000 of MNIST's training images,
  of 1s with flags and feet, 7s with bars and ticks and 9s with hooks drawn onto them, and of digits, points, commas, dashes and slashes
  drawn from strokes; apart, touching and overlapping, large and small, slanted, on lines that rise; beside underlines, remains of ruled
  lines, sides of boxes, specks, neighbouring lines, equals signs, currencies, letters, dashes that fill the line and patterned paper,
  which are to be read as nothing; thinned, broadened, blurred, faded, grainy, thresholded; some lines without a number.
  ${epochs} epochs of ${strings.toLocaleString("en-US")} strings, drawn afresh for every two epochs, seed ${seed}. The last 5,000
  training images were held out, and the temperature was chosen by strings made of them.
- Logits are divided by ${temperature.toFixed(3)}.`;
}

function whatItReaches({ heldOut, test, testInFloat }) {
  const rows = test.map(({ name, greedy, beam }, i) => {
    const held = heldOut[i];
    return `| ${[NAMES[name], ...[held.greedy, held.beam, greedy, beam].map(percent)].join(" | ")} |`;
  });
  return `## What it reaches

Strings that are read right to the last symbol. Gaps are between the boxes of digits 20 pixels high, of two to six digits of different
hands; a beam adds up all ways to read the same text.

| strings | held out, best class | held out, beam | MNIST test, best class | MNIST test, beam |
| --- | ---: | ---: | ---: | ---: |
${rows.join("\n")}

With float32 kernels it reads ${percent(testInFloat.beam)} of the first row's test strings by a beam. Handwriting of other people is measured in
[docs/READING.md](../docs/READING.md).`;
}

const NAMES = {
  all: "of the kind that it learnt from",
  "gaps 1..6": "gaps of 1 to 6 pixels",
  "gaps -2..4": "gaps of -2 to 4 pixels",
  "gaps -3..0": "gaps of -3 to 0 pixels: nearly all touch",
};

const WHAT_IT_IS_NOT = `## What it is not

- No reader of pages or of text: it takes the ink of one number, and letters that are digits to somebody are digits to it.
- No judge of what a number may be: that is the grammar's part, which searches among its answers.
- Not trained on pictures of paper: ink must have been parted from paper first, and lines and boxes taken out as far as may be.`;

const ORIGIN = `## Licence and origin

MNIST is the work of Yann LeCun, Corinna Cortes and Christopher J. C. Burges, after NIST's Special Databases 1 and 3, and is under
[CC BY-SA 3.0](https://creativecommons.org/licenses/by-sa/3.0/). This model was made from it, and is shared under the same licence;
Inkling's code is under the MIT licence.
`;

function percent(share) {
  return `${(100 * share).toFixed(2)} %`;
}
