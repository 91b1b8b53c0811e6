// Downloads a file and is killed on the way. Arguments: address, file.
import { downloadFile } from "../../../dist/node/download.js";

await downloadFile({ url: process.argv[2], path: process.argv[3] });
