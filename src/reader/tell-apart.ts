/** What a hand can do to keep two digits apart: an advice for each pair that is often taken for one another. */

const ADVICE: Readonly<Record<string, string>> = {
  "0 6": "Close the 0 at its top, and give the 6 a long stem above its loop.",
  "0 8": "Leave the middle of the 0 empty, and cross the strokes of the 8.",
  "0 9": "Give the 9 a long stem below its loop.",
  "1 2": "Give the 2 a flat foot, and the 1 none.",
  "1 4": "Spread the arms of the 4 apart.",
  "1 7": "Write the 1 as a plain stroke, and give the 7 a long roof or a bar.",
  "2 3": "Give the 2 a flat foot, and the 3 two round bows.",
  "2 7": "Give the 2 a flat foot that ends to the right.",
  "3 5": "Give the 5 a straight neck and a flat roof.",
  "3 8": "Leave the 3 open on its left.",
  "3 9": "Close the loop of the 9.",
  "4 6": "Draw the crossbar of the 4 out to the right of its stem.",
  "4 9": "Leave the 4 open at its top, and close the loop of the 9.",
  "5 6": "Close the loop of the 6, and leave the bow of the 5 open.",
  "5 7": "Give the 5 a full round bow, and the 7 none.",
  "5 8": "Leave the bow of the 5 open, and give it a straight neck.",
  "5 9": "Close the loop of the 9, and give the 5 a flat roof.",
  "6 8": "Leave the top of the 6 open.",
  "7 9": "Close the loop of the 9, and give the 7 a flat roof.",
  "8 9": "Close both loops of the 8.",
};

/** The advice for two digits, in either order. */
export function tellApart(a: number, b: number): string {
  const pair = `${Math.min(a, b)} ${Math.max(a, b)}`;
  return ADVICE[pair] ?? "Write it once more, slowly, with every stroke drawn to its end.";
}
