/** Writes the page's policy into the page too, so that it holds wherever the built files are served from. */
import type { Plugin } from "vite";
import { CONTENT_SECURITY_POLICY } from "../../src/server/studio-headers.ts";

export function contentSecurityPolicy(): Plugin {
  return {
    name: "inkling:content-security-policy",
    apply: "build",
    transformIndexHtml: () => [
      {
        tag: "meta",
        attrs: { "http-equiv": "Content-Security-Policy", content: CONTENT_SECURITY_POLICY },
        injectTo: "head-prepend",
      },
    ],
  };
}
