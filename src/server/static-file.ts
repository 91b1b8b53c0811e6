/** Which file of a folder a request's path means, and what kind of file it is. */
import { extname, join, sep } from "node:path";

const TYPES: Readonly<Record<string, string>> = {
  ".css": "text/css; charset=utf-8",
  ".gz": "application/gzip",
  ".html": "text/html; charset=utf-8",
  ".ico": "image/x-icon",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json; charset=utf-8",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
  ".wasm": "application/wasm",
  ".webmanifest": "application/manifest+json; charset=utf-8",
};

/** The MIME type by the file's extension. */
export function mimeType(path: string): string {
  return TYPES[extname(path)] ?? "application/octet-stream";
}

/**
 * The file below `folder` that a URL's path names, `/` being index.html; `undefined` for a path that leaves the folder or is
 * no path.
 */
export function fileInFolder(folder: string, urlPath: string): string | undefined {
  const path = decodePath(urlPath);
  if (path === undefined || path.includes("\0") || path.includes("\\")) return undefined;
  const file = join(folder, path.endsWith("/") ? `${path}index.html` : path);
  const root = folder.endsWith(sep) ? folder : folder + sep;
  return file.startsWith(root) ? file : undefined;
}

function decodePath(urlPath: string): string | undefined {
  try {
    return decodeURIComponent(urlPath);
  } catch {
    // A lone % sign.
    return undefined;
  }
}
