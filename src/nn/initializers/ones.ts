/** All ones: Keras's default for the scales of BatchNormalization. */
import type { Initializer } from "./initializer.ts";

export class Ones implements Initializer {
  readonly className = "Ones";
  readonly seed = null;
  initialise(data: Float32Array): void {
    data.fill(1);
  }
}
