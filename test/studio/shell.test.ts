/** The studio's shell: tabs, theme, and the promise that nothing leaves the machine. */
import { expect, test } from "vitest";
import { describeWithChromium } from "../chromium.ts";
import { useStudio } from "./open-studio.ts";

describeWithChromium("the studio's shell", { timeout: 90_000 }, () => {
  const studio = useStudio();

  test("every tab opens its view, by itself and by its address, without a word of complaint", async () => {
    const { page, problems, url, requests } = await studio.open();
    for (const [name, title] of [
      ["train", "Train"],
      ["inside", "Look inside"],
      ["models", "Models"],
      ["read", "Read"],
    ]) {
      await page.getByRole("navigation").getByRole("link", { name: title }).click();
      await page.locator(`[data-view="${name}"] h1`).waitFor();
      expect(page.url()).toBe(`${url}#/${name}`);
      expect(await page.title()).toBe(`${title} · Inkling studio`);
    }
    expect(problems).toEqual([]);
    expect(requests.filter((request) => !request.startsWith(url) && !request.startsWith("blob:"))).toEqual(
      [],
    );
  });

  test("the page's policy lets it connect to nobody else", async () => {
    const { page, problems } = await studio.open();
    const refused = await page.evaluate(() =>
      fetch("http://example.com/").then(
        () => false,
        () => true,
      ),
    );
    expect(refused).toBe(true);
    expect(problems.join()).toContain("Content Security Policy");
  });

  test("the colours that were chosen are there after a reload", async () => {
    const { page } = await studio.open({ context: { colorScheme: "light" } });
    const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const light = await background();
    const button = page.getByRole("button", { name: /^Colours: system/ });
    await button.click();
    await page.getByRole("button", { name: /^Colours: light/ }).click();
    await page.getByRole("button", { name: /^Colours: dark/ }).waitFor();
    const dark = await background();
    expect(dark).not.toBe(light);
    await page.reload();
    await page.getByRole("button", { name: /^Colours: dark/ }).waitFor();
    expect(await background()).toBe(dark);
  });
});
