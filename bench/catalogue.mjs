/** All benchmarks by name. Those that run alone have nothing to do with peers, and are not part of a full run. */
import { measureCnnEpoch } from "./benchmarks/cnn-epoch.mjs";
import { measureCnnInference, measureInference } from "./benchmarks/inference.mjs";
import { measureRoofline } from "./benchmarks/roofline.mjs";
import { measureSeedEpoch } from "./benchmarks/seed-epoch.mjs";
import { measureSeedProcess } from "./benchmarks/seed-process.mjs";
import { measureSoak } from "./benchmarks/soak.mjs";
import { measureSprint } from "./benchmarks/sprint.mjs";
import { measureStartUp } from "./benchmarks/start-up.mjs";
import { measureWideEpoch } from "./benchmarks/wide-epoch.mjs";

export const STANDARD = {
  "seed-epoch": measureSeedEpoch,
  "wide-epoch": measureWideEpoch,
  "cnn-epoch": measureCnnEpoch,
  "seed-process": measureSeedProcess,
  sprint: measureSprint,
  inference: measureInference,
  "cnn-inference": measureCnnInference,
  "start-up": measureStartUp,
};

export const ALONE = { roofline: measureRoofline, soak: measureSoak };

/** Benchmarks that need trained models, and the networks of those. */
export const MODELS = { inference: "seed", "start-up": "seed", "cnn-inference": "cnn" };
