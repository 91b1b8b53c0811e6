/** `inkling studio`: serves the studio on this machine until it is interrupted. */
import { spawn } from "node:child_process";
import { serveStudio } from "../../server/serve-studio.ts";
import type { Output } from "../output.ts";

export interface StudioOptions {
  port?: number;
  open?: boolean;
  data?: string;
}

export async function studio({ port, open = false, data }: StudioOptions, output: Output): Promise<void> {
  const server = await serveStudio({ port, data });
  output.print(`The studio is at ${server.url}`);
  output.remark("Everything stays on this machine. Press Ctrl+C to stop.");
  output.emit({ event: "studio", url: server.url });
  if (open) openBrowser(server.url, output);
  await interrupted();
  await server.close();
}

function interrupted(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => resolve());
  });
}

function openBrowser(url: string, output: Output): void {
  const [command, ...args] = {
    darwin: ["open", url],
    win32: ["cmd", "/c", "start", "", url],
  }[process.platform as string] ?? ["xdg-open", url];
  const child = spawn(command, args, { stdio: "ignore", detached: true });
  child.once("error", () =>
    output.remark(`No browser could be opened (${command}); open the address yourself.`),
  );
  child.unref();
}
