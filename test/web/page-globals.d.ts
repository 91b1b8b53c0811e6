/** What the page of `page-server.ts` puts into its global scope, for functions that tests evaluate there. */
import type * as Inkling from "../../src/browser.ts";
import type * as StartTraining from "../../src/web/start-training.ts";
import type * as Networks from "./networks.ts";

declare global {
  var inkling: typeof Inkling;
  var networks: typeof Networks;
  var trainingInWebWorkers: typeof StartTraining.trainingInWebWorkers;
  var ready: boolean;
}
