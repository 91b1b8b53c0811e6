/**
 * Opens the built studio in Chromium for tests: the server of src/server, a page, and what went on in it. INKLING_STUDIO names another
 * folder with a built page than dist/studio.
 */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import axe from "axe-core";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect } from "vitest";
import { serveStudio, type ServeStudioOptions } from "../../src/server/serve-studio.ts";
import { launchChromium } from "../chromium.ts";

export const STUDIO_FOLDER =
  process.env["INKLING_STUDIO"] ?? fileURLToPath(new URL("../../dist/studio", import.meta.url));

/** What went on in a page. */
export interface StudioPage {
  page: Page;
  /** The server's address, `http://127.0.0.1:…/`. */
  url: string;
  /** Errors and warnings of the console, refusals of the page's policy among them, and what was thrown. */
  problems: string[];
  /** The address of every request, also those of workers. */
  requests: string[];
}

export interface OpenStudioOptions extends ServeStudioOptions {
  /** The view, as in the address's hash. @default "read" */
  view?: "read" | "train" | "inside" | "models";
  /** Of the browser's context: size, colour scheme, permissions. */
  context?: BrowserContextOptions;
  /** Runs before the page's own scripts: takes something away that a browser may lack. */
  before?: (page: Page) => Promise<unknown>;
}

/** A browser with a server for a whole test file; each page gets a context (storage, caches) of its own. */
class Studio {
  readonly browser: Browser;
  readonly #closers: (() => Promise<void>)[] = [];

  private constructor(browser: Browser) {
    this.browser = browser;
  }

  static async start(): Promise<Studio> {
    if (!existsSync(join(STUDIO_FOLDER, "index.html"))) {
      throw new Error(`${STUDIO_FOLDER} holds no built studio: run npm run build.`);
    }
    return new Studio(await launchChromium());
  }

  /** Opens a view and waits until it is there. */
  async open(options: OpenStudioOptions = {}): Promise<StudioPage> {
    const { view = "read", context: contextOptions, before, ...serverOptions } = options;
    const server = await serveStudio({ port: 0, folder: STUDIO_FOLDER, ...serverOptions });
    const context = await this.browser.newContext(contextOptions);
    this.#closers.push(async () => {
      await context.close();
      await server.close();
    });
    const page = await context.newPage();
    const problems: string[] = [];
    const requests: string[] = [];
    page.on("pageerror", (error) => problems.push(String(error)));
    page.on("console", (message) => {
      if (["error", "warning"].includes(message.type())) problems.push(message.text());
    });
    context.on("request", (request) => requests.push(request.url()));
    await before?.(page);
    await page.goto(`${server.url}#/${view}`);
    await page.locator(`[data-view="${view}"] h1`).waitFor();
    return { page, url: server.url, problems, requests };
  }

  /** Closes the pages and servers that are open; for `afterEach`. */
  async closePages(): Promise<void> {
    await Promise.all(this.#closers.splice(0).map((close) => close()));
  }

  async stop(): Promise<void> {
    await this.closePages();
    await this.browser.close();
  }
}

/**
 * A studio for the tests of a `describe`: started before the first, its pages closed after each.
 * @returns what opens a page
 */
export function useStudio(): Pick<Studio, "open"> {
  let studio: Studio;
  beforeAll(async () => {
    studio = await Studio.start();
  }, 60_000);
  afterEach(() => studio.closePages());
  afterAll(() => studio.stop());
  return { open: (options) => studio.open(options) };
}

/** Waits until the view Read has its models. */
export async function readerIsReady(page: Page): Promise<void> {
  await page.locator('[data-view="read"] [data-ready="true"]').waitFor();
}

/** `expect.poll` with the patience that a browser on a busy machine needs. */
export function expectSoon<T>(look: () => T | Promise<T>): ReturnType<typeof expect.poll<T>> {
  return expect.poll(look, { timeout: 20_000 });
}

/** What axe-core finds, in words. Its script is evaluated by the test and not loaded by the page. */
export async function axeViolations(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  return await page.evaluate(async () => {
    const { violations } = await (globalThis as unknown as { axe: typeof axe }).axe.run();
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`);
  });
}
