/** The views: each is fetched when it is first opened, so that the first load stays small. */
import type { Component } from "svelte";
import type { ViewName } from "./shared/route.svelte.ts";

export interface ViewModule {
  default: Component;
}

export const VIEW_TITLES: Readonly<Record<ViewName, string>> = {
  read: "Read",
  train: "Train",
  inside: "Look inside",
  models: "Models",
};

const LOADERS: Readonly<Record<ViewName, () => Promise<ViewModule>>> = {
  read: () => import("./read/read-view.svelte"),
  train: () => import("./train/train-view.svelte"),
  inside: () => import("./inside/inside-view.svelte"),
  models: () => import("./models/models-view.svelte"),
};

/** Fetches a view; a second call finds it there. */
export function loadView(name: ViewName): Promise<ViewModule> {
  return LOADERS[name]();
}
