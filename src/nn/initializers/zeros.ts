/** All zeros: Keras's default for biases. */
import type { Initializer } from "./initializer.ts";

export class Zeros implements Initializer {
  readonly className = "Zeros";
  readonly seed = null;
  initialise(data: Float32Array): void {
    data.fill(0);
  }
}
