/** Grey images and what is done to them, without files or a screen. */
export { checkGrayImage, createGrayImage } from "./gray-image.ts";
export type { GrayImage } from "./gray-image.ts";
export { resizeArea } from "./resize.ts";
