/** Which view is open, by the address's hash. */

export const VIEW_NAMES = ["read", "train", "inside", "models"] as const;
export type ViewName = (typeof VIEW_NAMES)[number];

function viewOfHash(): ViewName {
  const name = location.hash.replace(/^#\/?/, "");
  return VIEW_NAMES.find((view) => view === name) ?? "read";
}

class Route {
  view = $state<ViewName>(viewOfHash());

  constructor() {
    addEventListener("hashchange", () => (this.view = viewOfHash()));
  }
}

export const route = new Route();

/** Opens a view, as its tab does. */
export function goTo(view: ViewName): void {
  location.hash = `#/${view}`;
}
