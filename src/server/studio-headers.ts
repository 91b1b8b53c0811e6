/**
 * The headers that the studio is served with. The page may talk to nobody but its own origin, and it is cross-origin isolated, so
 * that its threads may share memory.
 * Sources: Content Security Policy Level 3 (W3C); HTML, "Cross-origin opener policies" and "embedder policies" (WHATWG).
 */

/** What the page may load and do. `wasm-unsafe-eval` lets WebAssembly compile, and JavaScript's `eval` stays off. */
export const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "worker-src 'self'",
  "style-src 'self'",
  "img-src 'self' blob: data:",
  "media-src 'self' blob:",
  "connect-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
].join("; ");

export const ISOLATION_HEADERS = {
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-embedder-policy": "require-corp",
} as const;

export const STUDIO_HEADERS = {
  "content-security-policy": `${CONTENT_SECURITY_POLICY}; frame-ancestors 'none'`,
  "cross-origin-resource-policy": "same-origin",
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "permissions-policy": "camera=(self), microphone=(), geolocation=()",
} as const;
