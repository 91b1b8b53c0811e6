/** Recipes by name. */
import { annBest } from "./ann-best.ts";
import { ann } from "./ann.ts";
import type { Recipe, RecipeName } from "./recipe.ts";
import { seed } from "./seed.ts";
import { sprint } from "./sprint.ts";

const RECIPES: Readonly<Record<RecipeName, Recipe>> = { ann, "ann-best": annBest, seed, sprint };

export function getRecipe(name: RecipeName): Recipe {
  return RECIPES[name];
}
