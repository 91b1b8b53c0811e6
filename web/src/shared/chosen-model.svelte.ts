/** Which model reads: the one that comes with Inkling, or one of the visitor's. The choice outlives a reload. */
import { loadModel, type StoredModel } from "../storage/models.ts";
import { loadSetting, saveSetting } from "../storage/settings.ts";

const SETTING = "chosen model";

class ChosenModel {
  /** `undefined`: the shipped one. */
  current = $state.raw<StoredModel | undefined>(undefined);

  /** Takes up what was chosen on an earlier visit, if it is still there. */
  async restore(): Promise<void> {
    const id = await loadSetting<string | null>(SETTING, null);
    if (id !== null) this.current = await loadModel(id).catch(() => undefined);
  }

  /** Reads with this model from now on; `undefined` is the shipped one. */
  async choose(model: StoredModel | undefined): Promise<void> {
    this.current = model;
    await saveSetting(SETTING, model?.id ?? null);
  }
}

export const chosenModel = new ChosenModel();
