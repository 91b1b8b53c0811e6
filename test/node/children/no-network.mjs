/** Loaded before a program (`node --import`): every connection is refused, as on a machine without a network. */
import { Socket } from "node:net";

Socket.prototype.connect = function () {
  process.nextTick(() => this.destroy(new Error("there is no network here")));
  return this;
};
