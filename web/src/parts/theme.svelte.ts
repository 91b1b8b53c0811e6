/** Light or dark: as the system wishes, or as the visitor chose, which is kept. */
import { loadSetting, saveSetting } from "../storage/settings.ts";

type ThemeChoice = "system" | "light" | "dark";

const CHOICES: readonly ThemeChoice[] = ["system", "light", "dark"];
const system = matchMedia("(prefers-color-scheme: dark)");

class Theme {
  choice = $state<ThemeChoice>("system");
  #systemIsDark = $state(system.matches);
  /** What is shown. */
  readonly isDark = $derived(this.choice === "system" ? this.#systemIsDark : this.choice === "dark");

  constructor() {
    system.addEventListener("change", ({ matches }) => (this.#systemIsDark = matches));
  }

  /** Takes up what was chosen on an earlier visit. */
  async restore(): Promise<void> {
    const kept = await loadSetting<ThemeChoice>("theme", "system");
    this.#show(CHOICES.includes(kept) ? kept : "system");
  }

  /** The next of system, light and dark. */
  async next(): Promise<void> {
    this.#show(CHOICES[(CHOICES.indexOf(this.choice) + 1) % CHOICES.length]);
    await saveSetting("theme", this.choice);
  }

  #show(choice: ThemeChoice): void {
    this.choice = choice;
    if (choice === "system") delete document.documentElement.dataset["theme"];
    else document.documentElement.dataset["theme"] = choice;
  }
}

export const theme = new Theme();
