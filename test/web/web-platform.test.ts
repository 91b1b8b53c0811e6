/** A page's platform as far as it shows without a page: Node has no web workers. */
import { afterEach, describe, expect, test, vi } from "vitest";
import { InklingError } from "../../src/base/errors.ts";
import { Sequential, platform, providePlatform } from "../../src/nn/index.ts";
import { provideWebPlatform, webPlatform } from "../../src/web/web-platform.ts";
import { toyModel, toySet } from "../nn/toy.ts";

const real = platform();
afterEach(() => {
  providePlatform(real);
  vi.unstubAllGlobals();
});

describe("threads", () => {
  test("there is one, on the caller's own thread, where there are no web workers", () => {
    const { threads, startTraining, startHelpers, whyOneThread } = webPlatform();
    expect({ threads, startTraining, startHelpers }).toEqual({ threads: 1 });
    expect(whyOneThread).toBe("there are no web workers here");
  });

  test("there is one in a page that is not isolated, and it names the headers", () => {
    vi.stubGlobal("Worker", () => undefined);
    vi.stubGlobal("crossOriginIsolated", false);
    expect(webPlatform().threads).toBe(1);
    expect(webPlatform().whyOneThread).toContain("Cross-Origin-Opener-Policy: same-origin");
  });

  test("in an isolated page there is one for each processor, or as many as asked for", () => {
    vi.stubGlobal("Worker", () => undefined);
    vi.stubGlobal("crossOriginIsolated", true);
    vi.stubGlobal("navigator", { hardwareConcurrency: 6 });
    expect(webPlatform()).toMatchObject({ threads: 6, whyOneThread: undefined });
    expect(webPlatform({ threads: 3 }).threads).toBe(3);
    expect(webPlatform().startTraining).toBeTypeOf("function");
  });

  test.each([0, 65, 1.5])("%d of them are refused", (threads) => {
    expect(() => webPlatform({ threads })).toThrow("expected a whole number from 1 to 64");
  });

  test("a model fits all the same", async () => {
    provideWebPlatform({ print: () => undefined });
    const { x, classes } = toySet(40);
    const { history } = await toyModel().fit(x, classes, { epochs: 2, threads: 4 });
    expect(history["loss"]).toHaveLength(2);
  });
});

describe("files", () => {
  test.each([
    ["writing text", () => platform().writeText("log.csv", "")],
    ["reading text", () => platform().readText("log.csv")],
    ["writing bytes", () => platform().writeBytes("log.csv", new Uint8Array())],
    ["reading bytes", () => platform().readBytes("log.csv")],
    ["saving a model", () => toyModel().save("log.csv")],
  ])("%s is an error that says how to do without", async (_what, act) => {
    provideWebPlatform();
    const error: unknown = await act().catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(InklingError);
    expect((error as Error).message).toMatch(
      /^log\.csv cannot be (written|read): a page has no files\. Work with bytes: writeModelRecord\(/,
    );
  });
});

describe("printing", () => {
  test("sends whole lines to the console, and keeps what has no end yet", () => {
    const log = vi.spyOn(console, "log").mockImplementation(() => undefined);
    const page = webPlatform();
    page.print("Epoch 1/2\nloss");
    expect(log.mock.calls).toEqual([["Epoch 1/2"]]);
    page.print(": 0.5");
    page.print("\n\n");
    expect(log.mock.calls).toEqual([["Epoch 1/2"], ["loss: 0.5"], [""]]);
    log.mockRestore();
  });

  test("goes where the page says", () => {
    let printed = "";
    provideWebPlatform({ print: (text) => void (printed += text) });
    new Sequential([]).summary();
    expect(printed).toContain('Model: "sequential"');
  });
});
