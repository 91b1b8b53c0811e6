/** Where downloads are kept: the cache folder each platform prescribes. */
import { homedir } from "node:os";
import { isAbsolute, join } from "node:path";

/** What the choice depends on; tests give their own. */
interface Surroundings {
  platform: NodeJS.Platform;
  env: Readonly<Record<string, string | undefined>>;
  home: string;
}

/**
 * Inkling's cache folder, which need not exist: `~/.cache/inkling` or `$XDG_CACHE_HOME/inkling`,
 * `~/Library/Caches/inkling` on macOS, `%LOCALAPPDATA%\inkling\Cache` on Windows.
 */
export function cacheFolder({ platform, env, home }: Surroundings = surroundings()): string {
  if (platform === "darwin") return join(home, "Library", "Caches", "inkling");
  if (platform === "win32") {
    return join(env["LOCALAPPDATA"] ?? join(home, "AppData", "Local"), "inkling", "Cache");
  }
  // The XDG specification says that a relative path in the variable is to be ignored.
  const xdg = env["XDG_CACHE_HOME"];
  return join(xdg !== undefined && isAbsolute(xdg) ? xdg : join(home, ".cache"), "inkling");
}

function surroundings(): Surroundings {
  return { platform: process.platform, env: process.env, home: homedir() };
}
