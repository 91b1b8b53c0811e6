/** What the view Look inside shows, and what it asks its worker for. */
import type { GrayImage } from "../../../src/image/index.ts";
import { describeError } from "../parts/notices.svelte.ts";
import { listModels, type StoredModel } from "../storage/models.ts";
import type {
  DigitPixels,
  DigitSource,
  FlipPicture,
  InsideResults,
  LabelledDigit,
  Look,
  Neighbours,
} from "../workers/inside-messages.ts";
import { InsideClient } from "./inside-client.ts";

const SAMPLES = 20;
const NEIGHBOURS = 10;

export class InsideSession {
  readonly #client = new InsideClient();
  /** The digit looked at. */
  pixels = $state.raw<DigitPixels | undefined>(undefined);
  look = $state.raw<Look | undefined>(undefined);
  weights = $state.raw<InsideResults["use model"]["weights"]>(undefined);
  neighbours = $state.raw<Neighbours | undefined>(undefined);
  /** `null`: nothing flips it; `undefined`: not known yet. */
  flip = $state.raw<FlipPicture | null | undefined>(undefined);
  samples = $state.raw<LabelledDigit[]>([]);
  sampleSource = $state<DigitSource>("ink");
  models = $state.raw<StoredModel[]>([]);
  /** Of a stored model; "" is the shipped one. */
  modelId = $state("");
  problem = $state.raw<{ title: string; detail?: string } | undefined>(undefined);
  /** What the visitor may hear. */
  status = $state("");
  #round = 0;

  async start(): Promise<void> {
    // A browser that keeps nothing has no models.
    this.models = await listModels().catch(() => []);
    await this.#guard(async () => {
      const { source, digits } = await this.#client.ask("samples", {
        base: document.baseURI,
        count: SAMPLES,
      });
      this.samples = digits;
      this.sampleSource = source;
      await this.chooseModel("");
      const first = digits.find(({ label }) => label === 3);
      if (this.pixels === undefined && first !== undefined) await this.show(first.pixels);
    });
  }

  async refreshModels(): Promise<void> {
    this.models = await listModels().catch(() => []);
    if (this.modelId !== "" && !this.models.some(({ id }) => id === this.modelId)) await this.chooseModel("");
  }

  async chooseModel(id: string): Promise<void> {
    const stored = this.models.find((model) => model.id === id);
    this.modelId = stored === undefined ? "" : id;
    this.#forget();
    await this.#guard(async () => {
      const model = stored === undefined ? undefined : { name: stored.name, bytes: stored.bytes };
      this.weights = (await this.#client.ask("use model", { model })).weights;
      if (this.pixels !== undefined) await this.show(this.pixels);
    });
  }

  /** Looks at a drawing, dark on light. */
  async draw(image: GrayImage): Promise<void> {
    await this.#guard(async () => {
      const { pixels, blank } = await this.#client.ask("prepare", { image });
      if (!blank) await this.show(pixels);
    });
  }

  async show(pixels: DigitPixels): Promise<void> {
    const round = ++this.#round;
    this.pixels = pixels;
    await this.#guard(async () => {
      const look = await this.#client.ask("look", { pixels });
      if (round !== this.#round) return;
      this.look = look;
      this.status = `The network reads a ${look.digit}.`;
      this.flip = undefined;
      const { flip } = await this.#client.ask("flip", { pixels });
      if (round !== this.#round) return;
      this.flip = flip ?? null;
      const wish = { base: document.baseURI, pixels, count: NEIGHBOURS };
      const neighbours = await this.#client.ask("nearest", wish);
      if (round === this.#round) this.neighbours = neighbours;
    });
  }

  #forget(): void {
    this.#round++;
    this.look = undefined;
    this.flip = undefined;
    this.neighbours = undefined;
    this.weights = undefined;
  }

  async #guard(work: () => Promise<void>): Promise<void> {
    try {
      this.problem = undefined;
      await work();
    } catch (error) {
      this.problem = describeError(error);
    }
  }
}
