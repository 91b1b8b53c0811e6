/** Passes on which pixels are blank through a layer that slides a window over its input. */
import type { Flow } from "./flow.ts";
import type { Kernels } from "./kernels.ts";
import type { RowPass } from "./stage.ts";
import type { Window } from "./window.ts";

/**
 * Plans it; the pass returned marks the blank pixels of the output, undefined where nobody can tell.
 * @param output told by its `blankPixels` whether the input tells
 */
export function planBlankWindows(input: Flow, output: Flow, window: Window): RowPass | undefined {
  if (input.blankPixels === undefined) return undefined;
  const { height, width, kernelHeight, kernelWidth, strideY, strideX, top, left, outHeight, outWidth } =
    window;
  const source = input.blanks(height * width);
  const target = output.blanks(outHeight * outWidth);
  const paddingToo = input.blankPixels === "zero" ? 1 : 0;
  return (kernels: Kernels, from, to) => {
    kernels.markBlankWindows(
      ...[target, source, height, width, kernelHeight, kernelWidth, strideY, strideX],
      ...[top, left, outHeight, outWidth, paddingToo, from, to],
    );
  };
}
