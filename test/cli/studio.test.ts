/** `inkling studio`: its address is printed, the page is there, and Ctrl+C ends it in good order. */
import { createInterface } from "node:readline";
import { expect, test } from "vitest";
import { inkling, startInkling } from "./run-inkling.ts";

test("inkling studio --json prints the page's address, serves it there, and ends at Ctrl+C", async () => {
  const child = startInkling(["studio", "--port", "0", "--json"]);
  const ended = new Promise((resolve) => child.once("close", resolve));
  const line = await new Promise<string>((resolve) =>
    createInterface({ input: child.stdout }).once("line", resolve),
  );
  const { event, url } = JSON.parse(line) as { event: string; url: string };
  expect(event).toBe("studio");
  expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/$/);
  expect(await (await fetch(url)).text()).toContain("<title>Inkling studio</title>");
  child.kill("SIGINT");
  expect(await ended).toBe(0);
});

test("a port that is no port is wrong usage", async () => {
  const { status, stderr } = await inkling(["studio", "--port", "70000"]);
  expect(status).toBe(2);
  expect(stderr).toContain("at most 65535");
});
