/** A page's side: web workers. Importing it provides a page's platform to models. */
import { provideWebPlatform } from "./web-platform.ts";

export { loadDigitReader, readDigit } from "./load-digit-reader.ts";
export { loadInk, streamInk } from "./load-ink.ts";
export { loadNumberReader, readNumber, readPage } from "./load-number-reader.ts";
export {
  provideWebPlatform,
  webPlatform,
  type WebPlatform,
  type WebPlatformOptions,
} from "./web-platform.ts";

provideWebPlatform();
