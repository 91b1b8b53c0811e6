/** References of kernels/hits.ts: whether one row is right. */

/** The first of the largest values. */
function argmax(row: number[]): number {
  return row.indexOf(Math.max(...row));
}

export function classHit(outputs: number[], truth: number): number {
  return argmax(outputs) === truth ? 1 : 0;
}

export function rowHit(outputs: number[], targets: number[]): number {
  return argmax(outputs) === argmax(targets) ? 1 : 0;
}

/** Share of the outputs that are on their target's side of the threshold. */
export function binaryHit(outputs: number[], targets: number[], threshold: number): number {
  const right = outputs.filter((y, k) => (y > threshold ? 1 : 0) === targets[k]);
  return right.length / outputs.length;
}
