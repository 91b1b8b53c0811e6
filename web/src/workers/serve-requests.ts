/** A worker's side of its conversation with the page: every request is answered under its `id`, with a result or with words. */

/** What a worker's global scope has, whose types exclude the page's. */
interface WorkerScope {
  postMessage(message: unknown): void;
  addEventListener(type: "message", listener: (event: MessageEvent<NumberedRequest>) => void): void;
}

interface NumberedRequest {
  id: number;
}

/** Takes what its own client sends, and nothing else. */
type Answer = (request: never) => unknown;

const scope = globalThis as unknown as WorkerScope;

/** Answers requests at once; one that takes long leaves room for others. */
export function serveRequests(answer: Answer): void {
  scope.addEventListener("message", ({ data }) => void serve(data, answer));
}

/** Answers requests one after the other, as they came: they may wait for files. */
export function serveRequestsInOrder(answer: Answer): void {
  let queue: Promise<void> = Promise.resolve();
  scope.addEventListener("message", ({ data }) => {
    queue = queue.then(() => serve(data, answer));
  });
}

/** Tells the page something that it has not asked for. */
export function tellPage(event: object): void {
  scope.postMessage({ event });
}

async function serve(request: NumberedRequest, answer: Answer): Promise<void> {
  const { id } = request;
  try {
    scope.postMessage({ id, result: await answer(request as never) });
  } catch (error) {
    scope.postMessage({ id, error: error instanceof Error ? error.message : String(error) });
  }
}
