/** Settings that a reload keeps. A page that may store nothing works with the defaults. */
import { inStore } from "./database.ts";

/** The setting's value, or the default if there is none or the browser keeps nothing. */
export async function loadSetting<T>(name: string, fallback: T): Promise<T> {
  try {
    const value = await inStore<unknown>("settings", "readonly", (store) => store.get(name));
    return value === undefined ? fallback : (value as T);
  } catch {
    return fallback;
  }
}

/** Keeps a setting if the browser can. A setting that is lost is no reason for a message. */
export async function saveSetting(name: string, value: unknown): Promise<void> {
  try {
    await inStore("settings", "readwrite", (store) => store.put(value, name));
  } catch {
    return;
  }
}
