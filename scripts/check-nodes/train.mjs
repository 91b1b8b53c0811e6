/**
 * Trains every network on every number of threads and prints the fingerprints as JSON; run by check-nodes.mjs under a Node
 * of its choice: `node train.mjs LIBRARY NETWORKS THREADS…`.
 */
import { pathToFileURL } from "node:url";

const [library, networks, ...threadCounts] = process.argv.slice(2);
const inkling = await import(library);
const { NETWORKS, trainNetwork } = await import(pathToFileURL(networks).href);

const runs = [];
for (const network of NETWORKS) {
  for (const threads of threadCounts.map(Number)) {
    const { sha } = await trainNetwork(inkling, network, { threads });
    runs.push({ network: network.name, node: process.version, threads, sha });
  }
}
console.log(JSON.stringify(runs));
