/** The page's start. */
import { mount } from "svelte";
import App from "./app.svelte";
import { theme } from "./parts/theme.svelte.ts";
import { chosenModel } from "./shared/chosen-model.svelte.ts";
import { route } from "./shared/route.svelte.ts";
import { loadView } from "./views.ts";
import { keepOffline } from "./shared/keep-offline.ts";

// The view is on its way while the settings are looked up; the shell shows what goes wrong with it.
loadView(route.view).catch(() => undefined);
await Promise.all([theme.restore(), chosenModel.restore()]);
mount(App, { target: document.querySelector("#app") as HTMLElement });
keepOffline();
